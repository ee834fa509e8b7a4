import type { Title } from '@tuanzi/contract/shapes';
import type { StockLevel } from '#modules/inventory';
import { wordsOf, type Category } from './category-tree.ts';
import type { Findings } from './csv-issues.ts';
import type { CsvProduct, CsvSku } from './csv-products.ts';
import { planCategories, type CategoryPlan } from './import-categories.ts';
import { choiceKey, wrongChoices } from './rules.ts';
import { productRow, skuRow } from './save-product.ts';
import type { NewProductRow, ProductRow, SkuRow } from './store.ts';

export interface KnownProduct {
  readonly row: ProductRow;
  readonly skus: readonly SkuRow[];
}
export interface ImportPlan {
  readonly categories: CategoryPlan;
  readonly newProducts: NewProductRow[];
  readonly changedProducts: NewProductRow[];
  readonly newSkus: SkuRow[];
  readonly changedSkus: SkuRow[];
  /** Units of new SKUs. */ readonly stock: Map<string, number>;
  skuCount: number;
}
interface Known {
  readonly products: ReadonlyMap<string, KnownProduct>;
  /** All of the shop. */ readonly categories: readonly Category[];
  /** Codes in use and the products that use them. */ readonly codes: ReadonlyMap<string, string>;
  readonly levels: ReadonlyMap<string, StockLevel>;
}
interface Making {
  readonly shopId: string;
  readonly nowMs: number;
  readonly newId: (prefix: string, nowMs: number) => string;
  readonly random: () => string;
  readonly findings: Findings;
}

/** What an import will write, worked out from the file and what is there. Mistakes that need both are found here. */
export function planImport(products: readonly CsvProduct[], known: Known, making: Making): ImportPlan {
  const categories = planCategories(products, known.categories, making);
  const plan: ImportPlan = {
    categories,
    newProducts: [],
    changedProducts: [],
    newSkus: [],
    changedSkus: [],
    stock: new Map(),
    skuCount: 0,
  };
  const inFile = new Set(products.flatMap((product) => product.skus.flatMap((sku) => sku.code ?? [])));
  for (const product of products) planProduct(plan, product, { ...making, known, usedCodes: inFile });
  return plan;
}

type Planning = Making & { readonly known: Known; /** Codes of this file, given ones and made ones. */ readonly usedCodes: Set<string> };

function planProduct(plan: ImportPlan, product: CsvProduct, planning: Planning): void {
  const { shopId, nowMs, newId, findings, known } = planning;
  const before = known.products.get(product.handle);
  if (before === undefined && product.title === null) findings.error(product.line, 'Title', 'required', 'Title');
  if (before !== undefined && before.row.optionNames.length !== product.optionNames.length)
    return findings.error(product.line, 'Option1 Name', 'options_changed');
  const productId = before?.row.id ?? newId('prd', nowMs);
  const asked = inKnownWords(before?.skus ?? [], product.skus);
  const matched = matchSkus(before?.skus ?? [], asked);
  const rows = asked.map((sku, position) => {
    const old = matched[position];
    const id = old?.id ?? newId('sku', nowMs);
    const compareAtFen = comparedOf(sku, old, before?.row.compareBasis ?? null, findings);
    const code = sku.code ?? old?.code ?? makeCode(product, position, planning);
    if (sku.code !== null && (known.codes.get(sku.code) ?? productId) !== productId)
      findings.error(sku.line, 'Variant SKU', 'sku_code_taken', sku.code);
    if (old === undefined) plan.stock.set(id, sku.stock ?? 0);
    else warnOfStock(sku, known.levels.get(old.id), findings);
    return skuRow(
      { id, productId, shopId, position },
      { code, options: sku.options, priceFen: sku.priceFen, compareAtFen, weightGrams: sku.weightGrams ?? old?.weightGrams ?? 0 },
    );
  });
  const left = (before?.skus ?? []).filter((sku) => !matched.includes(sku));
  for (const sku of left) findings.warn(product.line, 'Variant SKU', 'sku_not_in_file', sku.code);
  const all = [...rows, ...left.map((sku, i) => ({ ...sku, position: rows.length + i }))];
  const wrong = wrongChoices(product.optionNames.length, all);
  if (wrong !== null)
    return findings.error(product.line, 'Option1 Value', wrong === 'sku_code_taken' ? 'sku_code_taken' : 'options_mismatch');
  if (all.length > 100) return findings.error(product.line, 'Handle', 'too_many_skus');
  (before === undefined ? plan.newProducts : plan.changedProducts).push(
    rowOf(product, { productId, shopId, before: before?.row, skus: all, categories: plan.categories }),
  );
  plan.newSkus.push(...rows.filter((_, i) => matched[i] === undefined));
  plan.changedSkus.push(...all.filter((_, i) => i >= rows.length || matched[i] !== undefined));
  plan.skuCount += rows.length;
}

type WordedSku = Omit<CsvSku, 'options'> & { readonly options: Title[] };

/** A value of the file that the product knows in either language is that value; any other is a new one, in Chinese. */
function inKnownWords(known: readonly SkuRow[], asked: readonly CsvSku[]): WordedSku[] {
  return asked.map((sku) => ({
    ...sku,
    options: sku.options.map((text, i) => {
      const values = known.flatMap((row) => row.options[i] ?? []);
      return values.find(({ zh }) => zh === text) ?? values.find(({ en }) => en === text) ?? { zh: text };
    }),
  }));
}

/** A SKU of the file is a known one if it has its code, else if it has its options. */
function matchSkus(known: readonly SkuRow[], asked: readonly WordedSku[]): (SkuRow | undefined)[] {
  const left = new Set(known);
  const find = (isIt: (sku: SkuRow) => boolean) => {
    const found = [...left].find(isIt);
    if (found !== undefined) left.delete(found);
    return found;
  };
  const byCode = asked.map(({ code }) => (code === null ? undefined : find((sku) => sku.code === code)));
  return asked.map(({ options }, i) => byCode[i] ?? find((sku) => choiceKey(sku.options) === choiceKey(options)));
}

/** The file cannot say what a price is compared with, so a comparison stays only where the product says it already. */
function comparedOf(
  sku: Pick<CsvSku, 'line' | 'priceFen' | 'compareAtFen'>,
  old: SkuRow | undefined,
  basis: string | null,
  findings: Findings,
): number | null {
  if (sku.compareAtFen !== null && basis === null) findings.warn(sku.line, 'Variant Compare At Price', 'compare_without_basis');
  const compareAtFen = basis === null ? null : (sku.compareAtFen ?? old?.compareAtFen ?? null);
  return compareAtFen !== null && compareAtFen > sku.priceFen ? compareAtFen : null;
}

function warnOfStock({ line, stock }: Pick<CsvSku, 'line' | 'stock'>, level: StockLevel | undefined, findings: Findings): void {
  if (stock !== null && level !== undefined && stock !== level.onHand)
    findings.warn(line, 'Variant Inventory Qty', 'stock_kept', level.onHand);
}

/** A code for a SKU the file gives none: made of the handle, so that it can be recognised in the warehouse. */
function makeCode({ handle, skus }: CsvProduct, position: number, { known, usedCodes, random }: Planning): string {
  let code = skus.length === 1 && handle.length <= 64 ? handle : `${handle.slice(0, 50)}-${position + 1}`;
  while (usedCodes.has(code) || known.codes.has(code)) code = `${handle.slice(0, 50)}-${random()}`;
  usedCodes.add(code);
  return code;
}

function rowOf(
  product: CsvProduct,
  made: { productId: string; shopId: string; before: ProductRow | undefined; skus: readonly SkuRow[]; categories: CategoryPlan },
): NewProductRow {
  const { productId, shopId, before, skus, categories } = made;
  const { handle, title, story, category, status, optionNames } = product;
  const categoryId = (category === null ? undefined : categories.idOf.get(category)) ?? before?.categoryId ?? null;
  return productRow(
    { id: productId, shopId, handle },
    {
      title: retold(before?.title ?? null, title) ?? { zh: handle },
      subtitle: before?.subtitle ?? null,
      story: retold(before?.story ?? null, story),
      origin: before?.origin ?? null,
      categoryId,
      compareBasis: before?.compareBasis ?? null,
      pictureIds: [...(before?.pictureIds ?? [])],
      optionNames: optionNames.map((name, i) => retold(before?.optionNames[i] ?? null, name) ?? { zh: name }),
      status: status ?? before?.status ?? 'draft',
      skus: skus.map(({ code, options, priceFen, compareAtFen, weightGrams }) => ({
        code,
        options: [...options],
        priceFen,
        compareAtFen,
        weightGrams,
      })),
    },
    wordsOf(categories.tree, categoryId),
  );
}

/** The file has one language. Words that are there in either stay as they are; new ones replace the Chinese, blank ones nothing. */
function retold(before: Title | null, text: string | null): Title | null {
  if (text === null) return before;
  return before !== null && (before.zh === text || before.en === text) ? before : { ...before, zh: text };
}
