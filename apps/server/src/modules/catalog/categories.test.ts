import { expect, test } from 'vitest';
import { auditModule } from '#modules/audit';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { shopsModule } from '#modules/shops';
import { newId } from '#platform/ids';
import { createTestApp } from '../../testing.ts';
import { aStaffMember } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { catalogModule } from './index.ts';
import { aProduct } from './testing.ts';

async function start() {
  const t = await createTestApp([auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule]);
  const shop = await aShop(t);
  const staff = await aStaffMember(t, shop.id, 'operator');
  const params = { shopId: shop.id };
  const add = (zh: string, parentId: string | null = null, en?: string) =>
    t.call(
      'POST /api/console/shops/{shopId}/categories',
      { params, body: { name: { zh, ...(en !== undefined && { en }) }, parentId } },
      staff,
    );
  const added = async (...of: Parameters<typeof add>) => (await add(...of)).body.id;
  const rename = (categoryId: string, name: { zh: string; en?: string }) =>
    t.call('PATCH /api/console/shops/{shopId}/categories/{categoryId}', { params: { ...params, categoryId }, body: { name } }, staff);
  const move = (categoryId: string, parentId: string | null, position = 0) =>
    t.call(
      'POST /api/console/shops/{shopId}/categories/{categoryId}/move',
      { params: { ...params, categoryId }, body: { parentId, position } },
      staff,
    );
  const remove = (categoryId: string, productsTo?: string) =>
    t.call(
      'DELETE /api/console/shops/{shopId}/categories/{categoryId}',
      { params: { ...params, categoryId }, query: productsTo === undefined ? {} : { productsTo } },
      staff,
    );
  const list = async () => (await t.call('GET /api/console/shops/{shopId}/categories', { params }, staff)).body.items;
  const names = async () => (await list()).map(({ name }) => name.zh);
  const found = async (query: { q?: string; categoryId?: string; shopId?: string }) =>
    (await t.call('GET /api/products', { query })).body.items.map(({ id }) => id);
  return { t, shop, staff, params, add, added, rename, move, remove, list, names, found };
}

test('shoppers see a tree of what has something on sale, with its numbers, and find products of a category and those under it', async () => {
  const { t, shop, added, found } = await start();
  const fruit = await added('水果', null, 'Fruit');
  const apples = await added('苹果', fruit, 'Apples');
  await added('空的');
  const dried = await added('干果');
  const pear = await aProduct(t, shop.id, { categoryId: fruit });
  const fuji = await aProduct(t, shop.id, { categoryId: apples });
  await aProduct(t, shop.id, { categoryId: dried, status: 'draft' });
  expect((await t.call('GET /api/categories', { query: {} })).body.items).toEqual([
    { id: fruit, parentId: null, name: { zh: '水果', en: 'Fruit' }, productCount: 2 },
    { id: apples, parentId: fruit, name: { zh: '苹果', en: 'Apples' }, productCount: 1 },
  ]);
  expect(await found({ categoryId: fruit })).toEqual([fuji.productId, pear.productId]);
  expect(await found({ categoryId: apples })).toEqual([fuji.productId]);
  expect(await found({ categoryId: newId('cat') })).toEqual([]);
  expect((await t.call('GET /api/products/{productId}', { params: { productId: fuji.productId } })).body.category).toEqual({
    id: apples,
    name: { zh: '苹果', en: 'Apples' },
  });
});

test('equal categories of several shops are one to shoppers; asked of one shop, they are that shop’s', async () => {
  const { t, shop, added, found } = await start();
  const other = await aShop(t);
  const keeper = await aStaffMember(t, other.id, 'operator');
  const mine = await added('水果');
  const body = { name: { zh: '水果', en: 'Fruit' }, parentId: null };
  const theirs = (await t.call('POST /api/console/shops/{shopId}/categories', { params: { shopId: other.id }, body }, keeper)).body.id;
  const here = await aProduct(t, shop.id, { categoryId: mine });
  const there = await aProduct(t, other.id, { categoryId: theirs });
  const { items } = (await t.call('GET /api/categories', { query: {} })).body;
  expect(items).toEqual([{ id: expect.stringMatching(/^cat_/), parentId: null, name: { zh: '水果', en: 'Fruit' }, productCount: 2 }]);
  expect(await found({ categoryId: items[0]?.id ?? '' })).toEqual([there.productId, here.productId]);
  expect(await found({ categoryId: mine, shopId: shop.id })).toEqual([here.productId]);
  expect((await t.call('GET /api/categories', { query: { shopId: other.id } })).body.items).toMatchObject([
    { id: theirs, productCount: 1 },
  ]);
});

test('a product stands only in a category of its own shop', async () => {
  const { t, staff, params, added } = await start();
  const other = await aShop(t);
  const keeper = await aStaffMember(t, other.id, 'operator');
  const categoryId = await added('水果');
  const body = { title: { zh: '苹果' }, skus: [{ code: 'a', options: [], priceFen: 100 }], categoryId };
  const send = (shopId: string, who: typeof staff) =>
    t.call('POST /api/console/shops/{shopId}/products', { params: { shopId }, body }, who);
  expect((await send(other.id, keeper)).problem.code).toBe('unknown_category');
  expect((await send(params.shopId, staff)).status).toBe(201);
});

test('the tree is kept in order: added last, moved up, renamed, never a cycle, a fourth level or a name twice in a level', async () => {
  const { add, added, move, rename, names, list } = await start();
  const fruit = await added('水果');
  const apples = await added('苹果', fruit);
  const fuji = await added('富士', apples);
  const tea = await added('茶');
  expect(await names()).toEqual(['水果', '苹果', '富士', '茶']);
  expect((await add('红', fuji)).problem.code).toBe('category_too_deep');
  expect((await add('茶')).problem.code).toBe('category_name_taken');
  expect((await add('茶', newId('cat'))).problem.code).toBe('unknown_category');
  expect((await move(fruit, fuji)).problem.code).toBe('category_cycle');
  expect((await move(fruit, tea)).problem.code).toBe('category_too_deep');
  expect((await rename(tea, { zh: '水果' })).problem.code).toBe('category_name_taken');
  expect((await move(tea, null)).status).toBe(200);
  expect((await rename(fruit, { zh: '鲜果', en: 'Fresh' })).body.name).toEqual({ zh: '鲜果', en: 'Fresh' });
  expect((await move(apples, null, 5)).status).toBe(200);
  expect(await names()).toEqual(['茶', '鲜果', '苹果', '富士']);
  expect((await list()).map(({ parentId }) => parentId)).toEqual([null, null, null, apples]);
});

test('products are found by the names of their category and of those above it, as they are now', async () => {
  const { t, shop, added, rename, move, remove, found } = await start();
  const fruit = await added('水果', null, 'Fruit');
  const apples = await added('脆果', fruit);
  const gifts = await added('礼盒');
  const { productId } = await aProduct(t, shop.id, { categoryId: apples });
  expect([await found({ q: 'fruit' }), await found({ q: '脆果' }), await found({ q: '洛川 SKU' })]).toEqual([
    [productId],
    [productId],
    [productId],
  ]);
  await rename(fruit, { zh: '鲜货', en: 'Fresh' });
  expect([await found({ q: 'fruit' }), await found({ q: '鲜货' }), await found({ q: '洛川 SKU' })]).toEqual([[], [productId], [productId]]);
  await move(apples, gifts);
  expect([await found({ q: '鲜货' }), await found({ q: '礼盒' })]).toEqual([[], [productId]]);
  await remove(gifts, fruit);
  expect([await found({ q: '礼盒' }), await found({ q: '脆果' }), await found({ q: 'fresh' })]).toEqual([[], [], [productId]]);
});

test('a category in use is deleted only by somebody who says where the products go', async () => {
  const { t, shop, added, remove, list, found } = await start();
  const fruit = await added('水果');
  const apples = await added('苹果', fruit);
  const tea = await added('茶');
  const { productId } = await aProduct(t, shop.id, { categoryId: apples });
  expect((await remove(fruit)).problem).toMatchObject({ code: 'category_in_use', products: 1, categories: 1 });
  expect((await remove(fruit, apples)).problem.code).toBe('unknown_category');
  expect((await remove(fruit, newId('cat'))).problem.code).toBe('unknown_category');
  expect((await remove(fruit, tea)).status).toBe(200);
  expect(await found({ categoryId: tea })).toEqual([productId]);
  expect((await remove(tea, 'none')).status).toBe(200);
  expect(await list()).toEqual([]);
  expect((await t.call('GET /api/products/{productId}', { params: { productId } })).body.category).toBeNull();
  const empty = await added('空的');
  expect((await remove(empty)).status).toBe(200);
});

test('who does not edit products does not edit categories, and a category of another shop does not exist here', async () => {
  const { t, params, added, remove } = await start();
  const fruit = await added('水果');
  const moderator = await aStaffMember(t, params.shopId, 'moderator');
  const body = { name: { zh: '茶' }, parentId: null };
  expect((await t.call('POST /api/console/shops/{shopId}/categories', { params, body }, moderator)).status).toBe(403);
  expect((await t.call('GET /api/console/shops/{shopId}/categories', { params }, moderator)).body.items).toHaveLength(1);
  const other = await aShop(t);
  const keeper = await aStaffMember(t, other.id, 'operator');
  const theirs = { shopId: other.id, categoryId: fruit };
  expect((await t.call('DELETE /api/console/shops/{shopId}/categories/{categoryId}', { params: theirs, query: {} }, keeper)).status).toBe(
    404,
  );
  expect((await remove(fruit)).status).toBe(200);
});

test('two who add the same name at once: one is told that it is taken', async () => {
  const { add, list } = await start();
  const answers = await Promise.all(Array.from({ length: 8 }, () => add('水果')));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  expect(await list()).toHaveLength(1);
});
