import { sql } from 'kysely';
import type { Text, Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';

export interface CommunityRow {
  readonly id: string;
  readonly sceneId: string;
  readonly shopId: string;
  readonly name: Title;
  readonly intro: Text | null;
  readonly rules: Text | null;
  readonly coverId: string | null;
  readonly leaderId: string;
  readonly capacity: number;
  readonly memberCount: number;
  readonly createdAt: Date;
}
export interface MemberRow {
  readonly communityId: string;
  readonly accountId: string;
  readonly state: 'in' | 'left' | 'removed';
  readonly role: 'leader' | 'member';
  readonly joinedAt: Date;
  readonly readSeq: number;
}

// The jsonb columns hold what this module wrote, so they are read back as the types they were written from.
type Stored = Omit<CommunityRow, 'name'> & { nameZh: string; nameEn: string | null };
const rowOf = ({ nameZh, nameEn, ...row }: Stored): CommunityRow => ({
  ...row,
  name: nameEn === null ? { zh: nameZh } : { zh: nameZh, en: nameEn },
});
const columns = [
  'id',
  'sceneId',
  'shopId',
  'nameZh',
  'nameEn',
  'intro',
  'rules',
  'coverId',
  'leaderId',
  'capacity',
  'memberCount',
  'createdAt',
] as const;
const memberColumns = ['communityId', 'accountId', 'state', 'role', 'joinedAt', 'readSeq'] as const;

export type CommunityFacts = Pick<CommunityRow, 'name' | 'intro' | 'rules' | 'coverId' | 'leaderId' | 'capacity'>;
const storedFacts = ({ name, intro, rules, ...facts }: CommunityFacts) => ({
  ...facts,
  nameZh: name.zh,
  nameEn: name.en ?? null,
  intro: intro === null ? null : JSON.stringify(intro),
  rules: rules === null ? null : JSON.stringify(rules),
});

export async function insertCommunity(
  ctx: Ctx,
  community: CommunityFacts & { id: string; sceneId: string; shopId: string },
): Promise<void> {
  const { id, sceneId, shopId, ...facts } = community;
  await ctx.db
    .insertInto('communities.communities')
    .values({ id, sceneId, shopId, ...storedFacts(facts), createdAt: ctx.now })
    .execute();
}

export async function updateCommunityRow(ctx: Ctx, id: string, facts: CommunityFacts): Promise<void> {
  await ctx.db.updateTable('communities.communities').set(storedFacts(facts)).where('id', '=', id).execute();
}

export async function readCommunities(ctx: Ctx, ids: readonly string[]): Promise<CommunityRow[]> {
  if (ids.length === 0) return [];
  return (await ctx.db.selectFrom('communities.communities').select(columns).$castTo<Stored>().where('id', '=', anyOf(ids)).execute()).map(
    rowOf,
  );
}

/** In the order of ids, so that two commands cannot wait for each other in a ring. */
export async function lockCommunities(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CommunityRow>> {
  const rows = await ctx.db
    .selectFrom('communities.communities')
    .select(columns)
    .$castTo<Stored>()
    .where('id', '=', anyOf([...new Set(ids)].toSorted()))
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, rowOf(row)]));
}

/** One's own first, newest first in both parts. */
export async function readCommunityPage(
  ctx: Ctx,
  of: { accountId: string | null; after: { isMine: boolean; id: string } | undefined; limit: number },
): Promise<(CommunityRow & { isMine: boolean })[]> {
  const { accountId, after, limit } = of;
  const { rows } = await sql<Stored & { isMine: boolean }>`
    select c.id, c.scene_id, c.shop_id, c.name_zh, c.name_en, c.intro, c.rules, c.cover_id, c.leader_id, c.capacity, c.member_count, c.created_at, m.account_id is not null as is_mine
      from communities.communities c left join communities.members m on m.community_id = c.id and m.account_id = ${accountId} and m.state = 'in'
     where ${after === undefined ? sql`true` : sql`(m.account_id is not null, c.id) < (${after.isMine}, ${after.id})`}
     order by (m.account_id is not null) desc, c.id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ isMine, ...row }) => ({ ...rowOf(row), isMine }));
}

export async function readCommunitiesOfShop(
  ctx: Ctx,
  of: { shopId: string; before: string | undefined; limit: number },
): Promise<CommunityRow[]> {
  let query = ctx.db.selectFrom('communities.communities').select(columns).$castTo<Stored>().where('shopId', '=', of.shopId);
  if (of.before !== undefined) query = query.where('id', '<', of.before);
  return (await query.orderBy('id', 'desc').limit(of.limit).execute()).map(rowOf);
}

export async function readMembers(ctx: Ctx, of: readonly { communityId: string; accountId: string }[]): Promise<MemberRow[]> {
  if (of.length === 0) return [];
  const { rows } = await sql<MemberRow>`
    select m.community_id, m.account_id, m.state, m.role, m.joined_at, m.read_seq from communities.members m
      join unnest(${of.map((one) => one.communityId)}::text[], ${of.map((one) => one.accountId)}::text[]) as g (community_id, account_id)
        on m.community_id = g.community_id and m.account_id = g.account_id`.execute(ctx.db);
  return rows;
}

export async function readMember(ctx: Ctx, communityId: string, accountId: string): Promise<MemberRow | undefined> {
  return ctx.db
    .selectFrom('communities.members')
    .select(memberColumns)
    .where('communityId', '=', communityId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
}

/** The leader first, then in order of joining. */
export async function readMemberPage(
  ctx: Ctx,
  of: { communityId: string; after: { joinedAt: Date; accountId: string } | undefined; limit: number },
): Promise<MemberRow[]> {
  const { communityId, after, limit } = of;
  const rest = after === undefined ? sql`true` : sql`role = 'member' and (joined_at, account_id) > (${after.joinedAt}, ${after.accountId})`;
  const { rows } = await sql<MemberRow>`
    select community_id, account_id, state, role, joined_at, read_seq from communities.members
     where community_id = ${communityId} and state = 'in' and ${rest} order by (role = 'leader') desc, joined_at, account_id limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

export interface Joining {
  readonly communityId: string;
  readonly accountId: string;
  readonly role: 'leader' | 'member';
  readonly readSeq: number;
  readonly fromSceneId: string | null;
  readonly linkCode: string | null;
}

/** Under the lock of each community, whose count goes up by exactly those who were not in. */
export async function admitMembers(ctx: Ctx, joining: readonly Joining[]): Promise<void> {
  if (joining.length === 0) return;
  await sql`
    insert into communities.members (community_id, account_id, state, role, joined_at, read_seq, from_scene_id, link_code)
    select "communityId", "accountId", 'in', role, ${ctx.now}, "readSeq", "fromSceneId", "linkCode"
      from jsonb_to_recordset(${JSON.stringify(joining)}::jsonb) as j ("communityId" text, "accountId" text, role text, "readSeq" bigint, "fromSceneId" text, "linkCode" text)
    on conflict (community_id, account_id) do update
      set state = 'in', role = excluded.role, joined_at = excluded.joined_at, ended_at = null, removed_by = null, read_seq = excluded.read_seq, from_scene_id = excluded.from_scene_id, link_code = excluded.link_code`.execute(
    ctx.db,
  );
  const counts = [...Map.groupBy(joining, (one) => one.communityId)];
  await sql`
    update communities.communities c set member_count = member_count + g.n
      from unnest(${counts.map(([id]) => id)}::text[], ${counts.map(([, of]) => of.length)}::int[]) as g (id, n) where c.id = g.id`.execute(
    ctx.db,
  );
}

/** Under the lock of the community. False when they were not in. */
export async function endMembership(ctx: Ctx, communityId: string, accountId: string, removedBy: string | null): Promise<boolean> {
  const done = await ctx.db
    .updateTable('communities.members')
    .set({ state: removedBy === null ? 'left' : 'removed', endedAt: ctx.now, removedBy })
    .where('communityId', '=', communityId)
    .where('accountId', '=', accountId)
    .where('state', '=', 'in')
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  await sql`update communities.communities set member_count = member_count - 1 where id = ${communityId}`.execute(ctx.db);
  return true;
}

/** The old leader first: a community never has two. */
export async function handOver(ctx: Ctx, communityId: string, fromId: string, toId: string): Promise<void> {
  await ctx.db
    .updateTable('communities.members')
    .set({ role: 'member' })
    .where('communityId', '=', communityId)
    .where('accountId', '=', fromId)
    .execute();
  await ctx.db
    .updateTable('communities.members')
    .set({ role: 'leader' })
    .where('communityId', '=', communityId)
    .where('accountId', '=', toId)
    .execute();
}

/** Reading never goes back. */
export async function raiseReadSeq(ctx: Ctx, communityId: string, accountId: string, seq: number): Promise<boolean> {
  const done =
    await sql`update communities.members set read_seq = greatest(read_seq, ${seq}) where community_id = ${communityId} and account_id = ${accountId} and state = 'in' returning 1 as one`.execute(
      ctx.db,
    );
  return done.rows.length > 0;
}
