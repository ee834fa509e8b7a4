// Tables of the links schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Timestamp } from '#platform/db-types';

/**
 * A short code that carries who shared what, from which scene and card, to wherever it is opened. Codes are never reused.
 * PRIMARY KEY (code)
 * CHECK code ~ '^[0-9a-z]{10}$'::text
 * UNIQUE INDEX links_of_a_share (owner_id, target_kind, target_id, scene_id, card_id) NULLS NOT DISTINCT WHERE is_primary
 */
export interface Links {
  code: string;
  ownerId: string;
  targetKind: 'product' | 'session' | 'community' | 'team' | 'shop';
  targetId: string;
  sceneId: string | null;
  cardId: string | null;
  /** False for the double that arises when a guest turns out to be an account with the same share; it goes on working. */
  isPrimary: Generated<boolean>;
  createdAt: Timestamp;
}

/**
 * Posters drawn and kept in the file storage, so that old ones can be removed.
 * PRIMARY KEY (key)
 * INDEX posters_by_age (made_at)
 */
export interface Posters {
  key: string;
  madeAt: Timestamp;
}

/**
 * Who brought whom: first and last touch of each pair, with the codes that name scene and card. Never oneself.
 * PRIMARY KEY (sharer_id, visitor_id)
 * CHECK sharer_id <> visitor_id
 * CHECK first_at <= last_at
 * CHECK visits > 0
 */
export interface Relations {
  sharerId: string;
  visitorId: string;
  firstCode: string;
  firstAt: Timestamp;
  lastCode: string;
  lastAt: Timestamp;
  visits: number;
}

/**
 * Each time somebody followed another person's link, once a minute at most. Append-only; the relation chain is made of these.
 * PRIMARY KEY (visitor_id, code, minute)
 * FOREIGN KEY (code) REFERENCES links.links(code)
 * CHECK visitor_id <> sharer_id
 * CHECK (at >= minute) AND (at < (minute + '00:01:00'::interval))
 * CHECK minute = date_trunc('minute'::text, minute, 'UTC'::text)
 * INDEX visits_by_sharer (sharer_id, visitor_id)
 * INDEX visits_last_touch (visitor_id, at DESC)
 */
export interface Visits {
  visitorId: string;
  sharerId: string;
  code: string;
  minute: Timestamp;
  at: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'links.links': Links;
    'links.posters': Posters;
    'links.relations': Relations;
    'links.visits': Visits;
  }
}
