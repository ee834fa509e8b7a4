-- The kernel's own tables. It knows no business word.
create schema if not exists platform;

create table platform.events (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  at timestamptz not null,
  payload jsonb not null,
  primary key (xid, id)
);
comment on table platform.events is 'What happened, in one append-only log. Subscribers read it by (xid, id) below the oldest running transaction, so that none is skipped.';

create table platform.subscribers (
  name text primary key,
  xid xid8 not null default '0',
  id bigint not null default 0,
  failures int not null default 0,
  retry_at timestamptz,
  last_error text,
  moved_at timestamptz not null default now()
);
comment on table platform.subscribers is 'Cursor of each subscriber; moves in the transaction that handled the events.';

create table platform.parked_events (
  subscriber text not null,
  event_id bigint not null,
  type text not null,
  payload jsonb not null,
  error text not null,
  parked_at timestamptz not null,
  primary key (subscriber, event_id)
);
comment on table platform.parked_events is 'Events a subscriber failed on again and again; set aside so that the others go on, kept until somebody looks.';

create table platform.idempotency_keys (
  account_id text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  result jsonb,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_keys_by_age on platform.idempotency_keys (created_at);
comment on table platform.idempotency_keys is 'Keys of requests already carried out and what they returned; forgotten after a day.';

create table platform.settings (
  name text primary key,
  value jsonb not null
);
comment on table platform.settings is 'Secrets and facts this installation made for itself at first start.';
