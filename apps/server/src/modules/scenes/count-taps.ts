import { getProductFacts } from '#modules/catalog';
import type { Ctx } from '#platform/ctx';
import { readScenes } from './store.ts';
import { addLikes } from './store-scene-state.ts';
import { readCards } from './store-cards.ts';

/** Hearts of one second. Scenes nobody knows are left out. */
export async function countLikes(ctx: Ctx, counts: ReadonlyMap<string, number>): Promise<void> {
  const known = new Map((await readScenes(ctx, [...counts.keys()])).map((scene) => [scene.id, counts.get(scene.id) ?? 0]));
  if (known.size === 0) return;
  await addLikes(ctx, known);
  await ctx.publish('scene.liked', ...[...known].map(([sceneId, count]) => ({ sceneId, count, at: ctx.now.toISOString() })));
}

/** Taps of one second, under `scene card` or `scene product`. Only cards of that scene and products of its shop count. */
export async function countTaps(ctx: Ctx, counts: ReadonlyMap<string, number>): Promise<void> {
  const taps = [...counts].map(([key, count]) => ({ sceneId: key.split(' ')[0] ?? '', id: key.split(' ')[1] ?? '', count }));
  const [scenes, cards, products] = [
    await readScenes(
      ctx,
      taps.map((tap) => tap.sceneId),
    ),
    await readCards(
      ctx,
      taps.map((tap) => tap.id),
    ),
    await getProductFacts(
      ctx,
      taps.map((tap) => tap.id),
    ),
  ];
  const shopOf = new Map(scenes.map((scene) => [scene.id, scene.shopId]));
  const sceneOfCard = new Map(cards.map((card) => [card.id, card.sceneId]));
  const events = taps.flatMap(({ sceneId, id, count }) => {
    const at = ctx.now.toISOString();
    if (sceneOfCard.get(id) === sceneId) return { sceneId, cardId: id, productId: null, count, at };
    if (products.get(id) !== undefined && products.get(id)?.shopId === shopOf.get(sceneId))
      return { sceneId, cardId: null, productId: id, count, at };
    return [];
  });
  await ctx.publish('card.tapped', ...events);
}
