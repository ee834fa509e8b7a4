-- Payments and refunds as they stand at the provider.
create schema payments;

create table payments.payments (
  id text primary key,
  order_id text not null,
  shop_id text not null,
  buyer_id text not null,
  provider text not null,
  amount_fen bigint not null check (amount_fen > 0),
  state text not null default 'pending' check (state in ('pending', 'succeeded', 'failed', 'closed')),
  description text not null,
  return_path text not null,
  cashier_url text,
  provider_ref text,
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0 and refunded_fen <= paid_fen),
  is_close_wanted boolean not null default false,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  succeeded_at timestamptz,
  ended_at timestamptz,
  checks int not null default 0,
  next_check_at timestamptz,
  check ((state = 'succeeded') = (succeeded_at is not null)),
  check ((state = 'pending') = (ended_at is null)),
  check (state = 'succeeded' or paid_fen = 0)
);
comment on table payments.payments is 'One attempt to pay an order; its id is the reference the provider knows. Money that arrives makes it succeeded, whatever it was before.';
comment on column payments.payments.next_check_at is 'When the provider is asked next; moved ahead before asking, so that one process asks.';
create unique index payments_open_once on payments.payments (order_id, provider) where state = 'pending' and not is_close_wanted;
create index payments_by_order on payments.payments (order_id, id desc);
create index payments_to_check on payments.payments (next_check_at) where state = 'pending';

create table payments.refunds (
  id text primary key,
  payment_id text not null references payments.payments (id),
  order_id text not null,
  shop_id text not null,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  state text not null default 'requested' check (state in ('requested', 'sent', 'succeeded', 'failed')),
  attempt int not null default 1 check (attempt >= 1),
  checks int not null default 0,
  requested_at timestamptz not null,
  ended_at timestamptz,
  next_check_at timestamptz,
  check ((ended_at is not null) = (state in ('succeeded', 'failed')))
);
comment on table payments.refunds is 'A refund the order asked for, carried out at the provider. A refused attempt is followed by another under a new reference.';
create index refunds_by_payment on payments.refunds (payment_id);
create index refunds_to_check on payments.refunds (next_check_at) where state in ('requested', 'sent');

create table payments.notices (
  provider text not null,
  notice_id text not null,
  received_at timestamptz not null,
  primary key (provider, notice_id)
);
comment on table payments.notices is 'Notices taken in, by the provider''s id, so that each takes effect once. Forgotten after thirty days; the states of payment and refund stand behind it.';
create index notices_by_age on payments.notices (received_at);
