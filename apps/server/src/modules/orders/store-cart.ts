import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

export interface CartRow {
  readonly skuId: string;
  readonly quantity: number;
}

/** Newest first. */
export async function readCart(ctx: Ctx, accountId: string): Promise<CartRow[]> {
  const { rows } =
    await sql<CartRow>`select sku_id, quantity from orders.cart_lines where account_id = ${accountId} order by added_at desc, sku_id`.execute(
      ctx.db,
    );
  return rows;
}

export async function upsertCartLine(ctx: Ctx, accountId: string, { skuId, quantity }: CartRow): Promise<void> {
  await sql`
    insert into orders.cart_lines (account_id, sku_id, quantity, added_at) values (${accountId}, ${skuId}, ${quantity}, ${ctx.now})
    on conflict (account_id, sku_id) do update set quantity = excluded.quantity`.execute(ctx.db);
}

export async function deleteCartLines(ctx: Ctx, accountId: string, skuIds: readonly string[]): Promise<void> {
  await sql`delete from orders.cart_lines where account_id = ${accountId} and sku_id = any(${skuIds}::text[])`.execute(ctx.db);
}

/** Both carts become one; of what is in both, the larger quantity stays. */
export async function mergeCarts(
  ctx: Ctx,
  { fromId, intoId, linesMax }: { fromId: string; intoId: string; linesMax: number },
): Promise<void> {
  await sql`
    with moved as (delete from orders.cart_lines where account_id = ${fromId} returning sku_id, quantity, added_at),
    kept as (select m.* from moved m order by exists (select 1 from orders.cart_lines c where c.account_id = ${intoId} and c.sku_id = m.sku_id) desc, m.added_at desc
              limit greatest(0, ${linesMax} - (select count(*) from orders.cart_lines c where c.account_id = ${intoId} and c.sku_id not in (select sku_id from moved))))
    insert into orders.cart_lines (account_id, sku_id, quantity, added_at) select ${intoId}, sku_id, quantity, added_at from kept
    on conflict (account_id, sku_id) do update set quantity = greatest(orders.cart_lines.quantity, excluded.quantity)`.execute(ctx.db);
}
