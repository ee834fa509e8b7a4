import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type {} from './tables.ts';
import type { CardSum, DaySum, MinuteSum, ProductSum, Tally } from './rules.ts';

export interface Origin {
  readonly orderId: string;
  readonly shopId: string;
  readonly buyerId: string;
  readonly sharerId: string | null;
  readonly linkCode: string | null;
  readonly sceneId: string | null;
  readonly cardId: string | null;
  readonly at: Date;
}

/** One statement a table, whatever the size of the batch. */
export async function addTally(ctx: Ctx, tally: Tally): Promise<void> {
  const [minutes, products, cards, days, viewers] = [
    tally.minutes.entries(),
    tally.products.entries(),
    tally.cards.entries(),
    tally.days.entries(),
    tally.viewers.entries(),
  ];
  const numbers = <T>(rows: readonly { sum: T }[], key: keyof T) => rows.map((row) => row.sum[key]);
  if (minutes.length > 0) {
    await sql`
      insert into insights.scene_minutes as m (scene_id, minute, comments, card_taps, likes, orders, paid_orders, paid_fen, refunded_fen, online_peak)
      select * from unnest(${minutes.map((m) => m.first)}::text[], ${minutes.map((m) => m.second)}::timestamptz[], ${numbers(minutes, 'comments')}::int[], ${numbers(minutes, 'cardTaps')}::int[], ${numbers(minutes, 'likes')}::bigint[],
                           ${numbers(minutes, 'orders')}::int[], ${numbers(minutes, 'paidOrders')}::int[], ${numbers(minutes, 'paidFen')}::bigint[], ${numbers(minutes, 'refundedFen')}::bigint[], ${numbers(minutes, 'onlinePeak')}::int[])
      on conflict (scene_id, minute) do update set comments = m.comments + excluded.comments, card_taps = m.card_taps + excluded.card_taps, likes = m.likes + excluded.likes, orders = m.orders + excluded.orders,
        paid_orders = m.paid_orders + excluded.paid_orders, paid_fen = m.paid_fen + excluded.paid_fen, refunded_fen = m.refunded_fen + excluded.refunded_fen, online_peak = greatest(m.online_peak, excluded.online_peak)`.execute(
      ctx.db,
    );
  }
  if (products.length > 0) {
    await sql`
      insert into insights.scene_products as p (scene_id, product_id, taps, paid_orders, paid_fen)
      select * from unnest(${products.map((p) => p.first)}::text[], ${products.map((p) => p.second)}::text[], ${numbers(products, 'taps')}::int[], ${numbers(products, 'paidOrders')}::int[], ${numbers(products, 'paidFen')}::bigint[])
      on conflict (scene_id, product_id) do update set taps = p.taps + excluded.taps, paid_orders = p.paid_orders + excluded.paid_orders, paid_fen = p.paid_fen + excluded.paid_fen`.execute(
      ctx.db,
    );
  }
  if (cards.length > 0) {
    await sql`
      insert into insights.scene_cards as c (scene_id, card_id, taps, orders, paid_orders, paid_fen, refunded_fen)
      select * from unnest(${cards.map((c) => c.first)}::text[], ${cards.map((c) => c.second)}::text[], ${numbers(cards, 'taps')}::int[], ${numbers(cards, 'orders')}::int[], ${numbers(cards, 'paidOrders')}::int[], ${numbers(cards, 'paidFen')}::bigint[], ${numbers(cards, 'refundedFen')}::bigint[])
      on conflict (scene_id, card_id) do update set taps = c.taps + excluded.taps, orders = c.orders + excluded.orders, paid_orders = c.paid_orders + excluded.paid_orders, paid_fen = c.paid_fen + excluded.paid_fen, refunded_fen = c.refunded_fen + excluded.refunded_fen`.execute(
      ctx.db,
    );
  }
  if (days.length > 0) {
    await sql`
      insert into insights.shop_days as d (shop_id, day, orders, paid_orders, paid_fen, refunded_fen)
      select * from unnest(${days.map((d) => d.first)}::text[], ${days.map((d) => d.second)}::date[], ${numbers(days, 'orders')}::int[], ${numbers(days, 'paidOrders')}::int[], ${numbers(days, 'paidFen')}::bigint[], ${numbers(days, 'refundedFen')}::bigint[])
      on conflict (shop_id, day) do update set orders = d.orders + excluded.orders, paid_orders = d.paid_orders + excluded.paid_orders, paid_fen = d.paid_fen + excluded.paid_fen, refunded_fen = d.refunded_fen + excluded.refunded_fen`.execute(
      ctx.db,
    );
  }
  if (viewers.length > 0) {
    await sql`insert into insights.scene_viewers (scene_id, account_id) select * from unnest(${viewers.map((v) => v.first)}::text[], ${viewers.map((v) => v.second)}::text[]) on conflict do nothing`.execute(
      ctx.db,
    );
  }
  const buyers = [...tally.buyers.values()];
  if (buyers.length > 0) {
    await sql`insert into insights.shop_day_buyers (shop_id, day, buyer_id) select * from unnest(${buyers.map((b) => b.shopId)}::text[], ${buyers.map((b) => b.day)}::date[], ${buyers.map((b) => b.buyerId)}::text[]) on conflict do nothing`.execute(
      ctx.db,
    );
  }
}

/** Keeps where orders came from; a later answer, at payment, stands. */
export async function saveOrigins(ctx: Ctx, origins: readonly Origin[]): Promise<void> {
  if (origins.length === 0) return;
  await sql`
    insert into insights.origins (order_id, shop_id, buyer_id, sharer_id, link_code, scene_id, card_id, at)
    select * from unnest(${origins.map((o) => o.orderId)}::text[], ${origins.map((o) => o.shopId)}::text[], ${origins.map((o) => o.buyerId)}::text[], ${origins.map((o) => o.sharerId)}::text[], ${origins.map((o) => o.linkCode)}::text[],
                         ${origins.map((o) => o.sceneId)}::text[], ${origins.map((o) => o.cardId)}::text[], ${origins.map((o) => o.at)}::timestamptz[])
    on conflict (order_id) do update set buyer_id = excluded.buyer_id, sharer_id = excluded.sharer_id, link_code = excluded.link_code, scene_id = excluded.scene_id, card_id = excluded.card_id`.execute(
    ctx.db,
  );
}

export async function readOrigins(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, Origin>> {
  if (orderIds.length === 0) return new Map();
  const { rows } =
    await sql<Origin>`select order_id, shop_id, buyer_id, sharer_id, link_code, scene_id, card_id, at from insights.origins where order_id = any(${orderIds}::text[])`.execute(
      ctx.db,
    );
  return new Map(rows.map((row) => [row.orderId, row]));
}

export async function addOriginMoney(ctx: Ctx, sums: ReadonlyMap<string, { paidFen: number; refundedFen: number }>): Promise<void> {
  if (sums.size === 0) return;
  const rows = [...sums];
  await sql`
    update insights.origins o set paid_fen = o.paid_fen + s.paid_fen, refunded_fen = o.refunded_fen + s.refunded_fen
      from unnest(${rows.map(([id]) => id)}::text[], ${rows.map(([, sum]) => sum.paidFen)}::bigint[], ${rows.map(([, sum]) => sum.refundedFen)}::bigint[]) as s (order_id, paid_fen, refunded_fen) where o.order_id = s.order_id`.execute(
    ctx.db,
  );
}

/** Orders of a scene, newest first; order ids sort by time. */
export async function orderIdsOfScene(
  ctx: Ctx,
  { sceneId, cursor, limit }: { sceneId: string; cursor?: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{
    orderId: string;
  }>`select order_id from insights.origins where scene_id = ${sceneId} and (${cursor ?? null}::text is null or order_id < ${cursor ?? null}) order by order_id desc limit ${limit + 1}`.execute(
    ctx.db,
  );
  return rows.map((row) => row.orderId);
}

export async function readMinutes(ctx: Ctx, sceneId: string): Promise<(MinuteSum & { minute: Date })[]> {
  const { rows } = await sql<
    MinuteSum & { minute: Date }
  >`select minute, comments, card_taps, likes, orders, paid_orders, paid_fen, refunded_fen, online_peak from insights.scene_minutes where scene_id = ${sceneId} order by minute`.execute(
    ctx.db,
  );
  return rows;
}

export async function readProducts(ctx: Ctx, sceneId: string): Promise<(ProductSum & { productId: string })[]> {
  const { rows } = await sql<
    ProductSum & { productId: string }
  >`select product_id, taps, paid_orders, paid_fen from insights.scene_products where scene_id = ${sceneId}`.execute(ctx.db);
  return rows;
}

export async function readCardSums(ctx: Ctx, sceneId: string): Promise<(CardSum & { cardId: string })[]> {
  const { rows } = await sql<
    CardSum & { cardId: string }
  >`select card_id, taps, orders, paid_orders, paid_fen, refunded_fen from insights.scene_cards where scene_id = ${sceneId}`.execute(
    ctx.db,
  );
  return rows;
}

export async function countViewers(ctx: Ctx, sceneId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from insights.scene_viewers where scene_id = ${sceneId}`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

export async function readDays(ctx: Ctx, shopId: string, from: string): Promise<(DaySum & { day: string; buyers: number })[]> {
  const { rows } = await sql<DaySum & { day: string; buyers: number }>`
    select to_char(d.day, 'YYYY-MM-DD') as day, d.orders, d.paid_orders, d.paid_fen, d.refunded_fen, (select count(*) from insights.shop_day_buyers b where b.shop_id = d.shop_id and b.day = d.day) as buyers
      from insights.shop_days d where d.shop_id = ${shopId} and d.day >= ${from}::date`.execute(ctx.db);
  return rows;
}

/** A guest's visits become the account's, so that one person is not counted as two from now on. */
export async function mergePeople(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await sql`insert into insights.scene_viewers (scene_id, account_id) select scene_id, ${intoId} from insights.scene_viewers where account_id = ${fromId} on conflict do nothing`.execute(
    ctx.db,
  );
  await sql`delete from insights.scene_viewers where account_id = ${fromId}`.execute(ctx.db);
  await sql`insert into insights.shop_day_buyers (shop_id, day, buyer_id) select shop_id, day, ${intoId} from insights.shop_day_buyers where buyer_id = ${fromId} on conflict do nothing`.execute(
    ctx.db,
  );
  await sql`delete from insights.shop_day_buyers where buyer_id = ${fromId}`.execute(ctx.db);
}

export async function clearCounters(ctx: Ctx): Promise<void> {
  for (const table of ['scene_minutes', 'scene_products', 'scene_cards', 'scene_viewers', 'origins', 'shop_days', 'shop_day_buyers'])
    await sql`delete from insights.${sql.ref(table)}`.execute(ctx.db);
}
