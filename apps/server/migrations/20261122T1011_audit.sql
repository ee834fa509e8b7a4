-- Who did what that somebody may ask about later.
create schema audit;

create table audit.entries (
  id text primary key,
  at timestamptz not null,
  actor_id text,
  actor_kind text not null check (actor_kind in ('system', 'anonymous', 'guest', 'account')),
  shop_id text,
  action text not null check (action ~ '^[a-z][a-z.-]*$'),
  target_id text not null,
  detail jsonb not null
);
create index entries_by_shop on audit.entries (shop_id, id) where shop_id is not null;
create index entries_by_target on audit.entries (target_id, id);
comment on table audit.entries is 'What people with power did: append-only, the database itself refuses changes.';

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or deleted';
end $$;
create trigger entries_stay before update or delete on audit.entries for each row execute function audit.refuse_change();
create trigger entries_are_not_emptied before truncate on audit.entries for each statement execute function audit.refuse_change();
