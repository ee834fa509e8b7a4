import type { Invariant } from './invariant.ts';

/** Law 4: a completed team has exactly its size of different people who paid; of a failed one everybody gets their money back. */
export const teamInvariants: readonly Invariant[] = [
  {
    name: 'a-completed-team-has-exactly-its-size-of-different-paid-members',
    law: 4,
    sql: `select t.id, t.size, t.paid_count, m.members, m.people from group_buy.teams t
           cross join lateral (select count(*) as members, count(distinct account_id) as people from group_buy.members where team_id = t.id and paid_at is not null and left_at is null) m
           where t.state = 'completed' and (m.members <> t.size or m.people <> t.size or t.paid_count <> t.size or t.held_count <> 0)`,
  },
  {
    name: 'no-team-has-more-seats-than-its-size-nor-one-person-twice',
    law: 4,
    sql: `select t.id, t.state, t.size, t.paid_count, t.held_count, m.paid, m.held, m.people from group_buy.teams t
           cross join lateral (select count(*) filter (where state = 'paid') as paid, count(*) filter (where state = 'reserved') as held, count(distinct account_id) as people from group_buy.members where team_id = t.id and state in ('paid', 'reserved')) m
           where t.held_count <> m.held or m.paid + m.held > t.size or m.people <> m.paid + m.held or (t.state = 'open' and t.paid_count <> m.paid) or (t.state = 'open' and m.paid >= t.size)`,
  },
  {
    name: 'nobody-stays-in-a-failed-team',
    law: 4,
    sql: `select t.id, t.state, m.order_id, m.state as member from group_buy.teams t join group_buy.members m on m.team_id = t.id
           where t.state in ('failed', 'void') and m.state = 'paid'`,
  },
  {
    name: 'members-of-a-failed-team-have-their-money-back',
    law: 4,
    isQuietOnly: true,
    sql: `select t.id, m.order_id, m.state, o.state as order_state, o.paid_fen, o.refunded_fen from group_buy.teams t join group_buy.members m on m.team_id = t.id join orders.orders o on o.id = m.order_id
           where t.state in ('failed', 'void') and m.paid_at is not null and (o.state <> 'refunded' or m.state <> 'refunded')
             and not exists (select from orders.refunds f where f.order_id = o.id and f.state = 'failed')`,
  },
  {
    name: 'who-was-refused-a-seat-has-their-money-back',
    law: 4,
    isQuietOnly: true,
    sql: `select m.order_id, m.state, o.state as order_state from group_buy.members m join orders.orders o on o.id = m.order_id
           where m.state in ('refused', 'refunding') and not exists (select from orders.refunds f where f.order_id = o.id and f.state = 'failed')`,
  },
  {
    name: 'a-seat-stands-as-its-order-does',
    law: 4,
    sql: `select m.order_id, m.state, o.state as order_state, m.team_id, o.team_id as order_team_id from group_buy.members m left join orders.orders o on o.id = m.order_id
           where o.id is null or o.team_id is distinct from m.team_id or o.campaign_id is distinct from m.campaign_id or o.buyer_id <> m.account_id
              or m.quantity <> (select sum(quantity) from orders.lines where order_id = o.id)
              or not case m.state when 'reserved' then o.state = 'unpaid' when 'released' then o.state = 'closed' when 'refunded' then o.state = 'refunded'
                                  when 'refused' then o.state = 'paid' else o.state in ('paid', 'shipped', 'delivered', 'completed') end`,
  },
  {
    name: 'every-order-of-a-group-buy-has-its-seat',
    law: 4,
    sql: `select o.id, o.state from orders.orders o left join group_buy.members m on m.order_id = o.id where o.offer_kind = 'group-buy' and m.order_id is null`,
  },
  {
    name: 'nothing-ships-before-its-team-is-complete',
    law: 4,
    sql: `select o.id, o.state, t.state as team from orders.orders o join group_buy.teams t on t.id = o.team_id
           where o.shipped_at is not null and t.state <> 'completed' or o.state = 'paid' and not o.is_waiting and t.state <> 'completed'`,
  },
  {
    name: 'orders-of-a-complete-team-may-ship',
    law: 4,
    isQuietOnly: true,
    sql: `select o.id, t.id as team_id from orders.orders o join group_buy.teams t on t.id = o.team_id where t.state = 'completed' and o.state = 'paid' and o.is_waiting`,
  },
  {
    name: 'a-campaign-counts-its-teams',
    law: 4,
    sql: `select c.id, c.teams_completed, t.completed, c.teams_failed, t.failed from group_buy.campaigns c
           cross join lateral (select count(*) filter (where state = 'completed') as completed, count(*) filter (where state = 'failed') as failed from group_buy.teams where campaign_id = c.id) t
           where c.teams_completed <> t.completed or c.teams_failed <> t.failed`,
  },
  {
    name: 'an-open-team-is-led-by-one-of-its-members',
    law: 4,
    sql: `select t.id, t.leader_id from group_buy.teams t where t.state = 'open' and not exists (select from group_buy.members m where m.team_id = t.id and m.account_id = t.leader_id and m.state in ('paid', 'reserved'))`,
  },
];
