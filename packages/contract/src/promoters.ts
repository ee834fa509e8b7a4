import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Fen, Id, Instant, PageQuery, Person, SignedFen, Title, page } from './shapes.ts';

/** pending (paid) → frozen (delivered) → available (return window over); void when refunded before, reversed when refunded after. */
export const commissionStates = ['pending', 'frozen', 'available', 'void', 'reversed'] as const;
export const Commission = z
  .object({
    id: Id,
    orderId: Id,
    orderNumber: z.string(),
    buyerName: z.string().meta({ description: 'Masked.' }),
    productTitle: Title,
    baseFen: Fen,
    rateBasisPoints: z.int(),
    amountFen: Fen,
    reversedFen: Fen,
    state: z.enum(commissionStates),
    createdAt: Instant,
    releaseAt: Instant.nullable(),
  })
  .meta({ id: 'Commission' });
export const PromoterCentre = z
  .object({
    isPromoter: z.boolean(),
    joinedAt: Instant.nullable(),
    todayFen: SignedFen,
    pendingFen: SignedFen,
    frozenFen: SignedFen,
    availableFen: SignedFen,
    totalFen: SignedFen,
    ordersCount: z.int(),
    visitorsCount: z.int(),
    days: z
      .array(z.object({ day: z.string(), amountFen: SignedFen, orders: z.int() }))
      .meta({ description: 'The last 30 days in the shop’s zone.' }),
  })
  .meta({ id: 'PromoterCentre' });
export const promoters = defineApi({
  'GET /api/promoter': { summary: 'My promoter centre', access: 'guest', reply: PromoterCentre },
  'POST /api/promoter': {
    summary: 'Become a promoter; admission is free and needs no order',
    access: 'account',
    body: z.object({ hasAcceptedRules: z.literal(true) }),
    reply: PromoterCentre,
    status: 201,
  },
  'GET /api/promoter/commissions': {
    summary: 'My commissions, newest first',
    access: 'account',
    query: PageQuery.extend({ state: z.enum(commissionStates).optional() }),
    reply: page(Commission),
  },
  'GET /api/console/shops/{shopId}/promoters': {
    summary: 'Promoters who sold for this shop',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    query: PageQuery,
    reply: page(
      z.object({
        person: Person,
        joinedAt: Instant,
        ordersCount: z.int(),
        salesFen: Fen,
        pendingFen: SignedFen,
        frozenFen: SignedFen,
        availableFen: SignedFen,
      }),
    ),
  },
});
export const promotersProblems = defineProblems({ already_promoter: [409, 'You are a promoter already.', '你已经是分销员了'] });
