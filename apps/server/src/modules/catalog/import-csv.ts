import { record } from '#modules/audit';
import { getLevels, openStock, type StockLevel } from '#modules/inventory';
import type { App } from '#platform/app';
import type { Actor, Ctx } from '#platform/ctx';
import { newId, randomText } from '#platform/ids';
import { problem } from '#platform/problem';
import type { Category } from './category-tree.ts';
import { readCsv } from './csv-file.ts';
import { createFindings, type Findings, type Issue } from './csv-issues.ts';
import { readProducts, type CsvProduct } from './csv-products.ts';
import { planImport, type ImportPlan, type KnownProduct } from './import-plan.ts';
import { lockCatalog } from './save-product.ts';
import { insertProducts, insertSkus, selectByHandles, selectCodes, selectSkusOf, updateProducts, updateSkus } from './store.ts';
import { selectCategories, writeCategories } from './store-categories.ts';

export interface ImportInput {
  readonly shopId: string;
  readonly csv: string;
  readonly isDryRun: boolean;
  readonly locale: 'zh' | 'en';
}
export interface ImportReport {
  readonly products: number;
  readonly skus: number;
  readonly created: number;
  readonly updated: number;
  readonly isDryRun: boolean;
  readonly warnings: Issue[];
}

/**
 * Imports a file of products: new handles are added, known ones updated. All of it or nothing: one mistake anywhere
 * refuses the file, with every mistake by line and column. A dry run looks at everything and writes nothing.
 */
export async function importCsv(app: App, actor: Actor, { shopId, csv, isDryRun, locale }: ImportInput): Promise<ImportReport> {
  const findings = createFindings(locale);
  // Read before the transaction begins: a long file keeps no connection and no lock waiting.
  const products = readProducts(await readCsv(csv, findings), findings);
  if (findings.hasErrors()) throw rejected(findings);
  return app.transact(actor, async (ctx) => {
    await lockCatalog(ctx, shopId);
    const known = await readKnown(ctx, shopId, products);
    const plan = planImport(products, known, { shopId, nowMs: ctx.now.getTime(), random: () => randomText(6), newId, findings });
    if (findings.hasErrors()) throw rejected(findings);
    if (!isDryRun) await carryOut(ctx, shopId, { plan, known });
    const created = plan.newProducts.length;
    return {
      products: products.length,
      skus: plan.skuCount,
      created,
      updated: products.length - created,
      isDryRun,
      warnings: findings.warnings(),
    };
  });
}

function rejected(findings: Findings): Error {
  return problem('import_rejected', { issues: findings.errors(), warnings: findings.warnings() });
}

interface Known {
  readonly products: Map<string, KnownProduct>;
  readonly categories: readonly Category[];
  readonly codes: Map<string, string>;
  readonly levels: Map<string, StockLevel>;
}

/** What is there already, read at once for the whole file. */
async function readKnown(ctx: Ctx, shopId: string, products: readonly CsvProduct[]): Promise<Known> {
  const rows = await selectByHandles(
    ctx,
    shopId,
    products.map((product) => product.handle),
  );
  const skus = await selectSkusOf(
    ctx,
    rows.map((row) => row.id),
  );
  const byProduct = Map.groupBy(skus, (sku) => sku.productId);
  const levels = await getLevels(
    ctx,
    skus.map((sku) => sku.id),
  );
  const wanted = products.flatMap(({ handle, skus: asked }) => [
    handle,
    ...asked.map((sku, i) => sku.code ?? `${handle.slice(0, 50)}-${i + 1}`),
  ]);
  const codes = await selectCodes(ctx, shopId, wanted);
  return {
    categories: await selectCategories(ctx, shopId),
    products: new Map(rows.map((row) => [row.handle, { row, skus: byProduct.get(row.id) ?? [] }])),
    codes: new Map(codes.map(({ code, productId }) => [code, productId])),
    levels,
  };
}

async function carryOut(ctx: Ctx, shopId: string, { plan, known }: { plan: ImportPlan; known: Known }): Promise<void> {
  await writeCategories(ctx, shopId, { before: known.categories, after: plan.categories.tree });
  for (const part of parts(plan.newProducts)) await insertProducts(ctx, part);
  for (const part of parts(plan.changedProducts)) await updateProducts(ctx, part);
  // Together, because SKUs may swap their codes.
  await updateSkus(ctx, plan.changedSkus);
  for (const part of parts(plan.newSkus)) await insertSkus(ctx, part);
  await openStock(
    ctx,
    plan.newSkus.map(({ id, productId }) => ({ skuId: id, productId, shopId, onHand: plan.stock.get(id) ?? 0 })),
  );
  await ctx.publish('product.changed', ...[...plan.newProducts, ...plan.changedProducts].map(({ id }) => ({ productId: id, shopId })));
  await record(ctx, {
    shopId,
    action: 'products.imported',
    targetId: shopId,
    detail: { created: plan.newProducts.length, updated: plan.changedProducts.length },
  });
}

/** No statement gets so long that the database's time limit ends it, on a slow machine either. */
function parts<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / 2000) }, (_, i) => rows.slice(i * 2000, (i + 1) * 2000));
}
