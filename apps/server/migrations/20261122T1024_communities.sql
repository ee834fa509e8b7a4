-- Groups of shoppers around a leader.
create schema if not exists communities;

create table communities.communities (
  id text primary key,
  scene_id text not null unique,
  shop_id text not null,
  name_zh text not null check (name_zh <> ''),
  name_en text,
  intro text not null,
  rules text not null,
  cover_id text,
  leader_id text not null,
  capacity int not null check (capacity between 2 and 100000),
  member_count int not null default 0 check (member_count >= 0),
  created_at timestamptz not null,
  check (member_count <= capacity)
) with (fillfactor = 70);
create index communities_by_shop on communities.communities (shop_id, id);
comment on table communities.communities is 'A community and how many are in it. The count changes only with a row of communities.members, under this row''s lock, so it never passes the capacity.';

create table communities.members (
  community_id text not null,
  account_id text not null,
  state text not null check (state in ('in', 'left', 'removed')),
  role text not null check (role in ('leader', 'member')),
  joined_at timestamptz not null,
  ended_at timestamptz,
  removed_by text,
  read_seq bigint not null default 0 check (read_seq >= 0),
  from_scene_id text,
  link_code text,
  primary key (community_id, account_id),
  check ((state = 'in') = (ended_at is null)),
  check ((state = 'removed') = (removed_by is not null)),
  check (role = 'member' or state = 'in')
);
create index members_of_account on communities.members (account_id, community_id) where state = 'in';
create index members_in_order on communities.members (community_id, (role = 'leader') desc, joined_at, account_id) where state = 'in';
create unique index members_one_leader on communities.members (community_id) where role = 'leader';
comment on table communities.members is 'Who is, was or may no longer be in a community, and how far they have read its log.';
comment on column communities.members.from_scene_id is 'The live room or other place somebody joined from.';
