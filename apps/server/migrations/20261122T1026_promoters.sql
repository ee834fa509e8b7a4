-- Promoters and what they earn. One level; the depth and the cap are kept by the database.
create schema promoters;

create table promoters.promoters (
  account_id text primary key,
  joined_at timestamptz not null
);
comment on table promoters.promoters is 'Who promotes. There is no column for a fee, a purchase, a rank or a recruiter: admission is free and nothing but an order earns (禁止传销条例 Art. 7).';

create table promoters.orders (
  order_id text primary key,
  number text not null,
  shop_id text not null,
  buyer_id text not null,
  paid_at timestamptz,
  delivered_at timestamptz,
  completed_at timestamptz,
  promoter_id text references promoters.promoters (account_id),
  link_code text,
  base_fen bigint not null default 0 check (base_fen >= 0),
  promised_fen bigint not null default 0 check (promised_fen >= 0),
  cap_basis_points int not null default 0 check (cap_basis_points between 0 and 5000),
  is_own boolean not null default false,
  check (promised_fen * 10000 <= base_fen * cap_basis_points),
  check (promoter_id is null or (paid_at is not null and link_code is not null)),
  check (promoter_id is not null or promised_fen = 0),
  check (is_own or promoter_id is null or promoter_id <> buyer_id)
);
create index orders_of_buyer on promoters.orders (buyer_id);
comment on table promoters.orders is 'What is known of an order here, in whatever order it was heard; a commission follows from these facts alone.';
comment on column promoters.orders.promised_fen is 'Sum of the order''s commissions over all levels; never above the cap that held when it was paid.';
comment on column promoters.orders.is_own is 'The buyer, a guest then, turned out to be the promoter: nothing is earned.';

create table promoters.refunds (
  refund_id text not null,
  line_id text not null,
  order_id text not null,
  amount_fen bigint not null check (amount_fen > 0),
  at timestamptz not null,
  primary key (refund_id, line_id)
);
create index refunds_of_order on promoters.refunds (order_id);
comment on table promoters.refunds is 'What went back of each line.';

create table promoters.commissions (
  id text primary key,
  order_id text not null references promoters.orders (order_id),
  line_id text not null,
  level int not null default 1 check (level between 1 and 2),
  promoter_id text not null references promoters.promoters (account_id),
  shop_id text not null,
  product_title jsonb not null,
  base_fen bigint not null check (base_fen > 0),
  rate_basis_points int not null check (rate_basis_points between 1 and 5000),
  amount_fen bigint not null check (amount_fen > 0),
  reversed_fen bigint not null default 0 check (reversed_fen >= 0),
  state text not null check (state in ('pending', 'frozen', 'available', 'void', 'reversed')),
  created_at timestamptz not null,
  release_at timestamptz,
  moves int not null default 0,
  unique (order_id, line_id, level),
  check (amount_fen * 10000 <= base_fen * rate_basis_points),
  check (reversed_fen <= amount_fen),
  check ((state in ('void', 'reversed')) = (reversed_fen = amount_fen))
);
create index commissions_of_promoter on promoters.commissions (promoter_id, id desc);
create index commissions_of_shop on promoters.commissions (shop_id, promoter_id desc);
create index commissions_by_day on promoters.commissions (promoter_id, created_at);
comment on table promoters.commissions is 'One commission on one paid line: pending (paid), frozen (delivered), available (return window over); void when all of it was refunded before that, reversed when after.';
comment on column promoters.commissions.level is 'How far the promoter is from the buyer. The database allows two at most; one is what there is.';
comment on column promoters.commissions.moves is 'Ledger transfers made so far; numbers the key of the next.';
