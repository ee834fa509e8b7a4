import { ledger } from '@tuanzi/contract/ledger';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { nameOfAccount } from './rules.ts';
import { accountsOfShop, listEntries, sumOfAll } from './store.ts';

export function ledgerRoutes(app: App, http: FastifyInstance): void {
  mount(http, ledger, {
    'GET /api/console/shops/{shopId}/ledger/accounts': async ({ params, caller }) => {
      const ctx = app.read(caller);
      const accounts = await accountsOfShop(ctx, params.shopId);
      return {
        items: accounts.map((found) => ({ ...found, name: nameOfAccount(found.account, caller.locale) })),
        totalFen: await sumOfAll(ctx),
      };
    },
    'GET /api/console/shops/{shopId}/ledger/entries': async ({ params, query, caller }) => {
      const rows = await listEntries(app.read(caller), { ...query, shopId: params.shopId });
      const items = rows.slice(0, query.limit).map((row) => ({ ...row, at: row.at.toISOString() }));
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
    },
  });
}
