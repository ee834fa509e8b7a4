// Tables of the ledger schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Timestamp } from '#platform/db-types';

/**
 * Debits are positive, credits negative; a balance is the sum of an account's entries. Shop and order repeat the transfer's so that one index answers the console.
 * PRIMARY KEY (id)
 * FOREIGN KEY (transfer_id) REFERENCES ledger.transfers(id)
 * CHECK account ~ '^[a-z][a-z-]*(:[0-9A-Za-z_-]+)+$'::text
 * CHECK amount_fen <> 0
 * INDEX entries_by_account (account, id DESC) INCLUDE (amount_fen)
 * INDEX entries_by_order (order_id, id DESC) WHERE (order_id IS NOT NULL)
 * INDEX entries_by_shop (shop_id, id DESC)
 * INDEX entries_by_shop_account (shop_id, account, id DESC) INCLUDE (amount_fen)
 * INDEX entries_by_transfer (transfer_id)
 */
export interface Entries {
  id: string;
  transferId: string;
  account: string;
  amountFen: number;
  shopId: string | null;
  orderId: string | null;
  at: Timestamp;
}

/**
 * One movement of value. Its key names the fact it stands for, so the same fact is posted once.
 * UNIQUE (key)
 * PRIMARY KEY (id)
 * CHECK kind <> ''::text
 */
export interface Transfers {
  id: string;
  key: string;
  kind: string;
  shopId: string | null;
  orderId: string | null;
  memo: string;
  at: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'ledger.entries': Entries;
    'ledger.transfers': Transfers;
  }
}
