import { describe, expect, test } from 'vitest';
import { auditModule } from '#modules/audit';
import { identityModule } from '#modules/identity';
import { inventoryModule, reserve, take } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { shopsModule } from '#modules/shops';
import { newId } from '#platform/ids';
import { createTestApp } from '../../testing.ts';
import { aGuest, aStaffMember } from '../identity/testing.ts';
import { aPicture } from '../media/testing.ts';
import { aShop } from '../shops/testing.ts';
import { catalogModule, getProductCards, getSkus, setProductStatus } from './index.ts';
import { aProduct, type TestProduct } from './testing.ts';

const start = () => createTestApp([auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule]);
const apple = { title: { zh: '洛川苹果 🍎', en: 'Luochuan apples' }, status: 'on_sale' as const };
const sku = (code: string, more: object = {}) => ({
  code,
  options: [] as { zh: string; en?: string }[],
  priceFen: 3990,
  stock: 5,
  ...more,
});

async function startWithStaff() {
  const t = await start();
  const shop = await aShop(t);
  const staff = await aStaffMember(t, shop.id, 'operator');
  const add = (body: object) =>
    t.call('POST /api/console/shops/{shopId}/products', { params: { shopId: shop.id }, body: { ...apple, ...body } as never }, staff);
  const change = (productId: string, body: object) =>
    t.call(
      'PUT /api/console/shops/{shopId}/products/{productId}',
      { params: { shopId: shop.id, productId }, body: { ...apple, ...body } as never },
      staff,
    );
  return { t, shop, staff, add, change };
}

describe('what shoppers see', () => {
  test('a product on sale is listed and shown with its units; a draft does not exist', async () => {
    const t = await start();
    const shop = await aShop(t);
    const { productId } = await aProduct(t, shop.id, { skus: 2, stock: 7 });
    const draft = await aProduct(t, shop.id, { status: 'draft' });
    const list = await t.call('GET /api/products', { query: {} });
    expect(list.body.items).toMatchObject([{ id: productId, stock: 14, priceFen: 3990, soldCount: 0 }]);
    const one = await t.call('GET /api/products/{productId}', { params: { productId } });
    expect(one.body.skus.map((each) => each.stock)).toEqual([7, 7]);
    expect((await t.call('GET /api/products/{productId}', { params: { productId: draft.productId } })).problem.code).toBe('not_found');
    expect((await t.call('GET /api/products/{productId}', { params: { productId: newId('prd') } })).status).toBe(404);
  });

  test('stock is on hand minus reserved, and what is off sale has none, wherever its card hangs', async () => {
    const t = await start();
    const shop = await aShop(t);
    const { productId, skuId } = await aProduct(t, shop.id, { stock: 9 });
    await t.transact((ctx) => reserve(ctx, [{ ref: 'ord_one', lines: [{ skuId, quantity: 4 }] }]));
    expect((await getProductCards(t.read(), [productId])).get(productId)).toMatchObject({ stock: 5, soldCount: 0 });
    await t.transact((ctx) => take(ctx, ['ord_one']));
    expect((await getProductCards(t.read(), [productId])).get(productId)).toMatchObject({ stock: 5, soldCount: 4 });
    await t.transact((ctx) => setProductStatus(ctx, { shopId: shop.id, productId }, 'archived'));
    expect((await getProductCards(t.read(), [productId])).get(productId)).toMatchObject({ stock: 0 });
    const shown = await t.call('GET /api/products/{productId}', { params: { productId } });
    expect(shown.body).toMatchObject({ status: 'archived', stock: 0, skus: [{ stock: 0 }] });
    expect((await getSkus(t.read(), [skuId])).get(skuId)?.isOnSale).toBe(false);
  });

  test('pages hold every product once, newest first', async () => {
    const t = await start();
    const shop = await aShop(t);
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) {
      t.clock.advance(10);
      ids.unshift((await aProduct(t, shop.id)).productId);
    }
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const { body } = await t.call('GET /api/products', { query: { limit: 3, cursor } });
      seen.push(...body.items.map((item) => item.id));
      cursor = body.nextCursor ?? undefined;
      more = body.nextCursor !== null;
    }
    expect(seen).toEqual(ids);
    expect((await t.call('GET /api/products', { query: { cursor: '\u0000' } })).problem.code).toBe('invalid_input');
  });
});

describe('finding', () => {
  test.each([
    ['苹果', ['apple']],
    ['洛川', ['apple']],
    ['红富', ['apple']],
    ['果', ['apple', 'kiwi', 'cafe']],
    ['猕猴桃 周至', ['kiwi']],
    ['苹果 周至', []],
    ['LUOCHUAN', ['apple']],
    ['fuji app', ['apple']],
    ['ｋｉｗｉ', ['kiwi']],
    ['cafe', ['cafe']],
    ['CAFÉ', ['cafe']],
    ['zz-9', ['kiwi']],
    ['🥝', ['kiwi']],
    ['%', []],
    ["'; drop", []],
  ])('%s finds %j', async (q, found) => {
    const t = await start();
    const shop = await aShop(t);
    const products = {
      apple: await aProduct(t, shop.id, { title: { zh: '洛川红富士苹果', en: 'Luochuan Fuji apples' } }),
      kiwi: await aProduct(t, shop.id, {
        title: { zh: '翠香猕猴桃 🥝 果王', en: 'Kiwi' },
        origin: { zh: '西安周至' },
        skus: [sku('ZZ-9')],
      }),
      cafe: await aProduct(t, shop.id, { title: { zh: '咖啡果干', en: 'Café cherries' } }),
      draft: await aProduct(t, shop.id, { title: { zh: '洛川苹果 Kiwi Café 果' }, status: 'draft' }),
    };
    const { body } = await t.call('GET /api/products', { query: { q } });
    const names = body.items.map((item) => Object.entries(products).find(([, product]) => product.productId === item.id)?.[0]);
    expect(new Set(names)).toEqual(new Set(found));
  });
});

describe('keeping products', () => {
  test('a product is added with its pictures, prices and units', async () => {
    const { t, shop, add } = await startWithStaff();
    const picture = await aPicture(t, shop.id);
    const added = await add({
      handle: 'luochuan',
      story: { zh: '树上挂到霜降' },
      compareBasis: '2026 年 10 月店铺售价',
      pictureIds: [picture.id],
      optionNames: [{ zh: '规格', en: 'Size' }],
      skus: [sku('A5', { options: [{ zh: '5 斤' }], compareAtFen: 4990 }), sku('A10', { options: [{ zh: '10 斤' }], priceFen: 6990 })],
    });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      title: apple.title,
      priceFen: 3990,
      priceMaxFen: 6990,
      compareAtFen: 4990,
      stock: 10,
      picture: { id: picture.id },
      skus: [{ code: 'A5', options: [{ zh: '5 斤' }] }, { code: 'A10' }],
    });
  });

  test.each([
    ['handle_taken', { handle: 'taken', skus: [sku('new')] }],
    ['sku_code_taken', { skus: [sku('TAKEN')] }],
    [
      'sku_code_taken',
      { optionNames: [{ zh: '规格' }], skus: [sku('x', { options: [{ zh: '1' }] }), sku('x', { options: [{ zh: '2' }] })] },
    ],
    ['options_mismatch', { optionNames: [{ zh: '规格' }], skus: [sku('x')] }],
    ['options_mismatch', { skus: [sku('x'), sku('y')] }],
    ['compare_basis_missing', { skus: [sku('x', { compareAtFen: 9990 })] }],
    ['unknown_picture', { pictureIds: ['pic_unknown'], skus: [sku('x')] }],
    ['invalid_input', { compareBasis: '店铺价', skus: [sku('x', { compareAtFen: 3990 })] }],
    ['invalid_input', { skus: [sku('x', { priceFen: 1_000_000_000_000 })] }],
    ['invalid_input', { skus: [sku('x', { priceFen: 0 })] }],
    ['invalid_input', { skus: [sku('x', { stock: -1 })] }],
    ['invalid_input', { title: { zh: '长'.repeat(121) }, skus: [sku('x')] }],
    ['invalid_input', { title: { zh: '右\u202e左' }, skus: [sku('x')] }],
    ['invalid_input', { pictureIds: ['pic_\u0000'], skus: [sku('x')] }],
    ['unknown_category', { categoryId: 'cat_00000000', skus: [sku('x')] }],
    ['invalid_input', { skus: [] }],
  ])('%s', async (code, body) => {
    const { t, shop, add } = await startWithStaff();
    await aProduct(t, shop.id, { handle: 'taken', skus: [sku('TAKEN')] });
    expect((await add(body)).problem.code).toBe(code);
    expect((await t.call('GET /api/products', { query: {} })).body.items).toHaveLength(1);
  });

  test('a change keeps SKUs that are named or have the same options, with their units; what is left out is gone and its code free', async () => {
    const { t, add, change } = await startWithStaff();
    const added = (
      await add({
        optionNames: [{ zh: '规格' }],
        skus: [sku('a', { options: [{ zh: '5 斤' }] }), sku('b', { options: [{ zh: '10 斤' }] }), sku('c', { options: [{ zh: '20 斤' }] })],
      })
    ).body;
    const [five, ten] = added.skus;
    const changed = await change(added.id, {
      optionNames: [{ zh: '规格' }],
      skus: [
        { ...sku('b', { options: [{ zh: '五斤' }], stock: 99 }), id: five?.id },
        sku('a', { options: [{ zh: '10 斤' }] }),
        sku('c', { options: [{ zh: '30 斤' }] }),
      ],
    });
    expect(changed.status).toBe(200);
    expect(
      changed.body.skus.map(({ id, code, stock }) => [id === five?.id ? 'five' : id === ten?.id ? 'ten' : 'new', code, stock]),
    ).toEqual([
      ['five', 'b', 5],
      ['ten', 'a', 5],
      ['new', 'c', 5],
    ]);
    const gone = added.skus[2]?.id ?? '';
    expect((await getSkus(t.read(), [gone])).get(gone)).toMatchObject({ isOnSale: false, options: [{ zh: '20 斤' }] });
  });

  test('a SKU that an unpaid order holds cannot be removed', async () => {
    const { t, add, change } = await startWithStaff();
    const added = (
      await add({
        optionNames: [{ zh: '规格' }],
        skus: [sku('a', { options: [{ zh: '5 斤' }] }), sku('b', { options: [{ zh: '10 斤' }] })],
      })
    ).body;
    await t.transact((ctx) => reserve(ctx, [{ ref: newId('ord'), lines: [{ skuId: added.skus[1]?.id ?? '', quantity: 1 }] }]));
    expect(
      (await change(added.id, { optionNames: [{ zh: '规格' }], skus: [sku('a', { options: [{ zh: '5 斤' }] })] })).problem,
    ).toMatchObject({ code: 'sku_in_use', skuIds: [added.skus[1]?.id] });
    expect((await t.call('GET /api/products/{productId}', { params: { productId: added.id } })).body.skus).toHaveLength(2);
  });

  test('ten people add the same code and address at once: one succeeds, nine are told', async () => {
    const { add } = await startWithStaff();
    const answers = await Promise.all(Array.from({ length: 10 }, () => add({ handle: 'same', skus: [sku('SAME')] })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.problem.code === 'handle_taken')).toHaveLength(9);
  });

  test('a change names only SKUs of its product, and a shop only its products', async () => {
    const { t, shop, staff, add, change } = await startWithStaff();
    const mine = (await add({ skus: [sku('mine')] })).body;
    const other = await aShop(t);
    const theirs = await aProduct(t, other.id);
    expect((await change(mine.id, { skus: [{ ...sku('mine'), id: theirs.skuId }] })).problem.code).toBe('not_found');
    expect((await change(theirs.productId, { skus: [sku('x')] })).status).toBe(404);
    const ofTheirs = { params: { shopId: shop.id, productId: theirs.productId } };
    expect((await t.call('GET /api/console/shops/{shopId}/products/{productId}', ofTheirs, staff)).status).toBe(404);
    expect(
      (await t.call('POST /api/console/shops/{shopId}/products/{productId}/status', { ...ofTheirs, body: { status: 'archived' } }, staff))
        .status,
    ).toBe(404);
    expect(
      (await t.call('GET /api/console/shops/{shopId}/products/{productId}', { params: { shopId: shop.id, productId: mine.id } }, staff))
        .body.id,
    ).toBe(mine.id);
    expect(
      (
        await t.call(
          'POST /api/console/shops/{shopId}/products/{productId}/status',
          { params: { shopId: shop.id, productId: mine.id }, body: { status: 'archived' } },
          staff,
        )
      ).body.status,
    ).toBe('archived');
  });

  test('staff of another shop, lesser staff, guests and strangers are refused', async () => {
    const { t, shop, add } = await startWithStaff();
    const mine = (await add({ skus: [sku('mine')] })).body;
    const rival = await aStaffMember(t, (await aShop(t)).id, 'owner');
    const moderator = await aStaffMember(t, shop.id, 'moderator');
    const inShop = { params: { shopId: shop.id } };
    const ofShop = { params: { shopId: shop.id, productId: mine.id } };
    for (const [who, statuses] of [
      [rival, [403, 404]],
      [await aGuest(t), [403]],
      [undefined, [401]],
    ] as const) {
      expect(statuses).toContain((await t.call('GET /api/console/shops/{shopId}/products', { ...inShop, query: {} }, who)).status);
      expect(statuses).toContain(
        (
          await t.call(
            'GET /api/console/shops/{shopId}/stock/{skuId}/history',
            { params: { shopId: shop.id, skuId: mine.skus[0]?.id ?? '' }, query: {} },
            who,
          )
        ).status,
      );
    }
    for (const who of [rival, moderator]) {
      expect([403, 404]).toContain(
        (await t.call('POST /api/console/shops/{shopId}/products', { ...inShop, body: { ...apple, skus: [sku('x')] } }, who)).status,
      );
      expect([403, 404]).toContain(
        (await t.call('PUT /api/console/shops/{shopId}/products/{productId}', { ...ofShop, body: { ...apple, skus: [sku('x')] } }, who))
          .status,
      );
      expect([403, 404]).toContain(
        (
          await t.call(
            'POST /api/console/shops/{shopId}/stock',
            { ...inShop, body: { skuId: mine.skus[0]?.id ?? '', change: 1, reason: 'x' } },
            { ...who, idempotencyKey: 'key-12345678' },
          )
        ).status,
      );
      expect([403, 404]).toContain(
        (await t.call('POST /api/console/shops/{shopId}/products/import', { ...inShop, body: { csv: 'x' } }, who)).status,
      );
    }
  });
});

describe('the shop’s own list', () => {
  test('is sorted by what sells out and what sells, page by page, every product once', async () => {
    const { t, shop, staff } = await startWithStaff();
    const stocks = [5, 1, 9, 1, 3];
    const made: TestProduct[] = [];
    for (const stock of stocks) made.push(await aProduct(t, shop.id, { stock, status: stock === 9 ? 'draft' : 'on_sale' }));
    await t.transact((ctx) =>
      reserve(ctx, [
        {
          ref: 'ord_l',
          lines: [
            { skuId: made[0]?.skuId ?? '', quantity: 3 },
            { skuId: made[4]?.skuId ?? '', quantity: 1 },
          ],
        },
      ]),
    );
    await t.transact((ctx) => take(ctx, ['ord_l']));
    const all = async (sort: 'stock' | 'sold' | 'newest') => {
      const seen = [];
      for (let cursor: string | undefined, more = true; more;) {
        const { body } = await t.call(
          'GET /api/console/shops/{shopId}/products',
          { params: { shopId: shop.id }, query: { sort, limit: 2, cursor } },
          staff,
        );
        seen.push(...body.items);
        cursor = body.nextCursor ?? undefined;
        more = body.nextCursor !== null;
      }
      return seen;
    };
    expect((await all('stock')).map((item) => item.stock)).toEqual([1, 1, 2, 2, 9]);
    expect((await all('sold')).map((item) => item.soldCount)).toEqual([3, 1, 0, 0, 0]);
    expect(new Set((await all('newest')).map((item) => item.id)).size).toBe(5);
    const found = await t.call(
      'GET /api/console/shops/{shopId}/products',
      { params: { shopId: shop.id }, query: { sort: 'stock', status: 'draft', q: '苹果' } },
      staff,
    );
    expect(found.body.items).toMatchObject([{ id: made[2]?.productId, onHand: 9, reserved: 0, stock: 9 }]);
    expect(
      (
        await t.call(
          'GET /api/console/shops/{shopId}/products',
          { params: { shopId: shop.id }, query: { sort: 'stock', cursor: 'forged' } },
          staff,
        )
      ).problem.code,
    ).toBe('invalid_input');
  });

  test('stock is adjusted once per key, written down with its reason, and only in this shop', async () => {
    const { t, shop, staff } = await startWithStaff();
    const { skuId } = await aProduct(t, shop.id, { stock: 5 });
    const adjust = (body: object, idempotencyKey: string) =>
      t.call(
        'POST /api/console/shops/{shopId}/stock',
        { params: { shopId: shop.id }, body: { skuId, change: 3, reason: '到货', ...body } },
        { ...staff, idempotencyKey },
      );
    expect((await adjust({}, 'same-key-1')).body).toEqual({ skuId, onHand: 8, reserved: 0 });
    expect((await adjust({}, 'same-key-1')).body).toEqual({ skuId, onHand: 8, reserved: 0 });
    expect((await adjust({ change: 4 }, 'same-key-1')).problem.code).toBe('idempotency_key_reused');
    expect((await adjust({ change: -9 }, 'other-key')).problem.code).toBe('stock_below_reserved');
    expect((await adjust({ change: 0 }, 'zero-key-1')).problem.code).toBe('invalid_input');
    const theirs = await aProduct(t, (await aShop(t)).id);
    expect((await adjust({ skuId: theirs.skuId }, 'their-key-1')).status).toBe(404);
    const history = await t.call(
      'GET /api/console/shops/{shopId}/stock/{skuId}/history',
      { params: { shopId: shop.id, skuId }, query: {} },
      staff,
    );
    expect(history.body.items.map(({ kind, onHandChange, reason }) => [kind, onHandChange, reason])).toEqual(
      expect.arrayContaining([
        ['adjusted', 3, '到货'],
        ['opened', 5, ''],
      ]),
    );
    expect(
      (
        await t.call(
          'GET /api/console/shops/{shopId}/stock/{skuId}/history',
          { params: { shopId: shop.id, skuId: theirs.skuId }, query: {} },
          staff,
        )
      ).status,
    ).toBe(404);
  });
});
