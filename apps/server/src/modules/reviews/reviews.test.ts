import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { entriesOf } from '#modules/audit';
import { grantRole, openSession } from '#modules/identity';
import { requestRefunds } from '#modules/orders';
import { must } from '#platform/assert';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { anAccount, aStaffMember, type TestPerson } from '../identity/testing.ts';
import { aPicture } from '../media/testing.ts';
import { aPaidOrder, endRefunds } from '../orders/testing.ts';
import { aShop } from '../shops/testing.ts';
import { aReceivedOrder, aReceiver, aReview, brokenRatings, reviewModules, reviewsOf, type ReceivedOrder } from './testing.ts';

const day = 86_400_000;
const answer = ({ status, problem }: { status: number; problem: { code: string } }) => `${status} ${problem.code ?? 'ok'}`;
const review = (t: TestApp, order: ReceivedOrder, body: object = {}, as = order.buyer) =>
  t.call(
    'POST /api/orders/{orderId}/reviews',
    { params: { orderId: order.id }, body: { lineId: order.lineId, stars: 4, text: '脆甜多汁 🍎', ...body } },
    as,
  );
const ratingOf = async (t: TestApp, productId: string) =>
  (await t.call('GET /api/products/{productId}/rating', { params: { productId } })).body;

/** Half a year later the session of the order is long over. */
async function signedInAgain<P extends TestPerson>(t: TestApp, person: P): Promise<P> {
  const { token } = await t.transact((ctx) => openSession(ctx, { accountId: person.accountId, device: 'test' }));
  return { ...person, cookie: `tuanzi_session=${token}` };
}

async function aShopWithGoods() {
  const t = await createTestApp(reviewModules);
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id, { stock: 1000, skus: 2 });
  return { t, shop, product };
}

test('a line is reviewed once, by its buyer, after it was received; twenty taps at once are one review', async () => {
  const { t, product } = await aShopWithGoods();
  const lines = [{ skuId: product.skuId, quantity: 1 }];
  const paid = await aPaidOrder(t, { lines });
  const early = { ...paid, lineId: must(paid.lines[0], 'it has a line').id };
  expect(answer(await review(t, early))).toBe('409 order_not_received');
  const order = await aReceiver(t, product.skuId);
  expect(answer(await review(t, order, {}, await anAccount(t)))).toBe('404 not_found');
  expect(answer(await review(t, order, { lineId: early.lineId }))).toBe('404 not_found');
  const answers = await Promise.all(Array.from({ length: 20 }, () => review(t, order)));
  expect(Map.groupBy(answers.map(answer), (each) => each).get('409 already_reviewed')?.length).toBe(19);
  expect(await reviewsOf(t, product.productId)).toMatchObject([{ stars: 4, text: '脆甜多汁 🍎', options: [{ zh: '1 斤' }] }]);
  expect(await ratingOf(t, product.productId)).toMatchObject({ count: 1, averageTenths: 40, stars: [0, 0, 0, 1, 0] });
});

test('the average is cut, never rounded up, and counts reviews that were taken down', async () => {
  const { t, product } = await aShopWithGoods();
  for (const stars of [5, 5, 4]) await aReview(t, { order: await aReceiver(t, product.skuId), stars });
  expect(await ratingOf(t, product.productId)).toMatchObject({ count: 3, averageTenths: 46, stars: [0, 0, 0, 1, 2] });
  const keeper = await anAccount(t, { isPlatformAdmin: true });
  const [newest] = await reviewsOf(t, product.productId);
  const remove = () =>
    t.call(
      'POST /api/platform/removals',
      { body: { kind: 'review', targetId: must(newest, 'there are three').id, reason: 'insulting', note: '辱骂他人' } },
      keeper,
    );
  expect(answer(await remove())).toBe('200 ok');
  expect(answer(await remove())).toBe('409 already_removed');
  expect((await reviewsOf(t, product.productId))[0]).toMatchObject({ stars: 4, text: '', removal: { reason: 'insulting' } });
  expect(await ratingOf(t, product.productId)).toMatchObject({ count: 3, averageTenths: 46 });
  const { rows } = await sql<{ text: string }>`select text from reviews.reviews where removed_at is not null`.execute(t.app.database.db);
  expect(rows).toEqual([{ text: '果子脆甜，包装也结实。' }]);
  expect(await entriesOf(t.read(), { targetId: must(newest, 'there are three').id })).toMatchObject([
    { action: 'review.removed-by-platform', detail: { note: '辱骂他人' } },
  ]);
});

test('nobody can delete a review or change what a buyer said, not even with the database in hand', async () => {
  const t = await createTestApp(reviewModules);
  await aReview(t);
  const { db } = t.read();
  for (const statement of [
    sql`delete from reviews.reviews`,
    sql`truncate reviews.reviews cascade`,
    sql`update reviews.reviews set stars = 5, text = '很好'`,
    sql`update reviews.reviews set is_anonymous = true`,
  ])
    await expect(statement.execute(db)).rejects.toThrow(/never/);
});

test('who works for the shop does not review it', async () => {
  const { t, shop, product } = await aShopWithGoods();
  const order = await aReceiver(t, product.skuId);
  await t.transact((ctx) => grantRole(ctx, { accountId: order.buyer.accountId, shopId: shop.id, role: 'staff' }));
  expect(answer(await review(t, order))).toBe('403 own_shop_not_reviewable');
  const { body } = await t.call('GET /api/orders/{orderId}/reviews', { params: { orderId: order.id } }, order.buyer);
  expect(body.items).toMatchObject([{ state: 'own-shop' }]);
});

test('what was refunded in full is not reviewed any more; a review from before stays and says so', async () => {
  const { t, product } = await aShopWithGoods();
  const [before, after] = [await aReceiver(t, product.skuId), await aReceiver(t, product.skuId)];
  await aReview(t, { order: before, stars: 2 });
  for (const order of [before, after]) {
    await t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, reason: '坏果', cause: 'by-shop' }]));
    await endRefunds(t, order.id);
  }
  expect(answer(await review(t, after))).toBe('409 refunded_not_reviewable');
  await t.drain();
  expect(await reviewsOf(t, product.productId)).toMatchObject([{ stars: 2, isRefunded: true }]);
  expect((await t.call('GET /api/me/reviews/counts', {}, after.buyer)).body).toEqual({ open: 0 });
});

test('there is time until the day the policy says, and once more for what is added', async () => {
  const { t, product } = await aShopWithGoods();
  const [order, late] = [await aReceiver(t, product.skuId), await aReceiver(t, product.skuId)];
  await t.drain();
  expect((await t.call('GET /api/me/reviews/open', { query: {} }, late.buyer)).body.items).toMatchObject([{ state: 'open', quantity: 1 }]);
  t.clock.advance(179 * day);
  const [writer, latecomer] = [await signedInAgain(t, order.buyer), await signedInAgain(t, late.buyer)];
  const { body: written } = await review(t, order, {}, writer);
  t.clock.advance(1 * day);
  expect(answer(await review(t, late, {}, latecomer))).toBe('409 review_time_over');
  expect((await t.call('GET /api/me/reviews/open', { query: {} }, latecomer)).body.items).toEqual([]);
  const { body: lines } = await t.call('GET /api/orders/{orderId}/reviews', { params: { orderId: late.id } }, latecomer);
  expect(lines.items).toMatchObject([{ state: 'over' }]);
  const picture = await aPicture(t);
  const add = (as = writer) =>
    t.call(
      'POST /api/me/reviews/{reviewId}/addition',
      { params: { reviewId: written.id }, body: { text: '吃了半年，还会再买', pictureIds: [picture.id] } },
      as,
    );
  expect(answer(await add(latecomer))).toBe('404 not_found');
  expect(written.addBy).not.toBeNull();
  const added = await add();
  expect(added.body).toMatchObject({ addBy: null, addition: { text: '吃了半年，还会再买', pictures: [{ id: picture.id }] } });
  expect(answer(await add())).toBe('409 already_added');
  expect(await ratingOf(t, product.productId)).toMatchObject({ count: 1, withPictures: 1, withAddition: 1 });
  const old = await aReview(t, { order: await aReceiver(t, product.skuId) });
  t.clock.advance(180 * day);
  const tooLate = await t.call(
    'POST /api/me/reviews/{reviewId}/addition',
    { params: { reviewId: old.reviewId }, body: { text: '迟了' } },
    await signedInAgain(t, old.order.buyer),
  );
  expect(answer(tooLate)).toBe('409 review_time_over');
});

test('an anonymous review masks the name for everybody and keeps the order from the shop', async () => {
  const { t, shop, product } = await aShopWithGoods();
  const buyer = await anAccount(t, { nickname: '曲江小红红' });
  const lines = [{ skuId: product.skuId, quantity: 1 }];
  await aReview(t, { order: await aReceivedOrder(t, { buyer, lines }), isAnonymous: true });
  await aReview(t, { order: await aReceivedOrder(t, { buyer, lines }) });
  const [named, masked] = await reviewsOf(t, product.productId);
  expect([named?.author.nickname, masked?.author]).toEqual(['曲江小红红', { nickname: '曲*红', avatarUrl: null }]);
  const { body } = await t.call('GET /api/console/shops/{shopId}/reviews', { params: { shopId: shop.id }, query: {} }, shop.owner);
  expect(body.items.map((each) => each.orderNumber === null)).toEqual([false, true]);
  expect(JSON.stringify(body.items[1])).not.toContain(buyer.accountId);
});

test('the shop replies once and may say something else later; what it said is kept', async () => {
  const t = await createTestApp(reviewModules);
  const { reviewId, order } = await aReview(t, { stars: 2, text: '有两个压伤了' });
  const params = { shopId: order.shopId, reviewId };
  const operator = await aStaffMember(t, order.shopId, 'operator');
  const say = (text: string, as = operator) =>
    t.call('PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply', { params, body: { text } }, as);
  expect(answer(await say('不好意思', await aStaffMember(t, order.shopId, 'host')))).toBe('403 not_allowed');
  await say('抱歉，已补发两个');
  await say('抱歉，已补发两个');
  const { body } = await say('抱歉，已补发两斤');
  expect(body.reply).toMatchObject({ text: '抱歉，已补发两斤', isChanged: true });
  const { body: history } = await t.call('GET /api/console/shops/{shopId}/reviews/{reviewId}/replies', { params }, operator);
  expect(history.items.map((each) => each.text)).toEqual(['抱歉，已补发两斤', '抱歉，已补发两个']);
  expect((await entriesOf(t.read(), { targetId: reviewId })).map((each) => each.action)).toEqual([
    'review.reply-changed',
    'review.replied',
  ]);
  const other = await aShop(t);
  const foreign = { ...params, shopId: other.id };
  expect(
    answer(
      await t.call('PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply', { params: foreign, body: { text: '？' } }, other.owner),
    ),
  ).toBe('404 not_found');
});

test('the lists of a product and of the shop filter and turn their pages without gap or repeat', async () => {
  const { t, shop, product } = await aShopWithGoods();
  const picture = await aPicture(t);
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) {
    t.clock.advance(1000);
    const { reviewId } = await aReview(t, {
      order: await aReceiver(t, product.skuId),
      stars: (i % 5) + 1,
      pictureIds: i % 2 === 0 ? [picture.id, picture.id] : [],
    });
    ids.push(reviewId);
  }
  const voters = [await anAccount(t), await anAccount(t)];
  for (const [i, voter] of voters.entries())
    for (const reviewId of ids.slice(0, 2 - i)) await t.call('PUT /api/reviews/{reviewId}/useful', { params: { reviewId } }, voter);
  const params = { productId: product.productId };
  const walk = async (query: { sort?: 'useful' }) => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { body } = await t.call('GET /api/products/{productId}/reviews', { params, query: { ...query, limit: 3, cursor } });
      seen.push(...body.items.map((each) => each.id));
      if (body.nextCursor === null) return seen;
      cursor = body.nextCursor;
    }
  };
  expect(await walk({})).toEqual(ids.toReversed());
  expect(await walk({ sort: 'useful' })).toEqual([ids[0], ids[1], ...ids.slice(2).toReversed()]);
  const count = async (query: Record<string, unknown>) =>
    (await t.call('GET /api/products/{productId}/reviews', { params, query })).body.items.length;
  expect([await count({ hasPictures: 'true' }), await count({ stars: 1 }), await count({ hasAddition: 'true' })]).toEqual([4, 2, 0]);
  expect(answer(await t.call('GET /api/products/{productId}/reviews', { params, query: { sort: 'useful', cursor: 'x' } }))).toBe(
    '422 invalid_input',
  );
  const ofShop = async (need?: 'unanswered' | 'low' | 'pictures') =>
    (await t.call('GET /api/console/shops/{shopId}/reviews', { params: { shopId: shop.id }, query: { need } }, shop.owner)).body.items
      .length;
  await t.call(
    'PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply',
    { params: { shopId: shop.id, reviewId: must(ids[0], 'seven') }, body: { text: '谢谢' } },
    shop.owner,
  );
  expect([await ofShop(), await ofShop('unanswered'), await ofShop('low'), await ofShop('pictures')]).toEqual([7, 6, 5, 4]);
  const { body: counts } = await t.call('GET /api/console/shops/{shopId}/reviews/counts', { params: { shopId: shop.id } }, shop.owner);
  expect(counts).toEqual({ unanswered: 6, lowUnanswered: 4, openQuestions: 0 });
});

test('useful is said once each, taken back once, and not of one’s own review', async () => {
  const t = await createTestApp(reviewModules);
  const { reviewId, order } = await aReview(t);
  const voter = await anAccount(t);
  const params = { reviewId };
  const answers = await Promise.all(Array.from({ length: 20 }, () => t.call('PUT /api/reviews/{reviewId}/useful', { params }, voter)));
  expect(new Set(answers.map(answer))).toEqual(new Set(['200 ok']));
  const productId = must(order.lines[0], 'it has a line').productId;
  expect((await reviewsOf(t, productId, voter))[0]).toMatchObject({ usefulCount: 1, isUsefulToMe: true });
  expect((await reviewsOf(t, productId))[0]).toMatchObject({ usefulCount: 1, isUsefulToMe: false });
  expect(answer(await t.call('PUT /api/reviews/{reviewId}/useful', { params }, order.buyer))).toBe('409 own_review');
  for (let i = 0; i < 2; i++)
    expect((await t.call('DELETE /api/reviews/{reviewId}/useful', { params }, voter)).body).toEqual({ usefulCount: 0 });
  expect(await brokenRatings(t.read())).toEqual([]);
});

test('cards carry the rating of products that have one, asked for once a list', async () => {
  const { t, shop, product } = await aShopWithGoods();
  const other = await aProduct(t, shop.id);
  await aReview(t, { order: await aReceiver(t, product.skuId), stars: 3 });
  const { body } = await t.call('GET /api/products', { query: { shopId: shop.id } });
  const rating = (id: string) => body.items.find((card) => card.id === id)?.rating;
  expect([rating(product.productId), rating(other.productId)]).toEqual([{ count: 1, averageTenths: 30 }, undefined]);
});

test('odd texts are kept as they are or refused clearly; blocked words are refused, masked ones starred', async () => {
  const { t, product } = await aShopWithGoods();
  const picture = await aPicture(t);
  const order = await aReceiver(t, product.skuId);
  const outcome = async (body: object) => answer(await review(t, order, body));
  for (const body of [
    { text: '' },
    { text: '   ' },
    { text: '长'.repeat(501) },
    { text: '\u202eevil' },
    { text: 'a\u0000b' },
    { text: '半个 \ud83d' },
    { stars: 0 },
    { stars: 6 },
    { stars: 4.5 },
    { stars: '5' },
    { pictureIds: Array.from({ length: 10 }, () => picture.id) },
    { pictureIds: ['../x'] },
    { lineId: "' or 1=1" },
  ])
    expect(await outcome(body), JSON.stringify(body)).toBe('422 invalid_input');
  expect(await outcome({ pictureIds: ['pic_0123456789abcdef'] })).toBe('422 unknown_picture');
  await sql`insert into scenes.word_rules (word, kind) values ('坏词', 'block'), ('竞品', 'mask') on conflict do nothing`.execute(
    t.app.database.db,
  );
  expect(await outcome({ text: '这是坏 词' })).toBe('422 words_refused');
  const text = 'تفاح لذيذ 👨‍👩‍👧 <b>竞品</b>\n第二行';
  expect(await outcome({ text })).toBe('201 ok');
  expect((await reviewsOf(t, product.productId))[0]?.text).toBe(text.replace('竞品', '**'));
});
