import { record } from '#modules/audit';
import type { CardView } from '@tuanzi/contract/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { appendLocked, appendToMany } from './append.ts';
import { cardKinds, type CardKindName } from './extension-points.ts';
import { presentCards } from './present.ts';
import { cardsMax } from './rules.ts';
import { lockScenes, type EntryDraft } from './store.ts';
import { endCard, insertCard, markStale, readCards, readLiveCards, readLiveCardsOf, takeStaleCards, type CardRow } from './store-cards.ts';

/** A change of a card is told to a scene at most this often: a flash of five thousand joins is one frame a second. */
const tellEveryMs = 1000;

export interface NewCard {
  readonly sceneId: string;
  readonly kind: CardKindName;
  readonly refId: string;
  /** Who drops it; the actor when left out. */
  readonly authorId?: string;
}

/** Drops a card of the scene's own shop. Everybody in the scene sees it at once. */
export async function dropCard(ctx: Ctx, { sceneId, kind, refId, authorId }: NewCard): Promise<CardView> {
  const droppedBy = authorId ?? ctx.actor.accountId;
  const shopId = await cardKinds.get(kind)?.shopOf(ctx, refId);
  const scene = (await lockScenes(ctx, [sceneId])).get(sceneId);
  if (scene === undefined) throw problem('not_found');
  if (shopId !== scene.shopId) throw problem('card_unknown');
  const live = await readLiveCards(ctx, [sceneId]);
  if (live.some((card) => card.kind === kind && card.refId === refId)) throw problem('card_already_here');
  if (live.length >= cardsMax) throw problem('too_many_cards');
  const card: CardRow = { id: newId('crd', ctx.now.getTime()), sceneId, kind, refId, isLive: true, droppedAt: ctx.now };
  await insertCard(ctx, { id: card.id, sceneId, kind, refId, droppedBy });
  await appendLocked(ctx, scene, [{ type: 'card.dropped', authorId: droppedBy, body: { cardId: card.id } }]);
  await ctx.publish('card.dropped', { sceneId, cardId: card.id, kind, refId, at: ctx.now.toISOString() });
  const view = (await presentCards(ctx, [card])).get(card.id);
  if (view === undefined) throw problem('card_unknown');
  return view;
}

/** Takes a card out of its scene. What grew from it, such as open teams, runs on. */
export async function withdrawCard(ctx: Ctx, sceneId: string, cardId: string): Promise<void> {
  const scene = (await lockScenes(ctx, [sceneId])).get(sceneId);
  const card = (await readCards(ctx, [cardId]))[0];
  if (scene === undefined || card === undefined || card.sceneId !== sceneId) throw problem('not_found');
  if (!(await endCard(ctx, cardId, ctx.actor.accountId))) return;
  await appendLocked(ctx, scene, [{ type: 'card.withdrawn', authorId: ctx.actor.accountId, body: { cardId } }]);
  await ctx.publish('card.withdrawn', { sceneId, cardId, kind: card.kind, refId: card.refId, at: ctx.now.toISOString() });
  await record(ctx, { shopId: scene.shopId, action: 'card.withdrawn', targetId: cardId, detail: { sceneId } });
}

/** Says that what these cards show has changed. Cheap and lock-free: scenes hear of it after the commit. */
export async function cardsChanged(ctx: Ctx, kind: CardKindName, refIds: readonly string[]): Promise<void> {
  if (refIds.length > 0) await ctx.publish('card.touched', { kind, refIds });
}

/** From the log of events: many touches of one card in a batch are one mark. */
export async function markTouched(ctx: Ctx, touches: readonly { kind: string; refIds: readonly string[] }[]): Promise<void> {
  const byKind = Map.groupBy(touches, (touch) => touch.kind);
  for (const [kind, of] of byKind) await markStale(ctx, kind, [...new Set(of.flatMap((touch) => touch.refIds))].toSorted());
  await tellStaleCards(ctx);
}

/** Tells scenes of their changed cards; those told less than a second ago wait for the next round. */
export async function tellStaleCards(ctx: Ctx): Promise<number> {
  const cards = await takeStaleCards(ctx, new Date(ctx.now.getTime() - tellEveryMs));
  const draft = (card: CardRow): EntryDraft => ({ type: 'card.changed', authorId: null, body: { cardId: card.id } });
  const batches = Map.groupBy(cards, (card) => card.sceneId);
  await appendToMany(ctx, new Map([...batches].map(([sceneId, of]) => [sceneId, of.map(draft)])));
  return cards.length;
}

export async function findCard(ctx: Ctx, cardId: string): Promise<CardRow | undefined> {
  return (await readCards(ctx, [cardId]))[0];
}

/** Cards by id; unknown ones are missing. */
export async function findCards(ctx: Ctx, cardIds: readonly string[]): Promise<Map<string, CardRow>> {
  return new Map((await readCards(ctx, cardIds)).map((card) => [card.id, card]));
}

/** The cards by which things are offered right now; in one scene each at most once. */
export async function liveCardsOf(ctx: Ctx, kind: CardKindName, refIds: readonly string[]): Promise<CardRow[]> {
  return readLiveCardsOf(ctx, kind, refIds);
}
