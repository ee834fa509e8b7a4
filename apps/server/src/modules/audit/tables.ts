// Tables of the audit schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Json, Timestamp } from '#platform/db-types';

/**
 * What people with power did: append-only, the database itself refuses changes.
 * PRIMARY KEY (id)
 * CHECK action ~ '^[a-z][a-z.-]*$'::text
 * INDEX entries_by_shop (shop_id, id) WHERE (shop_id IS NOT NULL)
 * INDEX entries_by_target (target_id, id)
 */
export interface Entries {
  id: string;
  at: Timestamp;
  actorId: string | null;
  actorKind: 'system' | 'anonymous' | 'guest' | 'account';
  shopId: string | null;
  action: string;
  targetId: string;
  detail: Json;
}

declare module '#platform/db-types' {
  interface Tables {
    'audit.entries': Entries;
  }
}
