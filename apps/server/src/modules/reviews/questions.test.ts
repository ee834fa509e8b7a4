import { expect, test } from 'vitest';
import { entriesOf } from '#modules/audit';
import { createTestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { anAccount, aGuest, aStaffMember } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { aReceiver, brokenRatings, reviewModules } from './testing.ts';

const answer = ({ status, problem }: { status: number; problem: { code: string } }) => `${status} ${problem.code ?? 'ok'}`;

async function aQuestion() {
  const t = await createTestApp(reviewModules);
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id, { stock: 100 });
  const asker = await anAccount(t, { nickname: '问问看' });
  const params = { productId: product.productId };
  const { body } = await t.call('POST /api/products/{productId}/questions', { params, body: { text: '放冰箱能存多久？' } }, asker);
  return { t, shop, product, asker, questionId: body.id };
}

test('who received the product answers, once; nobody else does, and names are masked', async () => {
  const { t, product, asker, questionId } = await aQuestion();
  const buyer = (await aReceiver(t, product.skuId)).buyer;
  await t.drain();
  const params = { questionId };
  const say = (as = buyer) => t.call('POST /api/questions/{questionId}/answers', { params, body: { text: '两周没问题' } }, as);
  expect(answer(await say(asker))).toBe('403 not_a_buyer');
  expect(answer(await say(await aGuest(t)))).toBe('403 account_required');
  expect((await t.call('GET /api/questions/{questionId}', { params }, buyer)).body.mayAnswer).toBe(true);
  expect(answer(await say())).toBe('201 ok');
  expect(answer(await say())).toBe('409 already_answered');
  const { body } = await t.call('GET /api/products/{productId}/questions', { params: { productId: product.productId }, query: {} }, buyer);
  expect(body.items).toMatchObject([
    {
      text: '放冰箱能存多久？',
      author: { nickname: '问*看' },
      answerCount: 1,
      answers: [{ by: 'buyer', isMine: true, text: '两周没问题' }],
    },
  ]);
  expect((await t.call('GET /api/questions/{questionId}', { params }, buyer)).body.mayAnswer).toBe(false);
});

test('the shop has one answer, marked and first; what it said before is in the audit log', async () => {
  const { t, shop, product, questionId } = await aQuestion();
  const buyer = (await aReceiver(t, product.skuId)).buyer;
  await t.drain();
  await t.call('POST /api/questions/{questionId}/answers', { params: { questionId }, body: { text: '两周' } }, buyer);
  const params = { shopId: shop.id, questionId };
  const open = async () =>
    (await t.call('GET /api/console/shops/{shopId}/questions', { params, query: { need: 'open' } }, shop.owner)).body.items;
  expect(await open()).toEqual([]);
  const say = (text: string, as = shop.owner) =>
    t.call('PUT /api/console/shops/{shopId}/questions/{questionId}/answer', { params, body: { text } }, as);
  expect(answer(await say('不行', (await aStaffMember(t, shop.id, 'moderator')) as never))).toBe('403 not_allowed');
  await say('冷藏三周');
  const { body } = await say('冷藏两到三周');
  expect(body).toMatchObject({ answerCount: 2, answers: [{ by: 'shop', text: '冷藏两到三周', isChanged: true }, { by: 'buyer' }] });
  expect((await entriesOf(t.read(), { targetId: questionId })).map(({ detail }) => detail)).toEqual([
    { text: '冷藏两到三周', before: '冷藏三周' },
    { text: '冷藏三周', before: null },
  ]);
  const other = await aShop(t);
  const foreign = await t.call(
    'PUT /api/console/shops/{shopId}/questions/{questionId}/answer',
    { params: { shopId: other.id, questionId }, body: { text: '？' } },
    other.owner,
  );
  expect(answer(foreign)).toBe('404 not_found');
  expect(await brokenRatings(t.read())).toEqual([]);
});

test('what the platform took down says so and takes no more answers', async () => {
  const { t, shop, product, questionId } = await aQuestion();
  const keeper = await anAccount(t, { isPlatformAdmin: true });
  const body = { kind: 'question' as const, targetId: questionId, reason: 'advertising' as const, note: '广告' };
  expect(answer(await t.call('POST /api/platform/removals', { body }, shop.owner))).toBe('403 not_allowed');
  expect(answer(await t.call('POST /api/platform/removals', { body: { ...body, targetId: 'qst_0123456789abcdef' } }, keeper))).toBe(
    '404 not_found',
  );
  expect(answer(await t.call('POST /api/platform/removals', { body }, keeper))).toBe('200 ok');
  const { body: page } = await t.call('GET /api/products/{productId}/questions', { params: { productId: product.productId }, query: {} });
  expect(page.items).toMatchObject([{ text: '', removal: { reason: 'advertising' } }]);
  const params = { shopId: shop.id, questionId };
  expect(
    answer(await t.call('PUT /api/console/shops/{shopId}/questions/{questionId}/answer', { params, body: { text: '好' } }, shop.owner)),
  ).toBe('404 not_found');
});

test('a draft is nobody’s to ask about, and a question is short', async () => {
  const { t, shop, asker } = await aQuestion();
  const draft = await aProduct(t, shop.id, { status: 'draft' });
  const ask = (productId: string, text: string) =>
    t.call('POST /api/products/{productId}/questions', { params: { productId }, body: { text } }, asker);
  expect(answer(await ask(draft.productId, '什么时候上架？'))).toBe('409 product_unavailable');
  expect(answer(await ask('prd_0123456789abcdef', '有吗？'))).toBe('404 not_found');
  expect(answer(await ask(draft.productId, '问'.repeat(121)))).toBe('422 invalid_input');
});
