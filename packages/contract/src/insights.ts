import { z } from 'zod';
import { defineApi } from './api.ts';
import { CommunityCard } from './communities.ts';
import { GroupBuyCard } from './group-buy.ts';
import { SessionCard, sessionStates } from './live.ts';
import { ConsoleOrder } from './orders.ts';
import { ShopView } from './shops.ts';
import { ProductCard } from './catalog.ts';
import { Fen, Id, Instant, PageQuery, Title, page } from './shapes.ts';

/** What needs a hand now, before any chart. */
export const Today = z
  .object({
    toShip: z.int(),
    unpaid: z.int(),
    refundsPending: z.int(),
    teamsExpiring: z.int(),
    lowStock: z.array(z.object({ productId: Id, skuId: Id, title: Title, options: z.array(Title), stock: z.int() })),
    sessions: z.array(SessionCard),
    todayPaidFen: Fen,
    todayOrders: z.int(),
    todayBuyers: z.int(),
    yesterdayPaidFen: Fen,
    days: z.array(z.object({ day: z.string(), paidFen: Fen, orders: z.int() })),
  })
  .meta({ id: 'Today' });
export const SessionDashboard = z
  .object({
    sessionId: Id,
    state: z.enum(sessionStates),
    online: z.int(),
    onlinePeak: z.int(),
    viewers: z.int(),
    likes: z.int(),
    comments: z.int(),
    cardTaps: z.int(),
    orders: z.int(),
    paidOrders: z.int(),
    paidFen: Fen,
    refundedFen: Fen,
    minutes: z.array(z.object({ at: Instant, online: z.int(), comments: z.int(), paidFen: Fen })),
    products: z.array(z.object({ product: ProductCard, taps: z.int(), paidOrders: z.int(), paidFen: Fen })),
  })
  .meta({ id: 'SessionDashboard' });

const sessionId = z.object({ sessionId: Id });
export const insights = defineApi({
  'GET /api/studio/{sessionId}/dashboard': {
    summary: 'Numbers of the session, live',
    access: 'session:moderator',
    params: sessionId,
    reply: SessionDashboard,
  },
  'GET /api/studio/{sessionId}/orders': {
    summary: 'Orders that came from this session and what each came from',
    access: 'session:moderator',
    params: sessionId,
    query: PageQuery,
    reply: page(ConsoleOrder),
  },
  'GET /api/home': {
    summary: 'The shop’s first page',
    access: 'public',
    query: z.object({ shopId: Id.optional() }),
    reply: z.object({
      shop: ShopView.nullable(),
      live: z.array(SessionCard),
      upcoming: z.array(SessionCard),
      plays: z.array(
        z.object({
          kind: z.literal('group-buy'),
          groupBuy: GroupBuyCard,
          sessionId: Id.nullable(),
          communityId: Id.nullable(),
          cardId: Id.nullable(),
        }),
      ),
      communities: z.array(CommunityCard),
      products: z.array(ProductCard),
      now: Instant,
    }),
  },
  'GET /api/console/shops/{shopId}/today': {
    summary: 'What needs a hand now',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    reply: Today,
  },
});
