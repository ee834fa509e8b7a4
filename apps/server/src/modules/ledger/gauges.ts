import type { ModuleGauge } from '#platform/app';
import { systemActor } from '#platform/ctx';
import { totalOf } from './balances.ts';

export const ledgerGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_ledger_sum_fen',
    help: 'The sum of every entry of the ledger, which is 0; summed every five minutes at most.',
    freshMs: 300_000,
    read: async (app) => [{ value: await totalOf(app.read(systemActor)) }],
  },
];
