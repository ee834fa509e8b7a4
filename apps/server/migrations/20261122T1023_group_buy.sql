-- Group buys: campaigns with their own prices and quota, the teams people open in them, and who sits in which team.
create schema group_buy;

create table group_buy.campaigns (
  id text primary key,
  shop_id text not null,
  product_id text not null,
  title_zh text not null check (length(title_zh) between 1 and 240),
  title_en text,
  team_size int not null check (team_size between 2 and 50),
  team_minutes int not null check (team_minutes between 5 and 10080),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  quota int not null check (quota >= 1),
  claimed int not null default 0,
  per_buyer_max int not null check (per_buyer_max >= 1),
  teams_completed int not null default 0,
  teams_failed int not null default 0,
  paid_members int not null default 0,
  created_at timestamptz not null,
  check (ends_at > starts_at),
  check (claimed between 0 and quota),
  check (teams_completed >= 0 and teams_failed >= 0 and paid_members >= 0)
);
create index campaigns_by_shop on group_buy.campaigns (shop_id, id);
create index campaigns_by_product on group_buy.campaigns (product_id);
comment on table group_buy.campaigns is 'One configured group buy. Its row is locked first by whatever takes or returns seats, so quota, caps and seats are decided one after the other.';
comment on column group_buy.campaigns.claimed is 'Units of members that hold units now; never above the quota.';
comment on column group_buy.campaigns.ended_at is 'Ended by hand before ends_at.';
comment on column group_buy.campaigns.paid_members is 'Members who have paid and are not refunded or being refunded.';

create table group_buy.campaign_skus (
  campaign_id text not null references group_buy.campaigns (id),
  sku_id text not null,
  position int not null,
  group_price_fen bigint not null check (group_price_fen between 1 and 10000000000),
  primary key (campaign_id, sku_id)
);
comment on table group_buy.campaign_skus is 'What each SKU costs in a team.';

create table group_buy.buyers (
  campaign_id text not null references group_buy.campaigns (id),
  account_id text not null,
  units int not null check (units >= 0),
  primary key (campaign_id, account_id)
);
comment on table group_buy.buyers is 'Units each person holds in a campaign, for the cap a buyer has; changes under the campaign''s lock.';

create table group_buy.teams (
  id text primary key,
  campaign_id text not null references group_buy.campaigns (id),
  leader_id text not null,
  card_id text not null,
  size int not null check (size between 2 and 50),
  state text not null default 'open' check (state in ('open', 'completed', 'failed', 'void')),
  paid_count int not null default 0 check (paid_count >= 0),
  held_count int not null default 0 check (held_count >= 0),
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  completed_at timestamptz,
  failed_at timestamptz,
  check (paid_count + held_count <= size),
  check ((state = 'completed') = (completed_at is not null)),
  check ((state = 'failed') = (failed_at is not null)),
  check (state <> 'completed' or (paid_count = size and held_count = 0)),
  check (state <> 'open' or paid_count < size),
  check (state <> 'void' or paid_count = 0)
);
create index teams_by_campaign on group_buy.teams (campaign_id, id);
create index teams_open on group_buy.teams (campaign_id, ends_at) where state = 'open';
create index teams_due on group_buy.teams (ends_at) where state = 'open';
comment on table group_buy.teams is 'Some people buying together before ends_at. Size and deadline are those of the campaign when the team was opened.';
comment on column group_buy.teams.card_id is 'The card it was opened from; a link to the team carries it on.';
comment on column group_buy.teams.state is 'void: everybody left before anybody paid; it never was a team to show.';
comment on column group_buy.teams.held_count is 'Seats of people at the cashier; they are free again when the order closes unpaid.';

create table group_buy.members (
  order_id text primary key,
  team_id text not null references group_buy.teams (id),
  campaign_id text not null references group_buy.campaigns (id),
  account_id text not null,
  card_id text not null,
  state text not null default 'reserved' check (state in ('reserved', 'paid', 'released', 'refused', 'refunding', 'refunded')),
  quantity int not null check (quantity >= 1),
  total_fen bigint not null check (total_fen >= 0),
  holds_units boolean not null default true,
  moved_from_id text,
  pay_by timestamptz not null,
  joined_at timestamptz not null,
  paid_at timestamptz,
  left_at timestamptz,
  check (holds_units or state not in ('reserved', 'paid')),
  check (state not in ('paid', 'refunding') or paid_at is not null),
  check (moved_from_id <> team_id),
  check (left_at is null or (paid_at is not null and state in ('refunding', 'refunded')))
);
create unique index members_once_a_team on group_buy.members (team_id, account_id) where state in ('reserved', 'paid');
create index members_by_team on group_buy.members (team_id, joined_at);
create index members_by_account on group_buy.members (account_id, order_id);
create index members_by_campaign on group_buy.members (campaign_id, state);
create index members_moved on group_buy.members (moved_from_id, account_id) where moved_from_id is not null;
comment on table group_buy.members is 'One order''s place in a team: reserved at the cashier, paid, given back (released), paid too late (refused), on its way back (refunding) or refunded.';
comment on column group_buy.members.holds_units is 'Counted in the campaign''s claimed and the buyer''s units; turns false exactly once.';
comment on column group_buy.members.left_at is 'Refunded while the team was still open, so not one of those it was made of.';
comment on column group_buy.members.moved_from_id is 'The team that was over when the payment came; the member sits in another one now.';
