// Tables of the inventory schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Timestamp } from '#platform/db-types';

/**
 * Units of a SKU now. On sale is on_hand minus reserved. Half of each page is kept free, because one row may change thousands of times a second and its next version should fit beside it.
 * PRIMARY KEY (sku_id)
 * CHECK reserved <= on_hand
 * CHECK is_open OR (reserved = 0)
 * CHECK (on_hand >= 0) AND (on_hand <= 1000000000)
 * CHECK reserved >= 0
 * CHECK sold >= 0
 * INDEX levels_by_product (product_id)
 * INDEX levels_by_shop (shop_id, sku_id)
 */
export interface Levels {
  skuId: string;
  productId: string;
  shopId: string;
  /** In the warehouse, promised or not. */
  onHand: number;
  /** Promised to orders that are not paid yet. */
  reserved: Generated<number>;
  /** Paid for and not given back. */
  sold: Generated<number>;
  /** False once the SKU was removed from its product: nothing can be reserved any more. */
  isOpen: Generated<boolean>;
}

/**
 * Every change of a level, append-only; the sums of the changes are the level. Orders placed in the same moment share one row.
 * PRIMARY KEY (id)
 * CHECK (ref IS NULL) OR (refs_count = 1)
 * CHECK refs_count > 0
 * INDEX movements_by_sku (sku_id, id DESC)
 */
export interface Movements {
  id: string;
  skuId: string;
  at: Timestamp;
  kind: 'opened' | 'adjusted' | 'reserved' | 'released' | 'taken' | 'returned';
  onHandChange: number;
  reservedChange: number;
  reason: string;
  /** The order, where it was exactly one. */
  ref: string | null;
  /** How many orders this change is for. */
  refsCount: Generated<number>;
}

/**
 * What each order holds. reserved becomes taken (paid) or released (closed unpaid); taken may become returned (refunded before shipping). No foreign key to levels: it would run one check per row on the path of a flash sale, and rows are only written under the lock of their level.
 * PRIMARY KEY (ref, sku_id)
 * CHECK quantity > 0
 */
export interface Reservations {
  /** The order. */
  ref: string;
  skuId: string;
  quantity: number;
  state: 'reserved' | 'taken' | 'released' | 'returned';
  reservedAt: Timestamp;
  changedAt: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'inventory.levels': Levels;
    'inventory.movements': Movements;
    'inventory.reservations': Reservations;
  }
}
