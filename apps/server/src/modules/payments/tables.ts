// Tables of the payments schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Timestamp } from '#platform/db-types';

/**
 * Notices taken in, by the provider's id, so that each takes effect once. Forgotten after thirty days; the states of payment and refund stand behind it.
 * PRIMARY KEY (provider, notice_id)
 * INDEX notices_by_age (received_at)
 */
export interface Notices {
  provider: string;
  noticeId: string;
  receivedAt: Timestamp;
}

/**
 * One attempt to pay an order; its id is the reference the provider knows. Money that arrives makes it succeeded, whatever it was before.
 * PRIMARY KEY (id)
 * CHECK amount_fen > 0
 * CHECK (refunded_fen >= 0) AND (refunded_fen <= paid_fen)
 * CHECK (state = 'succeeded'::text) = (succeeded_at IS NOT NULL)
 * CHECK (state = 'pending'::text) = (ended_at IS NULL)
 * CHECK (state = 'succeeded'::text) OR (paid_fen = 0)
 * CHECK paid_fen >= 0
 * INDEX payments_by_order (order_id, id DESC)
 * INDEX payments_to_check (next_check_at) WHERE (next_check_at IS NOT NULL)
 * UNIQUE INDEX payments_open_once (order_id, provider) WHERE ((state = 'pending'::text) AND (NOT is_close_wanted))
 */
export interface Payments {
  id: string;
  orderId: string;
  shopId: string;
  buyerId: string;
  provider: string;
  amountFen: number;
  /** Failed: the provider says so, but the cashier may still be open there; closed: nobody can pay there any more. */
  state: Generated<'pending' | 'succeeded' | 'failed' | 'closed'>;
  description: string;
  returnPath: string;
  /** By cashier_kind: the page to go to, what the QR code says, or the parameters for the app around the page as JSON. */
  cashierUrl: string | null;
  providerRef: string | null;
  paidFen: Generated<number>;
  refundedFen: Generated<number>;
  isCloseWanted: Generated<boolean>;
  createdAt: Timestamp;
  expiresAt: Timestamp;
  succeededAt: Timestamp | null;
  endedAt: Timestamp | null;
  checks: Generated<number>;
  /** When the provider is asked next; moved ahead before asking, so that one process asks. */
  nextCheckAt: Timestamp | null;
  /** Where the payer was when it was opened; from elsewhere another one is opened. */
  scene: Generated<string>;
  cashierKind: Generated<'redirect' | 'qr' | 'invoke'>;
}

/**
 * A refund the order asked for, carried out at the provider. A refused attempt is followed by another under a new reference.
 * PRIMARY KEY (id)
 * FOREIGN KEY (payment_id) REFERENCES payments.payments(id)
 * CHECK amount_fen > 0
 * CHECK attempt >= 1
 * INDEX refunds_by_payment (payment_id)
 * INDEX refunds_to_check (next_check_at) WHERE (state = ANY (ARRAY['requested'::text, 'sent'::text]))
 */
export interface Refunds {
  id: string;
  paymentId: string;
  orderId: string;
  shopId: string;
  amountFen: number;
  reason: string;
  state: Generated<'requested' | 'sent' | 'succeeded' | 'failed'>;
  attempt: Generated<number>;
  checks: Generated<number>;
  requestedAt: Timestamp;
  endedAt: Timestamp | null;
  nextCheckAt: Timestamp | null;
}

declare module '#platform/db-types' {
  interface Tables {
    'payments.notices': Notices;
    'payments.payments': Payments;
    'payments.refunds': Refunds;
  }
}
