import type { Module } from '#platform/app';
import type {} from './events.ts';

/** Counts units. It has no routes of its own: its screens are the catalog's. */
export const inventoryModule: Module = { name: 'inventory' };
