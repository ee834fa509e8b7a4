import type { Module } from '#platform/app';
import { ledgerGauges } from './gauges.ts';
import { ledgerRoutes } from './http.ts';

export const ledgerModule: Module = { name: 'ledger', routes: ledgerRoutes, gauges: ledgerGauges };
