// Tables of the orders schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * What somebody means to buy. Prices are never kept here.
 * PRIMARY KEY (account_id, sku_id)
 * CHECK (quantity >= 1) AND (quantity <= 999)
 */
export interface CartLines {
  accountId: string;
  skuId: string;
  quantity: number;
  addedAt: Timestamp;
}

/**
 * What an order buys, with the reasons of its price. A refund is split over the lines, so each knows its part.
 * UNIQUE (order_id, "position")
 * PRIMARY KEY (id)
 * FOREIGN KEY (order_id) REFERENCES orders.orders(id)
 * CHECK (refunded_fen + refund_pending_fen) <= total_fen
 * CHECK "position" >= 0
 * CHECK quantity > 0
 * CHECK refund_pending_fen >= 0
 * CHECK refunded_fen >= 0
 * CHECK (total_fen >= 0) AND (total_fen <= (unit_price_fen * quantity))
 * CHECK unit_price_fen >= 0
 */
export interface Lines {
  id: string;
  orderId: string;
  position: number;
  skuId: string;
  productId: string;
  title: Json;
  options: Json;
  picture: Json | null;
  quantity: number;
  unitPriceFen: number;
  totalFen: number;
  reasons: Json;
  refundedFen: Generated<number>;
  refundPendingFen: Generated<number>;
}

/**
 * One purchase at one shop. Prices, titles and the address are kept as they were when it was placed.
 * UNIQUE (number)
 * PRIMARY KEY (id)
 * CHECK total_fen = (goods_fen + freight_fen)
 * CHECK (refunded_fen + refund_pending_fen) <= paid_fen
 * CHECK (offer_kind IS NULL) = (campaign_id IS NULL)
 * CHECK pay_by > created_at
 * CHECK (close_reason IS NOT NULL) = (closed_at IS NOT NULL)
 * CHECK (state <> ALL (ARRAY['shipped'::text, 'delivered'::text, 'completed'::text])) OR ((shipped_at IS NOT NULL) AND (NOT is_waiting))
 * CHECK (state <> 'completed'::text) OR (completed_at IS NOT NULL)
 * CHECK freight_fen >= 0
 * CHECK goods_fen >= 0
 * CHECK length(note) <= 400
 * CHECK paid_fen >= 0
 * CHECK refund_pending_fen >= 0
 * CHECK refunded_fen >= 0
 * INDEX orders_by_buyer (buyer_id, id DESC)
 * INDEX orders_by_parcel (shop_id, tracking_no) WHERE (tracking_no IS NOT NULL)
 * INDEX orders_by_phone (shop_id, ((address ->> 'phone'::text))) WHERE (state <> 'unpaid'::text)
 * INDEX orders_by_recipient (shop_id, ((address ->> 'recipient'::text))) WHERE (state <> 'unpaid'::text)
 * INDEX orders_by_scene (scene_id, id DESC) WHERE (scene_id IS NOT NULL)
 * INDEX orders_by_shop (shop_id, id DESC)
 * INDEX orders_by_shop_state (shop_id, state, id DESC)
 * INDEX orders_overdue (pay_by) WHERE (state = 'unpaid'::text)
 * INDEX orders_to_complete (delivered_at) WHERE (state = 'delivered'::text)
 * INDEX orders_to_receive (shipped_at) WHERE (state = 'shipped'::text)
 * INDEX orders_with_refund (shop_id) WHERE (refund_pending_fen > 0)
 */
export interface Orders {
  id: string;
  number: string;
  shopId: string;
  buyerId: string;
  state: 'unpaid' | 'paid' | 'shipped' | 'delivered' | 'completed' | 'closed' | 'refunded';
  /** True while a play keeps the order from shipping, e.g. until its team is complete. */
  isWaiting: Generated<boolean>;
  offerKind: string | null;
  campaignId: string | null;
  teamId: string | null;
  /** What the shopper said they came by; resolved and checked by whoever reads it. */
  linkCode: string | null;
  sceneId: string | null;
  cardId: string | null;
  goodsFen: number;
  freightFen: number;
  totalFen: number;
  /** All money that arrived, late and surplus payments included; those are refunded at once. */
  paidFen: Generated<number>;
  refundedFen: Generated<number>;
  refundPendingFen: Generated<number>;
  address: Json;
  note: string;
  createdAt: Timestamp;
  payBy: Timestamp;
  paidAt: Timestamp | null;
  shippedAt: Timestamp | null;
  deliveredAt: Timestamp | null;
  completedAt: Timestamp | null;
  closedAt: Timestamp | null;
  closeReason: 'unpaid' | 'by-buyer' | 'by-shop' | 'team-failed' | 'late-payment' | 'refunded' | null;
  carrier: string | null;
  trackingNo: string | null;
}

/**
 * Money that arrived for an order, each payment once. Only an accepted one makes the order paid; the others are refunded.
 * PRIMARY KEY (payment_id)
 * FOREIGN KEY (order_id) REFERENCES orders.orders(id)
 * CHECK amount_fen > 0
 * INDEX receipts_by_order (order_id)
 * UNIQUE INDEX receipts_accepted_once (order_id) WHERE (verdict = 'accepted'::text)
 */
export interface Receipts {
  paymentId: string;
  orderId: string;
  amountFen: number;
  verdict: 'accepted' | 'late' | 'surplus' | 'wrong-amount';
  paidAt: Timestamp;
  receivedAt: Timestamp;
}

/**
 * Money on its way back. Its amount counts against the order from the moment it is asked for.
 * PRIMARY KEY (id)
 * FOREIGN KEY (order_id) REFERENCES orders.orders(id)
 * FOREIGN KEY (payment_id) REFERENCES orders.receipts(payment_id)
 * CHECK amount_fen > 0
 * CHECK (settled_at IS NOT NULL) = (state <> 'pending'::text)
 * INDEX refunds_by_order (order_id, id DESC)
 * UNIQUE INDEX refunds_late_once (payment_id) WHERE ((cause = 'late-payment'::text) AND (state <> 'failed'::text))
 */
export interface Refunds {
  id: string;
  orderId: string;
  paymentId: string;
  amountFen: number;
  cause: 'by-shop' | 'team-failed' | 'late-payment';
  reason: string;
  state: Generated<'pending' | 'succeeded' | 'failed'>;
  perLine: Json;
  requestedAt: Timestamp;
  settledAt: Timestamp | null;
}

declare module '#platform/db-types' {
  interface Tables {
    'orders.cartLines': CartLines;
    'orders.lines': Lines;
    'orders.orders': Orders;
    'orders.receipts': Receipts;
    'orders.refunds': Refunds;
  }
}
