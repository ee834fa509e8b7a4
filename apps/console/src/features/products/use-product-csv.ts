import { csvYuan } from '../../layout/csv.ts';
import type { CsvColumn } from '../../layout/ExportButton.tsx';
import { useChoiceText, useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import type { ShopProduct } from './ProductsTable.tsx';

interface SkuRow {
  readonly product: ShopProduct;
  readonly sku: ShopProduct['skus'][number];
}

/** A row for each SKU: that is what has a price and units. */
export function skuRowsOf(products: readonly ShopProduct[]): SkuRow[] {
  return products.flatMap((product) => product.skus.map((sku) => ({ product, sku })));
}

export function useProductCsv(): readonly CsvColumn<SkuRow>[] {
  const t = useT();
  const text = useText();
  const choice = useChoiceText();
  return [
    { title: t('products.edit.name'), cell: ({ product }) => text(product.title) },
    { title: t('products.edit.category'), cell: ({ product }) => text(product.category?.name) },
    { title: t('products.edit.options'), cell: ({ sku }) => choice(sku.options) },
    { title: t('products.edit.code'), cell: ({ sku }) => sku.code },
    { title: t('products.edit.price'), cell: ({ sku }) => csvYuan(sku.priceFen) },
    { title: t('products.edit.compare'), cell: ({ sku }) => (sku.compareAtFen === null ? null : csvYuan(sku.compareAtFen)) },
    { title: t('products.stock'), cell: ({ sku }) => sku.stock },
    { title: t('products.edit.weight'), cell: ({ sku }) => sku.weightGrams },
    { title: t('products.state'), cell: ({ product }) => t(`products.states.${product.status}`) },
  ];
}
