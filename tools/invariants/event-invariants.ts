import type { Invariant } from './invariant.ts';

/** Events older than this may be forgotten already; nothing at all is while the log is whole. */
const isForgotten = (at: string) =>
  `coalesce(${at} < (select (value #>> '{}')::timestamptz from platform.settings where name = 'events.forgotten-before'), false)`;

/** Each event says which rows must have exactly one of it, and since when. */
const oneEach: readonly { readonly event: string; readonly key: string; readonly rows: string; readonly law: 3 | 4 | 7 }[] = [
  { event: 'order.placed', key: 'orderId', law: 3, rows: `select id, created_at as at from orders.orders` },
  { event: 'order.paid', key: 'orderId', law: 3, rows: `select id, paid_at as at from orders.orders where paid_at is not null` },
  { event: 'order.closed', key: 'orderId', law: 3, rows: `select id, closed_at as at from orders.orders where state = 'closed'` },
  { event: 'order.shipped', key: 'orderId', law: 3, rows: `select id, shipped_at as at from orders.orders where shipped_at is not null` },
  {
    event: 'order.delivered',
    key: 'orderId',
    law: 3,
    rows: `select id, delivered_at as at from orders.orders where delivered_at is not null`,
  },
  {
    event: 'order.completed',
    key: 'orderId',
    law: 3,
    rows: `select id, completed_at as at from orders.orders where completed_at is not null`,
  },
  { event: 'order.refund-requested', key: 'refundId', law: 3, rows: `select id, requested_at as at from orders.refunds` },
  {
    event: 'order.refunded',
    key: 'refundId',
    law: 3,
    rows: `select id, settled_at as at from orders.refunds where state = 'succeeded' and cause <> 'late-payment'`,
  },
  { event: 'team.completed', key: 'teamId', law: 4, rows: `select id, completed_at as at from group_buy.teams where state = 'completed'` },
  { event: 'team.failed', key: 'teamId', law: 4, rows: `select id, failed_at as at from group_buy.teams where state = 'failed'` },
  { event: 'card.dropped', key: 'cardId', law: 7, rows: `select id, dropped_at as at from scenes.cards` },
  { event: 'card.withdrawn', key: 'cardId', law: 7, rows: `select id, withdrawn_at as at from scenes.cards where not is_live` },
];

const exactlyOnce = oneEach.map(({ event, key, rows, law }): Invariant => ({
  name: `each-${event.replace('.', '-')}-is-announced-once`,
  law,
  sql: `select coalesce(r.id, e.id) as id, coalesce(e.times, 0) as times from (${rows}) r
          full join (select payload ->> '${key}' as id, count(*) as times from platform.events where type = '${event}' group by 1) e on e.id = r.id
         where r.id is null or e.times > 1 or (e.times is null and not ${isForgotten('r.at')})`,
}));

/** Every change of state has its event exactly once, and every event took effect exactly once. */
export const eventInvariants: readonly Invariant[] = [
  ...exactlyOnce,
  {
    name: 'each-comment-is-announced-once',
    law: 7,
    sql: `select coalesce(c.scene_id, e.scene_id) as scene_id, coalesce(c.seq, e.seq) as seq, coalesce(e.times, 0) as times from (select scene_id, seq, at from scenes.entries where type = 'comment') c
            full join (select payload ->> 'sceneId' as scene_id, (payload ->> 'seq')::bigint as seq, count(*) as times from platform.events where type = 'comment.posted' group by 1, 2) e on e.scene_id = c.scene_id and e.seq = c.seq
           where c.seq is null or e.times > 1 or (e.times is null and not ${isForgotten('c.at')})`,
  },
  {
    name: 'an-order-is-fully-refunded-once-and-says-so',
    law: 3,
    sql: `select o.id, o.state, e.times from orders.orders o
           cross join lateral (select count(*) as times from platform.events where type = 'order.refunded' and payload ->> 'orderId' = o.id and (payload ->> 'isFull')::boolean) e
           where o.paid_at is not null and (o.state = 'refunded')::int <> e.times and not (e.times = 0 and ${isForgotten('o.closed_at')})`,
  },
  { name: 'no-event-was-given-up', law: 8, sql: `select subscriber, event_id, type, error from platform.parked_events` },
  {
    name: 'every-subscriber-has-heard-everything',
    law: 8,
    isQuietOnly: true,
    sql: `select s.name, s.xid::text, s.id, s.last_error from platform.subscribers s where exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))`,
  },
  {
    name: 'a-shop-day-counts-every-order-once',
    law: 8,
    isQuietOnly: true,
    sql: `select coalesce(d.shop_id, o.shop_id) as shop_id, d.orders, o.orders as placed, d.paid_orders, o.paid_orders as paid, d.paid_fen, o.paid_fen as received_fen, d.refunded_fen, o.refunded_fen as went_back_fen
            from (select shop_id, sum(orders) as orders, sum(paid_orders) as paid_orders, sum(paid_fen) as paid_fen, sum(refunded_fen) as refunded_fen from insights.shop_days group by 1) d
            full join (select shop_id, count(*) as orders, count(paid_at) as paid_orders, coalesce(sum(total_fen) filter (where paid_at is not null), 0) as paid_fen,
                              coalesce(sum((select sum(amount_fen) from orders.refunds f where f.order_id = o.id and f.state = 'succeeded' and f.cause <> 'late-payment')), 0) as refunded_fen
                         from orders.orders o group by 1) o on o.shop_id = d.shop_id
           where (coalesce(d.orders, 0), coalesce(d.paid_orders, 0), coalesce(d.paid_fen, 0), coalesce(d.refunded_fen, 0)) is distinct from (coalesce(o.orders, 0), coalesce(o.paid_orders, 0), coalesce(o.paid_fen, 0), coalesce(o.refunded_fen, 0))`,
  },
  {
    name: 'a-scene-counts-every-comment-once',
    law: 8,
    isQuietOnly: true,
    sql: `select coalesce(m.scene_id, e.scene_id) as scene_id, m.comments, e.comments as written from (select scene_id, sum(comments) as comments from insights.scene_minutes group by 1) m
            full join (select scene_id, count(*) as comments from scenes.entries where type = 'comment' group by 1) e on e.scene_id = m.scene_id where coalesce(m.comments, 0) <> coalesce(e.comments, 0)`,
  },
];
