import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportIssue } from '@tuanzi/contract/catalog';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { auditModule } from '#modules/audit';
import { identityModule } from '#modules/identity';
import { inventoryModule, reserve } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { shopsModule } from '#modules/shops';
import { newId } from '#platform/ids';
import { createTestApp } from '../../testing.ts';
import { brokenStock } from '../inventory/testing.ts';
import { aStaffMember } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { catalogModule, createCategory } from './index.ts';
import { aProduct } from './testing.ts';

const apparel = readFileSync(join(import.meta.dirname, 'fixtures/apparel.csv'), 'utf8');
const head = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price';
const file = (...rows: string[]) => [head, ...rows].join('\n');

async function start() {
  const t = await createTestApp([auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule]);
  const shop = await aShop(t);
  const staff = await aStaffMember(t, shop.id);
  const send = (csv: string, { isDryRun = false, locale = 'en' } = {}) =>
    t.call(
      'POST /api/console/shops/{shopId}/products/import',
      { params: { shopId: shop.id }, body: { csv, isDryRun } },
      { ...staff, headers: { 'x-locale': locale } },
    );
  const products = async () => {
    const { body } = await t.call(
      'GET /api/console/shops/{shopId}/products',
      { params: { shopId: shop.id }, query: { limit: 100 } },
      staff,
    );
    return body.items;
  };
  const issues = async (csv: string, locale?: string) => {
    const answer = await send(csv, { ...(locale !== undefined && { locale }) });
    expect(answer.problem.code).toBe('import_rejected');
    expect(answer.status).toBe(422);
    return answer.problem['issues'] as z.infer<typeof ImportIssue>[];
  };
  const places = async (csv: string) => (await issues(csv)).map(({ line, column, code }) => [line, column, code]);
  return { t, shop, staff, send, products, issues, places };
}

describe('the apparel file of the common shop format', () => {
  test('is imported whole: products, options, prices and units; pictures elsewhere are mentioned and not fetched', async () => {
    const { send, products } = await start();
    const answer = await send(apparel);
    expect(answer.body).toMatchObject({ products: 20, skus: 22, created: 20, updated: 0, isDryRun: false });
    expect(new Set(answer.body.warnings.map((warning) => warning.code))).toEqual(new Set(['picture_not_fetched']));
    expect(answer.body.warnings[0]).toMatchObject({ line: 2, column: 'Image Src' });
    const all = await products();
    expect(all).toHaveLength(20);
    const varsity = all.find((product) => product.title.zh === 'Classic Varsity Top');
    expect(varsity).toMatchObject({
      status: 'on_sale',
      optionNames: [{ zh: 'Size' }],
      priceFen: 6000,
      stock: 3,
      pictures: [],
      skus: [
        { code: 'classic-varsity-top-1', options: [{ zh: 'Small' }] },
        { options: [{ zh: 'Medium' }] },
        { options: [{ zh: 'Large' }] },
      ],
    });
    const shirt = all.find((product) => product.title.zh === 'Ocean Blue Shirt');
    expect(shirt).toMatchObject({ optionNames: [], skus: [{ code: 'ocean-blue-shirt', options: [], priceFen: 5000, stock: 1 }] });
    expect(shirt?.story?.zh).toMatch(/^Ocean blue cotton shirt .* kalidoscope patterns\.$/);
  });

  test('imported again it changes nothing: the same products, SKUs and units', async () => {
    const { t, send, products } = await start();
    await send(apparel);
    const before = await products();
    expect((await send(apparel)).body).toMatchObject({ products: 20, created: 0, updated: 20, skus: 22 });
    const strip = (items: typeof before) => items.map((item) => ({ ...item, updatedAt: '' })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(strip(await products())).toEqual(strip(before));
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('a dry run says the same and writes nothing', async () => {
    const { send, products } = await start();
    const dry = await send(apparel, { isDryRun: true });
    expect(dry.body).toMatchObject({ products: 20, skus: 22, created: 20, isDryRun: true });
    expect(await products()).toEqual([]);
    expect((await send(apparel)).body).toEqual({ ...dry.body, isDryRun: false });
  });

  test.each([
    ['a byte order mark', (csv: string) => `\ufeff${csv}`],
    ['lines that end in CR LF', (csv: string) => csv.replaceAll('\n', '\r\n')],
    ['lines that end in CR', (csv: string) => csv.replaceAll('\n', '\r')],
    ['empty lines', (csv: string) => csv.replaceAll('\n', '\n\n')],
    ['empty columns at the end', (csv: string) => csv.replaceAll('\n', ',,,\n')],
    ['headings in other case', (csv: string) => csv.replace(/^.*/, (first) => first.toLowerCase())],
  ])('reads the same with %s', async (_, change) => {
    const { send } = await start();
    expect((await send(change(apparel))).body).toMatchObject({ products: 20, skus: 22 });
  });
});

describe('mistakes', () => {
  test('every one is listed with line and column, and nothing is imported', async () => {
    const { places, products } = await start();
    const csv = file(
      'good,好苹果,,,A1,5,39.90',
      'Bad Handle,坏,,,A2,5,1',
      ',没有地址,,,A3,5,1',
      'no-price,没有价格,,,A4,5,',
      'three,三位小数,,,A5,5,1.999',
      'words,价格是字,,,A6,5,很贵',
      'zero,零元,,,A7,5,0',
      'minus,负库存,,,A8,-3,1',
      'half,半个,,,A9,1.5,1',
      'huge,太贵,,,A10,5,1000000000000',
      'again,编码重复,,,A1,5,1',
      `long,${'长'.repeat(121)},,,A12,5,1`,
      '"lines","引号里\n换行",,,A13,5,x',
      'after,行号没有乱,,,A14,x,1',
      'size,规格,尺码,,A15,5,1',
      'extra,多一列,,,A16,5,1,oops',
    );
    expect(await places(csv)).toEqual([
      [3, 'Handle', 'bad_handle'],
      [4, 'Handle', 'required'],
      [5, 'Variant Price', 'required'],
      [6, 'Variant Price', 'bad_price'],
      [7, 'Variant Price', 'bad_price'],
      [8, 'Variant Price', 'bad_price'],
      [9, 'Variant Inventory Qty', 'bad_number'],
      [10, 'Variant Inventory Qty', 'bad_number'],
      [11, 'Variant Price', 'too_large'],
      [12, 'Variant SKU', 'repeated_code'],
      [13, 'Title', 'bad_text'],
      [14, 'Variant Price', 'bad_price'],
      [16, 'Variant Inventory Qty', 'bad_number'],
      [17, 'Option1 Value', 'options_mismatch'],
      [18, '', 'too_many_cells'],
    ]);
    expect(await products()).toEqual([]);
  });

  test('those of one product are found: options twice, two titles, no title, a gap in the options', async () => {
    const { places } = await start();
    expect(await places(file('a,苹果,规格,5 斤,,1,1', 'a,,,5 斤,,1,2', 'b,梨,,,,1,1', 'b,桃,规格,x,,1,1', 'c,,,,,1,1'))).toEqual([
      [3, 'Option1 Value', 'repeated_options'],
      [5, 'Option1 Value', 'options_mismatch'],
      [5, 'Title', 'conflicting_title'],
    ]);
    expect(await places(file('c,,,,,1,1'))).toEqual([[2, 'Title', 'required']]);
    expect(await places(`${head},Option2 Name,Option2 Value\nd,枣,,,,1,1,重量,1 斤`)).toEqual([
      [2, 'Option1 Name', 'options_mismatch'],
      [2, 'Option1 Value', 'options_mismatch'],
    ]);
  });

  test('a code of another product is refused, in the file and in the shop', async () => {
    const { t, shop, places } = await start();
    await aProduct(t, shop.id, { skus: [{ code: 'TAKEN', options: [], priceFen: 100 }] });
    expect(await places(file('new,新的,,,TAKEN,1,1'))).toEqual([[2, 'Variant SKU', 'sku_code_taken']]);
  });

  test('a file in GBK is refused and told what to do, in the language asked for', async () => {
    const { t, shop, staff, issues } = await start();
    const gbk = Buffer.concat([Buffer.from(`${head}\napple,`), Buffer.from([0xc6, 0xbb, 0xb9, 0xfb]), Buffer.from(',,,A,1,1\n')]);
    expect(await issues(gbk.toString('utf8'), 'zh')).toEqual([
      { line: 2, column: '', code: 'not_utf8', message: expect.stringContaining('GBK') },
    ]);
    const body = Buffer.concat([
      Buffer.from('{"csv":"Handle,Title,Variant Price\\napple,'),
      Buffer.from([0xc6, 0xbb, 0xb9, 0xfb]),
      Buffer.from(',1"}'),
    ]);
    const raw = await t.http.inject({
      method: 'POST',
      url: `/api/console/shops/${shop.id}/products/import`,
      headers: { 'content-type': 'application/json', cookie: staff.cookie },
      payload: body,
    });
    expect(raw.json()).toMatchObject({ code: 'import_rejected', issues: [{ line: 2, code: 'not_utf8' }] });
  });

  test.each([
    ['nothing but the heading', head, [1, '', 'no_rows']],
    ['an empty line', '\n', [1, 'Handle', 'missing_column']],
    ['another kind of file', 'name,price\nx,1', [1, 'Handle', 'missing_column']],
    ['a column twice', `${head},Title\na,b,,,,1,1,c`, [1, 'Title', 'repeated_column']],
    ['a quotation mark that never closes', file('a,苹果,,,A,1,1', 'b,"梨,,,B,1,1', 'c,桃,,,C,1,1'), [3, '', 'broken_quotes']],
    ['a quotation mark inside a cell', file('a,苹"果,,,A,1,1'), [2, '', 'broken_quotes']],
    ['a cell as long as a book', file(`a,${'长'.repeat(200_000)},,,A,1,1`), [2, '', 'row_too_long']],
  ])('%s is told as such', async (_, csv, first) => {
    const { places } = await start();
    expect((await places(csv))[0]).toEqual(first);
  });

  test('more than can be listed is counted', async () => {
    const { issues } = await start();
    const found = await issues(file(...Array.from({ length: 15_000 }, (_, i) => `p${i},名,,,,1,x`)));
    expect(found).toHaveLength(10_001);
    expect(found.at(-1)).toMatchObject({ code: 'more_issues', message: 'There are 5000 more' });
  });
});

describe('what a file may say', () => {
  test('semicolons, tabs, thousands separated, yen signs, weights with decimals, HTML, the newer headings', async () => {
    const { send, products } = await start();
    expect(
      (
        await send(
          'URL handle;Title;Description;Price;SKU;Inventory quantity;Weight value (grams);Published on online store\na;苹果;<p>甜<br>脆</p>;"1,299.5";S1;3;2500.0;TRUE',
        )
      ).body,
    ).toMatchObject({ created: 1, warnings: [] });
    expect((await send('Handle\tTitle\tVariant Price\tPublished\tStatus\nb\t梨\t￥8\ttrue\tdraft')).body).toMatchObject({ created: 1 });
    const [a, b] = (await products()).toSorted((x, y) => y.priceFen - x.priceFen);
    expect(a).toMatchObject({
      title: { zh: '苹果' },
      story: { zh: '甜\n脆' },
      priceFen: 129_950,
      status: 'on_sale',
      skus: [{ code: 'S1', stock: 3, weightGrams: 2500 }],
    });
    expect(b).toMatchObject({ priceFen: 800, status: 'draft', stock: 0 });
  });

  test('rows of one product may lie apart; rows with only a picture are no SKU; unknown columns are mentioned', async () => {
    const { send, products } = await start();
    const { body } = await send(
      'Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src,Mood\na,苹果,规格,5 斤,1,,glad\nb,梨,,,2,,\na,,,10 斤,3,,\na,,,,,https://example.com/2.jpg,\nb,,,,,,sad',
    );
    expect(body.warnings.map(({ line, code }) => [line, code])).toEqual([
      [1, 'unknown_column'],
      [5, 'picture_not_fetched'],
      [6, 'nothing_in_row'],
    ]);
    expect((await products()).map((product) => product.skus.length).toSorted((x, y) => x - y)).toEqual([1, 2]);
  });

  test('a comparison without a basis is left out and mentioned; one below the price as well', async () => {
    const { send, products } = await start();
    const { body } = await send('Handle,Title,Variant Price,Variant Compare At Price\na,苹果,10,15\nb,梨,10,8\nc,桃,10,0.00');
    expect(body.warnings.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'Variant Compare At Price', 'compare_without_basis'],
      [3, 'Variant Compare At Price', 'compare_not_higher'],
    ]);
    expect((await products()).every((product) => product.compareAtFen === null)).toBe(true);
  });
});

describe('updating by handle', () => {
  test('words and prices change, blanks and translations stay, units and SKUs that are not in the file are kept', async () => {
    const { t, shop, send, products } = await start();
    const categoryId = await t.transact((ctx) => createCategory(ctx, shop.id, { name: { zh: '鲜果', en: 'Fresh fruit' }, parentId: null }));
    const made = await aProduct(t, shop.id, {
      handle: 'fuji',
      title: { zh: '红富士', en: 'Fuji' },
      story: { zh: '旧的' },
      origin: { zh: '洛川' },
      categoryId,
      optionNames: [{ zh: '规格', en: 'Size' }],
      compareBasis: '上月售价',
      skus: [
        { code: 'F5', options: [{ zh: '5 斤' }], priceFen: 3990, compareAtFen: 4990, stock: 7 },
        { code: 'F10', options: [{ zh: '10 斤' }], priceFen: 6990, stock: 8 },
      ],
    });
    await t.transact((ctx) => reserve(ctx, [{ ref: newId('ord'), lines: [{ skuId: made.skuId, quantity: 2 }] }]));
    const { body } = await send(
      'Handle,Title,Body (HTML),Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\nfuji,红富士苹果,,,Size,五斤,F5,50,35\nfuji,,,,,20 斤,,4,99',
    );
    expect(body).toMatchObject({ created: 0, updated: 1, skus: 2 });
    expect(body.warnings.map(({ line, code }) => [line, code])).toEqual([
      [2, 'stock_kept'],
      [2, 'sku_not_in_file'],
    ]);
    const [product] = await products();
    expect(product).toMatchObject({
      id: made.productId,
      title: { zh: '红富士苹果', en: 'Fuji' },
      story: { zh: '旧的' },
      origin: { zh: '洛川' },
      category: { id: categoryId, name: { zh: '鲜果', en: 'Fresh fruit' } },
      optionNames: [{ zh: '规格', en: 'Size' }],
      status: 'on_sale',
      skus: [
        { id: made.skuIds[0], code: 'F5', options: [{ zh: '五斤' }], priceFen: 3500, compareAtFen: 4990, stock: 5 },
        { code: 'fuji-2', options: [{ zh: '20 斤' }], priceFen: 9900, stock: 4 },
        { id: made.skuIds[1], code: 'F10', priceFen: 6990, stock: 8 },
      ],
    });
    expect((await t.call('GET /api/products', { query: { q: '富士苹果 fuji-2' } })).body.items).toHaveLength(1);
    expect(await brokenStock(t.read())).toEqual([]);
  });

  test('a value the shop wrote in both languages is the same one whichever the file names, and keeps its English', async () => {
    const { t, shop, send, products } = await start();
    const made = await aProduct(t, shop.id, {
      handle: 'fuji',
      optionNames: [{ zh: '规格', en: 'Weight' }],
      skus: [
        { code: 'F5', options: [{ zh: '5 斤', en: '2.5 kg' }], priceFen: 3990 },
        { code: 'F10', options: [{ zh: '10 斤', en: '5 kg' }], priceFen: 6990 },
      ],
    });
    await send('Handle,Title,Option1 Name,Option1 Value,Variant Price\nfuji,,Weight,2.5 kg,35\nfuji,,,10 斤,60\nfuji,,,20 斤,99');
    const [product] = await products();
    expect(product?.skus.map(({ id, options, priceFen }) => [made.skuIds.indexOf(id), options, priceFen])).toEqual([
      [0, [{ zh: '5 斤', en: '2.5 kg' }], 3500],
      [1, [{ zh: '10 斤', en: '5 kg' }], 6000],
      [-1, [{ zh: '20 斤' }], 9900],
    ]);
  });

  test('a category is found by its name in either language, at any level; the others are added, a line of names as levels', async () => {
    const { t, shop, staff, send, products } = await start();
    const fruit = await t.transact((ctx) => createCategory(ctx, shop.id, { name: { zh: '鲜果', en: 'Fresh fruit' }, parentId: null }));
    const apples = await t.transact((ctx) => createCategory(ctx, shop.id, { name: { zh: '苹果', en: 'Apples' }, parentId: fruit }));
    const csv = [
      'Handle,Title,Type,Product Category,Variant Price',
      'a,A,fresh FRUIT,Food > Fruit,1',
      'b,B,苹果,,1',
      'c,C,,Food Items > Fruit > Dried > Nuts,1',
      'd,D,茶,,1',
      'e,E,Fresh fruit > Pears,,1',
    ].join('\n');
    expect((await send(csv, { isDryRun: true })).body).toMatchObject({ created: 5 });
    await send(csv);
    await send(csv);
    const { items } = (await t.call('GET /api/console/shops/{shopId}/categories', { params: { shopId: shop.id } }, staff)).body;
    const line = (id: string | null): string[] => {
      const category = items.find((each) => each.id === id);
      return category === undefined ? [] : [...line(category.parentId), category.name.zh];
    };
    expect(items.map(({ id }) => line(id).join(' > '))).toEqual([
      '鲜果',
      '鲜果 > 苹果',
      '鲜果 > Pears',
      'Fruit',
      'Fruit > Dried',
      'Fruit > Dried > Nuts',
      '茶',
    ]);
    const of = new Map((await products()).map(({ title, category }) => [title.zh, line(category?.id ?? null).join(' > ')]));
    expect(Object.fromEntries(of)).toEqual({ A: '鲜果', B: '鲜果 > 苹果', C: 'Fruit > Dried > Nuts', D: '茶', E: '鲜果 > Pears' });
    expect((await products()).find(({ title }) => title.zh === 'B')?.category?.id).toBe(apples);
  });

  test('another number of options is refused; what would make two SKUs the same as well', async () => {
    const { t, shop, places } = await start();
    await aProduct(t, shop.id, {
      handle: 'fuji',
      optionNames: [{ zh: '规格' }],
      skus: [
        { code: 'F5', options: [{ zh: '5 斤' }], priceFen: 3990 },
        { code: 'F10', options: [{ zh: '10 斤' }], priceFen: 6990 },
      ],
    });
    expect(await places(file('fuji,红富士,,,F5,1,1'))).toEqual([[2, 'Option1 Name', 'options_changed']]);
    expect(await places(file('fuji,红富士,规格,10 斤,F5,1,1'))).toEqual([[2, 'Option1 Value', 'options_mismatch']]);
  });

  test('two imports of one file at once leave every product once', async () => {
    const { t, send, products } = await start();
    const answers = await Promise.all([send(apparel), send(apparel), send(apparel)]);
    expect(answers.map((answer) => answer.body.created).toSorted((x, y) => x - y)).toEqual([0, 0, 20]);
    expect(await products()).toHaveLength(20);
    expect(await brokenStock(t.read())).toEqual([]);
  });
});

test('ten thousand rows are imported, and imported again, in one request each', async () => {
  const { t, send } = await start();
  const rows = Array.from(
    { length: 10_000 },
    (_, i) =>
      `p-${Math.floor(i / 4)},${i % 4 === 0 ? `商品 ${i / 4} 苹果 🍎` : ''},${i % 4 === 0 ? '规格' : ''},${i % 4} 斤,SKU-${i},${i % 50},${(i % 900) + 1}.50`,
  );
  const csv = file(...rows);
  expect((await send(csv)).body).toMatchObject({ products: 2500, skus: 10_000, created: 2500, warnings: [] });
  expect((await send(csv)).body).toMatchObject({ products: 2500, skus: 10_000, updated: 2500, warnings: [] });
  expect(await brokenStock(t.read())).toEqual([]);
}, 60_000);
