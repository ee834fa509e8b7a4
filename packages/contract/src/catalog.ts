import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Done, Fen, Id, Instant, Limit, Cursor, PageQuery, Picture, Text, Title, page, words } from './shapes.ts';

export const SkuView = z
  .object({
    id: Id,
    code: z.string(),
    options: z.array(Title).meta({ description: 'One value per option of the product, in order.' }),
    priceFen: Fen,
    compareAtFen: Fen.nullable(),
    stock: z.int().meta({ description: 'Units on sale now: on hand minus reserved.' }),
    weightGrams: z.int(),
  })
  .meta({ id: 'SkuView' });
export const ProductCard = z
  .object({
    id: Id,
    shopId: Id,
    title: Title,
    subtitle: Title.nullable(),
    picture: Picture.nullable(),
    priceFen: Fen,
    priceMaxFen: Fen,
    compareAtFen: Fen.nullable(),
    stock: z.int(),
    soldCount: z.int(),
    rating: z
      .object({ count: z.int(), averageTenths: z.int().meta({ description: 'Ten times the average, cut and never rounded up.' }) })
      .optional()
      .meta({ description: 'Only where there are reviews, and only on cards.' }),
  })
  .meta({ id: 'ProductCard' });
export const ProductView = ProductCard.extend({
  story: Text.nullable(),
  origin: Title.nullable(),
  category: z.object({ id: Id, name: Title }).nullable(),
  pictures: z.array(Picture),
  optionNames: z.array(Title),
  skus: z.array(SkuView),
  status: z.enum(['draft', 'on_sale', 'archived']),
  compareBasis: z
    .string()
    .nullable()
    .meta({ description: 'Where the compared price comes from; a price may not be struck through without it.' }),
}).meta({ id: 'ProductView' });
/** One place in the tree; a list of them has each followed by what is under it. */
export const CategoryView = z
  .object({
    id: Id,
    parentId: Id.nullable(),
    name: Title,
    productCount: z.int().meta({ description: 'Products in it and in those under it.' }),
  })
  .meta({ id: 'CategoryView' });
export type CategoryView = z.infer<typeof CategoryView>;
export type ProductCard = z.infer<typeof ProductCard>;
export type ProductView = z.infer<typeof ProductView>;
export type SkuView = z.infer<typeof SkuView>;

export const SkuInput = z.object({
  id: Id.optional(),
  code: words(64),
  options: z.array(Title).max(3),
  priceFen: Fen.min(1),
  compareAtFen: Fen.nullable().default(null),
  stock: z
    .int()
    .min(0)
    .max(10_000_000)
    .optional()
    .meta({ description: 'Sets the units on hand of a new SKU; later changes go through stock adjustments.' }),
  weightGrams: z.int().min(0).max(1_000_000).default(0),
});
export const ProductInput = z.object({
  handle: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/)
    .optional(),
  title: Title,
  subtitle: Title.nullable().default(null),
  story: Text.nullable().default(null),
  origin: Title.nullable().default(null),
  categoryId: Id.nullable().default(null).meta({ description: 'A category of the same shop.' }),
  compareBasis: words(120).nullable().default(null),
  pictureIds: z
    .array(z.string().regex(/^\w{1,60}$/))
    .max(12)
    .default([]),
  optionNames: z.array(Title).max(3).default([]),
  skus: z.array(SkuInput).min(1).max(100),
  status: z.enum(['draft', 'on_sale', 'archived']).default('draft'),
});

const inShop = z.object({ shopId: Id });
const ofShop = z.object({ shopId: Id, productId: Id });
const ofCategory = z.object({ shopId: Id, categoryId: Id });
export const ImportIssue = z.object({
  line: z.int().meta({ description: 'Line of the file; the header is line 1.' }),
  column: z.string(),
  code: z.string(),
  message: z.string(),
});
export const catalog = defineApi({
  'GET /api/products': {
    summary: 'Products on sale, newest first',
    access: 'public',
    query: z.object({
      shopId: Id.optional(),
      q: z.string().max(60).optional(),
      categoryId: Id.optional().meta({ description: 'This category and those under it; without a shop also equal ones of other shops.' }),
      cursor: Cursor.optional(),
      limit: Limit,
    }),
    reply: page(ProductCard),
  },
  'GET /api/products/{productId}': {
    summary: 'One product with its SKUs',
    access: 'public',
    params: z.object({ productId: Id }),
    reply: ProductView,
  },
  'GET /api/categories': {
    summary: 'The tree of categories that have products on sale; equal ones of several shops are one',
    access: 'public',
    query: z.object({ shopId: Id.optional() }),
    reply: z.object({ items: z.array(CategoryView) }),
  },
  'GET /api/console/shops/{shopId}/categories': {
    summary: 'All categories of a shop',
    access: 'shop:staff',
    params: inShop,
    reply: z.object({ items: z.array(CategoryView) }),
  },
  'POST /api/console/shops/{shopId}/categories': {
    summary: 'Add a category, as the last one of its level',
    access: 'shop:operator',
    params: inShop,
    body: z.object({ name: Title, parentId: Id.nullable().default(null) }),
    reply: CategoryView,
    status: 201,
    problems: ['category_name_taken', 'category_too_deep', 'too_many_categories', 'unknown_category'],
  },
  'PATCH /api/console/shops/{shopId}/categories/{categoryId}': {
    summary: 'Rename a category',
    access: 'shop:operator',
    params: ofCategory,
    body: z.object({ name: Title }),
    reply: CategoryView,
    problems: ['category_name_taken'],
  },
  'POST /api/console/shops/{shopId}/categories/{categoryId}/move': {
    summary: 'Put a category, with all that is under it, elsewhere in the tree or in the order of its level',
    access: 'shop:operator',
    params: ofCategory,
    body: z.object({
      parentId: Id.nullable(),
      position: z
        .int()
        .min(0)
        .max(1000)
        .meta({ description: 'Among those of the level without this one; what is beyond the end is the end.' }),
    }),
    reply: CategoryView,
    problems: ['category_name_taken', 'category_too_deep', 'category_cycle', 'unknown_category'],
  },
  'DELETE /api/console/shops/{shopId}/categories/{categoryId}': {
    summary: 'Delete a category and those under it; where there are any, or products in them, say where the products go',
    access: 'shop:operator',
    params: ofCategory,
    query: z.object({
      productsTo: z
        .union([z.literal('none'), Id])
        .optional()
        .meta({ description: 'A category that stays, or `none`.' }),
    }),
    reply: Done,
    problems: ['category_in_use', 'unknown_category'],
  },
  'GET /api/console/shops/{shopId}/products': {
    summary: 'All products of a shop',
    access: 'shop:staff',
    params: inShop,
    query: PageQuery.extend({
      q: z.string().max(60).optional(),
      status: z.enum(['draft', 'on_sale', 'archived']).optional(),
      categoryId: Id.optional(),
      sort: z.enum(['newest', 'stock', 'sold']).default('newest'),
    }),
    reply: page(ProductView.extend({ onHand: z.int(), reserved: z.int(), updatedAt: Instant })),
  },
  'POST /api/console/shops/{shopId}/products': {
    summary: 'Add a product',
    access: 'shop:operator',
    params: inShop,
    body: ProductInput,
    reply: ProductView,
    status: 201,
    problems: ['handle_taken', 'sku_code_taken', 'options_mismatch', 'compare_basis_missing', 'unknown_picture', 'unknown_category'],
  },
  'GET /api/console/shops/{shopId}/products/{productId}': {
    summary: 'One product, whatever its status',
    access: 'shop:staff',
    params: ofShop,
    reply: ProductView,
  },
  'PUT /api/console/shops/{shopId}/products/{productId}': {
    summary: 'Change a product',
    access: 'shop:operator',
    params: ofShop,
    body: ProductInput,
    reply: ProductView,
    problems: [
      'handle_taken',
      'sku_code_taken',
      'options_mismatch',
      'compare_basis_missing',
      'unknown_picture',
      'unknown_category',
      'sku_in_use',
    ],
  },
  'POST /api/console/shops/{shopId}/products/{productId}/status': {
    summary: 'Put on sale, take off or archive',
    access: 'shop:operator',
    params: ofShop,
    body: z.object({ status: z.enum(['draft', 'on_sale', 'archived']) }),
    reply: ProductView,
  },
  'POST /api/console/shops/{shopId}/stock': {
    summary: 'Adjust the units on hand of a SKU; the change is kept in the stock history',
    access: 'shop:operator',
    params: inShop,
    idempotency: 'required',
    body: z.object({
      skuId: Id,
      change: z
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((change) => change !== 0, 'a change of nothing is none'),
      reason: words(120),
    }),
    reply: z.object({ skuId: Id, onHand: z.int(), reserved: z.int() }),
    problems: ['stock_below_reserved'],
  },
  'GET /api/console/shops/{shopId}/stock/{skuId}/history': {
    summary: 'Every change of a SKU’s stock',
    access: 'shop:staff',
    params: z.object({ shopId: Id, skuId: Id }),
    query: PageQuery,
    reply: page(
      z.object({
        id: Id,
        at: Instant,
        kind: z.string(),
        onHandChange: z.int(),
        reservedChange: z.int(),
        reason: z.string(),
        ref: z.string().nullable(),
      }),
    ),
  },
  'POST /api/console/shops/{shopId}/products/import': {
    summary: 'Import products from CSV in the common shop format; all rows or none',
    access: 'shop:operator',
    params: inShop,
    body: z.object({ csv: z.string().min(1).max(5_000_000), isDryRun: z.boolean().default(false) }),
    reply: z.object({
      products: z.int(),
      skus: z.int(),
      created: z.int(),
      updated: z.int(),
      isDryRun: z.boolean(),
      warnings: z.array(ImportIssue),
    }),
    problems: ['import_rejected'],
  },
});

export const catalogProblems = defineProblems({
  handle_taken: [409, 'Another product already uses this address.', '商品地址已被使用'],
  sku_code_taken: [409, 'Another SKU of this shop already uses this code.', 'SKU 编码已被使用'],
  options_mismatch: [422, 'Every SKU needs one value per option, and no two SKUs may be the same.', '每个 SKU 的规格必须完整且不能重复'],
  compare_basis_missing: [422, 'A compared price needs the basis it is compared with.', '划线价必须注明对比依据'],
  sku_in_use: [409, 'A SKU with reserved units cannot be removed.', '该规格有未完成的订单，不能删除'],
  stock_below_reserved: [409, 'That would leave fewer units than are already reserved.', '库存不能少于已预留的数量'],
  unknown_category: [422, 'This shop has no such category.', '店铺没有这个分类'],
  category_name_taken: [409, 'There is a category of this name here already.', '同一级已有同名分类'],
  category_too_deep: [422, 'Categories have three levels at most.', '分类最多三级'],
  category_cycle: [422, 'A category cannot be moved under itself.', '不能把分类移到它自己下面'],
  category_in_use: [409, 'There are products or categories in it; say where the products go.', '分类下还有商品或子分类，请选择商品去向'],
  too_many_categories: [409, 'A shop has 300 categories at most.', '一个店铺最多 300 个分类'],
  import_rejected: [422, 'The file has mistakes; nothing was imported.', '文件有错误，没有导入任何商品'],
  product_unavailable: [409, 'This product is not on sale.', '商品已下架'],
  out_of_stock: [409, 'Not enough of this is left.', '库存不足'],
});
