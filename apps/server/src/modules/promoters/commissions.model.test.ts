import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identityModule } from '#modules/identity';
import { balancesOf, ledgerModule, totalOf } from '#modules/ledger';
import { linksModule } from '#modules/links';
import { shopsModule } from '#modules/shops';
import type { OrderEvent } from '#modules/orders';
import { newId } from '#platform/ids';
import { shareOf } from '#platform/money';
import { createTestApp, type TestApp } from '../../testing.ts';
import { anAccount } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { promotersModule } from './module.ts';
import { accountOf, standingOf } from './rules.ts';
import { aPromoter } from './testing.ts';

const modules = [identityModule, ledgerModule, shopsModule, linksModule, promotersModule];

/** What can happen to an order of up to three lines; refunds take a share of one line. */
const linesOf = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 3 });
const refundOf = fc.record({ line: fc.nat(2), share: fc.integer({ min: 1, max: 100 }) });
const orderOf = fc.record({
  lines: linesOf,
  isDelivered: fc.boolean(),
  isCompleted: fc.boolean(),
  refunds: fc.array(refundOf, { maxLength: 4 }),
  minutes: fc.array(fc.nat(1000), { minLength: 7, maxLength: 7 }),
  isBrought: fc.boolean(),
});
const storyOf = fc.record({
  rate: fc.integer({ min: 0, max: 5000 }),
  orders: fc.array(orderOf, { minLength: 1, maxLength: 3 }),
  seed: fc.integer(),
  repeats: fc.nat(3),
  batches: fc.integer({ min: 1, max: 5 }),
});
type Story = typeof storyOf extends fc.Arbitrary<infer T> ? T : never;
type Told =
  | { type: 'order.paid' | 'order.delivered' | 'order.completed'; payload: OrderEvent }
  | {
      type: 'order.refunded';
      payload: OrderEvent & { refundId: string; amountFen: number; isFull: boolean; perLine: { lineId: string; amountFen: number }[] };
    };

interface Model {
  readonly orderId: string;
  readonly isBrought: boolean;
  readonly lines: { lineId: string; totalFen: number; refundedFen: number; lastRefundAt: Date | null }[];
  readonly deliveredAt: Date | null;
  readonly completedAt: Date | null;
}

function tell(
  order: Story['orders'][number],
  { shopId, buyerId, linkCode, start }: { shopId: string; buyerId: string; linkCode: string; start: number },
): { events: Told[]; model: Model } {
  const orderId = newId('ord');
  const lines = order.lines.map((totalFen) => ({
    lineId: newId('lin'),
    skuId: 'sku_0000000000',
    productId: 'prd_0000000000',
    quantity: 1,
    totalFen,
  }));
  const at = (i: number) => new Date(start + (order.minutes[i] ?? 0) * 60_000).toISOString();
  const common = {
    orderId,
    number: orderId.slice(-8),
    shopId,
    buyerId,
    totalFen: order.lines.reduce((a, b) => a + b, 0),
    lines,
    trace: { linkCode: order.isBrought ? linkCode : null, sceneId: null, cardId: null },
    offer: null,
  };
  const model: Model = {
    orderId,
    isBrought: order.isBrought,
    lines: lines.map((line) => ({ lineId: line.lineId, totalFen: line.totalFen, refundedFen: 0, lastRefundAt: null })),
    deliveredAt: order.isDelivered ? new Date(at(1)) : null,
    completedAt: order.isCompleted ? new Date(at(2)) : null,
  };
  const events: Told[] = [{ type: 'order.paid', payload: { ...common, at: at(0) } }];
  if (order.isDelivered) events.push({ type: 'order.delivered', payload: { ...common, at: at(1) } });
  if (order.isCompleted) events.push({ type: 'order.completed', payload: { ...common, at: at(2) } });
  order.refunds.forEach(({ line, share }, i) => {
    const target = model.lines[line % model.lines.length];
    if (target === undefined) return;
    const amountFen = Math.min(target.totalFen - target.refundedFen, Math.ceil((target.totalFen * share) / 100));
    if (amountFen === 0) return;
    target.refundedFen += amountFen;
    const refundedAt = new Date(at(3 + i));
    if (target.lastRefundAt === null || refundedAt > target.lastRefundAt) target.lastRefundAt = refundedAt;
    events.push({
      type: 'order.refunded',
      payload: {
        ...common,
        at: at(3 + i),
        refundId: newId('rfd'),
        amountFen,
        isFull: false,
        perLine: [{ lineId: target.lineId, amountFen }],
      },
    });
  });
  return { events, model };
}

/** Every event at least once, some again, in any order. */
function shuffled(events: readonly Told[], { seed, repeats }: { seed: number; repeats: number }): Told[] {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const all = [
    ...events,
    ...Array.from({ length: repeats }, () => events[Math.floor(random() * events.length)]).filter((event) => event !== undefined),
  ];
  return all
    .map((event) => ({ event, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ event }) => event);
}

async function publish(t: TestApp, events: readonly Told[]): Promise<void> {
  for (const { type, payload } of events) await t.transact((ctx) => ctx.publish(type, payload as never));
  await t.drain();
}

test(
  'whatever happens to orders, in any order and however often it is told: money adds up, the cap holds, each commission ends where its order is',
  { timeout: 120_000 },
  async () => {
    const t = await createTestApp(modules);
    const buyer = await anAccount(t);
    await fc.assert(
      fc.asyncProperty(storyOf, async (story) => {
        const shop = await aShop(t, { commissionBasisPoints: story.rate });
        const promoter = await aPromoter(t, shop.id);
        const told = story.orders.map((order) =>
          tell(order, { shopId: shop.id, buyerId: buyer.accountId, linkCode: promoter.code, start: t.clock.now().getTime() + 60_000 }),
        );
        const events = shuffled(
          told.flatMap(({ events: each }) => each),
          story,
        );
        const size = Math.ceil(events.length / story.batches);
        for (let i = 0; i < events.length; i += size) await publish(t, events.slice(i, i + size));
        await expectRight(t, { models: told.map(({ model }) => model), rate: story.rate, promoterId: promoter.accountId, shopId: shop.id });
      }),
      { numRuns: 60 },
    );
    const parked = await t.read().db.selectFrom('promoters.commissions').select('id').execute();
    expect(parked.length).toBeGreaterThan(0);
  },
);

async function expectRight(
  t: TestApp,
  { models, rate, promoterId, shopId }: { models: readonly Model[]; rate: number; promoterId: string; shopId: string },
): Promise<void> {
  const rows = await t.read().db.selectFrom('promoters.commissions').selectAll().where('promoterId', '=', promoterId).execute();
  const owed = { pending: 0, frozen: 0, available: 0 };
  let found = 0;
  for (const { isBrought, lines, deliveredAt, completedAt } of models) {
    for (const line of lines) {
      const amountFen = shareOf(line.totalFen, rate);
      const row = rows.find((each) => each.lineId === line.lineId);
      // Those that earn nothing are missed below, where the rows are counted.
      if (!isBrought || amountFen === 0) continue;
      found += 1;
      const right = standingOf(
        { baseFen: line.totalFen, rateBasisPoints: rate, amountFen },
        { deliveredAt, completedAt, isOwn: false, refundedFen: line.refundedFen, lastRefundAt: line.lastRefundAt },
      );
      expect(row).toMatchObject({ amountFen, ...right, level: 1 });
      expect(amountFen - right.reversedFen).toBeLessThanOrEqual((line.totalFen - line.refundedFen) / 2);
      if (right.state !== 'void' && right.state !== 'reversed') owed[right.state] += amountFen - right.reversedFen;
    }
  }
  expect(rows.length).toBe(found);
  const accounts = (['pending', 'frozen', 'available'] as const).map((bucket) => accountOf(promoterId, bucket));
  const balances = await balancesOf(t.read(), [...accounts, `shop:${shopId}:commission`]);
  expect(accounts.map((account) => -(balances.get(account) ?? 0) + 0)).toEqual([owed.pending, owed.frozen, owed.available]);
  expect(balances.get(`shop:${shopId}:commission`)).toBe(owed.pending + owed.frozen + owed.available);
  expect(await totalOf(t.read())).toBe(0);
}
