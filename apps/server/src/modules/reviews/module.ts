import { productRatings } from '#modules/catalog';
import type { Module } from '#platform/app';
import { followOrders } from './follow-orders.ts';
import { reviewRoutes } from './http.ts';
import { shortRatings } from './read-ratings.ts';

export const reviewsModule: Module = {
  name: 'reviews',
  setup: () => productRatings.provide('reviews', shortRatings),
  routes: reviewRoutes,
  subscribers: [{ name: 'reviews.purchases', types: ['order.delivered', 'order.refunded'], handle: followOrders }],
};
