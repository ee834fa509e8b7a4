import type { catalog } from '@tuanzi/contract/catalog';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import type { Handlers } from '#platform/http/mount';
import { createReader } from '#platform/reader';
import { createCategory } from './create-category.ts';
import { deleteCategory } from './delete-category.ts';
import { getShopCategory, listCategories, listShopCategories } from './list-categories.ts';
import { moveCategory } from './move-category.ts';
import { renameCategory } from './rename-category.ts';

/** The routes of the tree of categories. */
export function categoryRoutes(app: App) {
  const readCategories = createReader(app, async (ctx, shopIds) => {
    const trees = await Promise.all(shopIds.map((shopId) => listCategories(ctx, shopId === '' ? undefined : shopId)));
    return new Map(shopIds.map((shopId, i) => [shopId, must(trees[i], 'every tree is read')]));
  });
  return {
    'GET /api/categories': async ({ query }) => ({
      items: must(await readCategories(query.shopId ?? ''), 'there may be none, but they are read'),
    }),
    'GET /api/console/shops/{shopId}/categories': async ({ params, caller }) => ({
      items: await listShopCategories(app.read(caller), params.shopId),
    }),
    'POST /api/console/shops/{shopId}/categories': ({ params, body, caller }) =>
      app.transact(caller, async (ctx) => getShopCategory(ctx, params.shopId, await createCategory(ctx, params.shopId, body))),
    'PATCH /api/console/shops/{shopId}/categories/{categoryId}': ({ params, body, caller }) =>
      app.transact(caller, async (ctx) => {
        await renameCategory(ctx, params, body.name);
        return getShopCategory(ctx, params.shopId, params.categoryId);
      }),
    'POST /api/console/shops/{shopId}/categories/{categoryId}/move': ({ params, body, caller }) =>
      app.transact(caller, async (ctx) => {
        await moveCategory(ctx, params, body);
        return getShopCategory(ctx, params.shopId, params.categoryId);
      }),
    'DELETE /api/console/shops/{shopId}/categories/{categoryId}': ({ params, query, caller }) =>
      app.transact(caller, async (ctx) => {
        await deleteCategory(ctx, params, query.productsTo);
        return { ok: true };
      }),
  } satisfies Partial<Handlers<typeof catalog>>;
}
