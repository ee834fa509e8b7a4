import type { OrderFact, OrderFacts } from '#modules/orders';
import { findCards, sceneOf } from '#modules/scenes';
import { resolveOrigins } from './origins.ts';
import { readOrigins, type Origin } from './store.ts';

/** Scene and card of each order, checked. An order the log has not brought here yet is looked at now. */
export const originFacts: OrderFacts = async (ctx, orders) => {
  const known = await readOrigins(
    ctx,
    orders.map((order) => order.id),
  );
  const fresh = orders
    .filter((order) => !known.has(order.id))
    .map((order) => ({
      orderId: order.id,
      number: order.number,
      shopId: order.shopId,
      buyerId: order.buyerId,
      totalFen: order.totalFen,
      lines: [],
      trace: { linkCode: order.linkCode, sceneId: order.sceneId, cardId: order.cardId },
      offer: null,
      at: ctx.now.toISOString(),
    }));
  const origins = new Map<string, Origin>([
    ...known,
    ...(await resolveOrigins(ctx, fresh)).map((origin) => [origin.orderId, origin] as const),
  ]);
  const ids = (key: 'sceneId' | 'cardId') => [...new Set([...origins.values()].flatMap((origin) => origin[key] ?? []))];
  const [scenes, cards] = [await sceneOf(ctx, ids('sceneId')), await findCards(ctx, ids('cardId'))];
  return new Map(
    [...origins].flatMap(([orderId, origin]) => {
      const [scene, card] = [scenes.get(origin.sceneId ?? ''), cards.get(origin.cardId ?? '')];
      if (scene === undefined) return [];
      const fact: Partial<OrderFact> = {
        sceneId: scene.id,
        sceneTitle: scene.title,
        sceneKind: scene.kind,
        ...(card !== undefined && { cardId: card.id, cardKind: card.kind }),
      };
      return [[orderId, fact] as const];
    }),
  );
};
