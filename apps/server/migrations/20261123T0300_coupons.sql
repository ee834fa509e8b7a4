-- Coupons a shop offers, and those that people hold.
create schema coupons;

create table coupons.coupons (
  id text primary key,
  shop_id text not null,
  title jsonb not null,
  kind text not null check (kind in ('amount', 'percent')),
  amount_fen bigint check (amount_fen > 0),
  percent_off int check (percent_off between 1 and 99),
  cap_fen bigint check (cap_fen > 0),
  threshold_fen bigint not null check (threshold_fen >= 0),
  product_ids text[] not null,
  is_for_new_buyers boolean not null,
  works_with_offers boolean not null,
  quantity int not null check (quantity > 0),
  claimed int not null default 0 check (claimed between 0 and quantity),
  per_person_max int not null check (per_person_max > 0),
  claim_from timestamptz not null,
  claim_until timestamptz not null check (claim_until > claim_from),
  valid_days int check (valid_days > 0),
  use_from timestamptz,
  use_until timestamptz,
  is_listed boolean not null,
  stopped_at timestamptz,
  created_at timestamptz not null,
  check ((kind = 'amount') = (amount_fen is not null)),
  check ((kind = 'percent') = (percent_off is not null and cap_fen is not null)),
  check ((valid_days is null) = (use_from is not null and use_until is not null)),
  check (use_until > use_from)
);
comment on table coupons.coupons is 'What a shop offers. Its terms stand once somebody has claimed one.';
create index coupons_by_shop on coupons.coupons (shop_id, id desc);
create index coupons_listed on coupons.coupons (shop_id, claim_until) where is_listed and stopped_at is null;

create table coupons.claims (
  id text primary key,
  coupon_id text not null references coupons.coupons (id),
  shop_id text not null,
  account_id text not null,
  nth int not null check (nth > 0),
  claimed_at timestamptz not null,
  use_from timestamptz not null,
  use_until timestamptz not null,
  order_id text,
  discount_fen bigint check (discount_fen > 0),
  paid_fen bigint check (paid_fen > 0),
  used_at timestamptz,
  unique (coupon_id, account_id, nth),
  check ((order_id is null) = (discount_fen is null)),
  check ((used_at is null) = (paid_fen is null)),
  check (used_at is null or order_id is not null)
);
comment on table coupons.claims is 'One coupon in somebody''s hands. It is held by an order that waits for payment, used once that is paid, and free again when the order is closed or refunded in full.';
comment on column coupons.claims.paid_fen is 'What the order it was used for came to.';
create unique index claims_by_order on coupons.claims (order_id) where order_id is not null;
create index claims_by_account on coupons.claims (account_id, use_until, id);
create index claims_by_coupon on coupons.claims (coupon_id, id desc);

-- A line costs what its units cost, less its part of the coupon; the reasons of the price say how much that is.
alter table orders.lines drop constraint lines_check;
alter table orders.lines add constraint lines_total_fen_check check (total_fen between 0 and unit_price_fen * quantity);

alter table scenes.cards drop constraint cards_kind_check;
alter table scenes.cards add constraint cards_kind_check check (kind in ('product', 'group-buy', 'coupon'));
