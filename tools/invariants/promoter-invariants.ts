import type { Invariant } from './invariant.ts';

/** Law 6: commissions only on what was paid and stayed paid, never above the cap, to nobody's own order, released once and after the return window. */
export const promoterInvariants: readonly Invariant[] = [
  {
    name: 'a-commission-is-of-a-paid-line-of-somebody-else',
    law: 6,
    sql: `select c.id, c.order_id, c.line_id, o.state, c.base_fen, l.total_fen from promoters.commissions c
            left join orders.orders o on o.id = c.order_id left join orders.lines l on l.id = c.line_id and l.order_id = c.order_id left join promoters.orders p on p.order_id = c.order_id
           where o.paid_at is null or l.total_fen is distinct from c.base_fen or c.shop_id <> o.shop_id or p.promoter_id is distinct from c.promoter_id or c.level not in (1, 2)
              or (c.promoter_id = o.buyer_id and c.reversed_fen <> c.amount_fen)`,
  },
  {
    name: 'commissions-of-a-line-stay-below-the-cap',
    law: 6,
    sql: `select c.order_id, c.line_id, count(*) as commissions, sum(c.amount_fen) as amount_fen, max(c.base_fen) as base_fen from promoters.commissions c
           group by c.order_id, c.line_id having count(*) > count(distinct c.level) or max(c.level) > 2
              or sum(c.amount_fen) * 10000 > max(c.base_fen) * (select n.value from policy.numbers n where n.name = 'commission_share_max_bp' and n.effective_from <= min(c.created_at) order by n.effective_from desc limit 1)`,
  },
  {
    name: 'an-order-promises-what-its-commissions-add-up-to',
    law: 6,
    sql: `select o.order_id, o.promised_fen, c.amount_fen from promoters.orders o cross join lateral (select coalesce(sum(amount_fen), 0) as amount_fen from promoters.commissions where order_id = o.order_id) c where o.promised_fen <> c.amount_fen`,
  },
  {
    name: 'a-commission-is-released-once-and-not-before-the-return-window-is-over',
    law: 6,
    sql: `select c.id, c.state, o.delivered_at, o.completed_at, r.released_fen, r.at from promoters.commissions c join orders.orders o on o.id = c.order_id
           join (select split_part(t.key, ':', 2) as id, -sum(e.amount_fen) as released_fen, count(*) as times, min(t.at) as at from ledger.transfers t join ledger.entries e on e.transfer_id = t.id and e.account like 'promoter:%:available' and e.amount_fen < 0
                  where t.kind like 'commission-%' group by 1) r on r.id = c.id
           where r.times > 1 or r.released_fen > c.amount_fen or o.completed_at is null or r.at < o.completed_at
              or o.completed_at < o.delivered_at + make_interval(days => (select n.value::int from policy.numbers n where n.name = 'return_window_days' and n.effective_from <= o.completed_at order by n.effective_from desc limit 1))`,
  },
  {
    name: 'nothing-is-earned-of-what-was-refunded',
    law: 6,
    isQuietOnly: true,
    sql: `select c.id, c.order_id, c.amount_fen, c.reversed_fen, c.rate_basis_points, l.total_fen, l.refunded_fen from promoters.commissions c join orders.lines l on l.id = c.line_id join promoters.orders p on p.order_id = c.order_id
           where c.amount_fen - c.reversed_fen <> case when p.is_own then 0 else (l.total_fen - l.refunded_fen) * c.rate_basis_points / 10000 end`,
  },
  {
    name: 'a-commission-stands-where-its-order-does',
    law: 6,
    isQuietOnly: true,
    sql: `select c.id, c.state, o.state as order_state from promoters.commissions c join orders.orders o on o.id = c.order_id
           where c.reversed_fen < c.amount_fen and c.state <> case when o.completed_at is not null then 'available' when o.delivered_at is not null then 'frozen' else 'pending' end`,
  },
  {
    // The link an order names wins; without one, the last other person's link its buyer followed within the window.
    name: 'who-brought-a-paid-order-earns-from-it',
    law: 6,
    isQuietOnly: true,
    sql: `select o.id, o.link_code, s.owner_id as sharer_id, p.promoter_id from orders.orders o
            left join promoters.orders p on p.order_id = o.id
            join lateral (select e.at from platform.events e where e.type = 'order.paid' and e.payload ->> 'orderId' = o.id limit 1) paid on true
            left join lateral (
              select owner_id from (
                select l.owner_id, 0 as rank, l.created_at as at, l.code from links.links l where l.code = o.link_code and l.owner_id <> o.buyer_id
                union all
                select v.sharer_id, 1, v.at, v.code from links.visits v where v.visitor_id = o.buyer_id and v.sharer_id <> o.buyer_id and v.at <= paid.at
                   and v.at > paid.at - make_interval(days => (select n.value::int from policy.numbers n where n.name = 'attribution_window_days' and n.effective_from <= paid.at order by n.effective_from desc limit 1))
              ) touch order by rank, at desc, code desc limit 1
            ) s on true
            left join promoters.promoters earner on earner.account_id = s.owner_id and earner.joined_at <= paid.at
           where o.paid_at is not null and not coalesce(p.is_own, false) and p.promoter_id is distinct from earner.account_id`,
  },
  {
    name: 'every-line-of-a-promoted-order-earns',
    law: 6,
    isQuietOnly: true,
    sql: `select l.order_id, l.id as line_id from promoters.orders p join orders.lines l on l.order_id = p.order_id left join promoters.commissions c on c.line_id = l.id and c.level = 1
           where p.promoter_id is not null and c.id is null and p.promised_fen > 0 and l.total_fen * (select min(rate_basis_points) from promoters.commissions x where x.order_id = p.order_id) / 10000 > 0`,
  },
];
