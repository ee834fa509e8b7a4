// Tables of the coupons schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * One coupon in somebody's hands. It is held by an order that waits for payment, used once that is paid, and free again when the order is closed or refunded in full.
 * UNIQUE (coupon_id, account_id, nth)
 * PRIMARY KEY (id)
 * FOREIGN KEY (coupon_id) REFERENCES coupons.coupons(id)
 * CHECK (order_id IS NULL) = (discount_fen IS NULL)
 * CHECK (used_at IS NULL) = (paid_fen IS NULL)
 * CHECK (used_at IS NULL) OR (order_id IS NOT NULL)
 * CHECK discount_fen > 0
 * CHECK nth > 0
 * CHECK paid_fen > 0
 * INDEX claims_by_account (account_id, use_until, id)
 * INDEX claims_by_coupon (coupon_id, id DESC)
 * INDEX claims_in_orders (coupon_id) INCLUDE (discount_fen, paid_fen, used_at) WHERE (order_id IS NOT NULL)
 * UNIQUE INDEX claims_by_order (order_id) WHERE (order_id IS NOT NULL)
 */
export interface Claims {
  id: string;
  couponId: string;
  shopId: string;
  accountId: string;
  nth: number;
  claimedAt: Timestamp;
  useFrom: Timestamp;
  useUntil: Timestamp;
  orderId: string | null;
  discountFen: number | null;
  /** What the order it was used for came to. */
  paidFen: number | null;
  usedAt: Timestamp | null;
}

/**
 * What a shop offers. Its terms stand once somebody has claimed one.
 * PRIMARY KEY (id)
 * CHECK amount_fen > 0
 * CHECK cap_fen > 0
 * CHECK (claimed >= 0) AND (claimed <= quantity)
 * CHECK claim_until > claim_from
 * CHECK (kind = 'amount'::text) = (amount_fen IS NOT NULL)
 * CHECK (kind = 'percent'::text) = ((percent_off IS NOT NULL) AND (cap_fen IS NOT NULL))
 * CHECK (valid_days IS NULL) = ((use_from IS NOT NULL) AND (use_until IS NOT NULL))
 * CHECK use_until > use_from
 * CHECK per_person_max > 0
 * CHECK (percent_off >= 1) AND (percent_off <= 99)
 * CHECK quantity > 0
 * CHECK threshold_fen >= 0
 * CHECK valid_days > 0
 * INDEX coupons_by_shop (shop_id, id DESC)
 * INDEX coupons_listed (shop_id, claim_until) WHERE (is_listed AND (stopped_at IS NULL))
 */
export interface Coupons {
  id: string;
  shopId: string;
  title: Json;
  kind: 'amount' | 'percent';
  amountFen: number | null;
  percentOff: number | null;
  capFen: number | null;
  thresholdFen: number;
  productIds: string[];
  isForNewBuyers: boolean;
  worksWithOffers: boolean;
  quantity: number;
  claimed: Generated<number>;
  perPersonMax: number;
  claimFrom: Timestamp;
  claimUntil: Timestamp;
  validDays: number | null;
  useFrom: Timestamp | null;
  useUntil: Timestamp | null;
  isListed: boolean;
  stoppedAt: Timestamp | null;
  createdAt: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'coupons.claims': Claims;
    'coupons.coupons': Coupons;
  }
}
