-- Live sessions: when, who, what is on the shelf; the key a host publishes with; what was recorded and explained when.
create schema live;

create table live.sessions (
  id text primary key,
  scene_id text not null unique,
  shop_id text not null,
  host_id text not null,
  title_zh text not null check (length(title_zh) between 1 and 240),
  title_en text,
  intro text not null default '' check (length(intro) <= 1000),
  cover_id text,
  community_id text,
  starts_at timestamptz not null,
  state text not null default 'scheduled' check (state in ('scheduled', 'live', 'interrupted', 'ended', 'cancelled')),
  started_at timestamptz,
  interrupted_at timestamptz,
  ended_at timestamptz,
  is_landscape boolean not null default false,
  pinned_product_id text,
  created_at timestamptz not null,
  check (state not in ('live', 'interrupted') or started_at is not null),
  check ((state = 'interrupted') = (interrupted_at is not null)),
  check ((state in ('ended', 'cancelled')) = (ended_at is not null)),
  check (state <> 'scheduled' or started_at is null),
  check (state not in ('ended', 'cancelled') or pinned_product_id is null)
);
create index sessions_by_shop on live.sessions (shop_id, id);
create index sessions_on_air on live.sessions (started_at) where state in ('live', 'interrupted');
create index sessions_planned on live.sessions (starts_at) where state = 'scheduled';
create index sessions_over on live.sessions (ended_at) where state = 'ended';
comment on table live.sessions is 'A planned or held broadcast. Its row is locked by whatever changes its state, so a host who ends it and a camera that comes back happen one after the other.';
comment on column live.sessions.interrupted_at is 'Since when the picture is gone while the session goes on.';
comment on column live.sessions.ended_at is 'When it ended or was cancelled.';

create table live.shelf (
  session_id text not null references live.sessions (id),
  product_id text not null,
  position int not null,
  primary key (session_id, product_id)
);
comment on table live.shelf is 'Products of a session in the order of its shelf.';

create table live.stream_keys (
  session_id text primary key references live.sessions (id),
  key_hash text not null check (length(key_hash) = 43),
  made_by text,
  made_at timestamptz not null
);
comment on table live.stream_keys is 'The one key each session may be published with. Only its SHA-256 is kept: 24 random bytes cannot be guessed from it, and a copy of this table publishes nothing.';

create table live.health (
  session_id text primary key references live.sessions (id),
  is_publishing boolean not null default false,
  protocol text check (protocol in ('rtmp', 'whip', 'webcodecs')),
  codec text,
  width int,
  height int,
  bitrate_kbps int,
  fps double precision,
  gop_ms int,
  viewers int not null default 0 check (viewers >= 0),
  warnings text[] not null default '{}',
  seen_at timestamptz not null
) with (fillfactor = 50);
comment on table live.health is 'What the media server last said of a stream; overwritten every few seconds.';

create table live.gaps (
  id bigint generated always as identity primary key,
  session_id text not null references live.sessions (id),
  from_at timestamptz not null,
  to_at timestamptz,
  check (to_at >= from_at)
);
create unique index gaps_one_open on live.gaps (session_id) where to_at is null;
create index gaps_by_session on live.gaps (session_id, from_at);
comment on table live.gaps is 'Times without a picture. A recording leaves them out, so a moment in it is found by counting them away.';

create table live.recordings (
  id text primary key,
  session_id text not null references live.sessions (id),
  file text not null,
  bytes bigint not null check (bytes >= 0),
  duration_ms bigint not null check (duration_ms >= 0),
  started_at timestamptz not null,
  created_at timestamptz not null
);
create index recordings_by_session on live.recordings (session_id, started_at);
comment on table live.recordings is 'Finished recordings; the files are the media server''s.';

create table live.pins (
  id bigint generated always as identity primary key,
  session_id text not null references live.sessions (id),
  product_id text not null,
  pinned_by text,
  pinned_at timestamptz not null,
  unpinned_at timestamptz,
  check (unpinned_at >= pinned_at)
);
create unique index pins_one_open on live.pins (session_id) where unpinned_at is null;
create index pins_by_session on live.pins (session_id, pinned_at);
comment on table live.pins is 'What was explained when: the chapters of a replay.';

create table live.corrections (
  id text primary key,
  session_id text not null references live.sessions (id),
  original text not null,
  correction text not null,
  product_id text,
  made_by text,
  made_at timestamptz not null
);
create index corrections_by_session on live.corrections (session_id, id);
comment on table live.corrections is 'Slips of the tongue that were put right on air. Never changed or removed: they are evidence.';
