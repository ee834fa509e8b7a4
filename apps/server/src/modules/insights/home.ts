import type { CommunityCard } from '@tuanzi/contract/communities';
import { listProducts } from '#modules/catalog';
import { listCommunities } from '#modules/communities';
import { listRunning, presentGroupBuys } from '#modules/group-buy';
import { listProgramme } from '#modules/live';
import { liveCardsOf, sceneOf } from '#modules/scenes';
import { firstShop, getShop, presentShop } from '#modules/shops';
import type { Ctx } from '#platform/ctx';

const sessionsShown = 10;
const playsShown = 10;
const communitiesShown = 10;
const productsShown = 20;

/** What everybody sees of a shop's first page: what is on now before what can be bought any time; `undefined` where there is no shop. */
export async function readFront(ctx: Ctx, shopId: string | undefined) {
  const shop = shopId === undefined ? await firstShop(ctx) : await getShop(ctx, shopId);
  if (shop === undefined) return undefined;
  const [view, live, upcoming, plays, products] = await Promise.all([
    presentShop(ctx, shop),
    listProgramme(ctx, { state: 'live', shopId: shop.id, limit: sessionsShown }),
    listProgramme(ctx, { state: 'scheduled', shopId: shop.id, limit: sessionsShown }),
    runningPlays(ctx, shop.id),
    listProducts(ctx, { shopId: shop.id, limit: productsShown }),
  ]);
  return { shop: view, live: live.items, upcoming: upcoming.items, plays, products: products.items };
}

/** The communities of a shop as one person sees them, theirs first. */
export async function readCommunities(ctx: Ctx, shopId: string, accountId: string | null): Promise<CommunityCard[]> {
  const { items } = await listCommunities(ctx, accountId, { limit: communitiesShown });
  return items.filter((community) => community.shopId === shopId);
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
