import type { CommunityView } from '@tuanzi/contract/communities';
import type { Person } from '@tuanzi/contract/shapes';
import { getPeople } from '#modules/identity';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { presentCommunities } from './present.ts';
import { readCommunities, readCommunitiesOfShop, readCommunityPage, readMemberPage, type CommunityRow } from './store.ts';

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function requireCommunity(ctx: Ctx, communityId: string): Promise<CommunityRow> {
  const [row] = await readCommunities(ctx, [communityId]);
  if (row === undefined) throw problem('not_found');
  return row;
}

export async function readCommunity(ctx: Ctx, communityId: string, accountId: string | null): Promise<CommunityView> {
  const [view] = await presentCommunities(ctx, [await requireCommunity(ctx, communityId)], accountId);
  if (view === undefined) throw problem('not_found');
  return view;
}

/** Mine first, then the others. The cursor says which part it is in. */
export async function listCommunities(
  ctx: Ctx,
  accountId: string | null,
  { cursor, limit }: Paging,
): Promise<{ items: CommunityView[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : { isMine: cursor.startsWith('mine:'), id: cursor.slice(cursor.indexOf(':') + 1) };
  const rows = await readCommunityPage(ctx, { accountId, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await presentCommunities(ctx, shown, accountId),
    nextCursor: rows.length > limit && last !== undefined ? `${last.isMine ? 'mine' : 'open'}:${last.id}` : null,
  };
}

export async function listCommunitiesOfShop(
  ctx: Ctx,
  shopId: string,
  accountId: string | null,
  { cursor, limit }: Paging,
): Promise<{ items: CommunityView[]; nextCursor: string | null }> {
  const rows = await readCommunitiesOfShop(ctx, { shopId, before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return { items: await presentCommunities(ctx, shown, accountId), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export type MemberView = Person & { role: 'leader' | 'member'; joinedAt: string };

export async function listMembers(
  ctx: Ctx,
  communityId: string,
  { cursor, limit }: Paging,
): Promise<{ items: MemberView[]; nextCursor: string | null }> {
  await requireCommunity(ctx, communityId);
  const rows = await readMemberPage(ctx, { communityId, after: parseMemberCursor(cursor), limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const people = await getPeople(
    ctx,
    shown.map((row) => row.accountId),
  );
  const items = shown.flatMap((row) => {
    const person = people.get(row.accountId);
    return person === undefined ? [] : [{ ...person, role: row.role, joinedAt: row.joinedAt.toISOString() }];
  });
  const last = shown.at(-1);
  // After a page that ends with the leader everybody else is still to come.
  const joinedMs = last?.role === 'leader' ? 0 : last?.joinedAt.getTime();
  return {
    items,
    nextCursor: rows.length > limit && last !== undefined ? `${joinedMs}:${last.role === 'leader' ? '' : last.accountId}` : null,
  };
}

function parseMemberCursor(cursor: string | undefined): { joinedAt: Date; accountId: string } | undefined {
  const found = cursor === undefined ? null : /^(\d{1,15}):(\w*)$/.exec(cursor);
  return found === null ? undefined : { joinedAt: new Date(Number(found[1])), accountId: found[2] ?? '' };
}
