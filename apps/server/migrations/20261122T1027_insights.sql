-- Counters, moved in the transaction that moves the cursor of the event log; all of it can be counted again.
create schema insights;

create table insights.scene_minutes (
  scene_id text not null,
  minute timestamptz not null check (minute = date_trunc('minute', minute, 'UTC')),
  comments int not null default 0 check (comments >= 0),
  card_taps int not null default 0 check (card_taps >= 0),
  likes bigint not null default 0 check (likes >= 0),
  orders int not null default 0 check (orders >= 0),
  paid_orders int not null default 0 check (paid_orders >= 0),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  online_peak int not null default 0 check (online_peak >= 0),
  primary key (scene_id, minute)
);
comment on table insights.scene_minutes is 'What happened in a scene, minute by minute.';

create table insights.scene_products (
  scene_id text not null,
  product_id text not null,
  taps int not null default 0 check (taps >= 0),
  paid_orders int not null default 0 check (paid_orders >= 0),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  primary key (scene_id, product_id)
);
comment on table insights.scene_products is 'Which product drew taps and sold in a scene.';

create table insights.scene_cards (
  scene_id text not null,
  card_id text not null,
  taps int not null default 0 check (taps >= 0),
  orders int not null default 0 check (orders >= 0),
  paid_orders int not null default 0 check (paid_orders >= 0),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  primary key (scene_id, card_id)
);
comment on table insights.scene_cards is 'What a card brought, in its scene and by links shared from it.';

create table insights.scene_viewers (
  scene_id text not null,
  account_id text not null,
  primary key (scene_id, account_id)
);
comment on table insights.scene_viewers is 'Who was in a scene, guests included, so that somebody who comes back counts once.';

create table insights.origins (
  order_id text primary key,
  shop_id text not null,
  buyer_id text not null,
  sharer_id text,
  link_code text,
  scene_id text,
  card_id text,
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  at timestamptz not null
);
create index origins_of_scene on insights.origins (scene_id, order_id desc) where scene_id is not null;
create index origins_of_sharer on insights.origins (shop_id, sharer_id) where sharer_id is not null;
comment on table insights.origins is 'Where each order came from: who shared, in which scene, from which card. A link carries the scene and card it was shared from.';

create table insights.shop_days (
  shop_id text not null,
  day date not null,
  orders int not null default 0 check (orders >= 0),
  paid_orders int not null default 0 check (paid_orders >= 0),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0),
  primary key (shop_id, day)
);
comment on table insights.shop_days is 'A shop day by day, in its own time zone as it was when the day was counted.';

create table insights.shop_day_buyers (
  shop_id text not null,
  day date not null,
  buyer_id text not null,
  primary key (shop_id, day, buyer_id)
);
comment on table insights.shop_day_buyers is 'Who paid on a day, so that a buyer of two orders counts once.';
