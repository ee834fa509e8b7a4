import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { AddressInput, Address } from './identity.ts';
import { Cursor, Fen, Id, Instant, Limit, PageQuery, Person, Picture, Quantity, SignedFen, Title, page, words } from './shapes.ts';

/** How a line wants to be bought: at the shop's price, or by a play. */
export const OfferInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('group-buy'),
    campaignId: Id,
    cardId: Id.optional().meta({ description: 'The card the shopper acted on; required to open a team.' }),
    teamId: Id.optional().meta({ description: 'Join this team; without it a new team is opened.' }),
  }),
]);
export type OfferInput = z.infer<typeof OfferInput>;
export const LineInput = z.object({ skuId: Id, quantity: Quantity });
/** Where the shopper came from; each part is optional and checked, never trusted. */
export const Trace = z.object({ linkCode: z.string().max(20).optional(), sceneId: Id.optional(), cardId: Id.optional() });
export type Trace = z.infer<typeof Trace>;

/** One reason a price is what it is. The first is the shop's price; the sum of all is what is paid. */
export const PriceReason = z
  .object({
    code: z.enum(['shop-price', 'group-buy', 'coupon', 'freight', 'free-freight']),
    amountFen: SignedFen,
    label: Title,
    ref: Id.nullable(),
  })
  .meta({ id: 'PriceReason' });
export const QuoteLine = z.object({
  skuId: Id,
  productId: Id,
  title: Title,
  options: z.array(Title),
  picture: Picture.nullable(),
  quantity: z.int(),
  unitPriceFen: Fen,
  totalFen: Fen,
  reasons: z.array(PriceReason),
});
/** A coupon the shopper holds, and what it would take off these lines; `refusal` says why it takes off nothing. */
export const QuoteCoupon = z
  .object({
    id: Id,
    title: Title,
    discountFen: Fen,
    refusal: z.enum(['threshold', 'other-products', 'offer', 'not-yet', 'new-buyers']).nullable(),
    missingFen: Fen.meta({ description: 'What the sum lacks to reach the threshold.' }),
    useUntil: Instant,
  })
  .meta({ id: 'QuoteCoupon' });
export type QuoteCoupon = z.infer<typeof QuoteCoupon>;
export const Quote = z
  .object({
    shopId: Id,
    lines: z.array(QuoteLine),
    goodsFen: Fen,
    freightFen: Fen,
    totalFen: Fen,
    reasons: z.array(PriceReason),
    couponId: Id.nullable().meta({ description: 'The coupon that is in the price.' }),
    coupons: z.array(QuoteCoupon).meta({ description: 'What I hold of this shop, the best first; only where coupons were asked for.' }),
    problems: z.array(z.object({ skuId: Id.nullable(), code: z.string(), title: z.string() })),
  })
  .meta({ id: 'Quote' });
export type Quote = z.infer<typeof Quote>;

export const orderStates = ['unpaid', 'paid', 'shipped', 'delivered', 'completed', 'closed', 'refunded'] as const;
export const orderNeeds = ['to-ship', 'refunding'] as const;
/** `waiting` is true while a paid order may not ship yet, e.g. until its team is complete. */
export const OrderView = z
  .object({
    id: Id,
    number: z.string(),
    shopId: Id,
    shopName: Title,
    state: z.enum(orderStates),
    isWaiting: z.boolean(),
    waitingFor: z.enum(['team']).nullable(),
    teamId: Id.nullable(),
    lines: z.array(QuoteLine.extend({ refundedFen: Fen })),
    goodsFen: Fen,
    freightFen: Fen,
    totalFen: Fen,
    paidFen: Fen,
    refundedFen: Fen,
    refundState: z.enum(['none', 'pending', 'partial', 'full']),
    address: Address.omit({ id: true, isDefault: true }).nullable(),
    note: z.string(),
    createdAt: Instant,
    payBy: Instant.nullable(),
    paidAt: Instant.nullable(),
    shippedAt: Instant.nullable(),
    deliveredAt: Instant.nullable(),
    completedAt: Instant.nullable(),
    closedAt: Instant.nullable(),
    closeReason: z.enum(['unpaid', 'by-buyer', 'by-shop', 'team-failed', 'late-payment', 'refunded']).nullable(),
    parcel: z.object({ carrier: z.string(), trackingNo: z.string() }).nullable(),
  })
  .meta({ id: 'OrderView' });
export type OrderView = z.infer<typeof OrderView>;

/** Why an order came to be: who shared, in which scene, from which card. */
export const OrderOrigin = z
  .object({
    sharer: Person.nullable(),
    linkCode: z.string().nullable(),
    sceneId: Id.nullable(),
    sceneTitle: Title.nullable(),
    sceneKind: z.string().nullable(),
    cardId: Id.nullable(),
    cardKind: z.string().nullable(),
    campaignTitle: Title.nullable(),
  })
  .meta({ id: 'OrderOrigin' });
export const ConsoleOrder = OrderView.extend({ buyer: Person, origin: OrderOrigin, commissionFen: Fen }).meta({ id: 'ConsoleOrder' });
export type ConsoleOrder = z.infer<typeof ConsoleOrder>;
export const CartLine = z.object({
  skuId: Id,
  productId: Id,
  shopId: Id,
  title: Title,
  options: z.array(Title),
  picture: Picture.nullable(),
  priceFen: Fen,
  quantity: z.int(),
  stock: z.int(),
  isAvailable: z.boolean(),
});

const orderId = z.object({ orderId: Id });
const ofShop = z.object({ shopId: Id, orderId: Id });
export const orders = defineApi({
  'GET /api/cart': { summary: 'My cart', access: 'guest', reply: z.object({ items: z.array(CartLine) }) },
  'PUT /api/cart/{skuId}': {
    summary: 'Set how many of a SKU are in my cart; 0 removes it',
    access: 'guest',
    params: z.object({ skuId: Id }),
    body: z.object({ quantity: z.int().min(0).max(999) }),
    reply: z.object({ items: z.array(CartLine) }),
    problems: ['product_unavailable', 'cart_full'],
  },
  'POST /api/quote': {
    summary: 'What lines would cost now, with every reason; nothing is reserved',
    access: 'guest',
    perMinute: 240,
    body: z.object({
      lines: z.array(LineInput).min(1).max(50),
      offer: OfferInput.optional(),
      province: z.string().max(20).optional(),
      coupon: z
        .union([z.enum(['best', 'none']), Id])
        .optional()
        .meta({ description: 'A coupon I hold, the one that takes off most, or none; without it coupons are not looked at.' }),
    }),
    reply: Quote,
    problems: ['product_unavailable', 'several_shops'],
  },
  'POST /api/orders': {
    summary: 'Place an order; stock and seat are reserved until payBy',
    access: 'guest',
    idempotency: 'required',
    status: 201,
    perMinute: 120,
    body: z.object({
      lines: z.array(LineInput).min(1).max(50),
      offer: OfferInput.optional(),
      couponId: Id.optional().meta({ description: 'A coupon I hold; it is taken with the order and comes back if the order is closed.' }),
      address: z.union([z.object({ addressId: Id }), AddressInput]),
      expectedTotalFen: Fen.meta({ description: 'The total the shopper saw; another total is refused, never charged.' }),
      note: z.string().max(200).default(''),
      trace: Trace.optional(),
    }),
    reply: OrderView,
    problems: [
      'price_changed',
      'out_of_stock',
      'product_unavailable',
      'several_shops',
      'team_full',
      'team_ended',
      'already_in_team',
      'campaign_not_running',
      'campaign_sold_out',
      'campaign_limit_reached',
      'offer_not_here',
      'coupon_unusable',
      'account_required',
      'busy',
    ],
  },
  'GET /api/orders': {
    summary: 'My orders, newest first',
    access: 'guest',
    query: PageQuery.extend({ state: z.enum(orderStates).optional() }),
    reply: page(OrderView),
  },
  'GET /api/orders/counts': {
    summary: 'How many of my orders are in each state',
    access: 'guest',
    reply: z.object({ counts: z.record(z.enum(orderStates), z.int()) }),
  },
  'GET /api/orders/{orderId}': { summary: 'One of my orders', access: 'guest', params: orderId, reply: OrderView },
  'POST /api/orders/{orderId}/cancel': {
    summary: 'Cancel my unpaid order; stock and seat go back',
    access: 'guest',
    params: orderId,
    reply: OrderView,
    problems: ['order_not_unpaid'],
  },
  'POST /api/orders/{orderId}/receive': {
    summary: 'I have received it',
    access: 'guest',
    params: orderId,
    reply: OrderView,
    problems: ['order_not_shipped'],
  },
  'GET /api/console/shops/{shopId}/orders': {
    summary: 'Orders of a shop',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    query: z.object({
      state: z.enum(orderStates).optional(),
      need: z.enum(orderNeeds).optional().meta({ description: 'What waits: orders that may ship now, or whose refund is on its way.' }),
      sceneId: Id.optional(),
      paidFrom: Instant.optional().meta({ description: 'Paid at this moment or later.' }),
      paidBefore: Instant.optional(),
      q: z.string().max(60).optional(),
      cursor: Cursor.optional(),
      limit: Limit,
    }),
    reply: page(ConsoleOrder),
  },
  'GET /api/console/shops/{shopId}/orders/{orderId}': {
    summary: 'One order and what it came from',
    access: 'shop:staff',
    params: ofShop,
    reply: ConsoleOrder,
  },
  'POST /api/console/shops/{shopId}/orders/{orderId}/ship': {
    summary: 'Hand over to a carrier',
    access: 'shop:operator',
    params: ofShop,
    body: z.object({ carrier: words(30), trackingNo: z.string().regex(/^[0-9A-Za-z-]{5,40}$/) }),
    reply: ConsoleOrder,
    problems: ['order_not_paid', 'order_waiting', 'refund_pending'],
  },
  'POST /api/console/shops/{shopId}/orders/{orderId}/deliver': {
    summary: 'Mark as delivered',
    access: 'shop:operator',
    params: ofShop,
    reply: ConsoleOrder,
    problems: ['order_not_shipped'],
  },
  'POST /api/console/shops/{shopId}/orders/{orderId}/refund': {
    summary: 'Refund all or a part',
    access: 'shop:operator',
    params: ofShop,
    idempotency: 'required',
    body: z.object({ amountFen: Fen.min(1).optional(), reason: words(200) }),
    reply: ConsoleOrder,
    problems: ['order_not_paid', 'refund_too_large', 'refund_pending'],
  },
});

export const ordersProblems = defineProblems({
  price_changed: [409, 'The price has changed; please check the new total.', '价格有变化，请确认新的金额'],
  several_shops: [422, 'An order belongs to one shop.', '一个订单只能包含一个店铺的商品'],
  cart_full: [409, 'Your cart holds at most 100 kinds.', '购物车最多放 100 种商品'],
  order_not_unpaid: [409, 'This order is not waiting for payment any more.', '订单已不是待付款状态'],
  order_not_paid: [409, 'This order is not in the paid state.', '订单不是已付款状态'],
  order_waiting: [409, 'This order may not ship before its team is complete.', '成团后才能发货'],
  order_not_shipped: [409, 'This order has not been shipped.', '订单尚未发货'],
  refund_too_large: [422, 'A refund cannot be more than what was paid and not yet refunded.', '退款金额超过可退金额'],
  refund_pending: [409, 'A refund of this order is on its way.', '该订单正在退款中'],
});
