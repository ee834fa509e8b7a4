import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, anAccount } from '../identity/testing.ts';
import { aShopWithOrders } from './testing.ts';

test('a cart keeps what somebody means to buy, at today’s price, and a guest takes it along when they sign in', async () => {
  const { t, shop, skuId } = await aShopWithOrders();
  const [guest, account] = [await aGuest(t), await anAccount(t)];
  const put = (who: { cookie: string }, id: string, quantity: number) =>
    t.call('PUT /api/cart/{skuId}', { params: { skuId: id }, body: { quantity } }, who);
  const other = await aProduct(t, shop.id, { stock: 1, priceFen: 500 });
  expect((await put(guest, skuId, 3)).body.items).toMatchObject([{ skuId, quantity: 3, priceFen: 1000, stock: 50, isAvailable: true }]);
  expect((await put(guest, other.skuId, 2)).body.items.find((line) => line.skuId === other.skuId)).toMatchObject({
    stock: 1,
    isAvailable: false,
  });
  expect((await put(guest, newId('sku'), 1)).problem.code).toBe('product_unavailable');
  expect((await put(guest, newId('sku'), 0)).status).toBe(200);
  await put(account, skuId, 1);
  await t.call('POST /api/auth/phone/code', { body: { phone: account.phone ?? '' } });
  await t.drain();
  await t.call(
    'POST /api/auth/phone/sign-in',
    { body: { phone: account.phone ?? '', code: t.sentCodes.get(account.phone ?? '') ?? '' } },
    guest,
  );
  expect(
    (await t.call('GET /api/cart', {}, account)).body.items.map(({ skuId: id, quantity }) => `${id} × ${quantity}`).toSorted(),
  ).toEqual([`${other.skuId} × 2`, `${skuId} × 3`].toSorted());
  expect((await put(account, skuId, 0)).body.items.map((line) => line.skuId)).toEqual([other.skuId]);
});

test('a cart holds a hundred kinds, and not one more however many arrive at once', async () => {
  const { t, shop } = await aShopWithOrders();
  const guest = await aGuest(t);
  const products = [await aProduct(t, shop.id, { skus: 100 }), await aProduct(t, shop.id, { skus: 8 })];
  const skuIds = products.flatMap((product) => product.skuIds);
  for (const skuId of skuIds.slice(0, 96)) await t.call('PUT /api/cart/{skuId}', { params: { skuId }, body: { quantity: 1 } }, guest);
  const results = await Promise.all(
    skuIds.slice(96).map((skuId) => t.call('PUT /api/cart/{skuId}', { params: { skuId }, body: { quantity: 1 } }, guest)),
  );
  expect(results.filter((result) => result.status === 200)).toHaveLength(4);
  expect(new Set(results.filter((result) => result.status !== 200).map((result) => result.problem.code))).toEqual(new Set(['cart_full']));
});

test('changes that come together are made one after the other, and each shopper is answered their own cart', async () => {
  const { t, shop, skuId } = await aShopWithOrders();
  const other = await aProduct(t, shop.id, { stock: 9, priceFen: 500 });
  const [one, two] = [await aGuest(t), await aGuest(t)];
  const put = (who: { cookie: string }, id: string, quantity: number) =>
    t.call('PUT /api/cart/{skuId}', { params: { skuId: id }, body: { quantity } }, who);
  const cartOf = (items: readonly { skuId: string; quantity: number }[]) => items.map((line) => `${line.skuId} × ${line.quantity}`);
  const lines = (quantities: Record<string, number>) => Object.entries(quantities).map(([id, quantity]) => `${id} × ${quantity}`);
  await put(one, skuId, 1);
  const [, refused, , , mine] = await Promise.all([
    put(one, skuId, 5),
    put(one, newId('sku'), 1),
    put(one, other.skuId, 2),
    put(one, skuId, 0),
    put(two, skuId, 7),
  ]);
  expect(refused?.problem.code).toBe('product_unavailable');
  expect(cartOf(mine?.body.items ?? [])).toEqual(lines({ [skuId]: 7 }));
  for (const [who, expected] of [
    [one, { [other.skuId]: 2 }],
    [two, { [skuId]: 7 }],
  ] as const)
    expect(cartOf((await t.call('GET /api/cart', {}, who)).body.items)).toEqual(lines(expected));
});
