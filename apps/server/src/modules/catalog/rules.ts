import type { ProblemCode } from '@tuanzi/contract';
import type { Title } from '@tuanzi/contract/shapes';

export interface SkuPrice {
  readonly priceFen: number;
  readonly compareAtFen: number | null;
}
export interface SkuChoice extends SkuPrice {
  readonly code: string;
  readonly options: readonly Title[];
}

/** Values of a SKU as one text, to tell whether two SKUs are the same. The Chinese decides: English may be missing. */
export function choiceKey(options: readonly Pick<Title, 'zh'>[]): string {
  return JSON.stringify(options.map(({ zh }) => zh));
}

/** A value reads the same at every SKU of a product: where one SKU gives its English and another does not, both have it. */
export function evenChoices<S extends { readonly options: readonly Title[] }>(skus: readonly S[]): S[] {
  const english = new Map<string, string>();
  const keyOf = (option: number, zh: string) => `${option} ${zh}`;
  for (const { options } of skus)
    for (const [i, { zh, en }] of options.entries()) if (en !== undefined && !english.has(keyOf(i, zh))) english.set(keyOf(i, zh), en);
  return skus.map((sku) => ({
    ...sku,
    options: sku.options.map(({ zh }, i) => {
      const en = english.get(keyOf(i, zh));
      return en === undefined ? { zh } : { zh, en };
    }),
  }));
}

/** What is wrong with the SKUs of a product as a whole, if anything. */
export function wrongChoices(optionCount: number, skus: readonly SkuChoice[]): ProblemCode | null {
  if (skus.some((sku) => sku.options.length !== optionCount)) return 'options_mismatch';
  if (new Set(skus.map((sku) => choiceKey(sku.options))).size !== skus.length) return 'options_mismatch';
  if (new Set(skus.map((sku) => sku.code)).size !== skus.length) return 'sku_code_taken';
  return null;
}

/** The prices a product is listed with: its cheapest SKU, and how far the others go. */
export function listedPrices(skus: readonly SkuPrice[]): { priceFen: number; priceMaxFen: number; compareAtFen: number | null } {
  const priceFen = Math.min(...skus.map((sku) => sku.priceFen));
  const cheapest = skus.filter((sku) => sku.priceFen === priceFen);
  return {
    priceFen,
    priceMaxFen: Math.max(...skus.map((sku) => sku.priceFen)),
    compareAtFen: cheapest.find((sku) => sku.compareAtFen !== null)?.compareAtFen ?? null,
  };
}

/** Text as a search sees it: full and half width, upper and lower case and accents are the same, and nothing invisible is left. */
export function foldText(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
  return plain
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\p{C}\ufe0f]/gu, '')
    .trim();
}

/** A missing translation is left out rather than stored as nothing. */
export function clean({ zh, en }: Title): Title {
  return en === undefined ? { zh } : { zh, en };
}

interface Findable {
  readonly handle: string;
  readonly title: Title;
  readonly subtitle: Title | null;
  readonly origin: Title | null;
}

/** All a product is found by. */
export function searchTextOf(product: Findable, more: { readonly categoryWords: string; readonly codes: readonly string[] }): string {
  const { title, subtitle, origin, handle } = product;
  const searched = [title, subtitle, origin].flatMap((field) => [field?.zh ?? '', field?.en ?? '']);
  return foldText([...searched, more.categoryWords, handle, ...more.codes].join(' '));
}

/** Every character and every two neighbours of a folded text. Two Chinese characters are mostly a word, so this finds words without a dictionary. */
export function gramsOf(folded: string): string[] {
  const grams = new Set<string>();
  for (const word of folded.split(' ')) {
    const characters = Array.from(word);
    characters.forEach((character, i) => {
      grams.add(character);
      if (i > 0) grams.add(`${characters[i - 1]}${character}`);
    });
  }
  grams.delete('');
  return [...grams];
}

/** More words than anybody types; the rest of a long question is left out. */
const wordsMax = 8;

/** What a question asks for: words that all have to be there, and the grams an index finds them by. */
export function parseSearch(question: string): { words: string[]; grams: string[] } {
  const words = foldText(question)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, wordsMax);
  const grams = words.flatMap((word) => {
    const characters = Array.from(word);
    return characters.length === 1 ? characters : characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  });
  return { words, grams: [...new Set(grams)] };
}

/** A name for addresses made of a title; empty if the title has no letter an address could carry. */
export function handleOf(title: string): string {
  return foldText(title)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}
