import type { SessionCard, SessionView } from '@tuanzi/contract/live';
import { getProductCards } from '#modules/catalog';
import { getPeople } from '#modules/identity';
import { getPictures } from '#modules/media';
import { likesOf, onlineOf } from '#modules/scenes';
import { getShops } from '#modules/shops';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import type { SessionState } from './rules.ts';
import { readShelves, type Session } from './store.ts';
import { readRecorded, type Health } from './store-media.ts';

export const titleOf = (session: Pick<Session, 'titleZh' | 'titleEn'>) =>
  session.titleEn === null ? { zh: session.titleZh } : { zh: session.titleZh, en: session.titleEn };

/** Cards of sessions in the order given; what other modules know of them is asked for once. */
export async function presentSessionCards(ctx: Ctx, sessions: readonly Session[]): Promise<SessionCard[]> {
  if (sessions.length === 0) return [];
  const unique = <T>(values: readonly T[]) => [...new Set(values)];
  const sceneIds = sessions.map((session) => session.sceneId);
  const [shops, hosts, covers, recorded, online, likes] = await Promise.all([
    getShops(ctx, unique(sessions.map((session) => session.shopId))),
    getPeople(ctx, unique(sessions.map((session) => session.hostId))),
    getPictures(ctx, unique(sessions.flatMap((session) => session.coverId ?? []))),
    readRecorded(
      ctx,
      sessions.map((session) => session.id),
    ),
    onlineOf(ctx, sceneIds),
    likesOf(ctx, sceneIds),
  ]);
  return sessions.map((session) => ({
    id: session.id,
    sceneId: session.sceneId,
    shopId: session.shopId,
    shopName: must(shops.get(session.shopId), 'a session belongs to a shop').name,
    title: titleOf(session),
    cover: covers.get(session.coverId ?? '') ?? null,
    host: hosts.get(session.hostId) ?? { id: session.hostId, nickname: '', avatarUrl: null },
    startsAt: session.startsAt.toISOString(),
    state: session.state,
    online: online.get(session.sceneId) ?? 0,
    likes: likes.get(session.sceneId) ?? 0,
    hasReplay: session.state === 'ended' && recorded.has(session.id),
    communityId: session.communityId,
  }));
}

export async function presentSession(ctx: Ctx, session: Session): Promise<SessionView> {
  const [card] = await presentSessionCards(ctx, [session]);
  const shop = must((await getShops(ctx, [session.shopId])).get(session.shopId), 'a session belongs to a shop');
  const shelf = (await readShelves(ctx, [session.id])).map((row) => row.productId);
  const products = await getProductCards(ctx, shelf);
  return {
    ...must(card, 'one session gives one card'),
    intro: session.intro,
    startedAt: session.startedAt?.toISOString() ?? null,
    endedAt: session.endedAt?.toISOString() ?? null,
    shelf: shelf.flatMap((id) => products.get(id) ?? []),
    pinnedProductId: session.pinnedProductId,
    seller: shop.seller,
    isLandscape: session.isLandscape,
  };
}

/** Without a picture there are no figures to show, only why it may be missing. */
export function presentHealth(health: Health | undefined, state: SessionState) {
  if (health === undefined || !health.isPublishing || state !== 'live')
    return {
      isPublishing: false,
      protocol: null,
      bitrateKbps: null,
      fps: null,
      gopMs: null,
      width: null,
      height: null,
      codec: null,
      viewers: 0,
      warnings: health?.warnings ?? [],
    };
  return { ...health };
}
