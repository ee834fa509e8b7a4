// Tables of the communities schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Json, Timestamp } from '#platform/db-types';

/**
 * A community and how many are in it. The count changes only with a row of communities.members, under this row's lock, so it never passes the capacity.
 * UNIQUE (scene_id)
 * PRIMARY KEY (id)
 * CHECK (capacity >= 2) AND (capacity <= 100000)
 * CHECK member_count <= capacity
 * CHECK jsonb_typeof((intro -> 'zh'::text)) = 'string'::text
 * CHECK member_count >= 0
 * CHECK name_zh <> ''::text
 * CHECK jsonb_typeof((rules -> 'zh'::text)) = 'string'::text
 * INDEX communities_by_shop (shop_id, id)
 */
export interface Communities {
  id: string;
  sceneId: string;
  shopId: string;
  nameZh: string;
  nameEn: string | null;
  intro: Json | null;
  rules: Json | null;
  coverId: string | null;
  leaderId: string;
  capacity: number;
  memberCount: Generated<number>;
  createdAt: Timestamp;
}

/**
 * Who is, was or may no longer be in a community, and how far they have read its log.
 * PRIMARY KEY (community_id, account_id)
 * CHECK (state = 'in'::text) = (ended_at IS NULL)
 * CHECK (state = 'removed'::text) = (removed_by IS NOT NULL)
 * CHECK (role = 'member'::text) OR (state = 'in'::text)
 * CHECK read_seq >= 0
 * INDEX members_in_order (community_id, ((role = 'leader'::text)) DESC, joined_at, account_id) WHERE (state = 'in'::text)
 * INDEX members_of_account (account_id, community_id) WHERE (state = 'in'::text)
 * UNIQUE INDEX members_one_leader (community_id) WHERE (role = 'leader'::text)
 */
export interface Members {
  communityId: string;
  accountId: string;
  state: 'in' | 'left' | 'removed';
  role: 'leader' | 'member';
  joinedAt: Timestamp;
  endedAt: Timestamp | null;
  removedBy: string | null;
  readSeq: Generated<number>;
  /** The live room or other place somebody joined from. */
  fromSceneId: string | null;
  linkCode: string | null;
}

declare module '#platform/db-types' {
  interface Tables {
    'communities.communities': Communities;
    'communities.members': Members;
  }
}
