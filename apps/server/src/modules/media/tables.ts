// Tables of the media schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Timestamp } from '#platform/db-types';

/**
 * Pictures stored by this installation: re-encoded by us, free of metadata, never changed.
 * UNIQUE (storage_key)
 * PRIMARY KEY (id)
 * CHECK blur ~ '^#[0-9a-f]{6}$'::text
 * CHECK bytes > 0
 * CHECK height > 0
 * CHECK width > 0
 * INDEX pictures_by_shop (shop_id, id) WHERE (shop_id IS NOT NULL)
 */
export interface Pictures {
  id: string;
  storageKey: string;
  shopId: string | null;
  /** Empty for pictures of the demo shop. */
  uploadedBy: string | null;
  width: number;
  height: number;
  bytes: number;
  /** Average colour, shown until the picture has loaded. */
  blur: string;
  createdAt: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'media.pictures': Pictures;
  }
}
