import type { SkuView } from '@tuanzi/contract/catalog';

type Choice = SkuView['options'][number];

/** Which SKU the chosen values name; undefined while a value is missing. Values are told apart by their Chinese. */
export function skuOf<S extends Pick<SkuView, 'options'>>(skus: readonly S[], chosen: readonly (string | undefined)[]): S | undefined {
  return skus.find((sku) => sku.options.length === chosen.length && sku.options.every(({ zh }, index) => zh === chosen[index]));
}

/** The values of one option in the order the shop wrote them. */
export function valuesOf(skus: readonly Pick<SkuView, 'options'>[], option: number): Choice[] {
  const values = skus.flatMap((sku) => sku.options[option] ?? []);
  return values.filter(({ zh }, index) => values.findIndex((value) => value.zh === zh) === index);
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
      sku.options[option]?.zh === value &&
      chosen.every((other, index) => index === option || other === undefined || sku.options[index]?.zh === other),
  );
}

/** Starts with the first SKU that can be bought, so that most people choose nothing. */
export function firstChoice(skus: readonly Pick<SkuView, 'options' | 'stock'>[]): string[] {
  return choiceOf(skus.find((sku) => sku.stock > 0) ?? skus[0]);
}

/** A new value may not go with the other ones: then they follow it to the nearest SKU there is. */
export function settle(
  skus: readonly Pick<SkuView, 'options' | 'stock'>[],
  chosen: readonly string[],
  option: number,
  value: string,
): string[] {
  const wanted = chosen.map((other, index) => (index === option ? value : other));
  const having = skus.filter((sku) => sku.options[option]?.zh === value);
  const likeness = (sku: (typeof skus)[number]) =>
    sku.options.filter(({ zh }, index) => zh === wanted[index]).length + (sku.stock > 0 ? 0.5 : 0);
  const nearest = having.toSorted((a, b) => likeness(b) - likeness(a))[0];
  return nearest === undefined ? wanted : choiceOf(nearest);
}

function choiceOf(sku: Pick<SkuView, 'options'> | undefined): string[] {
  return sku?.options.map(({ zh }) => zh) ?? [];
}
