-- What a shop sells: products and their SKUs. Units are counted by the inventory.
create schema if not exists catalog;

create table catalog.products (
  id text primary key,
  shop_id text not null,
  handle text not null check (handle ~ '^[a-z0-9-]{1,80}$'),
  title jsonb not null check (jsonb_typeof(title -> 'zh') = 'string'),
  subtitle jsonb,
  story jsonb,
  origin jsonb,
  category text not null default '',
  compare_basis text,
  picture_ids text[] not null default '{}' check (cardinality(picture_ids) <= 12),
  option_names jsonb not null default '[]' check (jsonb_typeof(option_names) = 'array' and jsonb_array_length(option_names) <= 3),
  status text not null check (status in ('draft', 'on_sale', 'archived')),
  price_fen bigint not null check (price_fen between 1 and 10000000000),
  price_max_fen bigint not null check (price_max_fen between price_fen and 10000000000),
  compare_at_fen bigint check (compare_at_fen > price_fen),
  search_text text not null,
  search_grams text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (shop_id, handle),
  check (compare_at_fen is null or compare_basis is not null)
);
create index products_on_sale on catalog.products (id desc) where status = 'on_sale';
create index products_on_sale_by_shop on catalog.products (shop_id, id desc) where status = 'on_sale';
create index products_on_sale_by_category on catalog.products (category, id desc) where status = 'on_sale';
create index products_by_shop on catalog.products (shop_id, id desc);
create index products_by_gram on catalog.products using gin (search_grams);
comment on table catalog.products is 'A product of a shop. Its prices repeat those of its SKUs, so that a list needs no second look.';
comment on column catalog.products.handle is 'The name of the product in addresses and files; unique in the shop.';
comment on column catalog.products.compare_basis is 'Where a compared price comes from. The law wants it; without it no price is struck through.';
comment on column catalog.products.price_fen is 'Of the cheapest SKU.';
comment on column catalog.products.compare_at_fen is 'What the cheapest SKU is compared with.';
comment on column catalog.products.search_text is 'Everything a search looks into, folded: width, case and accents do not count.';
comment on column catalog.products.search_grams is 'Every character of search_text and every two neighbours; finds words of any language without a dictionary.';

create table catalog.skus (
  id text primary key,
  product_id text not null references catalog.products (id),
  shop_id text not null,
  code text not null check (length(code) between 1 and 64),
  options text[] not null,
  position int not null,
  price_fen bigint not null check (price_fen between 1 and 10000000000),
  compare_at_fen bigint check (compare_at_fen > price_fen),
  weight_grams int not null default 0 check (weight_grams between 0 and 1000000),
  removed_at timestamptz,
  live_code text generated always as (case when removed_at is null then code end) stored,
  live_options text[] generated always as (case when removed_at is null then options end) stored,
  constraint skus_code unique (shop_id, live_code) deferrable initially immediate,
  constraint skus_options unique (product_id, live_options) deferrable initially immediate
);
create index skus_by_product on catalog.skus (product_id, position);
comment on table catalog.skus is 'One thing that can be bought. It stays after it was removed, because orders name it.';
comment on column catalog.skus.options is 'One value per option of the product, in order.';
comment on column catalog.skus.live_code is 'The code while the SKU exists: unique then, free again afterwards. Checked at the end of a statement, so two SKUs may swap codes.';
