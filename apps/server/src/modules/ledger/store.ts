import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

export interface TransferRow {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly shopId: string | null;
  readonly orderId: string | null;
  readonly memo: string;
  readonly entries: readonly { readonly id: string; readonly account: string; readonly amountFen: number }[];
}

/**
 * One statement for any number of transfers: a batch of hundreds of payments is one round trip. Entries follow the
 * transfer by its proposed id, so those of a key that is known already, or twice in this call, are left out.
 */
export async function insertTransfers(ctx: Ctx, transfers: readonly TransferRow[]): Promise<void> {
  const entries = transfers.flatMap((transfer) => transfer.entries.map((entry) => ({ ...entry, transfer })));
  await sql`
    with added as (
      insert into ledger.transfers (id, key, kind, shop_id, order_id, memo, at)
      select t.id, t.key, t.kind, t.shop_id, t.order_id, t.memo, ${ctx.now}
        from unnest(${transfers.map((t) => t.id)}::text[], ${transfers.map((t) => t.key)}::text[], ${transfers.map((t) => t.kind)}::text[], ${transfers.map((t) => t.shopId)}::text[],
                    ${transfers.map((t) => t.orderId)}::text[], ${transfers.map((t) => t.memo)}::text[]) as t (id, key, kind, shop_id, order_id, memo)
      on conflict (key) do nothing returning id, shop_id, order_id
    )
    insert into ledger.entries (id, transfer_id, account, amount_fen, shop_id, order_id, at)
    select e.id, e.transfer_id, e.account, e.amount_fen, added.shop_id, added.order_id, ${ctx.now}
      from unnest(${entries.map((e) => e.id)}::text[], ${entries.map((e) => e.transfer.id)}::text[], ${entries.map((e) => e.account)}::text[], ${entries.map((e) => e.amountFen)}::bigint[]) as e (id, transfer_id, account, amount_fen)
      join added on added.id = e.transfer_id`.execute(ctx.db);
}

export async function sumByAccount(ctx: Ctx, accounts: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ account: string; balanceFen: number }>`
    select account, sum(amount_fen)::bigint as balance_fen from ledger.entries where account = any(${accounts}::text[]) group by account`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.account, row.balanceFen]));
}

export async function sumOfAll(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ total: number }>`select coalesce(sum(amount_fen), 0)::bigint as total from ledger.entries`.execute(ctx.db);
  return rows[0]?.total ?? 0;
}

/** Accounts this shop's transfers touch. Only their part of each: a provider or promoter serves other shops as well. */
export async function accountsOfShop(ctx: Ctx, shopId: string): Promise<{ account: string; balanceFen: number; entryCount: number }[]> {
  const { rows } = await sql<{ account: string; balanceFen: number; entryCount: number }>`
    select account, sum(amount_fen)::bigint as balance_fen, count(*) as entry_count from ledger.entries where shop_id = ${shopId} group by account order by account`.execute(
    ctx.db,
  );
  return rows;
}

export interface EntryFilter {
  readonly shopId: string;
  readonly account?: string | undefined;
  readonly orderId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function listEntries(ctx: Ctx, filter: EntryFilter) {
  let query = ctx.db
    .selectFrom('ledger.entries as e')
    .innerJoin('ledger.transfers as t', 't.id', 'e.transferId')
    .where('e.shopId', '=', filter.shopId)
    .select(['e.id', 'e.transferId', 't.kind', 'e.account', 'e.amountFen', 'e.at', 'e.orderId', 't.memo']);
  if (filter.account !== undefined) query = query.where('e.account', '=', filter.account);
  if (filter.orderId !== undefined) query = query.where('e.orderId', '=', filter.orderId);
  if (filter.cursor !== undefined) query = query.where('e.id', '<', filter.cursor);
  return query
    .orderBy('e.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
}
