import type { Module } from '#platform/app';
import { ledgerRoutes } from './http.ts';

export const ledgerModule: Module = { name: 'ledger', routes: ledgerRoutes };
