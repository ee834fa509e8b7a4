// Tables of the shops schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * A seller's shop and what its operators decide for it.
 * PRIMARY KEY (id)
 * CHECK (commission_basis_points >= 0) AND (commission_basis_points <= 5000)
 * CHECK jsonb_typeof((intro -> 'zh'::text)) = 'string'::text
 * CHECK (low_stock_threshold >= 0) AND (low_stock_threshold <= 100000)
 * CHECK (length(name_zh) >= 1) AND (length(name_zh) <= 240)
 * CHECK (payment_minutes >= 1) AND (payment_minutes <= 1440)
 */
export interface Shops {
  id: string;
  nameZh: string;
  nameEn: string | null;
  intro: Json | null;
  logoId: string | null;
  /** The actual seller, shown as the law wants it (电子商务法 Art. 15). */
  legalName: string;
  licenceNo: string;
  address: string;
  contact: string;
  timeZone: Generated<string>;
  isOpen: Generated<boolean>;
  guestsMayComment: Generated<boolean>;
  paymentMinutes: Generated<number>;
  commissionBasisPoints: Generated<number>;
  lowStockThreshold: Generated<number>;
  createdAt: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'shops.shops': Shops;
  }
}
