-- Units of every SKU: how many there are, how many are promised, and why both changed.
create schema if not exists inventory;

create table inventory.levels (
  sku_id text primary key,
  product_id text not null,
  shop_id text not null,
  on_hand int not null check (on_hand between 0 and 1000000000),
  reserved int not null default 0 check (reserved >= 0),
  sold bigint not null default 0 check (sold >= 0),
  is_open boolean not null default true,
  check (reserved <= on_hand),
  check (is_open or reserved = 0)
) with (fillfactor = 50);
create index levels_by_product on inventory.levels (product_id);
create index levels_by_shop on inventory.levels (shop_id, sku_id);
comment on table inventory.levels is 'Units of a SKU now. On sale is on_hand minus reserved. Half of each page is kept free, because one row may change thousands of times a second and its next version should fit beside it.';
comment on column inventory.levels.on_hand is 'In the warehouse, promised or not.';
comment on column inventory.levels.reserved is 'Promised to orders that are not paid yet.';
comment on column inventory.levels.sold is 'Paid for and not given back.';
comment on column inventory.levels.is_open is 'False once the SKU was removed from its product: nothing can be reserved any more.';

create table inventory.reservations (
  ref text not null,
  sku_id text not null,
  quantity int not null check (quantity > 0),
  state text not null check (state in ('reserved', 'taken', 'released', 'returned')),
  reserved_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (ref, sku_id)
);
comment on table inventory.reservations is 'What each order holds. reserved becomes taken (paid) or released (closed unpaid); taken may become returned (refunded before shipping). No foreign key to levels: it would run one check per row on the path of a flash sale, and rows are only written under the lock of their level.';
comment on column inventory.reservations.ref is 'The order.';

create table inventory.movements (
  id text primary key,
  sku_id text not null,
  at timestamptz not null,
  kind text not null check (kind in ('opened', 'adjusted', 'reserved', 'released', 'taken', 'returned')),
  on_hand_change int not null,
  reserved_change int not null,
  reason text not null,
  ref text,
  refs_count int not null default 1 check (refs_count > 0),
  check (ref is null or refs_count = 1)
);
create index movements_by_sku on inventory.movements (sku_id, id desc);
comment on table inventory.movements is 'Every change of a level, append-only; the sums of the changes are the level. Orders placed in the same moment share one row.';
comment on column inventory.movements.ref is 'The order, where it was exactly one.';
comment on column inventory.movements.refs_count is 'How many orders this change is for.';
