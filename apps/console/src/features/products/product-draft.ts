import type { ApiInput } from '@tuanzi/client';
import type { ProductView } from '@tuanzi/contract/catalog';
import type { Picture } from '@tuanzi/contract/shapes';

export interface Words {
  readonly zh: string;
  readonly en: string;
}
export interface OptionDraft {
  readonly key: string;
  readonly name: Words;
  readonly values: readonly Words[];
}
export interface SkuDraft {
  readonly id?: string;
  /** The Chinese of its values, in the order of the options. */
  readonly options: readonly string[];
  readonly code: string;
  readonly priceFen: number | null;
  readonly compareAtFen: number | null;
  readonly stock: number;
  readonly weightGrams: number;
}
export interface ProductDraft {
  readonly pictures: readonly Picture[];
  readonly title: Words;
  readonly subtitle: Words;
  readonly origin: Words;
  readonly story: Words;
  readonly categoryId: string | null;
  readonly compareBasis: string;
  readonly options: readonly OptionDraft[];
  readonly skus: readonly SkuDraft[];
  readonly status: ProductView['status'];
}
export type ProductBody = ApiInput<'POST /api/console/shops/{shopId}/products'>['body'];
export type Field = 'title' | 'options' | 'optionsMany' | 'skus' | 'compareBasis';
export const skusMax = 100;

const noWords: Words = { zh: '', en: '' };
const newSku = (options: readonly string[]): SkuDraft => ({
  options,
  code: '',
  priceFen: null,
  compareAtFen: null,
  stock: 0,
  weightGrams: 0,
});
export const emptyProduct: ProductDraft = {
  pictures: [],
  title: noWords,
  subtitle: noWords,
  origin: noWords,
  story: noWords,
  categoryId: null,
  compareBasis: '',
  options: [],
  skus: [newSku([])],
  status: 'draft',
};

/** Words as they will be shown: Chinese stands in for English not yet written. */
export const shown = ({ zh, en }: Words) => ({ zh, en: en.trim() === '' ? undefined : en });

const wordsOf = (text: { zh: string; en?: string | undefined } | null): Words => ({ zh: text?.zh ?? '', en: text?.en ?? '' });

export function draftOf(product: ProductView): ProductDraft {
  return {
    pictures: product.pictures,
    title: wordsOf(product.title),
    subtitle: wordsOf(product.subtitle),
    origin: wordsOf(product.origin),
    story: wordsOf(product.story),
    categoryId: product.category?.id ?? null,
    compareBasis: product.compareBasis ?? '',
    status: product.status,
    options: product.optionNames.map((name, index) => ({ key: `${index}`, name: wordsOf(name), values: valuesOf(product, index) })),
    skus: product.skus.map(({ id, options, code, priceFen, compareAtFen, stock, weightGrams }) => ({
      id,
      options: options.map(({ zh }) => zh),
      code,
      priceFen,
      compareAtFen,
      stock,
      weightGrams,
    })),
  };
}

function valuesOf(product: ProductView, index: number): Words[] {
  const values = new Map(product.skus.flatMap(({ options }) => options[index] ?? []).map((value) => [value.zh, wordsOf(value)]));
  return [...values.values()];
}

const sameOptions = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((value, index) => value === b[index]);

/**
 * The SKUs of these options, in the order people read them: what was already filled in stays with its combination. A new
 * option takes what was filled in along to its first choice. Combinations an existing product never had are added only
 * when a choice is new, so that a product that leaves one out keeps leaving it out.
 */
export function skusFor(options: readonly OptionDraft[], before: readonly SkuDraft[], optionsBefore: readonly OptionDraft[]): SkuDraft[] {
  const used = options.filter(({ values }) => values.length > 0);
  const combinations = used.reduce<string[][]>((rows, { values }) => rows.flatMap((row) => values.map(({ zh }) => [...row, zh])), [[]]);
  const usedBefore = optionsBefore.filter(({ values }) => values.length > 0);
  // Each combination, seen with the options that were there before.
  const earlierOf = (combination: readonly string[]) =>
    usedBefore.map(({ key }) => combination[used.findIndex((option) => option.key === key)]);
  return combinations.flatMap((combination) => {
    const earlier = earlierOf(combination);
    const isGrown = used.length > usedBefore.length;
    const isFirstOfNew = used.every(
      (option, index) => usedBefore.some(({ key }) => key === option.key) || option.values[0]?.zh === combination[index],
    );
    const kept = before.find((sku) =>
      used.length < usedBefore.length
        ? combination.every((value, index) => sku.options[usedBefore.findIndex(({ key }) => key === used[index]?.key)] === value)
        : sameOptions(sku.options, earlier.map(String)),
    );
    if (kept !== undefined && (!isGrown || isFirstOfNew)) return [{ ...kept, options: combination }];
    if (kept !== undefined) return [{ ...newSku(combination), priceFen: kept.priceFen, weightGrams: kept.weightGrams }];
    const wasPossible =
      !isGrown &&
      used.length === usedBefore.length &&
      combination.every((value, index) => usedBefore[index]?.values.some(({ zh }) => zh === value) === true);
    return wasPossible ? [] : [newSku(combination)];
  });
}

export type SkuMistake = 'codeMissing' | 'codeTwice' | 'priceMissing' | 'compareLow';
export function skuMistakes(skus: readonly SkuDraft[], index: number): SkuMistake[] {
  const sku = skus[index];
  if (sku === undefined) return [];
  const code = sku.code.trim();
  return [
    ...(code === ''
      ? ['codeMissing' as const]
      : skus.some((other, at) => at !== index && other.code.trim() === code)
        ? ['codeTwice' as const]
        : []),
    ...(sku.priceFen === null || sku.priceFen < 1 ? ['priceMissing' as const] : []),
    ...(sku.compareAtFen !== null && sku.compareAtFen <= (sku.priceFen ?? 0) ? ['compareLow' as const] : []),
  ];
}

export function mistakesOf(draft: ProductDraft): ReadonlySet<Field> {
  const found = new Set<Field>();
  if (draft.title.zh.trim() === '') found.add('title');
  if (draft.options.some(({ name, values }) => name.zh.trim() === '' || values.length === 0)) found.add('options');
  if (draft.skus.length > skusMax) found.add('optionsMany');
  if (draft.skus.length === 0 || draft.skus.some((_, index) => skuMistakes(draft.skus, index).length > 0)) found.add('skus');
  if (draft.skus.some(({ compareAtFen }) => compareAtFen !== null) && draft.compareBasis.trim() === '') found.add('compareBasis');
  return found;
}

const sent = ({ zh, en }: Words) => ({ zh: zh.trim(), ...(en.trim() !== '' && { en: en.trim() }) });
const sentOrNull = (words: Words) => (words.zh.trim() === '' ? null : sent(words));

/** What is sent; call only when `mistakesOf` found nothing. Units on hand go along for new SKUs only: later changes are adjustments with a reason. */
export function bodyOf(draft: ProductDraft, status: ProductView['status']): ProductBody {
  return {
    title: sent(draft.title),
    subtitle: sentOrNull(draft.subtitle),
    origin: sentOrNull(draft.origin),
    story: sentOrNull(draft.story),
    categoryId: draft.categoryId,
    compareBasis: draft.compareBasis.trim() === '' ? null : draft.compareBasis.trim(),
    pictureIds: draft.pictures.map(({ id }) => id),
    optionNames: draft.options.map(({ name }) => sent(name)),
    status,
    skus: draft.skus.map(({ id, options, code, priceFen, compareAtFen, stock, weightGrams }) => ({
      code: code.trim(),
      options: options.map((zh, index) => sent(draft.options[index]?.values.find((value) => value.zh === zh) ?? { zh, en: '' })),
      priceFen: priceFen ?? 0,
      compareAtFen,
      weightGrams,
      ...(id === undefined ? { stock } : { id }),
    })),
  };
}
