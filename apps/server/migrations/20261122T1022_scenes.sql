-- Places where people gather: their log, their cards, who may speak, who is there.
create schema if not exists scenes;

create table scenes.scenes (
  id text primary key,
  kind text not null check (kind in ('session', 'community')),
  shop_id text not null,
  title_zh text not null check (title_zh <> ''),
  title_en text,
  ref_id text not null,
  head bigint not null default 0 check (head >= 0),
  status text check (status in ('scheduled', 'live', 'interrupted', 'ended')),
  pinned_product_id text,
  announcement text,
  announced_at timestamptz,
  online_peak int not null default 0 check (online_peak >= 0),
  created_at timestamptz not null,
  unique (kind, ref_id),
  check ((announcement is null) = (announced_at is null))
) with (fillfactor = 50);
comment on table scenes.scenes is 'A live session or a community as a place. Its row is the lock under which the log grows: a sequence is given and committed by one transaction at a time, so the log has no gap. Half of each page is kept free for the next versions of hot rows.';
comment on column scenes.scenes.ref_id is 'What this is the place of: the session or the community.';
comment on column scenes.scenes.head is 'Sequence of the newest entry; 0 when there is none.';

create table scenes.entries (
  scene_id text not null,
  seq bigint not null check (seq > 0),
  type text not null check (type in ('comment', 'announcement', 'card.dropped', 'card.changed', 'card.withdrawn', 'pinned', 'ticker', 'status', 'joined', 'left', 'removed', 'muted')),
  at timestamptz not null,
  author_id text,
  author_role text check (author_role in ('host', 'moderator', 'leader', 'member', 'visitor')),
  client_id text,
  text_hash text,
  body jsonb not null,
  removed_at timestamptz,
  removed_by text,
  removed_as text check (removed_as in ('moderator', 'author')),
  primary key (scene_id, seq),
  check (type <> 'comment' or (author_id is not null and author_role is not null and client_id is not null)),
  check ((removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_as is null))
);
create unique index entries_once on scenes.entries (scene_id, author_id, client_id) where client_id is not null;
create index entries_by_author on scenes.entries (author_id, at) where author_id is not null;
create index entries_to_read on scenes.entries (scene_id, seq) where type in ('comment', 'announcement', 'card.dropped') and removed_at is null;
comment on table scenes.entries is 'The log of every scene, in the order everybody sees. A removed comment keeps its place and its text for the record; nobody is shown it again.';
comment on column scenes.entries.client_id is 'Chosen by the client: the same comment sent twice is one entry.';
comment on column scenes.entries.text_hash is 'What was said without spaces and case, to notice the same words again.';
comment on column scenes.entries.body is 'What the entry says, by ids; names, prices and pictures are looked up when it is shown.';

create table scenes.cards (
  id text primary key,
  scene_id text not null,
  kind text not null check (kind in ('product', 'group-buy')),
  ref_id text not null,
  is_live boolean not null default true,
  dropped_by text,
  dropped_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  is_stale boolean not null default false,
  changed_at timestamptz not null,
  check (is_live = (withdrawn_at is null))
);
create unique index cards_live_once on scenes.cards (scene_id, kind, ref_id) where is_live;
create index cards_by_ref on scenes.cards (kind, ref_id) where is_live;
create index cards_stale on scenes.cards (changed_at) where is_stale;
create index cards_by_scene on scenes.cards (scene_id, dropped_at);
comment on table scenes.cards is 'Cards dropped into scenes. The same thing is live in one scene at most once.';
comment on column scenes.cards.is_stale is 'What it shows has changed since it was last told to the scene; told at most once a second.';
comment on column scenes.cards.changed_at is 'When a change was last told.';

create table scenes.mutes (
  scene_id text not null,
  account_id text not null,
  until timestamptz not null,
  reason text not null,
  muted_by text not null,
  muted_at timestamptz not null,
  primary key (scene_id, account_id)
);
comment on table scenes.mutes is 'Who may not speak where, until when.';

create table scenes.like_counts (
  scene_id text primary key,
  likes bigint not null check (likes >= 0)
) with (fillfactor = 50);
comment on table scenes.like_counts is 'Hearts of each scene, added to once a second by each server. Apart from scenes.scenes, so that hearts never wait for comments.';

create table scenes.presence (
  server_id text not null,
  scene_id text not null,
  online int not null check (online > 0),
  seen_at timestamptz not null,
  primary key (scene_id, server_id)
);
comment on table scenes.presence is 'How many people each server has in each scene right now; a row that is not renewed counts no more.';

create table scenes.word_rules (
  word text primary key check (word <> ''),
  kind text not null check (kind in ('block', 'mask')),
  created_at timestamptz not null default now()
);
comment on table scenes.word_rules is 'Words a comment is refused for, or shown without. Compared without case, width, spaces and punctuation.';

-- A few obvious ones to start from: open abuse is masked; calls to pay outside or to gamble are refused, because that is how shoppers lose money in live rooms.
insert into scenes.word_rules (word, kind) values
  ('傻逼', 'mask'), ('操你妈', 'mask'), ('fuck you', 'mask'), ('motherfucker', 'mask'), ('bitch', 'mask'),
  ('刷单兼职', 'block'), ('加微信返现', 'block'), ('私下转账', 'block'), ('裸聊', 'block'), ('网络赌博', 'block'), ('线上博彩', 'block'), ('代开发票', 'block'), ('出售枪支', 'block'), ('send money to my account', 'block');
