import { createAccount } from '#modules/identity';
import { deliverOrder, getOrders, placeOrders, shipOrder } from '#modules/orders';
import { openPayments, settlePaymentOutcomes } from '#modules/payments';
import { quote } from '#modules/pricing';
import { addToReview, answerAsBuyer, answerAsShop, askQuestion, markUseful, replyToReview, writeReview } from '#modules/reviews';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { purchases, questions, shoppers, type DemoPurchase } from '../../demo/reviews.ts';
import { changePayment, insertPayment } from '../sandbox-pay/store.ts';

const day = 86_400_000;

/** Ids by the handles of the demo texts. */
export interface DemoIds {
  readonly shopId: string;
  readonly people: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, { productId: string; skuIds: string[] }>;
  readonly pictureIds: ReadonlyMap<string, string>;
}

/** The same command some days earlier, so that a parcel has had its time. */
function daysBefore(ctx: Ctx, days: number): Ctx {
  return { ...ctx, now: new Date(ctx.now.getTime() - days * day) };
}

/** A few orders that were paid, shipped and received, and what their buyers say of them; every step is the command people use. */
export async function createReviews(ctx: Ctx, ids: DemoIds): Promise<void> {
  const people = new Map(ids.people);
  for (const { handle, nickname, phone } of shoppers) people.set(handle, (await createAccount(ctx, { nickname, phone })).id);
  const idOf = (handle: string) => must(people.get(handle), `${handle} was made`);
  const productOf = (handle: string) => must(ids.products.get(handle), `${handle} is a demo product`);
  const ownerId = idOf('qin-laosan');
  const oldestFirst = purchases.toSorted((a, b) => b.receivedDays - a.receivedDays);
  const received: { purchase: DemoPurchase; orderId: string }[] = [];
  for (const purchase of oldestFirst) {
    const skuId = must(productOf(purchase.product).skuIds[purchase.sku], 'the product has this SKU');
    const orderId = await receiveOrder(ctx, { buyerId: idOf(purchase.shopper), skuId, receivedDays: purchase.receivedDays });
    received.push({ purchase, orderId });
  }
  for (const { purchase, orderId } of received) await sayOf(ctx, purchase, { orderId, shopId: ids.shopId, ownerId, ids, idOf });
  for (const { product, asker, daysAgo, text, answers, shop } of questions) {
    const before = daysBefore(ctx, daysAgo);
    const questionId = await askQuestion(before, { productId: productOf(product).productId, accountId: idOf(asker), text });
    for (const each of answers) await answerAsBuyer(before, { questionId, accountId: idOf(each.by), text: each.text });
    if (shop !== null) await answerAsShop(before, { shopId: ids.shopId, questionId, accountId: ownerId, text: shop });
  }
}

async function sayOf(
  ctx: Ctx,
  { shopper, review }: DemoPurchase,
  of: { orderId: string; shopId: string; ownerId: string; ids: DemoIds; idOf: (handle: string) => string },
): Promise<void> {
  if (review === undefined) return;
  const buyerId = of.idOf(shopper);
  const order = must((await getOrders(ctx, [of.orderId])).get(of.orderId), 'it was just placed');
  const reviewId = await writeReview(daysBefore(ctx, review.daysAgo), {
    orderId: of.orderId,
    buyerId,
    lineId: must(order.lines[0], 'an order has a line').id,
    stars: review.stars,
    text: review.text,
    pictureIds: (review.pictures ?? []).map((file) => must(of.ids.pictureIds.get(file), 'every picture was stored')),
    isAnonymous: review.isAnonymous ?? false,
  });
  if (review.addition !== undefined)
    await addToReview(daysBefore(ctx, review.addition.daysAgo), { reviewId, buyerId, text: review.addition.text, pictureIds: [] });
  if (review.reply !== undefined)
    await replyToReview(daysBefore(ctx, review.daysAgo - 1), { shopId: of.shopId, reviewId, text: review.reply, by: of.ownerId });
  for (const handle of review.usefulTo ?? []) await markUseful(ctx, { reviewId, accountId: of.idOf(handle), isUseful: true });
}

async function receiveOrder(ctx: Ctx, wish: { buyerId: string; skuId: string; receivedDays: number }): Promise<string> {
  const { buyerId, skuId, receivedDays } = wish;
  const placing = daysBefore(ctx, receivedDays + 2);
  const lines = [{ skuId, quantity: 1 }];
  const claim = (step: string) => ({ accountId: buyerId, key: `demo-${skuId}-${step}`, route: 'POST /api/orders', bodyHash: skuId });
  const [priced] = await quote(placing, [{ accountId: buyerId, lines }]);
  if (priced?.ok !== true) throw priced?.error ?? new Error('a demo product has a price');
  const address = {
    recipient: '演示收件人',
    phone: '13900000099',
    province: '陕西省',
    city: '西安市',
    district: '雁塔区',
    street: '西影路 1 号',
  };
  const [placed] = await placeOrders(placing, [
    { buyerId, claim: claim('order'), lines, address, expectedTotalFen: priced.value.totalFen, note: '' },
  ]);
  if (placed?.ok !== true) throw placed?.error ?? new Error('a demo order is placed');
  const orderId = 'order' in placed.value ? placed.value.order.id : placed.value.knownId;
  await pay(placing, { orderId, buyerId, claim: claim('payment') });
  await shipOrder(daysBefore(ctx, receivedDays + 1), { orderId, carrier: '顺丰速运', trackingNo: `SF${placing.now.getTime()}` });
  await deliverOrder(daysBefore(ctx, receivedDays), orderId);
  return orderId;
}

/** Known to the sandbox provider as well, so that a demo order can be refunded like any other. */
async function pay(
  ctx: Ctx,
  { orderId, buyerId, claim }: { orderId: string; buyerId: string; claim: Parameters<typeof openPayments>[1][number]['claim'] },
): Promise<void> {
  const [opened] = await openPayments(ctx, [{ orderId, buyerId, provider: 'sandbox', scene: 'phone', claim }]);
  if (opened?.ok !== true) throw opened?.error ?? new Error('a demo payment is opened');
  const { id, amountFen, description, expiresAt } = opened.value;
  await insertPayment(ctx.db, {
    prepayId: `demo_${id}`,
    outTradeNo: id,
    amountFen,
    description,
    notifyUrl: '',
    redirectUrl: '',
    createdAt: ctx.now,
    expiresAt,
  });
  const transactionId = `demo_tx_${id}`;
  await changePayment(ctx.db, { prepayId: `demo_${id}`, to: 'SUCCESS', transactionId, at: ctx.now });
  await settlePaymentOutcomes(ctx, [{ paymentId: id, state: 'paid', providerRef: transactionId, paidFen: amountFen, paidAt: ctx.now }]);
}
