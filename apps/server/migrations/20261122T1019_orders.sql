-- Orders, their lines, the money that arrived for them and the refunds asked of them; and carts.
create schema orders;

create table orders.orders (
  id text primary key,
  number text not null unique,
  shop_id text not null,
  buyer_id text not null,
  state text not null check (state in ('unpaid', 'paid', 'shipped', 'delivered', 'completed', 'closed', 'refunded')),
  is_waiting boolean not null default false,
  offer_kind text,
  campaign_id text,
  team_id text,
  link_code text,
  scene_id text,
  card_id text,
  goods_fen bigint not null check (goods_fen >= 0),
  freight_fen bigint not null check (freight_fen >= 0),
  total_fen bigint not null check (total_fen = goods_fen + freight_fen),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  refund_pending_fen bigint not null default 0 check (refund_pending_fen >= 0),
  address jsonb not null,
  note text not null check (length(note) <= 400),
  created_at timestamptz not null,
  pay_by timestamptz not null,
  paid_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  completed_at timestamptz,
  closed_at timestamptz,
  close_reason text check (close_reason in ('unpaid', 'by-buyer', 'by-shop', 'team-failed', 'late-payment', 'refunded')),
  carrier text,
  tracking_no text,
  check (refunded_fen + refund_pending_fen <= paid_fen),
  check ((offer_kind is null) = (campaign_id is null)),
  check (pay_by > created_at),
  check ((closed_at is not null) = (state in ('closed', 'refunded'))),
  check ((close_reason is not null) = (closed_at is not null)),
  check (state in ('unpaid', 'closed') or paid_at is not null),
  check (state not in ('shipped', 'delivered', 'completed') or (shipped_at is not null and not is_waiting)),
  check (state <> 'completed' or completed_at is not null)
);
comment on table orders.orders is 'One purchase at one shop. Prices, titles and the address are kept as they were when it was placed.';
comment on column orders.orders.paid_fen is 'All money that arrived, late and surplus payments included; those are refunded at once.';
comment on column orders.orders.is_waiting is 'True while a play keeps the order from shipping, e.g. until its team is complete.';
comment on column orders.orders.link_code is 'What the shopper said they came by; resolved and checked by whoever reads it.';
create index orders_by_buyer on orders.orders (buyer_id, id desc);
create index orders_by_shop on orders.orders (shop_id, id desc);
create index orders_by_shop_state on orders.orders (shop_id, state, id desc);
create index orders_by_scene on orders.orders (scene_id, id desc) where scene_id is not null;
create index orders_with_refund on orders.orders (shop_id) where refund_pending_fen > 0;
create index orders_overdue on orders.orders (pay_by) where state = 'unpaid';
create index orders_to_receive on orders.orders (shipped_at) where state = 'shipped';
create index orders_to_complete on orders.orders (delivered_at) where state = 'delivered';

create table orders.lines (
  id text primary key,
  order_id text not null references orders.orders (id),
  position int not null check (position >= 0),
  sku_id text not null,
  product_id text not null,
  title jsonb not null,
  options text[] not null,
  picture jsonb,
  quantity int not null check (quantity > 0),
  unit_price_fen bigint not null check (unit_price_fen >= 0),
  total_fen bigint not null check (total_fen = unit_price_fen * quantity),
  reasons jsonb not null,
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  refund_pending_fen bigint not null default 0 check (refund_pending_fen >= 0),
  unique (order_id, position),
  check (refunded_fen + refund_pending_fen <= total_fen)
);
comment on table orders.lines is 'What an order buys, with the reasons of its price. A refund is split over the lines, so each knows its part.';

create table orders.receipts (
  payment_id text primary key,
  order_id text not null references orders.orders (id),
  amount_fen bigint not null check (amount_fen > 0),
  verdict text not null check (verdict in ('accepted', 'late', 'surplus', 'wrong-amount')),
  paid_at timestamptz not null,
  received_at timestamptz not null
);
comment on table orders.receipts is 'Money that arrived for an order, each payment once. Only an accepted one makes the order paid; the others are refunded.';
create unique index receipts_accepted_once on orders.receipts (order_id) where verdict = 'accepted';
create index receipts_by_order on orders.receipts (order_id);

create table orders.refunds (
  id text primary key,
  order_id text not null references orders.orders (id),
  payment_id text not null references orders.receipts (payment_id),
  amount_fen bigint not null check (amount_fen > 0),
  cause text not null check (cause in ('by-shop', 'team-failed', 'late-payment')),
  reason text not null,
  state text not null default 'pending' check (state in ('pending', 'succeeded', 'failed')),
  per_line jsonb not null,
  requested_at timestamptz not null,
  settled_at timestamptz,
  check ((settled_at is not null) = (state <> 'pending'))
);
comment on table orders.refunds is 'Money on its way back. Its amount counts against the order from the moment it is asked for.';
create index refunds_by_order on orders.refunds (order_id, id desc);
create unique index refunds_late_once on orders.refunds (payment_id) where cause = 'late-payment' and state <> 'failed';

create table orders.cart_lines (
  account_id text not null,
  sku_id text not null,
  quantity int not null check (quantity between 1 and 999),
  added_at timestamptz not null,
  primary key (account_id, sku_id)
);
comment on table orders.cart_lines is 'What somebody means to buy. Prices are never kept here.';
