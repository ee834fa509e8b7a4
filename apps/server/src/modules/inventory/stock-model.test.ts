import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { adjustStock, giveBack, inventoryModule, release, reserve, take } from './index.ts';
import { aLevel, brokenStock, levelOf } from './testing.ts';

type State = 'reserved' | 'taken' | 'released' | 'returned';
type Step =
  | {
      readonly do: 'reserve';
      readonly batch: readonly { readonly order: number; readonly lines: readonly { readonly sku: number; readonly quantity: number }[] }[];
    }
  | { readonly do: 'release' | 'take' | 'giveBack'; readonly orders: readonly number[] }
  | { readonly do: 'adjust'; readonly sku: number; readonly change: number };

const order = fc.nat(11);
const lines = fc.array(fc.record({ sku: fc.nat(2), quantity: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      batch: fc.uniqueArray(fc.record({ order, lines }), { minLength: 1, maxLength: 5, selector: (request) => request.order }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'take' as const, 'giveBack' as const),
      orders: fc.uniqueArray(order, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      sku: fc.nat(2),
      change: fc.integer({ min: -6, max: 6 }).filter((change) => change !== 0),
    }),
  },
);

/** Stock as anybody would explain it: orders with a state, and units that are somewhere. */
function createModel() {
  const units = [8, 5, 12];
  const orders = new Map<number, { state: State; lines: Map<number, number> }>();
  const held = (sku: number, state: State) =>
    [...orders.values()].filter((each) => each.state === state).reduce((sum, each) => sum + (each.lines.get(sku) ?? 0), 0);
  const put = (sku: number, change: number) => void (units[sku] = (units[sku] ?? 0) + change);
  return {
    levels: () => units.map((onHand, sku) => ({ onHand, reserved: held(sku, 'reserved'), sold: held(sku, 'taken') })),
    reserve(order: number, lines: readonly { sku: number; quantity: number }[]): boolean {
      if (orders.has(order)) return true;
      const wanted = new Map<number, number>();
      for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
      if ([...wanted].some(([sku, quantity]) => (units[sku] ?? 0) - held(sku, 'reserved') < quantity)) return false;
      orders.set(order, { state: 'reserved', lines: wanted });
      return true;
    },
    move(order: number, from: State, to: State): boolean {
      const found = orders.get(order);
      if (found?.state !== from) return false;
      found.state = to;
      for (const [sku, quantity] of found.lines) put(sku, to === 'taken' ? -quantity : to === 'returned' ? quantity : 0);
      return true;
    },
    adjust(sku: number, change: number): boolean {
      if ((units[sku] ?? 0) + change < held(sku, 'reserved')) return false;
      put(sku, change);
      return true;
    },
  };
}

const moves = {
  release: [release, 'reserved', 'released'],
  take: [take, 'reserved', 'taken'],
  giveBack: [giveBack, 'taken', 'returned'],
} as const;
/** Names of the orders and SKUs of one round, so that rounds share a database. */
interface Round {
  readonly ref: (order: number) => string;
  readonly skuId: (sku: number) => string;
}

async function aRound(t: TestApp): Promise<Round> {
  const skuIds = await Promise.all(
    createModel()
      .levels()
      .map(({ onHand }) => aLevel(t, { onHand, shopId: 'shp_model' })),
  );
  const name = newId('ord');
  return { ref: (order) => `${name}${String(order).padStart(2, '0')}`, skuId: (sku) => skuIds[sku] ?? '' };
}

/** Does one step for real; says which of its parts took effect. */
async function doStep(t: TestApp, step: Step, { ref, skuId }: Round): Promise<boolean[]> {
  if (step.do === 'reserve') {
    const requests = step.batch.map(({ order, lines }) => ({
      ref: ref(order),
      lines: lines.map(({ sku, quantity }) => ({ skuId: skuId(sku), quantity })),
    }));
    return (await t.transact((ctx) => reserve(ctx, requests))).map((verdict) => verdict.ok);
  }
  if (step.do === 'adjust') {
    const adjusted = t.transact((ctx) =>
      adjustStock(ctx, { shopId: 'shp_model', skuId: skuId(step.sku), change: step.change, reason: 'count' }),
    );
    return [
      await adjusted.then(
        () => true,
        (error: { code?: string }) => {
          if (error.code !== 'stock_below_reserved') throw error;
          return false;
        },
      ),
    ];
  }
  const moved = await t.transact((ctx) => moves[step.do][0](ctx, step.orders.map(ref)));
  return step.orders.map((order) => moved.has(ref(order)));
}

function expectedOf(model: ReturnType<typeof createModel>, step: Step): boolean[] {
  if (step.do === 'reserve') return step.batch.map(({ order, lines }) => model.reserve(order, lines));
  if (step.do === 'adjust') return [model.adjust(step.sku, step.change)];
  const [, from, to] = moves[step.do];
  return step.orders.map((order) => model.move(order, from, to));
}

test('whatever is done in whatever order, the stock is what a simple model says', { timeout: 120_000 }, async () => {
  const t = await createTestApp([inventoryModule]);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      const model = createModel();
      const round = await aRound(t);
      for (const each of steps) {
        expect(await doStep(t, each, round)).toEqual(expectedOf(model, each));
        const levels = await Promise.all([0, 1, 2].map((sku) => levelOf(t, round.skuId(sku))));
        expect(levels).toMatchObject(model.levels());
      }
    }),
    { numRuns: 60 },
  );
  expect(await brokenStock(t.read())).toEqual([]);
});

test('the same steps all at once leave no unit lost, promised twice or counted twice', { timeout: 120_000 }, async () => {
  const t = await createTestApp([inventoryModule]);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const round = await aRound(t);
      await Promise.all(steps.map((each) => doStep(t, each, round)));
      expect(await brokenStock(t.read())).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
