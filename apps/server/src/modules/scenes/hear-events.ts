import type { Subscriber, Sweep } from '#platform/app';
import { systemActor, type Ctx } from '#platform/ctx';
import type { EventType, StoredEvent } from '#platform/events';
import { getProductFacts } from '#modules/catalog';
import { appendToMany, draftOf } from './append.ts';
import { markTouched, tellStaleCards } from './cards.ts';
import { countPresence } from './presence.ts';
import { readScenes, type EntryDraft } from './store.ts';

const isA = <T extends EventType>(event: StoredEvent, type: T): event is StoredEvent<T> & { type: T } => event.type === type;

/** Cards show prices and what is left: whatever changes those touches the cards. */
const touchCards: Subscriber = {
  name: 'scenes.touch-cards',
  types: ['card.touched', 'product.changed', 'order.placed', 'order.closed', 'order.refunded'],
  async handle(ctx, events) {
    await markTouched(ctx, events.flatMap(touchOf));
  },
};

function touchOf(event: StoredEvent): { kind: string; refIds: readonly string[] }[] {
  if (isA(event, 'card.touched')) return [event.payload];
  if (isA(event, 'product.changed')) return [{ kind: 'product', refIds: [event.payload.productId] }];
  if (isA(event, 'order.placed') || isA(event, 'order.closed') || isA(event, 'order.refunded'))
    return [{ kind: 'product', refIds: event.payload.lines.map((line) => line.productId) }];
  return [];
}

/** Of the orders paid in one batch, so many are told in each scene; a hundred in a second would only scroll by. */
const tickersMax = 5;

/** "小*红 bought …" in the scene the order came from. Group buys tell of their teams themselves. */
const tellOrders: Subscriber = {
  name: 'scenes.tell-orders',
  types: ['order.paid'],
  async handle(ctx, events) {
    const orders = events.flatMap((event) =>
      isA(event, 'order.paid') && event.payload.offer === null && event.payload.trace.sceneId !== null ? [event.payload] : [],
    );
    if (orders.length === 0) return;
    const products = await getProductFacts(ctx, [...new Set(orders.flatMap((order) => order.lines.map((line) => line.productId)))]);
    // The trace is the shopper's own word: only scenes of the order's shop are told.
    const shops = new Map(
      (await readScenes(ctx, [...new Set(orders.map((order) => order.trace.sceneId ?? ''))])).map((scene) => [scene.id, scene.shopId]),
    );
    const batches = new Map<string, EntryDraft[]>();
    for (const { trace, shopId, buyerId, lines } of orders) {
      const [line] = lines;
      const sceneId = trace.sceneId ?? '';
      const title = line === undefined ? undefined : products.get(line.productId)?.title;
      if (line === undefined || title === undefined || shops.get(sceneId) !== shopId) continue;
      const count = lines.reduce((sum, each) => sum + each.quantity, 0);
      batches.set(
        sceneId,
        [
          ...(batches.get(sceneId) ?? []),
          draftOf({ type: 'ticker', what: 'ordered', accountId: buyerId, title, count, cardId: trace.cardId }),
        ].slice(-tickersMax),
      );
    }
    await appendToMany(ctx, batches);
  },
};

export const sceneSubscribers: readonly Subscriber[] = [touchCards, tellOrders];

/** Cards told about less than a second ago when they changed again. */
const tellCards: Sweep = { name: 'scenes.tell-cards', everyMs: 500, run: (app) => app.transact(systemActor, (ctx) => tellStaleCards(ctx)) };

const countPeople: Sweep = {
  name: 'scenes.count-people',
  everyMs: 5000,
  async run(app) {
    await app.transact(systemActor, publishOnline);
    // Counting finds no work to be done again at once.
    return 0;
  },
};

async function publishOnline(ctx: Ctx): Promise<void> {
  const counts = await countPresence(ctx);
  await ctx.publish('scene.online', ...counts.map((count) => ({ ...count, at: ctx.now.toISOString() })));
}

export const sceneSweeps: readonly Sweep[] = [tellCards, countPeople];
