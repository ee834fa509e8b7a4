import type { CommunityView } from '@tuanzi/contract/communities';
import type { Title } from '@tuanzi/contract/shapes';
import type { CardView, SceneEntry } from '@tuanzi/contract/scenes';
import { getPeople } from '#modules/identity';
import { getPictures } from '#modules/media';
import { lastEntriesOf, unreadOf } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { readMembers, type CommunityRow } from './store.ts';

/** Communities as one person sees them, in the order given; each other module is asked once. */
export async function presentCommunities(ctx: Ctx, rows: readonly CommunityRow[], accountId: string | null): Promise<CommunityView[]> {
  const members =
    accountId === null
      ? []
      : await readMembers(
          ctx,
          rows.map((row) => ({ communityId: row.id, accountId })),
        );
  const mine = new Map(members.filter((member) => member.state === 'in').map((member) => [member.communityId, member]));
  const toRead = rows.flatMap((row) => {
    const member = mine.get(row.id);
    return member === undefined ? [] : [{ sceneId: row.sceneId, afterSeq: member.readSeq }];
  });
  const [leaders, covers, last, unread] = await Promise.all([
    getPeople(ctx, [...new Set(rows.map((row) => row.leaderId))]),
    getPictures(
      ctx,
      rows.flatMap((row) => (row.coverId === null ? [] : [row.coverId])),
    ),
    lastEntriesOf(
      ctx,
      rows.map((row) => row.sceneId),
    ),
    accountId === null ? new Map<string, number>() : unreadOf(ctx, toRead, accountId),
  ]);
  return rows.map((row) => {
    const { id, sceneId, shopId, name, intro, rules, capacity, memberCount } = row;
    const member = mine.get(id);
    return {
      id,
      sceneId,
      shopId,
      name,
      intro,
      rules,
      capacity,
      memberCount,
      createdAt: row.createdAt.toISOString(),
      cover: row.coverId === null ? null : (covers.get(row.coverId) ?? null),
      leader: leaders.get(row.leaderId) ?? { id: row.leaderId, nickname: '—', avatarUrl: null },
      isMember: member !== undefined,
      myRole: member?.role ?? null,
      unread: member === undefined ? 0 : (unread.get(sceneId) ?? 0),
      lastEntry: lineOf(last.get(sceneId)),
    };
  });
}

/** One line under the name, as chat lists show it. */
function lineOf(entry: SceneEntry | undefined): CommunityView['lastEntry'] {
  switch (entry?.type) {
    case 'comment':
      return { text: { zh: `${entry.author.nickname}：${entry.text}`, en: `${entry.author.nickname}: ${entry.text}` }, at: entry.at };
    case 'announcement':
      return { text: { zh: `📢 ${entry.text}`, en: `📢 ${entry.text}` }, at: entry.at };
    case 'card.dropped': {
      const { zh, en = zh } = titleOf(entry.card);
      return { text: { zh: `🛒 ${zh}`, en: `🛒 ${en}` }, at: entry.at };
    }
    default:
      return null;
  }
}

function titleOf(card: CardView): Title {
  switch (card.kind) {
    case 'product':
      return card.product.title;
    case 'group-buy':
      return card.groupBuy.campaign.title;
    case 'coupon':
      return card.coupon.coupon.title;
  }
}
