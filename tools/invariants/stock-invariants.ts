import type { Invariant } from './invariant.ts';

/** Law 2: nothing below zero and never more taken than offered; every count is what its rows add up to. */
export const stockInvariants: readonly Invariant[] = [
  {
    name: 'stock-is-never-below-zero-nor-promised-twice',
    law: 2,
    sql: `select * from inventory.levels where on_hand < 0 or reserved < 0 or sold < 0 or reserved > on_hand or (not is_open and reserved > 0)`,
  },
  {
    name: 'levels-are-what-reservations-add-up-to',
    law: 2,
    sql: `select coalesce(l.sku_id, r.sku_id) as sku_id, l.reserved, r.held, l.sold, r.taken from inventory.levels l
            full join (select sku_id, coalesce(sum(quantity) filter (where state = 'reserved'), 0) as held, coalesce(sum(quantity) filter (where state = 'taken'), 0) as taken from inventory.reservations group by sku_id) r on r.sku_id = l.sku_id
           where l.sku_id is null or l.reserved <> coalesce(r.held, 0) or l.sold <> coalesce(r.taken, 0)`,
  },
  {
    name: 'levels-are-what-movements-add-up-to',
    law: 2,
    sql: `select coalesce(l.sku_id, m.sku_id) as sku_id, l.on_hand, m.on_hand as moved_on_hand, l.reserved, m.reserved as moved_reserved from inventory.levels l
            full join (select sku_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved from inventory.movements group by sku_id) m on m.sku_id = l.sku_id
           where l.sku_id is null or m.sku_id is null or l.on_hand <> m.on_hand or l.reserved <> m.reserved`,
  },
  {
    name: 'units-sold-and-on-hand-are-the-units-there-ever-were',
    law: 2,
    sql: `select l.sku_id, l.on_hand, l.sold, m.brought from inventory.levels l
            join (select sku_id, sum(on_hand_change) as brought from inventory.movements where kind in ('opened', 'adjusted') group by sku_id) m on m.sku_id = l.sku_id
           where l.on_hand + l.sold <> m.brought`,
  },
  {
    name: 'an-order-holds-the-units-of-its-lines',
    law: 2,
    sql: `select coalesce(l.order_id, r.ref) as order_id, coalesce(l.sku_id, r.sku_id) as sku_id, l.quantity as ordered, r.quantity as held
            from (select order_id, sku_id, sum(quantity) as quantity from orders.lines group by order_id, sku_id) l
            full join inventory.reservations r on r.ref = l.order_id and r.sku_id = l.sku_id where l.quantity is distinct from r.quantity`,
  },
  {
    name: 'units-are-held-as-their-order-stands',
    law: 2,
    sql: `select o.id, o.state, r.sku_id, r.state as units from orders.orders o join inventory.reservations r on r.ref = o.id
           where r.state <> case when o.state = 'unpaid' then 'reserved' when o.state = 'closed' then 'released'
                                 when o.state = 'refunded' and o.shipped_at is null then 'returned' else 'taken' end`,
  },
  {
    name: 'a-campaign-never-gives-out-more-than-its-quota',
    law: 2,
    sql: `select c.id, c.quota, c.claimed, c.paid_members, m.units, m.paid from group_buy.campaigns c
           cross join lateral (select coalesce(sum(quantity) filter (where holds_units), 0) as units, count(*) filter (where state = 'paid') as paid from group_buy.members where campaign_id = c.id) m
           where c.claimed <> m.units or m.units > c.quota or c.claimed < 0 or c.paid_members <> m.paid`,
  },
  {
    name: 'a-buyer-never-holds-more-of-a-campaign-than-allowed',
    law: 2,
    sql: `select coalesce(b.campaign_id, m.campaign_id) as campaign_id, coalesce(b.account_id, m.account_id) as account_id, b.units, m.units as held
            from group_buy.buyers b
            full join (select campaign_id, account_id, sum(quantity) as units from group_buy.members where holds_units group by 1, 2) m on m.campaign_id = b.campaign_id and m.account_id = b.account_id
           where coalesce(b.units, 0) <> coalesce(m.units, 0) or m.units > (select per_buyer_max from group_buy.campaigns c where c.id = m.campaign_id)`,
  },
  {
    name: 'a-community-holds-its-members-and-no-more-than-it-may',
    law: 2,
    sql: `select c.id, c.capacity, c.member_count, m.members, m.leaders from communities.communities c
           cross join lateral (select count(*) as members, count(*) filter (where role = 'leader' and account_id = c.leader_id) as leaders from communities.members where community_id = c.id and state = 'in') m
           where c.member_count <> m.members or m.members > c.capacity or m.leaders <> 1`,
  },
];
