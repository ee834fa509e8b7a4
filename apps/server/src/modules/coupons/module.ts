import type { Module } from '#platform/app';
import './events.ts';
import { couponSubscriber } from './hear-orders.ts';
import { couponRoutes } from './http.ts';
import { provideCoupons } from './provide.ts';

export const couponsModule: Module = { name: 'coupons', setup: provideCoupons, routes: couponRoutes, subscribers: [couponSubscriber] };
