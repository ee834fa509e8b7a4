import type { Module } from '#platform/app';
import { mediaRoutes } from './http.ts';

export const mediaModule: Module = { name: 'media', routes: mediaRoutes };
