import type { Trace } from '@tuanzi/contract/orders';
import type { Order } from './store.ts';

/** What every event about an order says, so that who hears it need not ask. */
export interface OrderEvent {
  readonly orderId: string;
  readonly number: string;
  readonly shopId: string;
  readonly buyerId: string;
  readonly totalFen: number;
  readonly lines: readonly {
    readonly lineId: string;
    readonly skuId: string;
    readonly productId: string;
    readonly quantity: number;
    readonly totalFen: number;
  }[];
  readonly trace: { readonly linkCode: string | null; readonly sceneId: string | null; readonly cardId: string | null };
  readonly offer: { readonly kind: string; readonly campaignId: string; readonly teamId: string | null } | null;
  /** UTC instant. */
  readonly at: string;
}

export type CloseReason = 'unpaid' | 'by-buyer' | 'by-shop';
export type RefundCause = 'by-shop' | 'team-failed' | 'late-payment';

declare module '#platform/events' {
  interface Events {
    'order.placed': OrderEvent;
    /** Once per order: stock and seat are taken for good. */
    'order.paid': OrderEvent;
    /** Closed unpaid; stock and seat are back. */
    'order.closed': OrderEvent & { readonly reason: CloseReason };
    'order.shipped': OrderEvent;
    'order.delivered': OrderEvent;
    'order.completed': OrderEvent;
    /** Money is to go back. Heard by payments; `late-payment` is money that never made an order paid. */
    'order.refund-requested': {
      readonly refundId: string;
      readonly orderId: string;
      readonly shopId: string;
      readonly paymentId: string;
      readonly amountFen: number;
      readonly reason: string;
      readonly cause: RefundCause;
      readonly at: string;
    };
    /** Money of a paid order went back; not sent for late payments, which no `order.paid` announced. */
    'order.refunded': OrderEvent & {
      readonly refundId: string;
      readonly amountFen: number;
      readonly isFull: boolean;
      readonly perLine: readonly { readonly lineId: string; readonly amountFen: number }[];
    };
  }
}

export function orderEvent(order: Order, now: Date): OrderEvent {
  return {
    orderId: order.id,
    number: order.number,
    shopId: order.shopId,
    buyerId: order.buyerId,
    totalFen: order.totalFen,
    lines: order.lines.map((line) => ({
      lineId: line.id,
      skuId: line.skuId,
      productId: line.productId,
      quantity: line.quantity,
      totalFen: line.totalFen,
    })),
    trace: traceOf(order),
    offer:
      order.offerKind === null || order.campaignId === null
        ? null
        : { kind: order.offerKind, campaignId: order.campaignId, teamId: order.teamId },
    at: now.toISOString(),
  };
}

export function traceOf(order: Pick<Order, 'linkCode' | 'sceneId' | 'cardId'>): {
  linkCode: string | null;
  sceneId: string | null;
  cardId: string | null;
} {
  return { linkCode: order.linkCode, sceneId: order.sceneId, cardId: order.cardId };
}

/** A shopper's claim about where they came from, as it is kept. */
export function keptTrace(trace: Trace | undefined): { linkCode: string | null; sceneId: string | null; cardId: string | null } {
  return { linkCode: trace?.linkCode ?? null, sceneId: trace?.sceneId ?? null, cardId: trace?.cardId ?? null };
}
