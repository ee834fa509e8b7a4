import { getShops } from '#modules/shops';
import type { OrderEvent } from '#modules/orders';
import type { Ctx } from '#platform/ctx';
import { dayOf } from '#platform/days';
import type { EventType, StoredEvent } from '#platform/events';
import { resolveOrigins } from './origins.ts';
import { createTally, minuteOf, type Tally } from './rules.ts';
import { addOriginMoney, addTally, mergePeople, readOrigins, saveOrigins, type Origin } from './store.ts';

export const countedTypes = [
  'comment.posted',
  'card.tapped',
  'scene.liked',
  'scene.online',
  'scene.entered',
  'order.placed',
  'order.paid',
  'order.refunded',
  'account.merged',
] as const;

/** Adds one batch to the counters. Runs in the transaction that moves the cursor, so every event counts exactly once, whatever crashes when. */
export async function countEvents(ctx: Ctx, events: readonly StoredEvent[]): Promise<void> {
  // A sign-in changes who is one person: what was counted before it must be written before it.
  for (const part of splitAtMerges(events)) await countPart(ctx, part);
}

function splitAtMerges(events: readonly StoredEvent[]): StoredEvent[][] {
  const parts: StoredEvent[][] = [[]];
  for (const event of events) {
    if (isA(event, 'account.merged')) parts.push([event], []);
    else parts.at(-1)?.push(event);
  }
  return parts.filter((part) => part.length > 0);
}

async function countPart(ctx: Ctx, events: readonly StoredEvent[]): Promise<void> {
  const [first] = events;
  if (first !== undefined && isA(first, 'account.merged')) return mergePeople(ctx, first.payload.fromId, first.payload.intoId);
  const tally = createTally();
  for (const event of events) countScene(tally, event);
  await countOrders(ctx, tally, events);
  await addTally(ctx, tally);
}

function countScene(tally: Tally, event: StoredEvent): void {
  if (isA(event, 'comment.posted')) tally.minutes.at(event.payload.sceneId, minuteOf(event.payload.at)).comments += 1;
  else if (isA(event, 'scene.liked')) tally.minutes.at(event.payload.sceneId, minuteOf(event.payload.at)).likes += event.payload.count;
  else if (isA(event, 'scene.entered'))
    for (const accountId of event.payload.accountIds) tally.viewers.at(event.payload.sceneId, accountId);
  else if (isA(event, 'scene.online')) {
    const minute = tally.minutes.at(event.payload.sceneId, minuteOf(event.payload.at));
    minute.onlinePeak = Math.max(minute.onlinePeak, event.payload.online);
  } else if (isA(event, 'card.tapped')) {
    const { sceneId, cardId, productId, count, at } = event.payload;
    tally.minutes.at(sceneId, minuteOf(at)).cardTaps += count;
    if (cardId !== null) tally.cards.at(sceneId, cardId).taps += count;
    if (productId !== null) tally.products.at(sceneId, productId).taps += count;
  }
}

async function countOrders(ctx: Ctx, tally: Tally, events: readonly StoredEvent[]): Promise<void> {
  const [placed, paid, refunded] = [
    events.filter((event) => isA(event, 'order.placed')),
    events.filter((event) => isA(event, 'order.paid')),
    events.filter((event) => isA(event, 'order.refunded')),
  ];
  const all: OrderEvent[] = [...placed, ...paid, ...refunded].map((event) => event.payload);
  if (all.length === 0) return;
  const shops = await getShops(ctx, [...new Set(all.map((order) => order.shopId))]);
  const dayFor = (order: OrderEvent) => dayOf(order.at, shops.get(order.shopId)?.timeZone ?? 'Asia/Shanghai');

  const whenPlaced = await originsOf(
    ctx,
    placed.map((event) => event.payload),
    { isFinal: false },
  );
  for (const { payload } of placed) {
    tally.days.at(payload.shopId, dayFor(payload)).orders += 1;
    const origin = whenPlaced.get(payload.orderId);
    if (origin?.sceneId != null) tally.minutes.at(origin.sceneId, minuteOf(payload.at)).orders += 1;
    if (origin?.sceneId != null && origin.cardId !== null) tally.cards.at(origin.sceneId, origin.cardId).orders += 1;
  }
  const whenPaid = await originsOf(
    ctx,
    paid.map((event) => event.payload),
    { isFinal: true },
  );
  const money = new Map<string, { paidFen: number; refundedFen: number }>();
  for (const { payload } of paid) {
    countPaid(tally, payload, { day: dayFor(payload), origin: whenPaid.get(payload.orderId) });
    money.set(payload.orderId, { paidFen: payload.totalFen, refundedFen: 0 });
  }
  const whenRefunded = await originsOf(
    ctx,
    refunded.map((event) => event.payload),
    { isFinal: false },
  );
  for (const { payload } of refunded) {
    tally.days.at(payload.shopId, dayFor(payload)).refundedFen += payload.amountFen;
    const origin = whenRefunded.get(payload.orderId);
    if (origin?.sceneId != null) tally.minutes.at(origin.sceneId, minuteOf(payload.at)).refundedFen += payload.amountFen;
    if (origin?.sceneId != null && origin.cardId !== null) tally.cards.at(origin.sceneId, origin.cardId).refundedFen += payload.amountFen;
    const sum = money.get(payload.orderId) ?? { paidFen: 0, refundedFen: 0 };
    money.set(payload.orderId, { ...sum, refundedFen: sum.refundedFen + payload.amountFen });
  }
  await addOriginMoney(ctx, money);
}

function countPaid(tally: Tally, order: OrderEvent, { day, origin }: { day: string; origin: Origin | undefined }): void {
  const daySum = tally.days.at(order.shopId, day);
  daySum.paidOrders += 1;
  daySum.paidFen += order.totalFen;
  tally.buyers.set(`${order.shopId} ${day} ${order.buyerId}`, { shopId: order.shopId, day, buyerId: order.buyerId });
  if (origin === undefined || origin.sceneId === null) return;
  const minute = tally.minutes.at(origin.sceneId, minuteOf(order.at));
  minute.paidOrders += 1;
  minute.paidFen += order.totalFen;
  for (const productId of new Set(order.lines.map((line) => line.productId))) tally.products.at(origin.sceneId, productId).paidOrders += 1;
  for (const line of order.lines) tally.products.at(origin.sceneId, line.productId).paidFen += line.totalFen;
  if (origin.cardId === null) return;
  const card = tally.cards.at(origin.sceneId, origin.cardId);
  card.paidOrders += 1;
  card.paidFen += order.totalFen;
}

/** Where orders came from: decided when placed, once more when paid, and kept from then on. */
async function originsOf(ctx: Ctx, orders: readonly OrderEvent[], { isFinal }: { isFinal: boolean }): Promise<Map<string, Origin>> {
  const known = isFinal
    ? new Map<string, Origin>()
    : await readOrigins(
        ctx,
        orders.map((order) => order.orderId),
      );
  const unknown = orders.filter((order) => !known.has(order.orderId));
  const found = await resolveOrigins(ctx, [...new Map(unknown.map((order) => [order.orderId, order])).values()]);
  await saveOrigins(ctx, found);
  return new Map([...known, ...found.map((origin) => [origin.orderId, origin] as const)]);
}

function isA<T extends EventType>(event: StoredEvent, type: T): event is StoredEvent<T> & { type: T } {
  return event.type === type;
}
