import { getOrders, requestRefunds, setWaiting } from '#modules/orders';
import { append, liveCardsOf } from '#modules/scenes';
import { must } from '#platform/assert';
import type { Subscriber } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import type { StoredEvent } from '#platform/events';
import { distinct } from './claim-seats.ts';
import { titleOf } from './present.ts';
import { leaveTeams } from './release-seats.ts';
import { readCampaigns } from './store.ts';

/** A complete team may ship; a failed one is refunded, each member by their own order. Apart from the seats' transaction, because it takes the orders' locks. */
const settleTeams: Subscriber = {
  name: 'group-buy.settle-teams',
  types: ['team.completed', 'team.failed'],
  async handle(ctx, events) {
    const completed = of(events, 'team.completed').flatMap((event) => event.payload.orderIds);
    const failed = of(events, 'team.failed').flatMap((event) => event.payload.orderIds);
    if (completed.length > 0) await setWaiting(ctx, completed, false);
    if (failed.length > 0)
      await requestRefunds(
        ctx,
        failed.map((orderId) => ({ orderId, reason: '未成团，全额退款', cause: 'team-failed' })),
      );
  },
};

/** A member the shop refunds in full leaves a team that is still open at once, so that it cannot complete with them. */
const freeRefundedSeats: Subscriber = {
  name: 'group-buy.free-refunded-seats',
  types: ['order.refund-requested'],
  async handle(ctx, events) {
    const requested = of(events, 'order.refund-requested')
      .map((event) => event.payload)
      .filter((refund) => refund.cause === 'by-shop');
    const orders = await getOrders(ctx, distinct(requested.map((refund) => refund.orderId)));
    const full = requested.filter((refund) => {
      const order = orders.get(refund.orderId);
      return order !== undefined && order.campaignId !== null && order.refundedFen + order.refundPendingFen >= order.paidFen;
    });
    await leaveTeams(ctx, distinct(full.map((refund) => refund.orderId)), 'refunding');
  },
};

/** The ticker of every scene the campaign is in. */
const tellScenes: Subscriber = {
  name: 'group-buy.tell-scenes',
  types: ['team.opened', 'team.joined', 'team.completed'],
  handle: tellTicker,
};

export const groupBuySubscribers: readonly Subscriber[] = [settleTeams, freeRefundedSeats, tellScenes];

interface Tick {
  readonly campaignId: string;
  readonly accountId: string;
  readonly what: 'team-opened' | 'team-joined' | 'team-completed';
  readonly count: number;
}

async function tellTicker(ctx: Ctx, events: readonly StoredEvent[]): Promise<void> {
  const ticks = events.flatMap((event) => tickOf(event) ?? []);
  const campaigns = await readCampaigns(ctx, distinct(ticks.map((tick) => tick.campaignId)));
  const cards = await liveCardsOf(
    ctx,
    'group-buy',
    campaigns.map((campaign) => campaign.id),
  );
  for (const card of cards.toSorted((a, b) => (a.sceneId < b.sceneId ? -1 : 1))) {
    const title = titleOf(
      must(
        campaigns.find(({ id }) => id === card.refId),
        'a card found by its campaign shows that campaign',
      ),
    );
    const lines = ticks
      .filter((tick) => tick.campaignId === card.refId)
      .map(({ what, accountId, count }) => ({ type: 'ticker' as const, what, accountId, title, count, cardId: card.id }));
    await append(ctx, card.sceneId, lines);
  }
}

function tickOf(event: StoredEvent): Tick | undefined {
  if (isA(event, 'team.opened')) return { ...event.payload, what: 'team-opened', count: event.payload.size };
  if (isA(event, 'team.joined')) return { ...event.payload, what: 'team-joined', count: event.payload.paidCount };
  // Named after the first to join, whose team it is.
  if (isA(event, 'team.completed'))
    return {
      ...event.payload,
      accountId: event.payload.accountIds[0] ?? '',
      what: 'team-completed',
      count: event.payload.accountIds.length,
    };
  return undefined;
}

type EventName = StoredEvent['type'];
function isA<T extends EventName>(event: StoredEvent, type: T): event is StoredEvent<T> {
  return event.type === type;
}
function of<T extends EventName>(events: readonly StoredEvent[], type: T): StoredEvent<T>[] {
  return events.filter((event): event is StoredEvent<T> => event.type === type);
}
