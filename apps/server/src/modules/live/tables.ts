// Tables of the live schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * Slips of the tongue that were put right on air. Never changed or removed: they are evidence.
 * PRIMARY KEY (id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 * INDEX corrections_by_session (session_id, id)
 */
export interface Corrections {
  id: string;
  sessionId: string;
  original: string;
  correction: string;
  productId: string | null;
  madeBy: string | null;
  madeAt: Timestamp;
}

/**
 * Times without a picture. A recording leaves them out, so a moment in it is found by counting them away.
 * PRIMARY KEY (id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 * CHECK to_at >= from_at
 * INDEX gaps_by_session (session_id, from_at)
 * UNIQUE INDEX gaps_one_open (session_id) WHERE (to_at IS NULL)
 */
export interface Gaps {
  id: Generated<number>;
  sessionId: string;
  fromAt: Timestamp;
  toAt: Timestamp | null;
}

/**
 * What the media server last said of a stream; overwritten every few seconds.
 * PRIMARY KEY (session_id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 * CHECK viewers >= 0
 */
export interface Health {
  sessionId: string;
  isPublishing: Generated<boolean>;
  protocol: 'rtmp' | 'whip' | 'webcodecs' | null;
  codec: string | null;
  width: number | null;
  height: number | null;
  bitrateKbps: number | null;
  fps: number | null;
  gopMs: number | null;
  viewers: Generated<number>;
  warnings: Generated<string[]>;
  seenAt: Timestamp;
}

/**
 * What was explained when: the chapters of a replay.
 * PRIMARY KEY (id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 * CHECK unpinned_at >= pinned_at
 * INDEX pins_by_session (session_id, pinned_at)
 * UNIQUE INDEX pins_one_open (session_id) WHERE (unpinned_at IS NULL)
 */
export interface Pins {
  id: Generated<number>;
  sessionId: string;
  productId: string;
  pinnedBy: string | null;
  pinnedAt: Timestamp;
  unpinnedAt: Timestamp | null;
}

/**
 * Finished recordings; the files are the media server's.
 * PRIMARY KEY (id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 * CHECK bytes >= 0
 * CHECK duration_ms >= 0
 * INDEX recordings_by_session (session_id, started_at)
 */
export interface Recordings {
  id: string;
  sessionId: string;
  file: string;
  bytes: number;
  durationMs: number;
  startedAt: Timestamp;
  createdAt: Timestamp;
}

/**
 * A planned or held broadcast. Its row is locked by whatever changes its state, so a host who ends it and a camera that comes back happen one after the other.
 * UNIQUE (scene_id)
 * PRIMARY KEY (id)
 * CHECK (state <> ALL (ARRAY['live'::text, 'interrupted'::text])) OR (started_at IS NOT NULL)
 * CHECK (state = 'interrupted'::text) = (interrupted_at IS NOT NULL)
 * CHECK (state <> 'scheduled'::text) OR (started_at IS NULL)
 * CHECK (state <> ALL (ARRAY['ended'::text, 'cancelled'::text])) OR (pinned_product_id IS NULL)
 * CHECK jsonb_typeof((intro -> 'zh'::text)) = 'string'::text
 * CHECK (length(title_zh) >= 1) AND (length(title_zh) <= 240)
 * INDEX sessions_by_shop (shop_id, id)
 * INDEX sessions_of_shop_over (shop_id, ended_at) WHERE (state = 'ended'::text)
 * INDEX sessions_of_shop_planned (shop_id, starts_at) WHERE (state = 'scheduled'::text)
 * INDEX sessions_on_air (started_at) WHERE (state = ANY (ARRAY['live'::text, 'interrupted'::text]))
 * INDEX sessions_over (ended_at) WHERE (state = 'ended'::text)
 * INDEX sessions_planned (starts_at) WHERE (state = 'scheduled'::text)
 */
export interface Sessions {
  id: string;
  sceneId: string;
  shopId: string;
  hostId: string;
  titleZh: string;
  titleEn: string | null;
  intro: Json | null;
  coverId: string | null;
  communityId: string | null;
  startsAt: Timestamp;
  state: Generated<'scheduled' | 'live' | 'interrupted' | 'ended' | 'cancelled'>;
  startedAt: Timestamp | null;
  /** Since when the picture is gone while the session goes on. */
  interruptedAt: Timestamp | null;
  /** When it ended or was cancelled. */
  endedAt: Timestamp | null;
  isLandscape: Generated<boolean>;
  pinnedProductId: string | null;
  createdAt: Timestamp;
}

/**
 * Products of a session in the order of its shelf.
 * PRIMARY KEY (session_id, product_id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 */
export interface Shelf {
  sessionId: string;
  productId: string;
  position: number;
}

/**
 * The one key each session may be published with. Only its SHA-256 is kept: 24 random bytes cannot be guessed from it, and a copy of this table publishes nothing.
 * PRIMARY KEY (session_id)
 * FOREIGN KEY (session_id) REFERENCES live.sessions(id)
 * CHECK length(key_hash) = 43
 */
export interface StreamKeys {
  sessionId: string;
  keyHash: string;
  madeBy: string | null;
  madeAt: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'live.corrections': Corrections;
    'live.gaps': Gaps;
    'live.health': Health;
    'live.pins': Pins;
    'live.recordings': Recordings;
    'live.sessions': Sessions;
    'live.shelf': Shelf;
    'live.streamKeys': StreamKeys;
  }
}
