import { randomUUID } from 'node:crypto';
import type { LineInput, OfferInput, Trace } from '@tuanzi/contract/orders';
import { sql } from 'kysely';
import type { z } from 'zod';
import { policyModule } from '#modules/policy';
import { auditModule } from '#modules/audit';
import { identityModule } from '#modules/identity';
import { mediaModule } from '#modules/media';
import { shopsModule } from '#modules/shops';
import { inventoryModule } from '#modules/inventory';
import { catalogModule } from '#modules/catalog';
import { ledgerModule, post } from '#modules/ledger';
import { pricingModule, quote, type OfferKind } from '#modules/pricing';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { anAccount, aStaffMember, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { getOrders } from './get-orders.ts';
import { placeOrders, type PlaceRequest } from './place-orders.ts';
import { settlePayments, type Settlement } from './settle-payments.ts';
import { ordersModule } from './module.ts';
import { settleRefunds } from './settle-refunds.ts';
import type { Order } from './store.ts';

/** What an order needs to be placed, in the order of app.ts; whoever is below adds to it. */
export const orderModules = [
  policyModule,
  auditModule,
  identityModule,
  mediaModule,
  ledgerModule,
  shopsModule,
  inventoryModule,
  catalogModule,
  pricingModule,
  ordersModule,
] as const;

export const testAddress = {
  recipient: '王小红',
  phone: '13800138000',
  province: '陕西省',
  city: '西安市',
  district: '雁塔区',
  street: '科技路 1 号 🏠',
};

/** A shop with something to sell, somebody who buys, and somebody who runs it. */
export async function aShopWithOrders() {
  const t = await createTestApp(orderModules);
  const shop = await aShop(t);
  const { skuId } = await aProduct(t, shop.id, { stock: 50, priceFen: 1000 });
  const buyer = await anAccount(t, { nickname: '小红' });
  return { t, shop, skuId, buyer, lines: [{ skuId, quantity: 2 }], operator: await aStaffMember(t, shop.id, 'operator') };
}

export interface OrderOptions {
  readonly buyer?: TestPerson;
  readonly lines?: readonly z.infer<typeof LineInput>[];
  readonly offer?: OfferInput;
  readonly couponId?: string;
  readonly trace?: Trace;
  readonly note?: string;
}

/** An unpaid order as the shop's own screens would place it; buyer, shop and product are made unless given. */
export async function anOrder(t: TestApp, options: OrderOptions = {}): Promise<Order & { buyer: TestPerson }> {
  const buyer = options.buyer ?? (await anAccount(t));
  const lines = options.lines ?? [{ skuId: (await aProduct(t, (await aShop(t)).id)).skuId, quantity: 1 }];
  const request = await aPlaceRequest(t, { ...options, buyerId: buyer.accountId, lines });
  const [verdict] = await t.transact((ctx) => placeOrders(ctx, [request]));
  if (verdict?.ok !== true) throw verdict?.error ?? new Error('no verdict');
  if (!('order' in verdict.value)) throw new Error('a fresh key places a fresh order');
  return { ...verdict.value.order, buyer };
}

/** A request that expects today's price. */
export async function aPlaceRequest(
  t: TestApp,
  input: {
    buyerId: string;
    lines: readonly z.infer<typeof LineInput>[];
    offer?: OfferInput | undefined;
    couponId?: string | undefined;
    trace?: Trace | undefined;
    note?: string | undefined;
    key?: string;
  },
): Promise<PlaceRequest> {
  const [priced] = await quote(t.read(), [{ accountId: input.buyerId, lines: input.lines, offer: input.offer, coupon: input.couponId }]);
  if (priced?.ok !== true) throw priced?.error ?? new Error('no quote');
  return {
    buyerId: input.buyerId,
    lines: input.lines,
    offer: input.offer,
    couponId: input.couponId,
    trace: input.trace,
    note: input.note ?? '',
    address: testAddress,
    expectedTotalFen: priced.value.totalFen,
    claim: {
      accountId: input.buyerId,
      key: input.key ?? randomUUID(),
      route: 'POST /api/orders',
      bodyHash: JSON.stringify([input.lines, input.offer, input.couponId]),
    },
  };
}

/** Money arrives for an order, as payments would bring it, books included. */
export async function payOrder(
  t: TestApp,
  order: Pick<Order, 'id' | 'shopId' | 'totalFen'>,
  { paymentId = newId('pay'), paidFen = order.totalFen }: { paymentId?: string; paidFen?: number } = {},
): Promise<Settlement> {
  const [settlement] = await t.transact(async (ctx) => {
    await post(ctx, [
      {
        key: `paid:${paymentId}`,
        kind: 'payment',
        shopId: order.shopId,
        orderId: order.id,
        memo: 'test',
        entries: [
          { account: 'provider:test', amountFen: paidFen },
          { account: `shop:${order.shopId}:held`, amountFen: -paidFen },
        ],
      },
    ]);
    return settlePayments(ctx, [{ orderId: order.id, paymentId, paidFen, paidAt: ctx.now }]);
  });
  if (settlement === undefined) throw new Error('no settlement');
  return settlement;
}

export async function aPaidOrder(t: TestApp, options: OrderOptions = {}): Promise<Order & { buyer: TestPerson }> {
  const { buyer, ...order } = await anOrder(t, options);
  await payOrder(t, order);
  return { ...(await orderOf(t, order.id)), buyer };
}

/** The provider gives back everything that was asked for, or refuses. */
export async function endRefunds(t: TestApp, orderId: string, { isSucceeded = true }: { isSucceeded?: boolean } = {}): Promise<void> {
  await t.transact(async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from orders.refunds where order_id = ${orderId} and state = 'pending'`.execute(
      ctx.db,
    );
    const settled = await settleRefunds(
      ctx,
      rows.map(({ id }) => ({ refundId: id, isSucceeded })),
    );
    await post(
      ctx,
      settled.map((refund) => ({
        key: `refunded:${refund.refundId}`,
        kind: 'refund',
        shopId: refund.shopId,
        orderId,
        memo: 'test',
        entries: [
          { account: `shop:${refund.shopId}:${refund.from}`, amountFen: refund.amountFen },
          { account: 'provider:test', amountFen: -refund.amountFen },
        ],
      })),
    );
  });
}

export async function orderOf(t: TestApp, orderId: string): Promise<Order> {
  const order = (await getOrders(t.read(), [orderId])).get(orderId);
  if (order === undefined) throw new Error(`${orderId} is not there`);
  return order;
}

/** What must hold of all orders at any moment; returns every row that breaks it. */
export async function brokenOrders(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`
    select o.id, o.state, o.paid_fen, r.arrived, r.accepted, o.refunded_fen, f.succeeded, o.refund_pending_fen, f.pending
      from orders.orders o
      left join lateral (select coalesce(sum(amount_fen), 0) as arrived, count(*) filter (where verdict = 'accepted') as accepted from orders.receipts where order_id = o.id) r on true
      left join lateral (select coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0) as succeeded, coalesce(sum(amount_fen) filter (where state = 'pending'), 0) as pending from orders.refunds where order_id = o.id) f on true
      left join lateral (select coalesce(sum(total_fen), 0) as goods from orders.lines where order_id = o.id) l on true
     where o.paid_fen <> r.arrived or r.accepted > 1 or o.refunded_fen <> f.succeeded or o.refund_pending_fen <> f.pending or l.goods <> o.goods_fen
        or (o.state in ('unpaid', 'closed')) = (r.accepted = 1) or (o.state = 'refunded' and not exists (select 1 from orders.receipts a where a.order_id = o.id and a.verdict = 'accepted' and a.amount_fen <= o.refunded_fen))
    union all
    select r.payment_id, r.verdict, r.amount_fen, 0, 0, 0, 0, 0, 0 from orders.receipts r
     where r.verdict <> 'accepted' and not exists (select 1 from orders.refunds f where f.payment_id = r.payment_id and f.amount_fen = r.amount_fen)
        or r.amount_fen < (select coalesce(sum(f.amount_fen), 0) from orders.refunds f where f.payment_id = r.payment_id and f.state <> 'failed')
    union all
    select l.id, 'line', l.refunded_fen, p.succeeded, 0, l.refund_pending_fen, p.pending, 0, 0 from orders.lines l
      left join lateral (select coalesce(sum((part->>'amountFen')::bigint) filter (where f.state = 'succeeded'), 0) as succeeded, coalesce(sum((part->>'amountFen')::bigint) filter (where f.state = 'pending'), 0) as pending
                           from orders.refunds f, jsonb_array_elements(f.per_line) part where f.order_id = l.order_id and part->>'lineId' = l.id) p on true
     where l.refunded_fen <> p.succeeded or l.refund_pending_fen <> p.pending`.execute(ctx.db);
  return rows;
}

/** A play as small as one can be, with its own tables: teams with so many seats, each order takes one. */
export async function createSeatTables(t: TestApp, seats: Readonly<Record<string, number>>): Promise<void> {
  await t.transact(async (ctx) => {
    await sql`create schema test_play`.execute(ctx.db);
    await sql`create table test_play.teams (id text primary key, seats int not null check (seats >= 0), paid int not null default 0, is_over boolean not null default false)`.execute(
      ctx.db,
    );
    await sql`create table test_play.holds (order_id text primary key, team_id text not null, state text not null)`.execute(ctx.db);
    for (const [id, count] of Object.entries(seats))
      await sql`insert into test_play.teams (id, seats) values (${id}, ${count})`.execute(ctx.db);
  });
}

export async function seatsOf(ctx: Ctx, teamId: string): Promise<{ seats: number; paid: number; held: number; released: number }> {
  const { rows } = await sql<{ seats: number; paid: number; held: number; released: number }>`
    select t.seats, t.paid, count(*) filter (where h.state = 'held') as held, count(*) filter (where h.state = 'released') as released
      from test_play.teams t left join test_play.holds h on h.team_id = t.id where t.id = ${teamId} group by t.id`.execute(ctx.db);
  const [found] = rows;
  if (found === undefined) throw new Error('no such team');
  return found;
}

export async function endTeam(t: TestApp, teamId: string): Promise<void> {
  await t.transact((ctx) => sql`update test_play.teams set is_over = true where id = ${teamId}`.execute(ctx.db));
}

export const seatPlay: OfferKind = {
  price: (_ctx, requests) =>
    Promise.resolve(
      requests.map(({ lines, offer }) => ({
        ok: true as const,
        value: { prices: new Map(lines.map((line) => [line.skuId, 1990])), label: { zh: '拼团价' }, ref: offer.campaignId },
      })),
    ),
  async claim(ctx, requests) {
    await sql`select 1 from test_play.teams where id = any(${requests.map(({ offer }) => offer.teamId ?? '')}::text[]) order by id for update`.execute(
      ctx.db,
    );
    const verdicts = [];
    for (const { orderId, offer } of requests) {
      const { rows } =
        await sql`update test_play.teams set seats = seats - 1 where id = ${offer.teamId ?? ''} and seats > 0 returning id`.execute(ctx.db);
      if (rows.length > 0) await sql`insert into test_play.holds values (${orderId}, ${offer.teamId ?? ''}, 'held')`.execute(ctx.db);
      verdicts.push(
        rows.length > 0
          ? { ok: true as const, value: { teamId: offer.teamId ?? '', isWaiting: true } }
          : { ok: false as const, error: problem('team_full', { otherTeamIds: [] }) },
      );
    }
    return verdicts;
  },
  release: (ctx, orderIds) => giveBack(ctx, orderIds, 'held'),
  async paid(ctx, orderIds) {
    const { rows } = await sql<{ orderId: string; isOver: boolean }>`
      update test_play.holds h set state = 'paid' from test_play.teams t where t.id = h.team_id and h.order_id = any(${orderIds}::text[]) and h.state = 'held' returning h.order_id, t.is_over`.execute(
      ctx.db,
    );
    await sql`update test_play.teams t set paid = t.paid + p.n from (select team_id, count(*)::int as n from test_play.holds where order_id = any(${rows.map((row) => row.orderId)}::text[]) group by team_id) p where p.team_id = t.id`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [row.orderId, row.isOver ? 'refuse' : 'accepted']));
  },
  refunded: (ctx, orderIds) => giveBack(ctx, orderIds, 'paid'),
};

async function giveBack(ctx: Ctx, orderIds: readonly string[], from: 'held' | 'paid'): Promise<void> {
  await sql`
    with gone as (update test_play.holds set state = 'released' where order_id = any(${orderIds}::text[]) and state = ${from} returning team_id)
    update test_play.teams t set seats = t.seats + g.n, paid = t.paid - ${from === 'paid' ? 1 : 0} * g.n from (select team_id, count(*)::int as n from gone group by team_id) g where g.team_id = t.id`.execute(
    ctx.db,
  );
}
