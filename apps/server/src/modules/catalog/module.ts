import type { Module } from '#platform/app';
import { catalogRoutes } from './http.ts';
import type {} from './events.ts';

export const catalogModule: Module = { name: 'catalog', routes: catalogRoutes };
