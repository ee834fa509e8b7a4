import type { CommunityCard } from '@tuanzi/contract/communities';
import { listProducts } from '#modules/catalog';
import { listCommunities } from '#modules/communities';
import { listRunning, presentGroupBuys } from '#modules/group-buy';
import { listProgramme } from '#modules/live';
import { liveCardsOf, sceneOf } from '#modules/scenes';
import { firstShop, getShop, presentShop } from '#modules/shops';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';

const sessionsShown = 10;
const playsShown = 10;
const communitiesShown = 10;
const productsShown = 20;

/** The first page: what is on now before what can be bought any time. Without a shop there is nothing, and that is said kindly by the page. */
export async function showHome(ctx: Ctx, { shopId, accountId }: { shopId?: string | undefined; accountId: string | null }) {
  const shop = shopId === undefined ? await firstShop(ctx) : await getShop(ctx, shopId);
  const now = ctx.now.toISOString();
  if (shop === undefined) {
    if (shopId !== undefined) throw problem('not_found');
    return { shop: null, live: [], upcoming: [], plays: [], communities: [], products: [], now };
  }
  const [view, live, upcoming, plays, communities, products] = await Promise.all([
    presentShop(ctx, shop),
    listProgramme(ctx, { state: 'live', shopId: shop.id, limit: sessionsShown }),
    listProgramme(ctx, { state: 'scheduled', shopId: shop.id, limit: sessionsShown }),
    runningPlays(ctx, shop.id),
    listCommunities(ctx, accountId, { limit: communitiesShown }),
    listProducts(ctx, { shopId: shop.id, limit: productsShown }),
  ]);
  return {
    shop: view,
    live: live.items,
    upcoming: upcoming.items,
    plays,
    communities: communities.items.filter((community: CommunityCard) => community.shopId === shop.id),
    products: products.items,
    now,
  };
}

/** Group buys somebody can join now, with the place each is offered in: its price holds only there. */
async function runningPlays(ctx: Ctx, shopId: string) {
  const campaignIds = await listRunning(ctx, shopId, playsShown);
  if (campaignIds.length === 0) return [];
  const groupBuys = await presentGroupBuys(ctx, campaignIds);
  const cards = await liveCardsOf(ctx, 'group-buy', campaignIds);
  const scenes = await sceneOf(ctx, [...new Set(cards.map((card) => card.sceneId))]);
  return campaignIds.flatMap((id) => {
    const groupBuy = groupBuys.get(id);
    // A room that is on air comes before a group, and a group before a room that is over.
    const offers = cards
      .filter((card) => card.refId === id)
      .flatMap((card) => {
        const scene = scenes.get(card.sceneId);
        return scene === undefined ? [] : [{ card, scene, rank: scene.status === 'live' ? 0 : scene.kind === 'community' ? 1 : 2 }];
      })
      .toSorted((a, b) => a.rank - b.rank || (a.card.id < b.card.id ? 1 : -1));
    const [offer] = offers;
    if (groupBuy === undefined || offer === undefined) return [];
    const { card, scene } = offer;
    return [
      {
        kind: 'group-buy' as const,
        groupBuy,
        sessionId: scene.kind === 'session' ? scene.refId : null,
        communityId: scene.kind === 'community' ? scene.refId : null,
        cardId: card.id,
      },
    ];
  });
}
