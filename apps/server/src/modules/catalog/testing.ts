import { ProductInput } from '@tuanzi/contract/catalog';
import { getSkus } from './get-products.ts';
import { randomText } from '#platform/ids';
import type { z } from 'zod';
import type { TestApp } from '../../testing.ts';
import { createProduct } from './save-product.ts';

export interface ProductOptions extends Partial<Omit<z.input<typeof ProductInput>, 'skus'>> {
  /** Number of SKUs, told apart by one option; 1 has none. Or the SKUs themselves. */
  readonly skus?: number | z.input<typeof ProductInput>['skus'];
  /** Units on hand of every SKU that does not say. */
  readonly stock?: number;
  readonly priceFen?: number;
}
export interface TestProduct {
  readonly productId: string;
  readonly skuIds: string[];
  /** The first one. */ readonly skuId: string;
  readonly shopId: string;
  readonly priceFen: number;
}

/** A product on sale: one SKU with ten units at ¥39.90 unless told otherwise. */
export async function aProduct(
  t: TestApp,
  shopId: string,
  { skus = 1, stock = 10, priceFen = 3990, ...overrides }: ProductOptions = {},
): Promise<TestProduct> {
  const draft = ProductInput.parse({
    title: { zh: '洛川红富士苹果', en: 'Luochuan Fuji apples' },
    status: 'on_sale',
    optionNames: skus === 1 || (Array.isArray(skus) && skus[0]?.options.length === 0) ? [] : [{ zh: '规格', en: 'Size' }],
    skus:
      typeof skus !== 'number'
        ? skus.map((sku) => ({ stock, ...sku }))
        : Array.from({ length: skus }, (_, i) => ({
            code: `SKU-${randomText(8)}`,
            options: skus === 1 ? [] : [{ zh: `${i + 1} 斤` }],
            priceFen,
            stock,
          })),
    ...overrides,
  });
  const { productId, skuIds } = await t.transact((ctx) => createProduct(ctx, shopId, draft));
  const [skuId] = skuIds;
  if (skuId === undefined) throw new Error('a product has a SKU');
  const first = (await getSkus(t.read(), [skuId])).get(skuId);
  return { productId, skuIds, skuId, shopId, priceFen: first?.priceFen ?? priceFen };
}
