import type { Picture, Title } from '@tuanzi/contract/shapes';
import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

export interface PurchaseRow {
  readonly lineId: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly productId: string;
  readonly skuId: string;
  readonly buyerId: string;
  readonly title: Title;
  readonly options: Title[];
  readonly picture: Picture | null;
  readonly quantity: number;
  readonly receivedAt: Date;
  readonly isRefunded: boolean;
  readonly isReviewed: boolean;
}

/** Keeps lines that were received. Repeats change nothing; what was refunded once stays refunded, in whatever order it is heard. */
export async function keepPurchases(ctx: Ctx, purchases: readonly Omit<PurchaseRow, 'isReviewed'>[]): Promise<void> {
  if (purchases.length === 0) return;
  const inOrder = purchases.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1));
  await sql`
    insert into reviews.purchases as p (line_id, order_id, shop_id, product_id, sku_id, buyer_id, title, options, picture, quantity, received_at, is_refunded)
    select l."lineId", l."orderId", l."shopId", l."productId", l."skuId", l."buyerId", l.title, l.options, l.picture, l.quantity, l."receivedAt", l."isRefunded"
      from jsonb_to_recordset(${JSON.stringify(inOrder)}::jsonb) as l ("lineId" text, "orderId" text, "shopId" text, "productId" text, "skuId" text, "buyerId" text, title jsonb, options jsonb, picture jsonb, quantity int, "receivedAt" timestamptz, "isRefunded" boolean)
    on conflict (line_id) do update set is_refunded = true where excluded.is_refunded and not p.is_refunded`.execute(ctx.db);
}

export async function markReviewed(ctx: Ctx, lineId: string): Promise<void> {
  await sql`update reviews.purchases set is_reviewed = true where line_id = ${lineId}`.execute(ctx.db);
}

export type PurchaseOfOrder = PurchaseRow & { readonly reviewId: string | null };

export async function readPurchasesOfOrder(ctx: Ctx, orderId: string): Promise<PurchaseOfOrder[]> {
  const { rows } = await sql<PurchaseOfOrder>`
    select p.*, r.id as review_id from reviews.purchases p left join reviews.reviews r on r.line_id = p.line_id where p.order_id = ${orderId} order by p.line_id`.execute(
    ctx.db,
  );
  return rows;
}

export async function readOpenPurchases(
  ctx: Ctx,
  of: { buyerId: string; receivedAfter: Date; before?: string | undefined; limit: number },
): Promise<PurchaseRow[]> {
  const { rows } = await sql<PurchaseRow>`
    select * from reviews.purchases where buyer_id = ${of.buyerId} and not is_reviewed and not is_refunded and received_at > ${of.receivedAfter}
       and ${of.before === undefined ? sql`true` : sql`line_id < ${of.before}`} order by line_id desc limit ${of.limit}`.execute(ctx.db);
  return rows;
}

export async function hasBought(ctx: Ctx, buyerId: string, productId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from reviews.purchases where buyer_id = ${buyerId} and product_id = ${productId} limit 1`.execute(
    ctx.db,
  );
  return rows.length > 0;
}
