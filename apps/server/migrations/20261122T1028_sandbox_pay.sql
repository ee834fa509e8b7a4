-- State of the sandbox payment provider. It belongs to the provider: nothing of the shop reads or joins it.
create schema sandbox_pay;

create table sandbox_pay.keys (
  name text primary key check (name in ('provider', 'merchant', 'notice')),
  private_key text not null,
  public_key text not null,
  serial text not null
);
comment on table sandbox_pay.keys is 'Made at first start. The provider signs with its own and checks the merchant''s; `notice` is the shared AES key of notices, kept in private_key.';

create table sandbox_pay.payments (
  prepay_id text primary key,
  out_trade_no text not null unique,
  transaction_id text unique,
  amount_fen bigint not null check (amount_fen > 0),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and amount_fen),
  description text not null,
  notify_url text not null,
  redirect_url text not null,
  trade_state text not null default 'NOTPAY' check (trade_state in ('NOTPAY', 'SUCCESS', 'PAYERROR', 'CLOSED')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  success_at timestamptz,
  check ((trade_state = 'SUCCESS') = (success_at is not null)),
  check ((trade_state = 'SUCCESS') = (transaction_id is not null))
);
comment on table sandbox_pay.payments is 'Payments merchants opened.';

create table sandbox_pay.refunds (
  refund_id text primary key,
  out_refund_no text not null unique,
  out_trade_no text not null references sandbox_pay.payments (out_trade_no),
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  notify_url text not null,
  status text not null default 'PROCESSING' check (status in ('PROCESSING', 'SUCCESS', 'ABNORMAL')),
  ends_at timestamptz not null
);
comment on table sandbox_pay.refunds is 'Refunds merchants asked for; they take a while.';
create index refunds_under_way on sandbox_pay.refunds (ends_at) where status = 'PROCESSING';

create table sandbox_pay.notices (
  delivery_id text primary key,
  notice_id text not null,
  event_type text not null,
  resource jsonb not null,
  notify_url text not null,
  created_at timestamptz not null,
  attempts int not null default 0,
  next_at timestamptz,
  answered_at timestamptz,
  last_answer text
);
comment on table sandbox_pay.notices is 'Notices to deliver; repeated until the merchant answers, then less and less often. A duplicate is another delivery of the same notice.';
create index notices_due on sandbox_pay.notices (next_at) where next_at is not null;

create table sandbox_pay.nonces (
  nonce text primary key,
  seen_at timestamptz not null
);
comment on table sandbox_pay.nonces is 'Nonces of signed requests, so that a captured request cannot be played again while its time stamp is fresh.';
create index nonces_by_age on sandbox_pay.nonces (seen_at);
