import type { Invariant } from './invariant.ts';

/** What lines say was taken off an order by coupons, from the reasons of their prices. */
const takenOff = `select l.order_id, r ->> 'ref' as claim_id, -sum((r ->> 'amountFen')::bigint) as fen
  from orders.lines l cross join jsonb_array_elements(l.reasons) r where r ->> 'code' = 'coupon' group by 1, 2`;

export const couponInvariants: readonly Invariant[] = [
  {
    name: 'a-coupon-is-claimed-as-often-as-it-says-and-never-more-than-there-are',
    law: 5,
    sql: `select c.id, c.quantity, c.claimed, k.claims from coupons.coupons c
           cross join lateral (select count(*) as claims from coupons.claims where coupon_id = c.id) k
           where c.claimed <> k.claims or c.claimed > c.quantity`,
  },
  {
    name: 'nobody-claims-more-of-a-coupon-than-one-may',
    law: 5,
    sql: `select c.id, k.account_id, count(*) as claims from coupons.claims k join coupons.coupons c on c.id = k.coupon_id
           group by c.id, k.account_id having count(*) > c.per_person_max`,
  },
  {
    name: 'a-coupon-took-off-its-order-what-the-lines-say',
    law: 5,
    sql: `select k.id, k.order_id, k.discount_fen, t.fen from coupons.claims k left join (${takenOff}) t on t.order_id = k.order_id and t.claim_id = k.id
           where k.order_id is not null and k.discount_fen is distinct from t.fen`,
  },
  {
    name: 'an-order-has-one-coupon-in-its-price-and-holds-it-while-it-lives',
    law: 5,
    sql: `select o.id, o.state, t.claim_id, k.order_id from (${takenOff}) t join orders.orders o on o.id = t.order_id left join coupons.claims k on k.id = t.claim_id
           where (o.state not in ('closed', 'refunded') and k.order_id is distinct from o.id)
              or (select count(*) from (${takenOff}) other where other.order_id = t.order_id) > 1`,
  },
  {
    name: 'a-coupon-is-used-by-a-paid-order-and-free-when-its-order-is-over',
    law: 5,
    isQuietOnly: true,
    sql: `select k.id, k.order_id, k.used_at, o.state from coupons.claims k join orders.orders o on o.id = k.order_id
           where o.state in ('closed', 'refunded') or (k.used_at is null) <> (o.paid_at is null)`,
  },
  {
    name: 'the-reasons-of-a-line-add-up-to-what-it-costs',
    law: 3,
    sql: `select l.id, l.total_fen from orders.lines l
           where l.total_fen <> (select sum((r ->> 'amountFen')::bigint) from jsonb_array_elements(l.reasons) r)`,
  },
];
