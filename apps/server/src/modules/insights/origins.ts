import { linkOf, sharerFor } from '#modules/links';
import type { OrderEvent } from '#modules/orders';
import { findCards, sceneOf } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import type { Origin } from './store.ts';

/**
 * Where orders came from, in order. A shopper's trace is a claim: a scene counts if it is of the order's shop, a card if it
 * is in that scene. Without a scene of its own an order has that of the link it came by.
 */
export async function resolveOrigins(ctx: Ctx, orders: readonly OrderEvent[]): Promise<Origin[]> {
  if (orders.length === 0) return [];
  const sharers = await sharerFor(
    ctx,
    orders.map(({ buyerId, trace, at }) => ({ accountId: buyerId, linkCode: trace.linkCode, at: new Date(at) })),
  );
  const links = await linkOf(
    ctx,
    orders.flatMap(({ trace }, i) => [trace.linkCode, sharers[i]?.code].filter((code) => code != null)),
  );
  const claims = orders.map(({ trace }, i) => {
    const link = links.get(trace.linkCode ?? '') ?? links.get(sharers[i]?.code ?? '');
    return trace.sceneId === null
      ? { sceneId: link?.sceneId ?? null, cardId: trace.cardId ?? link?.cardId ?? null }
      : { sceneId: trace.sceneId, cardId: trace.cardId };
  });
  const cards = await findCards(ctx, [...new Set(claims.flatMap(({ cardId }) => cardId ?? []))]);
  // A card says which scene it is in, whether the order says so or not.
  const sceneIds = claims.map(({ sceneId, cardId }) => sceneId ?? cards.get(cardId ?? '')?.sceneId ?? null);
  const scenes = await sceneOf(ctx, [...new Set(sceneIds.filter((id) => id !== null))]);
  return orders.map(({ orderId, shopId, buyerId, at }, i) => {
    const scene = scenes.get(sceneIds[i] ?? '');
    const sceneId = scene !== undefined && scene.shopId === shopId ? scene.id : null;
    const cardId = claims[i]?.cardId ?? null;
    const isInScene = cardId !== null && sceneId !== null && cards.get(cardId)?.sceneId === sceneId;
    return {
      orderId,
      shopId,
      buyerId,
      sharerId: sharers[i]?.sharerId ?? null,
      linkCode: sharers[i]?.code ?? null,
      sceneId,
      cardId: isInScene ? cardId : null,
      at: new Date(at),
    };
  });
}
