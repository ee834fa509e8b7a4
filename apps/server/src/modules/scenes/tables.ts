// Tables of the scenes schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * Cards dropped into scenes. The same thing is live in one scene at most once.
 * PRIMARY KEY (id)
 * CHECK is_live = (withdrawn_at IS NULL)
 * INDEX cards_by_ref (kind, ref_id) WHERE is_live
 * INDEX cards_by_scene (scene_id, dropped_at)
 * INDEX cards_stale (changed_at) WHERE is_stale
 * UNIQUE INDEX cards_live_once (scene_id, kind, ref_id) WHERE is_live
 */
export interface Cards {
  id: string;
  sceneId: string;
  kind: 'product' | 'group-buy' | 'coupon';
  refId: string;
  isLive: Generated<boolean>;
  droppedBy: string | null;
  droppedAt: Timestamp;
  withdrawnBy: string | null;
  withdrawnAt: Timestamp | null;
  /** What it shows has changed since it was last told to the scene; told at most once a second. */
  isStale: Generated<boolean>;
  /** When a change was last told. */
  changedAt: Timestamp;
}

/**
 * The log of every scene, in the order everybody sees. A removed comment keeps its place and its text for the record; nobody is shown it again.
 * PRIMARY KEY (scene_id, seq)
 * CHECK (type <> 'comment'::text) OR ((author_id IS NOT NULL) AND (author_role IS NOT NULL) AND (client_id IS NOT NULL))
 * CHECK ((removed_at IS NULL) = (removed_by IS NULL)) AND ((removed_at IS NULL) = (removed_as IS NULL))
 * CHECK seq > 0
 * INDEX entries_by_author (author_id, at) WHERE (author_id IS NOT NULL)
 * INDEX entries_to_read (scene_id, seq) WHERE ((type = ANY (ARRAY['comment'::text, 'announcement'::text, 'card.dropped'::text])) AND (removed_at IS NULL))
 * UNIQUE INDEX entries_once (scene_id, author_id, client_id) WHERE (client_id IS NOT NULL)
 */
export interface Entries {
  sceneId: string;
  seq: number;
  type: 'comment' | 'announcement' | 'card.dropped' | 'card.changed' | 'card.withdrawn' | 'pinned' | 'ticker' | 'status' | 'joined' | 'left' | 'removed' | 'muted';
  at: Timestamp;
  authorId: string | null;
  authorRole: 'host' | 'moderator' | 'leader' | 'member' | 'visitor' | null;
  /** Chosen by the client: the same comment sent twice is one entry. */
  clientId: string | null;
  /** What was said without spaces and case, to notice the same words again. */
  textHash: string | null;
  /** What the entry says, by ids; names, prices and pictures are looked up when it is shown. */
  body: Json;
  removedAt: Timestamp | null;
  removedBy: string | null;
  removedAs: 'moderator' | 'author' | null;
}

/**
 * Hearts of each scene, added to once a second by each server. Apart from scenes.scenes, so that hearts never wait for comments.
 * PRIMARY KEY (scene_id)
 * CHECK likes >= 0
 */
export interface LikeCounts {
  sceneId: string;
  likes: number;
}

/**
 * Who may not speak where, until when.
 * PRIMARY KEY (scene_id, account_id)
 */
export interface Mutes {
  sceneId: string;
  accountId: string;
  until: Timestamp;
  reason: string;
  mutedBy: string;
  mutedAt: Timestamp;
}

/**
 * How many people each server has in each scene right now; a row that is not renewed counts no more.
 * PRIMARY KEY (scene_id, server_id)
 * CHECK online > 0
 */
export interface Presence {
  serverId: string;
  sceneId: string;
  online: number;
  seenAt: Timestamp;
}

/**
 * A live session or a community as a place. Its row is the lock under which the log grows: a sequence is given and committed by one transaction at a time, so the log has no gap. Half of each page is kept free for the next versions of hot rows.
 * UNIQUE (kind, ref_id)
 * PRIMARY KEY (id)
 * CHECK (announcement IS NULL) = (announced_at IS NULL)
 * CHECK head >= 0
 * CHECK online_peak >= 0
 * CHECK title_zh <> ''::text
 */
export interface Scenes {
  id: string;
  kind: 'session' | 'community';
  shopId: string;
  titleZh: string;
  titleEn: string | null;
  /** What this is the place of: the session or the community. */
  refId: string;
  /** Sequence of the newest entry; 0 when there is none. */
  head: Generated<number>;
  status: 'scheduled' | 'live' | 'interrupted' | 'ended' | null;
  pinnedProductId: string | null;
  announcement: string | null;
  announcedAt: Timestamp | null;
  onlinePeak: Generated<number>;
  createdAt: Timestamp;
}

/**
 * Words a comment is refused for, or shown without. Compared without case, width, spaces and punctuation.
 * PRIMARY KEY (word)
 * CHECK word <> ''::text
 */
export interface WordRules {
  word: string;
  kind: 'block' | 'mask';
  createdAt: Generated<Timestamp>;
}

declare module '#platform/db-types' {
  interface Tables {
    'scenes.cards': Cards;
    'scenes.entries': Entries;
    'scenes.likeCounts': LikeCounts;
    'scenes.mutes': Mutes;
    'scenes.presence': Presence;
    'scenes.scenes': Scenes;
    'scenes.wordRules': WordRules;
  }
}
