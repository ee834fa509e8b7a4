import type { Invariant } from './invariant.ts';

/** Law 3: an order is paid once at most, what is refunded was paid, and money that paid nothing goes back. */
export const orderInvariants: readonly Invariant[] = [
  {
    name: 'an-order-is-paid-at-most-once',
    law: 3,
    sql: `select o.id, o.state, o.paid_at, r.accepted, r.accepted_fen, o.total_fen from orders.orders o
           cross join lateral (select count(*) filter (where verdict = 'accepted') as accepted, sum(amount_fen) filter (where verdict = 'accepted') as accepted_fen from orders.receipts where order_id = o.id) r
           where r.accepted <> (o.paid_at is not null)::int or (r.accepted = 1 and r.accepted_fen <> o.total_fen)
              or (o.state in ('unpaid', 'closed')) = (o.paid_at is not null)`,
  },
  {
    name: 'an-order-knows-all-money-that-came-and-went',
    law: 3,
    sql: `select o.id, o.paid_fen, r.fen as received_fen, o.refunded_fen, f.done_fen, o.refund_pending_fen, f.pending_fen from orders.orders o
           cross join lateral (select coalesce(sum(amount_fen), 0) as fen from orders.receipts where order_id = o.id) r
           cross join lateral (select coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0) as done_fen, coalesce(sum(amount_fen) filter (where state = 'pending'), 0) as pending_fen from orders.refunds where order_id = o.id) f
           where o.paid_fen <> r.fen or o.refunded_fen <> f.done_fen or o.refund_pending_fen <> f.pending_fen or f.done_fen + f.pending_fen > r.fen`,
  },
  {
    name: 'no-more-is-refunded-of-a-payment-than-it-brought',
    law: 3,
    sql: `select r.payment_id, r.order_id, r.amount_fen, sum(f.amount_fen) as refunded_fen from orders.receipts r
            join orders.refunds f on f.payment_id = r.payment_id and f.state <> 'failed' group by r.payment_id having sum(f.amount_fen) > r.amount_fen or bool_or(f.order_id <> r.order_id)`,
  },
  {
    name: 'an-order-is-the-sum-of-its-lines',
    law: 3,
    sql: `select o.id, o.goods_fen, o.total_fen, l.goods_fen as lines_fen from orders.orders o
           cross join lateral (select coalesce(sum(total_fen), 0) as goods_fen, count(*) as lines, bool_and(total_fen = unit_price_fen * quantity - coalesce((select -sum((r ->> 'amountFen')::bigint) from jsonb_array_elements(reasons) r where r ->> 'code' = 'coupon'), 0)) as is_exact from orders.lines where order_id = o.id) l
           where o.goods_fen <> l.goods_fen or o.total_fen <> o.goods_fen + o.freight_fen or l.lines = 0 or not l.is_exact`,
  },
  {
    name: 'a-line-knows-its-part-of-every-refund',
    law: 3,
    sql: `select l.id, l.order_id, l.refunded_fen, p.done_fen, l.refund_pending_fen, p.pending_fen from orders.lines l
            left join (select f.order_id, part ->> 'lineId' as line_id, sum((part ->> 'amountFen')::bigint) filter (where f.state = 'succeeded') as done_fen, sum((part ->> 'amountFen')::bigint) filter (where f.state = 'pending') as pending_fen
                         from orders.refunds f cross join jsonb_array_elements(f.per_line) part group by 1, 2) p on p.line_id = l.id and p.order_id = l.order_id
           where l.refunded_fen <> coalesce(p.done_fen, 0) or l.refund_pending_fen <> coalesce(p.pending_fen, 0) or l.refunded_fen + l.refund_pending_fen > l.total_fen`,
  },
  {
    // What is not of a line is freight; money that paid nothing bought no line.
    name: 'the-parts-of-a-refund-sum-to-it',
    law: 3,
    sql: `select o.id, o.freight_fen, f.rest_fen, f.late_parts from orders.orders o
            join (select f.order_id, coalesce(sum(f.amount_fen - p.fen) filter (where f.cause <> 'late-payment' and f.state <> 'failed'), 0) as rest_fen, min(f.amount_fen - p.fen) as least_fen,
                         sum(jsonb_array_length(f.per_line)) filter (where f.cause = 'late-payment') as late_parts
                    from orders.refunds f cross join lateral (select coalesce(sum((part ->> 'amountFen')::bigint), 0) as fen from jsonb_array_elements(f.per_line) part) p group by f.order_id) f on f.order_id = o.id
           where f.rest_fen > o.freight_fen or f.least_fen < 0 or f.late_parts > 0`,
  },
  {
    name: 'money-that-paid-nothing-is-on-its-way-back',
    law: 3,
    sql: `select r.payment_id, r.order_id, r.verdict, r.amount_fen from orders.receipts r
           where r.verdict <> 'accepted' and not exists (select from orders.refunds f where f.payment_id = r.payment_id and f.cause = 'late-payment' and f.amount_fen = r.amount_fen)`,
  },
  {
    name: 'an-order-of-which-nothing-is-left-is-refunded',
    law: 3,
    sql: `select o.id, o.state, r.amount_fen, f.done_fen, f.pending from orders.orders o join orders.receipts r on r.order_id = o.id and r.verdict = 'accepted'
           cross join lateral (select coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0) as done_fen, count(*) filter (where state = 'pending') as pending from orders.refunds where payment_id = r.payment_id) f
           where (o.state = 'refunded') <> (f.done_fen = r.amount_fen)`,
  },
  {
    name: 'orders-know-of-every-payment-that-arrived',
    law: 3,
    sql: `select coalesce(p.id, r.payment_id) as payment_id, p.paid_fen, r.amount_fen from (select * from payments.payments where state = 'succeeded') p
            full join orders.receipts r on r.payment_id = p.id where p.id is null or r.payment_id is null or p.paid_fen <> r.amount_fen or p.order_id <> r.order_id`,
  },
  {
    name: 'refunds-at-the-provider-are-refunds-of-orders',
    law: 3,
    sql: `select p.id, p.state, f.state as order_state, p.amount_fen, f.amount_fen as order_fen from payments.refunds p left join orders.refunds f on f.id = p.id
           where f.id is null or f.amount_fen <> p.amount_fen or f.payment_id <> p.payment_id or f.order_id <> p.order_id
              or f.state <> case when p.state in ('succeeded', 'failed') then p.state else 'pending' end`,
  },
  {
    name: 'a-payment-knows-what-of-it-went-back',
    law: 3,
    sql: `select p.id, p.paid_fen, p.refunded_fen, r.fen from payments.payments p cross join lateral (select coalesce(sum(amount_fen), 0) as fen from payments.refunds where payment_id = p.id and state = 'succeeded') r
           where p.refunded_fen <> r.fen or r.fen > p.paid_fen`,
  },
  {
    name: 'steps-of-an-order-follow-each-other',
    law: 3,
    sql: `select id, state, created_at, paid_at, shipped_at, delivered_at, completed_at, closed_at from orders.orders
           where (state = 'unpaid' and coalesce(paid_at, shipped_at, delivered_at, completed_at, closed_at) is not null) or (state = 'paid' and coalesce(shipped_at, delivered_at, completed_at, closed_at) is not null)
              or (state = 'shipped' and (shipped_at is null or coalesce(delivered_at, completed_at, closed_at) is not null)) or (state = 'delivered' and (delivered_at is null or coalesce(completed_at, closed_at) is not null))
              or (state = 'completed' and (completed_at is null or closed_at is not null)) or shipped_at < paid_at or delivered_at < shipped_at or completed_at < delivered_at
              or (shipped_at is not null and is_waiting)`,
  },
  {
    name: 'every-refund-asked-for-reached-its-end',
    law: 3,
    isQuietOnly: true,
    sql: `select f.id, f.order_id, f.state, p.state as at_provider from orders.refunds f left join payments.refunds p on p.id = f.id where f.state = 'pending' or p.id is null or p.state not in ('succeeded', 'failed')`,
  },
  {
    name: 'money-that-paid-nothing-is-back',
    law: 3,
    isQuietOnly: true,
    sql: `select r.payment_id, r.order_id, r.verdict, r.amount_fen from orders.receipts r
           where r.verdict <> 'accepted' and not exists (select from orders.refunds f where f.payment_id = r.payment_id and f.cause = 'late-payment' and f.state in ('succeeded', 'failed'))`,
  },
  {
    name: 'one-order-for-one-key',
    law: 3,
    sql: `select k.result ->> 'orderId' as order_id, count(*) as keys from platform.idempotency_keys k
            left join orders.orders o on o.id = k.result ->> 'orderId' where k.route = 'POST /api/orders'
           group by 1 having count(*) > 1 or bool_or(o.id is null)`,
  },
  {
    // Keys are forgotten after a day, from the oldest on. One written by a transaction that was under way meanwhile may stay
    // alone, so it is the youngest that tells which orders still have theirs.
    name: 'no-order-without-a-key',
    law: 3,
    sql: `select o.id, o.created_at from orders.orders o
           where o.created_at > (select greatest(min(created_at), max(created_at) - interval '1 day') from platform.idempotency_keys)
             and not exists (select from platform.idempotency_keys k where k.result ->> 'orderId' = o.id)`,
  },
  {
    name: 'a-key-that-was-kept-has-its-answer',
    law: 3,
    sql: `select account_id, key, route from platform.idempotency_keys where result is null`,
  },
];
