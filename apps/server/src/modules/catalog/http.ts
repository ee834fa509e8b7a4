import { catalog } from '@tuanzi/contract/catalog';
import type { FastifyInstance } from 'fastify';
import { record } from '#modules/audit';
import { adjustStock, listMovements } from '#modules/inventory';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { mount } from '#platform/http/mount';
import { localeOf } from '#platform/http/problems';
import { once } from '#platform/idempotency';
import { problem } from '#platform/problem';
import { createReader } from '#platform/reader';
import { categoryRoutes } from './http-categories.ts';
import { getProduct, getProducts } from './get-products.ts';
import { importCsv } from './import-csv.ts';
import { listProducts, listShopProducts, type Search } from './list-products.ts';
import { createProduct, findOfShop, updateProduct } from './save-product.ts';
import { setProductStatus } from './set-product-status.ts';

export function catalogRoutes(app: App, http: FastifyInstance): void {
  const saved = async (ctx: Ctx, productId: string) => must(await getProduct(ctx, productId), 'it was just saved');
  const readProduct = createReader(app, getProducts);
  // Searches differ and may take their time; pages of the shelves are what everybody turns.
  const readShelf = createReader(app, async (ctx, queries) => {
    const pages = await Promise.all(queries.map((query) => listProducts(ctx, JSON.parse(query) as Search)));
    return new Map(queries.map((query, i) => [query, must(pages[i], 'every page is read')]));
  });
  mount(http, catalog, {
    'GET /api/products': async ({ query, caller }) =>
      query.q === undefined
        ? must(await readShelf(JSON.stringify(query)), 'every page is there, though it may be empty')
        : listProducts(app.read(caller), query),
    'GET /api/products/{productId}': async ({ params }) => {
      const product = await readProduct(params.productId);
      // An archived product is still shown, as off sale, to those who bought it; a draft is nobody's business yet.
      if (product === undefined || product.status === 'draft') throw problem('not_found');
      return product.status === 'on_sale' ? product : { ...product, skus: product.skus.map((sku) => ({ ...sku, stock: 0 })) };
    },
    ...categoryRoutes(app),
    'GET /api/console/shops/{shopId}/products': ({ params, query, caller }) => listShopProducts(app.read(caller), { ...params, ...query }),
    'POST /api/console/shops/{shopId}/products': ({ params, body, caller }) =>
      app.transact(caller, async (ctx) => saved(ctx, (await createProduct(ctx, params.shopId, body)).productId)),
    'GET /api/console/shops/{shopId}/products/{productId}': async ({ params, caller }) => {
      const ctx = app.read(caller);
      await findOfShop(ctx, params.shopId, params.productId);
      return saved(ctx, params.productId);
    },
    'PUT /api/console/shops/{shopId}/products/{productId}': ({ params, body, caller }) =>
      app.transact(caller, async (ctx) => saved(ctx, (await updateProduct(ctx, params, body)).productId)),
    'POST /api/console/shops/{shopId}/products/{productId}/status': ({ params, body, caller }) =>
      app.transact(caller, async (ctx) => {
        await setProductStatus(ctx, params, body.status);
        return saved(ctx, params.productId);
      }),
    'POST /api/console/shops/{shopId}/stock': ({ params, body, caller, idempotency }) =>
      app.transact(caller, (ctx) =>
        once(ctx, idempotency, async () => {
          await record(ctx, {
            shopId: params.shopId,
            action: 'stock.adjusted',
            targetId: body.skuId,
            detail: { change: body.change, reason: body.reason },
          });
          return adjustStock(ctx, { ...params, ...body });
        }),
      ),
    'GET /api/console/shops/{shopId}/stock/{skuId}/history': ({ params, query, caller }) =>
      listMovements(app.read(caller), { ...params, ...query }),
    'POST /api/console/shops/{shopId}/products/import': ({ params, body, caller, request }) =>
      importCsv(app, caller, { ...params, ...body, locale: localeOf(request) }),
  });
}
