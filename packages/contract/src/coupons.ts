import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Fen, Id, Instant, PageQuery, Person, Title, page } from './shapes.ts';

/** What a coupon takes off, from which sum on, and what it is for: all that a shopper must know before claiming it. */
export const CouponTerms = z
  .object({
    kind: z.enum(['amount', 'percent']),
    amountFen: Fen.nullable().meta({ description: 'Of kind amount: what is taken off.' }),
    percentOff: z.int().min(1).max(99).nullable().meta({ description: 'Of kind percent: 20 takes a fifth off (八折).' }),
    capFen: Fen.nullable().meta({ description: 'Of kind percent: the most it takes off.' }),
    thresholdFen: Fen.meta({ description: 'What it counts for has to cost at least this; 0 asks for nothing.' }),
    productIds: z.array(Id).max(200).meta({ description: 'Counts for these products only; empty is everything of the shop.' }),
    isForNewBuyers: z.boolean().meta({ description: 'Only for who has not paid an order of this shop yet.' }),
    worksWithOffers: z.boolean().meta({ description: 'Also counts for what is bought at the price of a play.' }),
  })
  .meta({ id: 'CouponTerms' });
export type CouponTerms = z.infer<typeof CouponTerms>;

export const couponStates = ['upcoming', 'running', 'stopped', 'over'] as const;
export const CouponView = z
  .object({
    id: Id,
    shopId: Id,
    title: Title,
    terms: CouponTerms,
    state: z.enum(couponStates).meta({ description: 'Whether it can be claimed now.' }),
    quantity: z.int(),
    quantityLeft: z.int(),
    perPersonMax: z.int(),
    claimFrom: Instant,
    claimUntil: Instant,
    validDays: z.int().nullable().meta({ description: 'Usable so many days from the claim; null where useFrom and useUntil say when.' }),
    useFrom: Instant.nullable(),
    useUntil: Instant.nullable(),
    isListed: z.boolean().meta({ description: 'Offered on the pages of the shop; otherwise only where it was dropped as a card.' }),
    claimedByMe: z.int().meta({ description: '0 for who is not signed in.' }),
  })
  .meta({ id: 'CouponView' });
export type CouponView = z.infer<typeof CouponView>;

/** One coupon in somebody's hands. */
export const heldCouponStates = ['upcoming', 'usable', 'held', 'used', 'expired'] as const;
export const HeldCoupon = z
  .object({
    id: Id,
    coupon: CouponView,
    shopName: Title,
    state: z.enum(heldCouponStates).meta({ description: '`held` belongs to an order that waits for its payment.' }),
    claimedAt: Instant,
    useFrom: Instant,
    useUntil: Instant,
    orderId: Id.nullable(),
  })
  .meta({ id: 'HeldCoupon' });
export type HeldCoupon = z.infer<typeof HeldCoupon>;

/** A coupon as everybody in the scene sees it. */
export const CouponCard = z.object({ coupon: CouponView, claimed: z.int() }).meta({ id: 'CouponCard' });
export type CouponCard = z.infer<typeof CouponCard>;

export const CouponInput = z.object({
  title: Title,
  terms: CouponTerms,
  quantity: z.int().min(1).max(10_000_000),
  perPersonMax: z.int().min(1).max(100).default(1),
  claimFrom: Instant,
  claimUntil: Instant,
  validDays: z.int().min(1).max(365).nullable().default(null),
  useFrom: Instant.nullable().default(null),
  useUntil: Instant.nullable().default(null),
  isListed: z.boolean().default(true),
});

const couponId = z.object({ couponId: Id });
const ofShop = z.object({ shopId: Id, couponId: Id });
/** What came of a coupon so far. */
const figures = { claimed: z.int(), held: z.int(), used: z.int(), discountFen: Fen, paidFen: Fen };
export const ConsoleCoupon = CouponView.extend(figures).meta({ id: 'ConsoleCoupon' });
export type ConsoleCoupon = z.infer<typeof ConsoleCoupon>;

export const coupons = defineApi({
  'GET /api/shops/{shopId}/coupons': {
    summary: 'Coupons the shop offers now, for everything or for one product',
    access: 'public',
    params: z.object({ shopId: Id }),
    query: z.object({ productId: Id.optional() }),
    reply: z.object({ items: z.array(CouponView) }),
  },
  'GET /api/coupons/{couponId}': { summary: 'One coupon and its terms', access: 'public', params: couponId, reply: CouponView },
  'POST /api/coupons/{couponId}/claims': {
    summary: 'Claim a coupon',
    access: 'account',
    idempotency: 'required',
    params: couponId,
    status: 201,
    perMinute: 60,
    reply: HeldCoupon,
    problems: ['coupon_not_running', 'coupon_all_claimed', 'coupon_limit_reached', 'coupon_new_buyers_only', 'busy'],
  },
  'GET /api/me/coupons': {
    summary: 'Coupons I hold, those that end first first',
    access: 'guest',
    query: PageQuery.extend({ state: z.enum(['usable', 'used', 'expired']).default('usable'), shopId: Id.optional() }),
    reply: page(HeldCoupon),
  },
  'GET /api/console/shops/{shopId}/coupons': {
    summary: 'Coupons of a shop, newest first, with what came of them',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    query: PageQuery.extend({ state: z.enum(couponStates).optional() }),
    reply: page(ConsoleCoupon),
  },
  'POST /api/console/shops/{shopId}/coupons': {
    summary: 'Offer a coupon',
    access: 'shop:operator',
    params: z.object({ shopId: Id }),
    body: CouponInput,
    status: 201,
    reply: ConsoleCoupon,
    problems: ['coupon_time_wrong', 'coupon_terms_wrong', 'product_unavailable'],
  },
  'GET /api/console/shops/{shopId}/coupons/{couponId}': {
    summary: 'One coupon with what came of it',
    access: 'shop:staff',
    params: ofShop,
    reply: ConsoleCoupon,
  },
  'PUT /api/console/shops/{shopId}/coupons/{couponId}': {
    summary: 'Change a coupon; once somebody has claimed it only its title, quantity, claiming time and listing',
    access: 'shop:operator',
    params: ofShop,
    body: CouponInput,
    reply: ConsoleCoupon,
    problems: ['coupon_time_wrong', 'coupon_terms_wrong', 'coupon_terms_fixed', 'product_unavailable'],
  },
  'POST /api/console/shops/{shopId}/coupons/{couponId}/stop': {
    summary: 'Nobody claims it any more; who holds it may use it',
    access: 'shop:operator',
    params: ofShop,
    reply: ConsoleCoupon,
  },
  'GET /api/console/shops/{shopId}/coupons/{couponId}/claims': {
    summary: 'Who holds a coupon and what it was used for, newest first',
    access: 'shop:operator',
    params: ofShop,
    query: PageQuery,
    reply: page(
      z.object({
        id: Id,
        person: Person,
        claimedAt: Instant,
        useUntil: Instant,
        state: z.enum(heldCouponStates),
        orderId: Id.nullable(),
        discountFen: Fen.nullable(),
      }),
    ),
  },
});
export const couponsProblems = defineProblems({
  coupon_not_running: [409, 'This coupon cannot be claimed now.', '这张优惠券现在不能领取'],
  coupon_all_claimed: [409, 'All of these coupons have been claimed.', '优惠券已被领完'],
  coupon_limit_reached: [409, 'You have claimed as many as one person may.', '已达到每人限领数量'],
  coupon_new_buyers_only: [409, 'This coupon is for those who have not bought here yet.', '该券仅限未在本店消费过的新客'],
  /** Used meanwhile, expired, or not for what is being bought; the checkout asks for a new quote. */
  coupon_unusable: [409, 'This coupon cannot be used for this order.', '这张优惠券不能用于该订单'],
  coupon_time_wrong: [422, 'Claiming must end after it begins, and use must end after claiming begins.', '领取和使用时间设置有误'],
  coupon_terms_wrong: [422, 'A coupon takes off less than it asks for, and at least ¥0.01.', '优惠额度设置有误：须大于 0 且小于使用门槛'],
  coupon_terms_fixed: [409, 'Somebody holds this coupon already; its terms can no longer change.', '已有人领取，优惠内容不能再修改'],
});
