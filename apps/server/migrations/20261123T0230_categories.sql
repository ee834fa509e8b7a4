-- Categories are a tree of each shop, named in Chinese and, where there is one, English. What products said before becomes
-- a category of their shop, the largest first.
create table catalog.categories (
  id text primary key,
  shop_id text not null,
  parent_id text,
  position int not null check (position >= 0),
  name jsonb not null check (jsonb_typeof(name -> 'zh') = 'string'),
  path text[] not null check (path[cardinality(path)] = name ->> 'zh'),
  depth int not null generated always as (cardinality(path)) stored check (depth between 1 and 3),
  parent_depth int generated always as (case when parent_id is not null then cardinality(path) - 1 end) stored,
  created_at timestamptz not null,
  unique (shop_id, id, depth),
  unique (shop_id, id),
  constraint categories_path unique (shop_id, path),
  constraint categories_parent foreign key (shop_id, parent_id, parent_depth) references catalog.categories (shop_id, id, depth),
  check ((parent_id is null) = (cardinality(path) = 1))
);
create index categories_by_parent on catalog.categories (shop_id, parent_id, position);
create index categories_by_path on catalog.categories (path);
comment on table catalog.categories is 'The categories of a shop. Whatever is under another is exactly one level deeper, so there is no cycle and no fourth level.';
comment on column catalog.categories.path is 'The Chinese names from the top to this one. Unique in a shop; equal paths of several shops are shown as one.';
comment on column catalog.categories.position is 'Among those under the same parent, lowest first.';

insert into catalog.categories (id, shop_id, position, name, path, created_at)
select 'cat_' || replace(uuidv7()::text, '-', ''), shop_id, row_number() over (partition by shop_id order by count(*) desc, category) - 1, jsonb_build_object('zh', category), array[category], now()
  from catalog.products where category <> '' group by shop_id, category;

alter table catalog.products add column category_id text;
update catalog.products p set category_id = c.id from catalog.categories c where c.shop_id = p.shop_id and c.path = array[p.category];
-- The name stays in the text a search looks into, where it was all the time.
drop index catalog.products_on_sale_by_category;
alter table catalog.products drop column category;
alter table catalog.products add constraint products_category foreign key (shop_id, category_id) references catalog.categories (shop_id, id);
create index products_by_category on catalog.products (category_id, id desc);
create index products_on_sale_by_category on catalog.products (category_id, id desc) where status = 'on_sale';
comment on column catalog.products.category_id is 'A category of the same shop.';
