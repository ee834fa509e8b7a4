import { z } from 'zod';
import { defineApi } from './api.ts';
import { Id, Instant, PageQuery, SignedFen, page } from './shapes.ts';

export const LedgerEntry = z
  .object({
    id: Id,
    transferId: Id,
    kind: z.string(),
    account: z.string(),
    amountFen: SignedFen,
    at: Instant,
    orderId: Id.nullable(),
    memo: z.string(),
  })
  .meta({ id: 'LedgerEntry' });
export const ledger = defineApi({
  'GET /api/console/shops/{shopId}/ledger/accounts': {
    summary: 'Accounts of a shop with their balances; totalFen is the sum of everything and always 0',
    access: 'shop:admin',
    params: z.object({ shopId: Id }),
    reply: z.object({
      items: z.array(z.object({ account: z.string(), name: z.string(), balanceFen: SignedFen, entryCount: z.int() })),
      totalFen: SignedFen,
    }),
  },
  'GET /api/console/shops/{shopId}/ledger/entries': {
    summary: 'Entries of a shop, newest first, of one account or one order',
    access: 'shop:admin',
    params: z.object({ shopId: Id }),
    query: PageQuery.extend({ account: z.string().max(120).optional(), orderId: Id.optional() }),
    reply: page(LedgerEntry),
  },
});
