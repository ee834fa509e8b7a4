import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import type { TestApp } from '../../testing.ts';
import { getLevels, type StockLevel } from './read-stock.ts';
import { openStock } from './open-stock.ts';

/** A SKU with so many units on hand, of a product and shop that need not exist. */
export async function aLevel(
  t: TestApp,
  { onHand = 10, shopId = newId('shp'), productId = newId('prd') }: { onHand?: number; shopId?: string; productId?: string } = {},
): Promise<string> {
  const skuId = newId('sku');
  await t.transact((ctx) => openStock(ctx, [{ skuId, productId, shopId, onHand }]));
  return skuId;
}

export async function levelOf(t: TestApp, skuId: string): Promise<StockLevel> {
  const level = (await getLevels(t.read(), [skuId])).get(skuId);
  if (level === undefined) throw new Error(`${skuId} has no level`);
  return level;
}

/** What must hold of the whole stock at any moment; returns every row that breaks it. */
export async function brokenStock(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`
    select level.sku_id, level.on_hand, level.reserved, level.sold, held.reserved as held, held.taken, moved.on_hand as moved_on_hand, moved.reserved as moved_reserved
      from inventory.levels level
      left join lateral (select coalesce(sum(quantity) filter (where state = 'reserved'), 0) as reserved, coalesce(sum(quantity) filter (where state = 'taken'), 0) as taken from inventory.reservations where sku_id = level.sku_id) held on true
      left join lateral (select coalesce(sum(on_hand_change), 0) as on_hand, coalesce(sum(reserved_change), 0) as reserved from inventory.movements where sku_id = level.sku_id) moved on true
     where level.reserved <> held.reserved or level.sold <> held.taken or level.on_hand <> moved.on_hand or level.reserved <> moved.reserved or level.on_hand < level.reserved
    union all
    select ref, null, null, null, null, null, null, null from inventory.reservations group by ref having count(distinct state) > 1`.execute(
    ctx.db,
  );
  return rows;
}
