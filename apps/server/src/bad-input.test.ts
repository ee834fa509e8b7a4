/** What people send by mistake or on purpose, over the real routes: each gets a clear code and changes nothing. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { must } from '#platform/assert';
import { modules } from './app.ts';
import { aProduct } from './modules/catalog/testing.ts';
import { aCommunity } from './modules/communities/testing.ts';
import { anAccount, aStaffMember } from './modules/identity/testing.ts';
import { brokenStock, levelOf } from './modules/inventory/testing.ts';
import { aSession } from './modules/live/testing.ts';
import { multipart, pictureBytes } from './modules/media/testing.ts';
import { anOrder, brokenOrders, testAddress } from './modules/orders/testing.ts';
import { aShop } from './modules/shops/testing.ts';
import { createTestApp, type CallResult, type TestApp } from './testing.ts';

async function aShopWithGoods() {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id, { stock: 10, priceFen: 3990 });
  const operator = await aStaffMember(t, shop.id, 'operator');
  const buyer = await anAccount(t);
  return { t, shop, product, operator, buyer };
}
const answer = ({ status, problem }: CallResult<never> | { status: number; problem: { code: string } }) =>
  `${status} ${problem.code ?? 'ok'}`;
const order = (t: TestApp, cookie: string, body: Record<string, unknown>, idempotencyKey: string = randomUUID()) =>
  t.call('POST /api/orders', { body: { address: testAddress, expectedTotalFen: 3990, ...body } as never }, { cookie, idempotencyKey });

/** Names from all over the world and from nowhere; what is kept must come back as it was. */
const honestNames = [
  '👨‍👩‍👧‍👦 一家四口',
  'مزرعة التفاح',
  'עץ תפוח',
  'Zo\u0308e',
  '龘靐齉爩',
  "O'Brien & <Söhne>",
  '𝕋𝕦𝕒𝕟𝕫𝕚',
  'null',
  'undefined',
  '0',
  'NaN',
  "'; drop table accounts; --",
  '{{7*7}}',
  '${jndi:ldap://x}',
  '../../etc/passwd',
  '%00',
  '\\',
];
const brokenNames = ['', '   ', '\u200f\u202eevil', 'a\u0000b', 'bell\u0007', '\u2066hidden\u2069', '长'.repeat(33), '👩‍🚀'.repeat(20)];

test('names of every script and with every sign are kept as they are; overlong, empty and disguised ones are refused', async () => {
  const { t, buyer } = await aShopWithGoods();
  for (const nickname of honestNames) {
    expect(answer(await t.call('PATCH /api/me', { body: { nickname } }, buyer)), nickname).toBe('200 ok');
    expect((await t.call('GET /api/me', {}, buyer)).body.me?.nickname).toBe(nickname);
  }
  for (const nickname of brokenNames)
    expect(answer(await t.call('PATCH /api/me', { body: { nickname } }, buyer)), JSON.stringify(nickname)).toBe('422 invalid_input');
  expect((await t.call('GET /api/me', {}, buyer)).body.me?.nickname).toBe(honestNames.at(-1));
});

test('a lone half of an emoji is no reason to fail', async () => {
  const { t, buyer, shop } = await aShopWithGoods();
  const community = await aCommunity(t, shop.id);
  await t.call('POST /api/communities/{communityId}/join', { params: { communityId: community.id }, body: {} }, buyer);
  const half = '半个表情 \ud83d';
  for (const result of [
    await t.call('PATCH /api/me', { body: { nickname: half } }, buyer),
    await t.call(
      'POST /api/scenes/{sceneId}/comments',
      { params: { sceneId: community.sceneId }, body: { text: half, clientId: 'half-emoji' } },
      buyer,
    ),
    await t.call('PATCH /api/console/shops/{shopId}', { params: { shopId: shop.id }, body: { intro: { zh: half } } }, shop.owner),
    await t.call('PATCH /api/console/shops/{shopId}', { params: { shopId: shop.id }, body: { intro: { zh: 'a\u0000b' } } }, shop.owner),
    await t.call('GET /api/products', { query: { q: 'a\u0000b' } }),
  ])
    expect(answer(result as never)).toBe('422 invalid_input');
});

test('quantities below one, above the ceiling, broken or of another kind are refused, and nothing is reserved', async () => {
  const { t, product, buyer } = await aShopWithGoods();
  for (const quantity of [0, -1, -999, 1000, 1.5, 1e12, '2', null, true, [1], Number.MAX_SAFE_INTEGER])
    expect(answer(await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity }] })), String(quantity)).toBe(
      '422 invalid_input',
    );
  expect(answer(await order(t, buyer.cookie, { lines: [] }))).toBe('422 invalid_input');
  expect(answer(await order(t, buyer.cookie, { lines: Array.from({ length: 51 }, () => ({ skuId: product.skuId, quantity: 1 })) }))).toBe(
    '422 invalid_input',
  );
  // The same SKU on many lines is one wish; together it is more than there is.
  expect(
    answer(
      await order(t, buyer.cookie, {
        lines: Array.from({ length: 11 }, () => ({ skuId: product.skuId, quantity: 1 })),
        expectedTotalFen: 11 * 3990,
      }),
    ),
  ).toBe('409 out_of_stock');
  expect(await levelOf(t, product.skuId)).toMatchObject({ onHand: 10, reserved: 0 });
});

test('prices of nothing, below it and of 10^12 are refused where they are set and where they are expected', async () => {
  const { t, shop, product, operator, buyer } = await aShopWithGoods();
  const add = (priceFen: unknown) =>
    t.call(
      'POST /api/console/shops/{shopId}/products',
      { params: { shopId: shop.id }, body: { title: { zh: '苹果' }, skus: [{ code: 'P-1', options: [], priceFen }] } as never },
      operator,
    );
  for (const priceFen of [0, -1, 1e12, 10_000_000_001, 39.9, '3990', Number.MAX_SAFE_INTEGER + 2])
    expect(answer(await add(priceFen)), String(priceFen)).toBe('422 invalid_input');
  for (const expectedTotalFen of [-1, 1e12, 39.9])
    expect(
      answer(await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity: 1 }], expectedTotalFen })),
      String(expectedTotalFen),
    ).toBe('422 invalid_input');
  expect(answer(await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity: 1 }], expectedTotalFen: 1 }))).toBe(
    '409 price_changed',
  );
  // The dearest that may be is still added up exactly.
  expect(answer(await add(10_000_000_000))).toBe('201 ok');
  const dear = await aProduct(t, shop.id, { priceFen: 10_000_000_000, stock: 5000 });
  const tooMuch = await t.call('POST /api/quote', { body: { lines: [{ skuId: dear.skuId, quantity: 999 }] } }, buyer);
  expect(tooMuch.status, JSON.stringify(tooMuch.problem)).toBeLessThan(500);
});

test('unknown, malformed and other people’s ids are refused everywhere and tell nothing', async () => {
  const { t, shop, product, buyer } = await aShopWithGoods();
  const mine = await anOrder(t, { lines: [{ skuId: product.skuId, quantity: 1 }] });
  const other = await aProduct(t, (await aShop(t)).id);
  const nobody = 'ord_0123456789abcdefghjkmnpqr';
  const theirs = await t.call('GET /api/orders/{orderId}', { params: { orderId: mine.id } }, buyer);
  const none = await t.call('GET /api/orders/{orderId}', { params: { orderId: nobody } }, buyer);
  expect([answer(theirs), answer(none)]).toEqual(['404 not_found', '404 not_found']);
  expect({ ...theirs.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
  for (const orderId of ['1', 'ord_', 'ord_../x', "ord_' or '1'='1", 'ord_0123456789abcdef%00', 'x'.repeat(150), '🍎'])
    expect([404, 422], orderId).toContain((await t.call('GET /api/orders/{orderId}', { params: { orderId } }, buyer)).status);
  expect(answer(await order(t, buyer.cookie, { lines: [{ skuId: 'sku_0123456789abcdef', quantity: 1 }] }))).toBe('409 product_unavailable');
  expect(
    answer(
      await order(t, buyer.cookie, {
        lines: [
          { skuId: product.skuId, quantity: 1 },
          { skuId: other.skuId, quantity: 1 },
        ],
        expectedTotalFen: 7980,
      }),
    ),
  ).toBe('422 several_shops');
  expect(
    answer(
      await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity: 1 }], address: { addressId: 'adr_0123456789abcdef' } }),
    ),
  ).toBe('404 not_found');
  const stranger = await anAccount(t);
  const { body: address } = await t.call('POST /api/me/addresses', { body: testAddress }, stranger);
  expect(answer(await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity: 1 }], address: { addressId: address.id } }))).toBe(
    '404 not_found',
  );
  for (const scene of ['scn_0123456789abcdef', shop.id])
    expect(answer(await t.call('GET /api/scenes/{sceneId}', { params: { sceneId: scene } }, buyer))).toBe('404 not_found');
});

test('a forged link or a made-up origin changes neither the price nor who is paid', async () => {
  const { t, product, buyer } = await aShopWithGoods();
  for (const code of ['AAAAAA', 'zzzzzzzzzzzz']) {
    expect(answer(await t.call('GET /api/links/{code}', { params: { code } }))).toBe('404 link_unknown');
    expect(answer(await t.call('POST /api/links/{code}/visits', { params: { code } }, buyer))).toBe('404 link_unknown');
  }
  for (const code of ['a', 'has space', '../..', '🍎🍎🍎🍎🍎🍎', 'x'.repeat(80)])
    expect([404, 422], code).toContain((await t.call('GET /api/links/{code}', { params: { code } })).status);
  const placed = await order(t, buyer.cookie, {
    lines: [{ skuId: product.skuId, quantity: 1 }],
    trace: { linkCode: 'AAAAAA', sceneId: 'scn_0123456789abcdef', cardId: 'crd_0123456789abcdef' },
  });
  expect([placed.status, placed.body.totalFen]).toEqual([201, 3990]);
  await t.drain();
  const { rows } = await sql`select 1 from promoters.commissions`.execute(t.app.database.db);
  expect(rows).toEqual([]);
  expect(
    answer(await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity: 1 }], trace: { linkCode: 'x'.repeat(21) } })),
  ).toBe('422 invalid_input');
  expect(
    answer(
      await order(t, buyer.cookie, {
        lines: [{ skuId: product.skuId, quantity: 1 }],
        offer: { kind: 'group-buy', campaignId: 'cmp_0123456789abcdef', teamId: 'tm_0123456789abcdef' },
      }),
    ),
  ).toMatch(/^(404|409|410) \w+/);
});

test('the same key with another body, route or account is another matter; with the same it is the same order', async () => {
  const { t, product, buyer } = await aShopWithGoods();
  const key = randomUUID();
  const lines = [{ skuId: product.skuId, quantity: 1 }];
  const first = await order(t, buyer.cookie, { lines }, key);
  const again = await order(t, buyer.cookie, { lines }, key);
  expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
  expect(answer(await order(t, buyer.cookie, { lines: [{ skuId: product.skuId, quantity: 2 }], expectedTotalFen: 7980 }, key))).toBe(
    '409 idempotency_key_reused',
  );
  expect(answer(await order(t, buyer.cookie, { lines, note: '多放点' }, key))).toBe('409 idempotency_key_reused');
  const onOtherRoute = await t.call(
    'POST /api/orders/{orderId}/payments',
    { params: { orderId: first.body.id }, body: { provider: 'sandbox' } },
    { cookie: buyer.cookie, idempotencyKey: key },
  );
  expect(answer(onOtherRoute)).toMatch(/idempotency_key_reused|provider_unknown/);
  const stranger = await anAccount(t);
  const theirs = await order(t, stranger.cookie, { lines }, key);
  expect(theirs.status).toBe(201);
  expect(theirs.body.id).not.toBe(first.body.id);
  expect(await levelOf(t, product.skuId)).toMatchObject({ reserved: 2 });
});

test('comments of a megabyte, of nothing and in disguise are refused, and the log has no gap', async () => {
  const { t, shop, buyer } = await aShopWithGoods();
  const { sceneId } = await aSession(t, { shop });
  let n = 0;
  const say = async (text: unknown) =>
    answer(
      await t.call(
        'POST /api/scenes/{sceneId}/comments',
        { params: { sceneId }, body: { text, clientId: `comment-${n++}` } as never },
        buyer,
      ),
    );
  expect(await say('第一句')).toBe('201 ok');
  for (const text of ['x'.repeat(1_000_000), '🍎'.repeat(101 * 100), '', '  \n ', 'a\u0000b', '\u202egnp.exe', null, 7, { zh: '你好' }])
    expect(await say(text)).toBe('422 invalid_input');
  expect(
    answer(
      await t.call(
        'POST /api/scenes/{sceneId}/comments',
        { params: { sceneId }, body: { text: '太大了'.repeat(3_000_000), clientId: 'comment-huge' } },
        buyer,
      ),
    ),
  ).toBe('413 body_too_large');
  const { body } = await t.call('GET /api/scenes/{sceneId}/entries', { params: { sceneId }, query: { after: 0 } });
  expect(body.items.map((entry) => entry.seq)).toEqual(body.items.map((_, i) => i + 1));
  expect(body.items.filter((entry) => entry.type === 'comment')).toHaveLength(1);
});

test('uploads that are too large, no pictures or not even files are refused', async () => {
  const { t, shop, operator } = await aShopWithGoods();
  const url = `/api/console/shops/${shop.id}/pictures`;
  const upload = async (bytes: Buffer, headers: Record<string, string> = {}) => {
    const form = multipart(bytes);
    const response = await t.http.inject({
      method: 'POST',
      url,
      payload: form.payload,
      headers: { ...form.headers, cookie: operator.cookie, ...headers },
    });
    return `${response.statusCode} ${response.json<{ code?: string }>().code ?? 'ok'}`;
  };
  const picture = await pictureBytes();
  expect(await upload(picture)).toBe('201 ok');
  expect(await upload(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))).toBe('422 not_a_picture');
  expect(await upload(Buffer.from('GIF89a not really'))).toBe('422 not_a_picture');
  expect(await upload(Buffer.from('#!/bin/sh\nrm -rf /'))).toBe('422 not_a_picture');
  expect(await upload(picture.subarray(0, 20))).toBe('422 not_a_picture');
  expect(await upload(Buffer.alloc(0))).toBe('422 not_a_picture');
  expect(await upload(Buffer.alloc(10 * 1024 * 1024 + 1))).toBe('413 picture_too_large');
  expect(await upload(picture, { 'content-type': 'multipart/form-data' })).toMatch(/^4\d\d /);
  expect(await upload(picture, { 'content-type': 'application/json' })).toMatch(/^4\d\d /);
});

test('after all of it the books, the stock and the orders are whole', async () => {
  const { t, shop, product, buyer } = await aShopWithGoods();
  const hostile = ['1e999', '-0', '9'.repeat(400), '0x10', 'Infinity', '{"$gt":0}', '__proto__'];
  for (const word of hostile) {
    const results = [
      await t.call('GET /api/products', { query: { q: word, cursor: word, limit: word } }),
      await t.call('GET /api/orders', { query: { cursor: word } }, buyer),
      await t.call('GET /api/scenes/{sceneId}/entries', { params: { sceneId: 'scn_0123456789abcdef' }, query: { before: word } }, buyer),
      await t.call('POST /api/quote', { body: { lines: [{ skuId: product.skuId, quantity: word }] } as never }, buyer),
      await t.call(
        'GET /api/console/shops/{shopId}/ledger/entries',
        { params: { shopId: shop.id }, query: { cursor: word, account: word } },
        must(shop.owner, 'it has one'),
      ),
    ];
    for (const { status, problem } of results) expect(status, `${word}: ${JSON.stringify(problem)}`).toBeLessThan(500);
  }
  expect(await brokenOrders(t.read())).toEqual([]);
  expect(await brokenStock(t.read())).toEqual([]);
});
