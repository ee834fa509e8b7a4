import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { adjustStock, giveBack, inventoryModule, release, reserve, take } from './index.ts';
import { aLevel, brokenStock, levelOf } from './testing.ts';

type State = 'reserved' | 'taken' | 'released' | 'returned';
type Step =
  | { readonly do: 'reserve'; readonly batch: readonly { readonly order: number; readonly lines: readonly { readonly sku: number; readonly quantity: number }[] }[] }
  | { readonly do: 'release' | 'take' | 'giveBack'; readonly orders: readonly number[] }
  | { readonly do: 'adjust'; readonly sku: number; readonly change: number };

const order = fc.nat(11);
const lines = fc.array(fc.record({ sku: fc.nat(2), quantity: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reserve' as const), batch: fc.array(fc.record({ order, lines }), { minLength: 1, maxLength: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'take' as const, 'giveBack' as const), orders: fc.array(order, { minLength: 1, maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('adjust' as const), sku: fc.nat(2), change: fc.integer({ min: -6, max: 6 }).filter((change) => change !== 0) }) },
);

/** Stock as anybody would explain it: orders with a state, and units that are somewhere. */
class Model {
  readonly units = [8, 5, 12];
  readonly orders = new Map<number, { state: State; lines: Map<number, number> }>();
  held(sku: number, state: State): number {
    return [...this.orders.values()].filter((each) => each.state === state).reduce((sum, each) => sum + (each.lines.get(sku) ?? 0), 0);
  }
  reserve(order: number, lines: readonly { sku: number; quantity: number }[]): boolean {
    if (this.orders.has(order)) return true;
    const wanted = new Map<number, number>();
    for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
    if ([...wanted].some(([sku, quantity]) => (this.units[sku] ?? 0) - this.held(sku, 'reserved') < quantity)) return false;
    this.orders.set(order, { state: 'reserved', lines: wanted });
    return true;
  }
  move(order: number, from: State, to: State): boolean {
    const found = this.orders.get(order);
    if (found?.state !== from) return false;
    found.state = to;
    for (const [sku, quantity] of found.lines) this.units[sku] = (this.units[sku] ?? 0) + (to === 'taken' ? -quantity : to === 'returned' ? quantity : 0);
    return true;
  }
}

const moves = { release: [release, 'reserved', 'released'], take: [take, 'reserved', 'taken'], giveBack: [giveBack, 'taken', 'returned'] } as const;

async function run(t: TestApp, steps: readonly Step[]): Promise<void> {
  const model = new Model();
  const skuIds = await Promise.all(model.units.map((onHand) => aLevel(t, { onHand, shopId: 'shp_model' })));
  const round = newId('ord');
  const ref = (n: number) => `${round}${String(n).padStart(2, '0')}`;
  const skuId = (n: number) => skuIds[n] ?? '';
  for (const each of steps) {
    if (each.do === 'reserve') {
      // Two requests for one order in one batch are one; the last says what it wants.
      const batch = [...new Map(each.batch.map((request) => [request.order, request])).values()];
      const requests = batch.map((request) => ({ ref: ref(request.order), lines: request.lines.map((line) => ({ skuId: skuId(line.sku), quantity: line.quantity })) }));
      const verdicts = await t.transact((ctx) => reserve(ctx, requests));
      expect(verdicts.map((verdict) => verdict.ok)).toEqual(batch.map((request) => model.reserve(request.order, request.lines)));
    } else if (each.do === 'adjust') {
      const isAllowed = (model.units[each.sku] ?? 0) + each.change >= model.held(each.sku, 'reserved');
      const adjusted = t.transact((ctx) => adjustStock(ctx, { shopId: 'shp_model', skuId: skuId(each.sku), change: each.change, reason: 'count' }));
      if (isAllowed) {
        await adjusted;
        model.units[each.sku] = (model.units[each.sku] ?? 0) + each.change;
      } else await expect(adjusted).rejects.toMatchObject({ code: 'stock_below_reserved' });
    } else {
      const [command, from, to] = moves[each.do];
      const moved = await t.transact((ctx) => command(ctx, each.orders.map(ref)));
      expect(moved).toEqual(new Set([...new Set(each.orders)].filter((n) => model.move(n, from, to)).map(ref)));
    }
    for (const [n, id] of skuIds.entries()) expect(await levelOf(t, id)).toMatchObject({ onHand: model.units[n], reserved: model.held(n, 'reserved'), sold: model.held(n, 'taken') });
  }
}

test('whatever is done in whatever order, the stock is what a simple model says', { timeout: 120_000 }, async () => {
  const t = await createTestApp([inventoryModule]);
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => run(t, steps)), { numRuns: 60 });
  expect(await brokenStock(t.read())).toEqual([]);
});

test('the same steps all at once leave no unit lost, promised twice or counted twice', { timeout: 120_000 }, async () => {
  const t = await createTestApp([inventoryModule]);
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
    const skuIds = await Promise.all([8, 5, 12].map((onHand) => aLevel(t, { onHand, shopId: 'shp_model' })));
    const round = newId('ord');
    await Promise.all(steps.map((each) => t.transact(async (ctx) => {
      if (each.do === 'reserve') return reserve(ctx, each.batch.map((request) => ({ ref: `${round}${request.order}`, lines: request.lines.map(({ sku, quantity }) => ({ skuId: skuIds[sku] ?? '', quantity })) })));
      if (each.do === 'adjust') return adjustStock(ctx, { shopId: 'shp_model', skuId: skuIds[each.sku] ?? '', change: each.change, reason: 'count' });
      return moves[each.do][0](ctx, each.orders.map((n) => `${round}${n}`));
    }).catch((error: { code?: string }) => {
      if (error.code !== 'stock_below_reserved') throw error;
    })));
    expect(await brokenStock(t.read())).toEqual([]);
  }), { numRuns: 40 });
});
