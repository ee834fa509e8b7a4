import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import { newId } from '#platform/ids';
import type {} from './tables.ts';

export interface Level {
  readonly skuId: string;
  readonly productId: string;
  readonly shopId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly sold: number;
  readonly isOpen: boolean;
}
/** A level as it is after a statement changed it. */
export interface ChangedLevel {
  readonly skuId: string;
  readonly productId: string;
  readonly shopId: string;
  readonly available: number;
  readonly availableBefore: number;
}
export interface Held {
  readonly ref: string;
  readonly skuId: string;
  readonly quantity: number;
}

/**
 * Locks levels in SKU order, which is the one order of this module: whoever changes several levels locks them here
 * first, so no two transactions wait for each other. What it returns stays true until the transaction ends.
 */
export async function lockLevels(ctx: Ctx, skuIds: readonly string[]): Promise<Level[]> {
  const { rows } = await sql<Level>`
    select sku_id, product_id, shop_id, on_hand, reserved, sold, is_open from inventory.levels
     where sku_id = any(${skuIds}::text[]) order by sku_id for no key update`.execute(ctx.db);
  return rows;
}

/** Locks the levels that orders hold units of. The SKUs of an order never change, so they may be read before the lock. */
export async function lockLevelsOf(ctx: Ctx, refs: readonly string[]): Promise<void> {
  await sql`
    select 1 from inventory.levels
     where sku_id in (select sku_id from inventory.reservations where ref = any(${refs}::text[])) order by sku_id for no key update`.execute(
    ctx.db,
  );
}

/** Which orders hold or held units. Asked under the lock of their levels, so an order placed a moment ago is seen. */
export async function selectKnownRefs(ctx: Ctx, refs: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ ref: string }>`select distinct ref from inventory.reservations where ref = any(${refs}::text[])`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.ref));
}

/** Writes the reservations of a whole batch, counts them into the levels and into the history: one statement however many orders there are. */
export async function insertReservations(ctx: Ctx, held: readonly Held[]): Promise<ChangedLevel[]> {
  const { rows } = await sql<ChangedLevel>`
    with fresh as (
      insert into inventory.reservations (ref, sku_id, quantity, state, reserved_at, changed_at)
      select ref, sku_id, quantity, 'reserved', ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
        from unnest(${held.map((h) => h.ref)}::text[], ${held.map((h) => h.skuId)}::text[], ${held.map((h) => h.quantity)}::int[]) as asked (ref, sku_id, quantity)
      returning ref, sku_id, quantity
    ), total as (
      select sku_id, sum(quantity)::int as quantity, count(*)::int as refs_count, min(ref) as ref from fresh group by sku_id
    ), counted as (
      update inventory.levels level set reserved = level.reserved + total.quantity from total where level.sku_id = total.sku_id
      returning level.sku_id, level.product_id, level.shop_id, level.on_hand - level.reserved as available, level.on_hand - level.reserved + total.quantity as available_before
    ), noted as (
      insert into inventory.movements (id, sku_id, at, kind, on_hand_change, reserved_change, reason, ref, refs_count)
      select ${newId('mov', ctx.now.getTime())} || row_number() over (order by sku_id), sku_id, ${ctx.now}::timestamptz, 'reserved', 0, quantity, '', case when refs_count = 1 then ref end, refs_count from total
    )
    select * from counted`.execute(ctx.db);
  return rows;
}

/** What a change of state does to a level, per unit. */
const effects = {
  released: { from: 'reserved', onHand: 0, reserved: -1, sold: 0 },
  taken: { from: 'reserved', onHand: -1, reserved: -1, sold: 1 },
  returned: { from: 'taken', onHand: 1, reserved: 0, sold: -1 },
} as const;

/**
 * Moves orders to another state and their units with them, in one statement. Only orders still in the state before
 * are moved, so repeating it, or racing with another move, changes nothing twice.
 */
export async function moveReservations(
  ctx: Ctx,
  refs: readonly string[],
  to: keyof typeof effects,
): Promise<{ refs: Set<string>; levels: ChangedLevel[] }> {
  const effect = effects[to];
  const { rows } = await sql<{ refs: string[]; levels: ChangedLevel[] }>`
    with moved as (
      update inventory.reservations set state = ${to}, changed_at = ${ctx.now}::timestamptz
       where ref = any(${refs}::text[]) and state = ${effect.from} returning ref, sku_id, quantity
    ), total as (
      select sku_id, sum(quantity)::int as quantity, count(*)::int as refs_count, min(ref) as ref from moved group by sku_id
    ), counted as (
      update inventory.levels level
         set on_hand = on_hand + ${effect.onHand}::int * quantity, reserved = reserved + ${effect.reserved}::int * quantity, sold = sold + ${effect.sold}::int * quantity
        from total where level.sku_id = total.sku_id
      returning level.sku_id, level.product_id, level.shop_id, level.on_hand - level.reserved as available, level.on_hand - level.reserved - ${effect.onHand - effect.reserved}::int * quantity as available_before
    ), noted as (
      insert into inventory.movements (id, sku_id, at, kind, on_hand_change, reserved_change, reason, ref, refs_count)
      select ${newId('mov', ctx.now.getTime())} || row_number() over (order by sku_id), sku_id, ${ctx.now}::timestamptz, ${to}, ${effect.onHand}::int * quantity, ${effect.reserved}::int * quantity, '', case when refs_count = 1 then ref end, refs_count from total
    )
    select coalesce((select array_agg(distinct ref) from moved), '{}') as refs,
           coalesce((select jsonb_agg(jsonb_build_object('skuId', sku_id, 'productId', product_id, 'shopId', shop_id, 'available', available, 'availableBefore', available_before)) from counted), '[]') as levels`.execute(
    ctx.db,
  );
  return { refs: new Set(rows[0]?.refs), levels: rows[0]?.levels ?? [] };
}

/** Levels for new SKUs. A SKU that has one keeps it. */
export async function insertLevels(
  ctx: Ctx,
  levels: readonly { skuId: string; productId: string; shopId: string; onHand: number }[],
): Promise<void> {
  await sql`
    with fresh as (
      insert into inventory.levels (sku_id, product_id, shop_id, on_hand)
      select * from unnest(${levels.map((l) => l.skuId)}::text[], ${levels.map((l) => l.productId)}::text[], ${levels.map((l) => l.shopId)}::text[], ${levels.map((l) => l.onHand)}::int[])
      on conflict do nothing returning sku_id, on_hand
    )
    insert into inventory.movements (id, sku_id, at, kind, on_hand_change, reserved_change, reason)
    select ${newId('mov', ctx.now.getTime())} || row_number() over (order by sku_id), sku_id, ${ctx.now}::timestamptz, 'opened', on_hand, 0, '' from fresh`.execute(
    ctx.db,
  );
}

export async function setOnHand(ctx: Ctx, change: { skuId: string; change: number; reason: string }): Promise<void> {
  await sql`
    with moved as (update inventory.levels set on_hand = on_hand + ${change.change} where sku_id = ${change.skuId})
    insert into inventory.movements (id, sku_id, at, kind, on_hand_change, reserved_change, reason)
    values (${newId('mov', ctx.now.getTime())}, ${change.skuId}, ${ctx.now}, 'adjusted', ${change.change}, 0, ${change.reason})`.execute(
    ctx.db,
  );
}

export async function closeLevels(ctx: Ctx, skuIds: readonly string[]): Promise<void> {
  await ctx.db.updateTable('inventory.levels').set({ isOpen: false }).where('skuId', '=', anyOf(skuIds)).execute();
}

export async function selectLevels(ctx: Ctx, skuIds: readonly string[]): Promise<Level[]> {
  // As an array, because a list of a thousand parameters costs more to plan than to run.
  const { rows } =
    await sql<Level>`select sku_id, product_id, shop_id, on_hand, reserved, sold, is_open from inventory.levels where sku_id = any(${skuIds}::text[])`.execute(
      ctx.db,
    );
  return rows;
}

export async function sumByProduct(
  ctx: Ctx,
  productIds: readonly string[],
): Promise<{ productId: string; onHand: number; reserved: number; sold: number }[]> {
  // What lies around of a removed SKU is no stock any more; what it sold still counts for the product.
  const { rows } = await sql<{ productId: string; onHand: number; reserved: number; sold: number }>`
    select product_id, coalesce(sum(on_hand) filter (where is_open), 0)::bigint as on_hand, sum(reserved)::bigint as reserved, sum(sold)::bigint as sold
      from inventory.levels where product_id = any(${productIds}::text[]) group by product_id`.execute(ctx.db);
  return rows;
}

export async function selectLowStock(
  ctx: Ctx,
  shopId: string,
  { threshold, limit }: { threshold: number; limit: number },
): Promise<{ skuId: string; productId: string; available: number }[]> {
  const { rows } = await sql<{ skuId: string; productId: string; available: number }>`
    select sku_id, product_id, on_hand - reserved as available from inventory.levels
     where shop_id = ${shopId} and is_open and on_hand - reserved <= ${threshold} order by on_hand - reserved, sku_id limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

export async function selectMovements(ctx: Ctx, skuId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  let query = ctx.db.selectFrom('inventory.movements').selectAll().where('skuId', '=', skuId).orderBy('id', 'desc').limit(limit);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  return query.execute();
}
