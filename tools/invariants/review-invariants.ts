import type { Invariant } from './invariant.ts';

/** Law 2: what a product's reviews come to is what they are, and every one comes from something that was received. */
export const reviewInvariants: readonly Invariant[] = [
  {
    name: 'ratings-are-what-reviews-add-up-to',
    law: 2,
    sql: `select coalesce(t.product_id, r.product_id) as product_id, t.review_count, r.reviews, t.stars_sum, r.stars, t.with_pictures, r.pictures, t.with_addition, r.additions from reviews.ratings t
            full join (select product_id, count(*) as reviews, sum(stars) as stars, count(*) filter (where stars = 1) as s1, count(*) filter (where stars = 2) as s2, count(*) filter (where stars = 3) as s3, count(*) filter (where stars = 4) as s4,
                              count(*) filter (where removed_at is null and cardinality(picture_ids || added_picture_ids) > 0) as pictures, count(*) filter (where removed_at is null and added_at is not null) as additions
                         from reviews.reviews group by product_id) r on r.product_id = t.product_id
           where (t.review_count, t.stars_sum, t.stars_1, t.stars_2, t.stars_3, t.stars_4, t.with_pictures, t.with_addition) is distinct from (r.reviews, r.stars, r.s1, r.s2, r.s3, r.s4, r.pictures, r.additions)`,
  },
  {
    name: 'every-review-is-of-a-line-its-buyer-received',
    law: 2,
    sql: `select r.id, r.line_id, p.is_reviewed, o.delivered_at from reviews.reviews r
            join reviews.purchases p on p.line_id = r.line_id left join orders.lines l on l.id = r.line_id left join orders.orders o on o.id = l.order_id
           where not p.is_reviewed or o.delivered_at is null or o.delivered_at > r.created_at or (o.buyer_id, l.product_id, o.shop_id) is distinct from (r.buyer_id, r.product_id, r.shop_id)
          union all
          select null, p.line_id, p.is_reviewed, p.received_at from reviews.purchases p where p.is_reviewed and not exists (select from reviews.reviews r where r.line_id = p.line_id)`,
  },
  {
    name: 'what-was-received-can-be-reviewed',
    law: 2,
    isQuietOnly: true,
    sql: `select l.id, o.state, p.is_refunded from orders.orders o join orders.lines l on l.order_id = o.id left join reviews.purchases p on p.line_id = l.id
           where o.delivered_at is not null and (p.line_id is null or p.is_refunded <> (o.state = 'refunded' or (l.total_fen > 0 and l.refunded_fen >= l.total_fen)))`,
  },
  {
    name: 'votes-replies-and-answers-are-counted-once',
    law: 2,
    sql: `select r.id, r.useful_count as counted, v.n as there from reviews.reviews r cross join lateral (select count(*) as n from reviews.useful_votes where review_id = r.id) v where r.useful_count <> v.n
          union all
          select r.id, r.reply_version, p.n from reviews.reviews r cross join lateral (select count(*) as n from reviews.replies where review_id = r.id) p where r.reply_version <> p.n
          union all
          select q.id, q.answer_count, a.n from reviews.questions q cross join lateral (select count(*) as n from reviews.answers where question_id = q.id) a where q.answer_count <> a.n`,
  },
];
