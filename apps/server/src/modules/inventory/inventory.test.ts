import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import {
  adjustStock,
  closeStock,
  getLowStock,
  getProductStock,
  giveBack,
  inventoryModule,
  listMovements,
  openStock,
  release,
  reserve,
  take,
} from './index.ts';
import { aLevel, brokenStock, levelOf } from './testing.ts';

const start = () => createTestApp([inventoryModule]);
const one = (skuId: string, quantity = 1) => [{ skuId, quantity }];

/** Runs work on a context that counts the statements sent through it. */
async function countStatements(t: TestApp, work: (ctx: Ctx) => Promise<unknown>): Promise<number> {
  let count = 0;
  await t.transact((ctx) =>
    work({
      ...ctx,
      db: ctx.db.withPlugin({
        transformQuery: ({ node }) => {
          count += 1;
          return node;
        },
        transformResult: ({ result }) => Promise.resolve(result),
      }),
    }),
  );
  return count;
}

describe('reserving', () => {
  test('three hundred orders cost three statements, refusals included', async () => {
    const t = await start();
    const skuIds = [await aLevel(t, { onHand: 200 }), await aLevel(t, { onHand: 200 })];
    const requests = Array.from({ length: 300 }, (_, i) => ({ ref: newId('ord'), lines: one(skuIds[i % 2] ?? '', 1 + (i % 3)) }));
    let accepted = 0;
    const statements = await countStatements(t, async (ctx) => {
      accepted = (await reserve(ctx, requests)).filter((verdict) => verdict.ok).length;
    });
    expect(statements).toBe(3);
    expect(accepted).toBeGreaterThan(100);
    expect(accepted).toBeLessThan(300);
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('all lines of an order are held or none of them', async () => {
    const t = await start();
    const [plenty, scarce] = [await aLevel(t, { onHand: 10 }), await aLevel(t, { onHand: 1 })];
    const ref = newId('ord');
    const verdicts = await t.transact((ctx) => reserve(ctx, [{ ref, lines: [...one(plenty, 2), ...one(scarce, 2)] }]));
    expect(verdicts).toEqual([{ ok: false, skuId: scarce }]);
    expect(await levelOf(t, plenty)).toMatchObject({ reserved: 0, available: 10 });
  });

  test('a SKU that nobody counts has nothing to sell', async () => {
    const t = await start();
    expect(await t.transact((ctx) => reserve(ctx, [{ ref: newId('ord'), lines: one('sku_nobody') }]))).toEqual([
      { ok: false, skuId: 'sku_nobody' },
    ]);
  });

  test('the same SKU on two lines of an order counts as both together', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 3 });
    const [too, just] = await t.transact((ctx) =>
      reserve(ctx, [
        { ref: 'ord_too', lines: [...one(skuId, 2), ...one(skuId, 2)] },
        { ref: 'ord_just', lines: [...one(skuId, 1), ...one(skuId, 2)] },
      ]),
    );
    expect(too).toEqual({ ok: false, skuId });
    expect(just).toEqual({ ok: true });
    expect(await levelOf(t, skuId)).toMatchObject({ reserved: 3, available: 0 });
  });

  test('an order asked for again is answered the same and holds no more, even when nothing is left', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 2 });
    const request = { ref: newId('ord'), lines: one(skuId, 2) };
    expect(await t.transact((ctx) => reserve(ctx, [request, request]))).toEqual([{ ok: true }, { ok: true }]);
    expect(await t.transact((ctx) => reserve(ctx, [request]))).toEqual([{ ok: true }]);
    expect(await levelOf(t, skuId)).toMatchObject({ reserved: 2, available: 0 });
  });

  test('two hundred shoppers race for sixty units one by one: exactly sixty get one', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 60 });
    const verdicts = await Promise.all(
      Array.from({ length: 200 }, () => t.transact((ctx) => reserve(ctx, [{ ref: newId('ord'), lines: one(skuId) }]))),
    );
    expect(verdicts.flat().filter((verdict) => verdict.ok)).toHaveLength(60);
    expect(await levelOf(t, skuId)).toMatchObject({ onHand: 60, reserved: 60, available: 0 });
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('batches over many SKUs in any order race without one deadlock and without overselling', async () => {
    const t = await start();
    const skuIds = await Promise.all(Array.from({ length: 6 }, () => aLevel(t, { onHand: 40 })));
    const pick = (n: number) => skuIds[n % skuIds.length] ?? '';
    const deadlocks = async () =>
      (await sql<{ n: number }>`select deadlocks as n from pg_stat_database where datname = current_database()`.execute(t.app.database.db))
        .rows[0]?.n;
    const before = await deadlocks();
    const batches = Array.from({ length: 40 }, (_, b) =>
      Array.from({ length: 12 }, (_, i) => ({
        ref: newId('ord'),
        lines: [...one(pick(b + i * 5)), ...one(pick(b * 3 + i + 1)), ...one(pick(7 - (i % 6)))],
      })),
    );
    const verdicts = await Promise.all(batches.map((batch) => t.transact((ctx) => reserve(ctx, batch))));
    expect(verdicts.flat().some((verdict) => !verdict.ok)).toBe(true);
    const refs = batches.flatMap((batch, b) => batch.filter((_, i) => verdicts[b]?.[i]?.ok).map(({ ref }) => ref));
    const moves = refs.map((ref, i) =>
      t.transact(async (ctx) => (i % 2 === 0 ? take : release)(ctx, [ref, refs[(i * 7) % refs.length] ?? ref])),
    );
    await Promise.all(moves);
    expect(await brokenStock(t.read())).toEqual([]);
    for (const skuId of skuIds) expect((await levelOf(t, skuId)).available).toBeGreaterThanOrEqual(0);
    await sql`select pg_stat_force_next_flush()`.execute(t.app.database.db);
    expect(await deadlocks()).toBe(before);
  });

  test('what a transaction reserved and rolled back was never held', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 1 });
    await expect(
      t.transact(async (ctx) => {
        await reserve(ctx, [{ ref: newId('ord'), lines: one(skuId) }]);
        throw new Error('the order failed later');
      }),
    ).rejects.toThrow('failed later');
    expect(await levelOf(t, skuId)).toMatchObject({ reserved: 0, available: 1 });
  });
});

describe('what becomes of a reservation', () => {
  test('released, taken and given back take effect once, however often and however many at a time', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 30 });
    const refs = Array.from({ length: 30 }, () => newId('ord'));
    await t.transact((ctx) =>
      reserve(
        ctx,
        refs.map((ref) => ({ ref, lines: one(skuId) })),
      ),
    );
    const gone = refs.slice(0, 10);
    const paid = refs.slice(10);
    const released = await Promise.all(Array.from({ length: 8 }, () => t.transact((ctx) => release(ctx, gone))));
    expect(released.map((set) => set.size).sort((a, b) => b - a)).toEqual([10, 0, 0, 0, 0, 0, 0, 0]);
    await Promise.all(Array.from({ length: 8 }, () => t.transact((ctx) => take(ctx, paid))));
    expect(await levelOf(t, skuId)).toMatchObject({ onHand: 10, reserved: 0, sold: 20, available: 10 });
    await Promise.all(Array.from({ length: 8 }, () => t.transact((ctx) => giveBack(ctx, paid.slice(0, 5)))));
    expect(await levelOf(t, skuId)).toMatchObject({ onHand: 15, reserved: 0, sold: 15, available: 15 });
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('an order is either paid or closed, whoever comes first', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 40 });
    const refs = Array.from({ length: 40 }, () => newId('ord'));
    await t.transact((ctx) =>
      reserve(
        ctx,
        refs.map((ref) => ({ ref, lines: one(skuId) })),
      ),
    );
    const outcomes = await Promise.all(
      refs.flatMap((ref) => [t.transact((ctx) => take(ctx, [ref])), t.transact((ctx) => release(ctx, [ref]))]),
    );
    expect(outcomes.filter((set) => set.size === 1)).toHaveLength(40);
    expect(await brokenStock(t.read())).toEqual([]);
    expect((await levelOf(t, skuId)).reserved).toBe(0);
  });

  test('an order that was released, or never known, cannot be taken', async () => {
    const t = await start();
    const skuId = await aLevel(t);
    await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_a', lines: one(skuId) }]));
    await t.transact((ctx) => release(ctx, ['ord_a']));
    expect(await t.transact((ctx) => take(ctx, ['ord_a', 'ord_unknown']))).toEqual(new Set());
    expect(await t.transact((ctx) => giveBack(ctx, ['ord_a']))).toEqual(new Set());
    expect(await levelOf(t, skuId)).toMatchObject({ onHand: 10, sold: 0, available: 10 });
  });
});

describe('stock by hand', () => {
  test('an adjustment cannot take away what is promised, nor touch another shop', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 5, shopId: 'shp_mine' });
    await t.transact((ctx) => reserve(ctx, [{ ref: newId('ord'), lines: one(skuId, 3) }]));
    const adjust = (change: number, shopId = 'shp_mine') =>
      t.transact((ctx) => adjustStock(ctx, { shopId, skuId, change, reason: '盘点 🍎' }));
    await expect(adjust(-3)).rejects.toMatchObject({ code: 'stock_below_reserved' });
    await expect(adjust(1, 'shp_theirs')).rejects.toMatchObject({ code: 'not_found' });
    await expect(adjust(2_000_000_000)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await adjust(-2)).toEqual({ skuId, onHand: 3, reserved: 3 });
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('adjustments and orders race: nothing promised is ever taken away', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 20, shopId: 'shp_mine' });
    const work = Array.from({ length: 60 }, (_, i) =>
      t
        .transact(async (ctx) =>
          i % 3 === 0
            ? adjustStock(ctx, { shopId: 'shp_mine', skuId, change: i % 2 === 0 ? -4 : 3, reason: '盘点' })
            : reserve(ctx, [{ ref: newId('ord'), lines: one(skuId) }]),
        )
        .catch((error: { code?: string }) => error.code),
    );
    const outcomes = await Promise.all(work);
    expect(outcomes.filter((outcome) => typeof outcome === 'string' && outcome !== 'stock_below_reserved')).toEqual([]);
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('a SKU with promised units cannot be closed; a closed one sells nothing any more', async () => {
    const t = await start();
    const [held, free] = [await aLevel(t), await aLevel(t)];
    await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_x', lines: one(held) }]));
    expect(await t.transact((ctx) => closeStock(ctx, [held, free]))).toEqual([held]);
    expect(await t.transact((ctx) => closeStock(ctx, [free]))).toEqual([]);
    expect(await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_y', lines: one(free) }]))).toEqual([{ ok: false, skuId: free }]);
    expect((await levelOf(t, free)).available).toBe(0);
  });

  test('stock opened twice is opened once', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 4 });
    await t.transact((ctx) => openStock(ctx, [{ skuId, productId: 'prd_other', shopId: 'shp_other', onHand: 99 }]));
    expect((await levelOf(t, skuId)).onHand).toBe(4);
    expect(await brokenStock(t.read())).toEqual([]);
  });
});

describe('looking at stock', () => {
  test('the history adds up to the level, newest first, page by page', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 10, shopId: 'shp_mine' });
    for (const ref of ['ord_1', 'ord_2', 'ord_3']) {
      t.clock.advance(1000);
      await t.transact((ctx) => reserve(ctx, [{ ref, lines: one(skuId, 2) }]));
    }
    t.clock.advance(1000);
    await t.transact((ctx) => take(ctx, ['ord_1', 'ord_2']));
    t.clock.advance(1000);
    await t.transact((ctx) => adjustStock(ctx, { shopId: 'shp_mine', skuId, change: 5, reason: '到货' }));
    const page = await listMovements(t.read(), { shopId: 'shp_mine', skuId, limit: 4 });
    const rest = await listMovements(t.read(), { shopId: 'shp_mine', skuId, limit: 4, cursor: page.nextCursor ?? '' });
    const all = [...page.items, ...rest.items];
    expect(all.map(({ kind, reason, ref }) => [kind, reason, ref])).toEqual([
      ['adjusted', '到货', null],
      ['taken', '×2', null],
      ['reserved', '', 'ord_3'],
      ['reserved', '', 'ord_2'],
      ['reserved', '', 'ord_1'],
      ['opened', '', null],
    ]);
    expect(rest.nextCursor).toBeNull();
    const level = await levelOf(t, skuId);
    expect(all.reduce((sum, item) => sum + item.onHandChange, 0)).toBe(level.onHand);
    expect(all.reduce((sum, item) => sum + item.reservedChange, 0)).toBe(level.reserved);
    await expect(listMovements(t.read(), { shopId: 'shp_theirs', skuId, limit: 4 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a product adds up its SKUs; what runs low is listed, fewest first', async () => {
    const t = await start();
    const [productId, shopId] = [newId('prd'), newId('shp')];
    const [few, more, many] = [
      await aLevel(t, { onHand: 1, productId, shopId }),
      await aLevel(t, { onHand: 3, productId, shopId }),
      await aLevel(t, { onHand: 50, productId, shopId }),
    ];
    await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_low', lines: [...one(few), ...one(many, 2)] }]));
    await t.transact((ctx) => take(ctx, ['ord_low']));
    expect((await getProductStock(t.read(), [productId])).get(productId)).toEqual({ onHand: 51, reserved: 0, sold: 3, available: 51 });
    expect(await getLowStock(t.read(), shopId, { threshold: 3, limit: 10 })).toEqual([
      { skuId: few, productId, available: 0 },
      { skuId: more, productId, available: 3 },
    ]);
  });

  test('selling out and coming back are told once each, at the moment it turns', async () => {
    const t = await start();
    const skuId = await aLevel(t, { onHand: 2 });
    await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_p', lines: one(skuId) }]));
    await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_q', lines: one(skuId) }]));
    await t.transact((ctx) => take(ctx, ['ord_p']));
    await t.transact((ctx) => release(ctx, ['ord_q']));
    const { rows } = await sql<{ type: string }>`select type from platform.events where type like 'stock.%' order by id`.execute(
      t.app.database.db,
    );
    expect(rows.map((row) => row.type)).toEqual(['stock.sold-out', 'stock.back']);
  });
});
