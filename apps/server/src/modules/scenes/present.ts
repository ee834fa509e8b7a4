import { getProductCards } from '#modules/catalog';
import { getPeople, maskNickname } from '#modules/identity';
import { getPictures } from '#modules/media';
import type { CardView, SceneEntry } from '@tuanzi/contract/scenes';
import type { ProductCard } from '@tuanzi/contract/catalog';
import type { Person, Picture } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { cardKinds } from './extension-points.ts';
import type { EntryRow } from './store.ts';
import { readCards, type CardRow } from './store-cards.ts';

/** Where the contract keeps what a card of each kind shows. */
const bodyNames = { product: 'product', 'group-buy': 'groupBuy', coupon: 'coupon' } as const;

/** Cards as everybody sees them; one question per kind. A card of something that is gone is missing from the map. */
export async function presentCards(ctx: Ctx, cards: readonly CardRow[]): Promise<Map<string, CardView>> {
  const views = new Map<string, CardView>();
  for (const [kind, of] of Map.groupBy(cards, (card) => card.kind)) {
    const bodies = await cardKinds.get(kind)?.present(ctx, [...new Set(of.map((card) => card.refId))]);
    for (const { id, sceneId, refId, isLive, droppedAt } of of) {
      const body = bodies?.get(refId);
      // The kind's own module made the body in the shape the contract names for it.
      if (body !== undefined)
        views.set(id, { id, sceneId, kind, refId, isLive, droppedAt: droppedAt.toISOString(), [bodyNames[kind]]: body } as CardView);
    }
  }
  return views;
}

interface Found {
  readonly people: Map<string, Person>;
  readonly cards: Map<string, CardView>;
  readonly products: Map<string, ProductCard>;
  readonly pictures: Map<string, Picture>;
}

/**
 * Entries as everybody sees them, one question per kind of thing for any number. Every row gives exactly one entry with
 * its own sequence: what was removed stands as its removal, so the log stays without gap and the words are not shown.
 */
export async function presentEntries(ctx: Ctx, rows: readonly EntryRow[]): Promise<SceneEntry[]> {
  const shown = rows.filter((row) => row.removedAs === null);
  const bodies = shown.map((row) => row.body);
  const [people, cardRows, products, pictures] = await Promise.all([
    getPeople(ctx, idsOf(shown.map((row) => row.authorId))),
    readCards(ctx, idsOf(bodies.map((body) => body['cardId']))),
    ask(idsOf(bodies.map((body) => body['productId'])), (ids) => getProductCards(ctx, ids)),
    ask(idsOf(bodies.flatMap((body) => (Array.isArray(body['pictureIds']) ? body['pictureIds'] : []))), (ids) => getPictures(ctx, ids)),
  ]);
  const found = { people, cards: await presentCards(ctx, cardRows), products, pictures };
  return rows.map((row) => presentEntry(row, found));
}

function presentEntry(row: EntryRow, found: Found): SceneEntry {
  const { seq, type } = row;
  const place = { seq, at: row.at.toISOString() };
  // Bodies are written by this module's commands, one shape per type.
  const body = row.body as Record<string, never>;
  if (row.removedAs !== null) return { ...place, type: 'removed', ofSeq: seq, by: row.removedAs };
  const author = personOf(row.authorId, found);
  switch (type) {
    case 'comment':
      return {
        ...place,
        type,
        author,
        role: row.authorRole ?? 'visitor',
        text: body['text'] ?? '',
        clientId: row.clientId ?? '',
        ...picturesOf(body['pictureIds'] ?? [], found),
      };
    case 'announcement':
      return { ...place, type, author, text: body['text'] ?? '' };
    case 'card.dropped':
    case 'card.changed': {
      const cardId: string = body['cardId'] ?? '';
      const card = found.cards.get(cardId);
      if (card === undefined) return { ...place, type: 'card.withdrawn', cardId };
      return type === 'card.dropped' ? { ...place, type, author, cardId, card } : { ...place, type, cardId, card };
    }
    case 'card.withdrawn':
      return { ...place, type, cardId: body['cardId'] ?? '' };
    case 'pinned': {
      const productId: string | null = body['productId'] ?? null;
      return { ...place, type, productId, product: productId === null ? null : (found.products.get(productId) ?? null) };
    }
    case 'ticker':
      return {
        ...place,
        type,
        what: body['what'] ?? 'ordered',
        person: maskNickname(author.nickname),
        title: body['title'] ?? { zh: '' },
        count: body['count'] ?? 1,
        cardId: body['cardId'] ?? null,
      };
    case 'status':
      return { ...place, type, status: body['status'] ?? 'ended' };
    case 'joined':
    case 'left':
      return { ...place, type, person: author };
    case 'removed':
      return { ...place, type, ofSeq: body['ofSeq'] ?? 0, by: body['by'] ?? 'moderator' };
    default:
      return { ...place, type: 'muted', accountId: body['accountId'] ?? '', until: body['until'] ?? null };
  }
}

function picturesOf(ids: readonly string[], { pictures }: Found): { pictures?: Picture[] } {
  const found = ids.flatMap((id) => pictures.get(id) ?? []);
  return found.length === 0 ? {} : { pictures: found };
}

/** Jobs act as nobody in particular; the shop's own voice has no face. */
function personOf(id: string | null, { people }: Found): Person {
  return (id === null ? undefined : people.get(id)) ?? { id: id ?? 'acc_00000000', nickname: '—', avatarUrl: null };
}

function idsOf(values: readonly unknown[]): string[] {
  return [...new Set(values.filter((value): value is string => typeof value === 'string'))];
}

function ask<T>(ids: string[], question: (ids: string[]) => Promise<Map<string, T>>): Promise<Map<string, T>> {
  return ids.length === 0 ? Promise.resolve(new Map<string, T>()) : question(ids);
}
