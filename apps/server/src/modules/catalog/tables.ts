// Tables of the catalog schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, GeneratedAlways, Json, Timestamp } from '#platform/db-types';

/**
 * The categories of a shop. Whatever is under another is exactly one level deeper, so there is no cycle and no fourth level.
 * UNIQUE (shop_id, path)
 * UNIQUE (shop_id, id, depth)
 * UNIQUE (shop_id, id)
 * PRIMARY KEY (id)
 * FOREIGN KEY (shop_id, parent_id, parent_depth) REFERENCES catalog.categories(shop_id, id, depth)
 * CHECK path[cardinality(path)] = (name ->> 'zh'::text)
 * CHECK (parent_id IS NULL) = (cardinality(path) = 1)
 * CHECK (depth >= 1) AND (depth <= 3)
 * CHECK jsonb_typeof((name -> 'zh'::text)) = 'string'::text
 * CHECK "position" >= 0
 * INDEX categories_by_parent (shop_id, parent_id, "position")
 * INDEX categories_by_path (path)
 */
export interface Categories {
  id: string;
  shopId: string;
  parentId: string | null;
  /** Among those under the same parent, lowest first. */
  position: number;
  name: Json;
  /** The Chinese names from the top to this one. Unique in a shop; equal paths of several shops are shown as one. */
  path: string[];
  depth: GeneratedAlways<number>;
  parentDepth: GeneratedAlways<number | null>;
  createdAt: Timestamp;
}

/**
 * A product of a shop. Its prices repeat those of its SKUs, so that a list needs no second look.
 * UNIQUE (shop_id, handle)
 * PRIMARY KEY (id)
 * FOREIGN KEY (shop_id, category_id) REFERENCES catalog.categories(shop_id, id)
 * CHECK (price_max_fen >= price_fen) AND (price_max_fen <= '10000000000'::bigint)
 * CHECK compare_at_fen > price_fen
 * CHECK (compare_at_fen IS NULL) OR (compare_basis IS NOT NULL)
 * CHECK handle ~ '^[a-z0-9-]{1,80}$'::text
 * CHECK (jsonb_typeof(option_names) = 'array'::text) AND (jsonb_array_length(option_names) <= 3)
 * CHECK cardinality(picture_ids) <= 12
 * CHECK (price_fen >= 1) AND (price_fen <= '10000000000'::bigint)
 * CHECK jsonb_typeof((title -> 'zh'::text)) = 'string'::text
 * INDEX products_by_category (category_id, id DESC)
 * INDEX products_by_gram (search_grams)
 * INDEX products_by_shop (shop_id, id DESC)
 * INDEX products_on_sale (id DESC) WHERE (status = 'on_sale'::text)
 * INDEX products_on_sale_by_category (category_id, id DESC) WHERE (status = 'on_sale'::text)
 * INDEX products_on_sale_by_shop (shop_id, id DESC) WHERE (status = 'on_sale'::text)
 */
export interface Products {
  id: string;
  shopId: string;
  /** The name of the product in addresses and files; unique in the shop. */
  handle: string;
  title: Json;
  subtitle: Json | null;
  story: Json | null;
  origin: Json | null;
  /** Where a compared price comes from. The law wants it; without it no price is struck through. */
  compareBasis: string | null;
  pictureIds: Generated<string[]>;
  optionNames: Generated<Json>;
  status: 'draft' | 'on_sale' | 'archived';
  /** Of the cheapest SKU. */
  priceFen: number;
  priceMaxFen: number;
  /** What the cheapest SKU is compared with. */
  compareAtFen: number | null;
  /** Everything a search looks into, folded: width, case and accents do not count. */
  searchText: string;
  /** Every character of search_text and every two neighbours; finds words of any language without a dictionary. */
  searchGrams: string[];
  createdAt: Timestamp;
  updatedAt: Timestamp;
  /** A category of the same shop. */
  categoryId: string | null;
}

/**
 * One thing that can be bought. It stays after it was removed, because orders name it.
 * UNIQUE (shop_id, live_code) DEFERRABLE
 * UNIQUE (product_id, live_options) DEFERRABLE
 * PRIMARY KEY (id)
 * FOREIGN KEY (product_id) REFERENCES catalog.products(id)
 * CHECK compare_at_fen > price_fen
 * CHECK (length(code) >= 1) AND (length(code) <= 64)
 * CHECK (jsonb_typeof(options) = 'array'::text) AND (jsonb_array_length(options) <= 3)
 * CHECK (price_fen >= 1) AND (price_fen <= '10000000000'::bigint)
 * CHECK (weight_grams >= 0) AND (weight_grams <= 1000000)
 * INDEX skus_by_product (product_id, "position")
 */
export interface Skus {
  id: string;
  productId: string;
  shopId: string;
  code: string;
  /** One value per option of the product, in order. */
  options: Json;
  position: number;
  priceFen: number;
  compareAtFen: number | null;
  weightGrams: Generated<number>;
  removedAt: Timestamp | null;
  /** The code while the SKU exists: unique then, free again afterwards. Checked at the end of a statement, so two SKUs may swap codes. */
  liveCode: GeneratedAlways<string | null>;
  /** The Chinese values while the SKU exists: what tells two SKUs of a product apart. */
  liveOptions: GeneratedAlways<Json | null>;
}

declare module '#platform/db-types' {
  interface Tables {
    'catalog.categories': Categories;
    'catalog.products': Products;
    'catalog.skus': Skus;
  }
}
