import type { SessionDashboard } from '@tuanzi/contract/insights';
import type { z } from 'zod';
import { getProductCards } from '#modules/catalog';
import { presentGroupBuys } from '#modules/group-buy';
import { getSessions } from '#modules/live';
import { getOrders, presentConsoleOrders } from '#modules/orders';
import { findCards, likesOf, onlineOf } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { countViewers, orderIdsOfScene, readCardSums, readMinutes, readProducts } from './store.ts';

/** The numbers of a session. Counts come from the event log and are seconds behind; who is here is asked now. */
export async function showDashboard(ctx: Ctx, sessionId: string): Promise<z.input<typeof SessionDashboard>> {
  const session = await requireSession(ctx, sessionId);
  const { sceneId } = session;
  const minutes = await readMinutes(ctx, sceneId);
  const online = (await onlineOf(ctx, [sceneId])).get(sceneId) ?? 0;
  const sum = (key: 'comments' | 'cardTaps' | 'orders' | 'paidOrders' | 'paidFen' | 'refundedFen') =>
    minutes.reduce((total, minute) => total + minute[key], 0);
  return {
    sessionId,
    state: session.state,
    online,
    onlinePeak: minutes.reduce((peak, minute) => Math.max(peak, minute.onlinePeak), online),
    viewers: await countViewers(ctx, sceneId),
    likes: (await likesOf(ctx, [sceneId])).get(sceneId) ?? 0,
    comments: sum('comments'),
    cardTaps: sum('cardTaps'),
    orders: sum('orders'),
    paidOrders: sum('paidOrders'),
    paidFen: sum('paidFen'),
    refundedFen: sum('refundedFen'),
    minutes: minutes.map((minute) => ({
      at: minute.minute.toISOString(),
      online: minute.onlinePeak,
      comments: minute.comments,
      paidFen: minute.paidFen,
    })),
    products: await soldProducts(ctx, sceneId),
  };
}

/** Taps on a card are taps on what the card offers. */
async function soldProducts(ctx: Ctx, sceneId: string) {
  const sums = new Map(
    (await readProducts(ctx, sceneId)).map((row) => [row.productId, { taps: row.taps, paidOrders: row.paidOrders, paidFen: row.paidFen }]),
  );
  const cardSums = await readCardSums(ctx, sceneId);
  const cards = await findCards(
    ctx,
    cardSums.map((row) => row.cardId),
  );
  const groupBuys = await presentGroupBuys(
    ctx,
    [...cards.values()].filter((card) => card.kind === 'group-buy').map((card) => card.refId),
  );
  for (const { cardId, taps } of cardSums) {
    const card = cards.get(cardId);
    const productId = card?.kind === 'product' ? card.refId : groupBuys.get(card?.refId ?? '')?.campaign.productId;
    if (productId === undefined) continue;
    const known = sums.get(productId) ?? { taps: 0, paidOrders: 0, paidFen: 0 };
    sums.set(productId, { ...known, taps: known.taps + taps });
  }
  const products = await getProductCards(ctx, [...sums.keys()]);
  return [...sums]
    .flatMap(([id, sum]) => {
      const product = products.get(id);
      return product === undefined ? [] : [{ product, ...sum }];
    })
    .toSorted((a, b) => b.paidFen - a.paidFen || b.taps - a.taps);
}

/** Orders that came from a session, by its room or by links shared from it, with what each came from. */
export async function listSessionOrders(
  ctx: Ctx,
  { sessionId, cursor, limit }: { sessionId: string; cursor?: string | undefined; limit: number },
  isMaskedFor: (shopId: string) => Promise<boolean>,
) {
  const session = await requireSession(ctx, sessionId);
  const ids = await orderIdsOfScene(ctx, { sceneId: session.sceneId, cursor, limit });
  const shown = ids.slice(0, limit);
  const orders = await getOrders(ctx, shown);
  const items = await presentConsoleOrders(
    ctx,
    shown.flatMap((id) => orders.get(id) ?? []),
    { isMasked: await isMaskedFor(session.shopId) },
  );
  return { items, nextCursor: ids.length > limit ? (shown.at(-1) ?? null) : null };
}

async function requireSession(ctx: Ctx, sessionId: string) {
  const session = (await getSessions(ctx, [sessionId])).get(sessionId);
  if (session === undefined) throw problem('not_found');
  return session;
}
