-- State of the sandbox gateways. It belongs to the gateways: nothing of the shop reads or joins it.
create schema sandbox_gateways;

create table sandbox_gateways.trades (
  gateway text not null,
  out_trade_no text not null,
  trade_no text not null unique,
  trade_type text not null,
  app_id text not null,
  amount_fen bigint not null check (amount_fen > 0),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and amount_fen),
  description text not null,
  notify_url text not null,
  return_url text not null default '',
  request_hash text not null,
  payer text,
  state text not null default 'open' check (state in ('open', 'failed', 'paid', 'closed')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  check ((state = 'paid') = (paid_at is not null)),
  primary key (gateway, out_trade_no)
);
comment on table sandbox_gateways.trades is 'Payments merchants opened. trade_no is the gateway''s own number, known to the payer''s page from the start.';
create index trades_by_payment on sandbox_gateways.trades (gateway, paid_at) where paid_at is not null;

create table sandbox_gateways.refunds (
  gateway text not null,
  refund_no text not null,
  refund_id text not null unique,
  out_trade_no text not null,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  notify_url text not null,
  state text not null default 'processing' check (state in ('processing', 'succeeded', 'failed')),
  created_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (gateway, out_trade_no, refund_no),
  foreign key (gateway, out_trade_no) references sandbox_gateways.trades (gateway, out_trade_no)
);
comment on table sandbox_gateways.refunds is 'Refunds merchants asked for; with some gateways they take a while.';
create index refunds_under_way on sandbox_gateways.refunds (ends_at) where state = 'processing';

create table sandbox_gateways.notices (
  delivery_id text primary key,
  gateway text not null,
  notice_id text not null,
  kind text not null,
  content text not null,
  notify_url text not null,
  created_at timestamptz not null,
  attempts int not null default 0,
  next_at timestamptz,
  answered_at timestamptz,
  last_answer text
);
comment on table sandbox_gateways.notices is 'Notices to deliver; sealed and signed anew at each attempt, repeated by the published schedule until the merchant answers.';
create index notices_due on sandbox_gateways.notices (next_at) where next_at is not null;

create table sandbox_gateways.marks (
  gateway text not null,
  mark text not null,
  content text not null default '',
  made_at timestamptz not null,
  primary key (gateway, mark)
);
comment on table sandbox_gateways.marks is 'What counts once: nonces of signed requests, one-time codes, and idempotency keys with their answer.';
create index marks_by_age on sandbox_gateways.marks (made_at);
