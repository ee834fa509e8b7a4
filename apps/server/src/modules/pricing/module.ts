import type { Module } from '#platform/app';
import { pricingRoutes } from './http.ts';

export const pricingModule: Module = { name: 'pricing', routes: pricingRoutes };
