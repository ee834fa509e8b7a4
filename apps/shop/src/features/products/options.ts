import type { SkuView } from '@tuanzi/contract/catalog';

/** Which SKU the chosen values name; undefined while a value is missing. */
export function skuOf<S extends Pick<SkuView, 'options'>>(skus: readonly S[], chosen: readonly (string | undefined)[]): S | undefined {
  return skus.find((sku) => sku.options.length === chosen.length && sku.options.every((value, index) => value === chosen[index]));
}

/** The values of one option in the order the shop wrote them. */
export function valuesOf(skus: readonly Pick<SkuView, 'options'>[], option: number): string[] {
  return [...new Set(skus.flatMap((sku) => sku.options[option] ?? []))];
}

/** Whether a value still leads to something that can be bought, the other choices kept. */
export function isReachable(
  skus: readonly Pick<SkuView, 'options' | 'stock'>[],
  chosen: readonly (string | undefined)[],
  option: number,
  value: string,
): boolean {
  return skus.some(
    (sku) =>
      sku.stock > 0 &&
      sku.options[option] === value &&
      chosen.every((other, index) => index === option || other === undefined || sku.options[index] === other),
  );
}

/** Starts with the first SKU that can be bought, so that most people choose nothing. */
export function firstChoice(skus: readonly Pick<SkuView, 'options' | 'stock'>[]): string[] {
  return (skus.find((sku) => sku.stock > 0) ?? skus[0])?.options ?? [];
}
