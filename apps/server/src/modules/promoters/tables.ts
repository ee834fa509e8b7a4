// Tables of the promoters schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * One commission on one paid line: pending (paid), frozen (delivered), available (return window over); void when all of it was refunded before that, reversed when after.
 * UNIQUE (order_id, line_id, level)
 * PRIMARY KEY (id)
 * FOREIGN KEY (order_id) REFERENCES promoters.orders(order_id)
 * FOREIGN KEY (promoter_id) REFERENCES promoters.promoters(account_id)
 * CHECK amount_fen > 0
 * CHECK base_fen > 0
 * CHECK (amount_fen * 10000) <= (base_fen * rate_basis_points)
 * CHECK reversed_fen <= amount_fen
 * CHECK (level >= 1) AND (level <= 2)
 * CHECK (rate_basis_points >= 1) AND (rate_basis_points <= 5000)
 * CHECK reversed_fen >= 0
 * INDEX commissions_by_day (promoter_id, created_at)
 * INDEX commissions_of_promoter (promoter_id, id DESC)
 * INDEX commissions_of_shop (shop_id, promoter_id DESC)
 */
export interface Commissions {
  id: string;
  orderId: string;
  lineId: string;
  /** How far the promoter is from the buyer. The database allows two at most; one is what there is. */
  level: Generated<number>;
  promoterId: string;
  shopId: string;
  productTitle: Json;
  baseFen: number;
  rateBasisPoints: number;
  amountFen: number;
  reversedFen: Generated<number>;
  state: 'pending' | 'frozen' | 'available' | 'void' | 'reversed';
  createdAt: Timestamp;
  releaseAt: Timestamp | null;
  /** Ledger transfers made so far; numbers the key of the next. */
  moves: Generated<number>;
}

/**
 * What is known of an order here, in whatever order it was heard; a commission follows from these facts alone.
 * PRIMARY KEY (order_id)
 * FOREIGN KEY (promoter_id) REFERENCES promoters.promoters(account_id)
 * CHECK base_fen >= 0
 * CHECK (cap_basis_points >= 0) AND (cap_basis_points <= 5000)
 * CHECK (promised_fen * 10000) <= (base_fen * cap_basis_points)
 * CHECK (promoter_id IS NULL) OR ((paid_at IS NOT NULL) AND (link_code IS NOT NULL))
 * CHECK (promoter_id IS NOT NULL) OR (promised_fen = 0)
 * CHECK is_own OR (promoter_id IS NULL) OR (promoter_id <> buyer_id)
 * CHECK promised_fen >= 0
 * INDEX orders_of_buyer (buyer_id)
 */
export interface Orders {
  orderId: string;
  number: string;
  shopId: string;
  buyerId: string;
  paidAt: Timestamp | null;
  deliveredAt: Timestamp | null;
  completedAt: Timestamp | null;
  promoterId: string | null;
  linkCode: string | null;
  baseFen: Generated<number>;
  /** Sum of the order's commissions over all levels; never above the cap that held when it was paid. */
  promisedFen: Generated<number>;
  capBasisPoints: Generated<number>;
  /** The buyer, a guest then, turned out to be the promoter: nothing is earned. */
  isOwn: Generated<boolean>;
}

/**
 * Who promotes. There is no column for a fee, a purchase, a rank or a recruiter: admission is free and nothing but an order earns (禁止传销条例 Art. 7).
 * PRIMARY KEY (account_id)
 */
export interface Promoters {
  accountId: string;
  joinedAt: Timestamp;
}

/**
 * What went back of each line.
 * PRIMARY KEY (refund_id, line_id)
 * CHECK amount_fen > 0
 * INDEX refunds_of_order (order_id)
 */
export interface Refunds {
  refundId: string;
  lineId: string;
  orderId: string;
  amountFen: number;
  at: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'promoters.commissions': Commissions;
    'promoters.orders': Orders;
    'promoters.promoters': Promoters;
    'promoters.refunds': Refunds;
  }
}
