import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

export interface CartRow {
  readonly skuId: string;
  readonly quantity: number;
}

/** Newest first. */
export async function readCarts(ctx: Ctx, accountIds: readonly string[]): Promise<Map<string, readonly CartRow[]>> {
  const { rows } = await sql<CartRow & { accountId: string }>`
    select account_id, sku_id, quantity from orders.cart_lines where account_id = any(${accountIds}::text[]) order by added_at desc, sku_id`.execute(
    ctx.db,
  );
  return Map.groupBy(rows, (row) => row.accountId);
}

type Line = CartRow & { readonly accountId: string };

export async function upsertCartLines(ctx: Ctx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    insert into orders.cart_lines (account_id, sku_id, quantity, added_at)
    select a, s, q, ${ctx.now} from unnest(${lines.map((l) => l.accountId)}::text[], ${lines.map((l) => l.skuId)}::text[], ${lines.map((l) => l.quantity)}::int[]) as l (a, s, q)
    on conflict (account_id, sku_id) do update set quantity = excluded.quantity`.execute(ctx.db);
}

export async function deleteCartLines(ctx: Ctx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    delete from orders.cart_lines c using unnest(${lines.map((l) => l.accountId)}::text[], ${lines.map((l) => l.skuId)}::text[]) as l (account_id, sku_id)
     where c.account_id = l.account_id and c.sku_id = l.sku_id`.execute(ctx.db);
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
