-- Double-entry ledger: what moves, moves from one account to another, and the sum of everything is zero.
create schema ledger;

create table ledger.transfers (
  id text primary key,
  key text not null unique,
  kind text not null check (kind <> ''),
  shop_id text,
  order_id text,
  memo text not null,
  at timestamptz not null
);
comment on table ledger.transfers is 'One movement of value. Its key names the fact it stands for, so the same fact is posted once.';

create table ledger.entries (
  id text primary key,
  transfer_id text not null references ledger.transfers (id),
  account text not null check (account ~ '^[a-z][a-z-]*(:[0-9A-Za-z_-]+)+$'),
  amount_fen bigint not null check (amount_fen <> 0),
  shop_id text,
  order_id text,
  at timestamptz not null
);
comment on table ledger.entries is 'Debits are positive, credits negative; a balance is the sum of an account''s entries. Shop and order repeat the transfer''s so that one index answers the console.';
create index entries_by_account on ledger.entries (account, id desc) include (amount_fen);
create index entries_by_shop on ledger.entries (shop_id, id desc);
create index entries_by_shop_account on ledger.entries (shop_id, account, id desc) include (amount_fen);
create index entries_by_order on ledger.entries (order_id, id desc) where order_id is not null;
create index entries_by_transfer on ledger.entries (transfer_id);

-- All entries of a transfer arrive in one statement, so each statement can be held to the rule by itself.
create function ledger.refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from (select distinct transfer_id from added) touched
      join lateral (select sum(e.amount_fen) as total, count(*) as n from ledger.entries e where e.transfer_id = touched.transfer_id) whole on true
     where whole.total <> 0 or whole.n < 2
  ) then
    raise exception 'a transfer must have two entries or more that sum to zero' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger entries_balance after insert on ledger.entries referencing new table as added for each statement execute function ledger.refuse_unbalanced();

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only added to; post a transfer that reverses the mistake' using errcode = 'restrict_violation';
end $$;
create trigger entries_append_only before update or delete or truncate on ledger.entries for each statement execute function ledger.refuse_change();
create trigger transfers_append_only before update or delete on ledger.transfers for each statement execute function ledger.refuse_change();
