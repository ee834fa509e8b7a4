-- Who shared what, and who came by it.
create schema links;

create table links.links (
  code text primary key check (code ~ '^[0-9a-z]{10}$'),
  owner_id text not null,
  target_kind text not null check (target_kind in ('product', 'session', 'community', 'team', 'shop')),
  target_id text not null,
  scene_id text,
  card_id text,
  is_primary boolean not null default true,
  created_at timestamptz not null
);
-- The same share gives the same link, also when two phones ask at once.
create unique index links_of_a_share on links.links (owner_id, target_kind, target_id, scene_id, card_id) nulls not distinct where is_primary;
comment on table links.links is 'A short code that carries who shared what, from which scene and card, to wherever it is opened. Codes are never reused.';
comment on column links.links.is_primary is 'False for the double that arises when a guest turns out to be an account with the same share; it goes on working.';

create table links.visits (
  visitor_id text not null,
  sharer_id text not null,
  code text not null references links.links (code),
  minute timestamptz not null check (minute = date_trunc('minute', minute, 'UTC')),
  at timestamptz not null,
  primary key (visitor_id, code, minute),
  check (visitor_id <> sharer_id),
  check (at >= minute and at < minute + interval '1 minute')
);
create index visits_last_touch on links.visits (visitor_id, at desc);
create index visits_by_sharer on links.visits (sharer_id, visitor_id);
comment on table links.visits is 'Each time somebody followed another person''s link, once a minute at most. Append-only; the relation chain is made of these.';

create table links.relations (
  sharer_id text not null,
  visitor_id text not null,
  first_code text not null,
  first_at timestamptz not null,
  last_code text not null,
  last_at timestamptz not null,
  visits int not null check (visits > 0),
  primary key (sharer_id, visitor_id),
  check (sharer_id <> visitor_id),
  check (first_at <= last_at)
);
comment on table links.relations is 'Who brought whom: first and last touch of each pair, with the codes that name scene and card. Never oneself.';

create table links.posters (
  key text primary key,
  made_at timestamptz not null
);
create index posters_by_age on links.posters (made_at);
comment on table links.posters is 'Posters drawn and kept in the file storage, so that old ones can be removed.';
