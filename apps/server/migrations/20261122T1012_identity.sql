-- Who people are: guests and accounts, their sessions, codes, roles in shops and addresses.
create schema identity;

create table identity.accounts (
  id text primary key,
  kind text not null check (kind in ('guest', 'account')),
  nickname text not null check (length(nickname) between 1 and 64),
  avatar_url text,
  phone text check (phone ~ '^1[3-9][0-9]{9}$'),
  email text check (email = lower(email)),
  password_hash text,
  locale text check (locale in ('zh', 'en')),
  is_platform_admin boolean not null default false,
  merged_into text check (merged_into <> id),
  suspended_at timestamptz,
  suspended_reason text,
  created_at timestamptz not null,
  check (kind = 'account' or (phone is null and email is null and password_hash is null and not is_platform_admin)),
  check (kind = 'guest' or phone is not null or email is not null),
  check (merged_into is null or kind = 'guest')
);
create unique index accounts_by_phone on identity.accounts (phone) where phone is not null;
create unique index accounts_by_email on identity.accounts (email) where email is not null;
comment on table identity.accounts is 'People. A guest proves nothing and has only a session; an account proved a phone number or an e-mail address. A merged guest points to the account that took over everything.';
comment on column identity.accounts.password_hash is 'scrypt with its parameters and salt in the text.';

create table identity.logins (
  id text primary key,
  account_id text not null,
  token_hash text not null unique check (length(token_hash) = 43),
  device text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index logins_by_account on identity.logins (account_id, id) where ended_at is null;
create index logins_by_expiry on identity.logins (expires_at);
comment on table identity.logins is 'Sessions, one a device. Only the SHA-256 of the cookie''s token is kept, so a copy of this table signs nobody in.';

create table identity.codes (
  phone text primary key,
  code_hash text not null,
  attempts int not null default 0 check (attempts between 0 and 5),
  sent_at timestamptz not null,
  expires_at timestamptz not null
);
create index codes_by_expiry on identity.codes (expires_at);
comment on table identity.codes is 'The one code a phone number may sign in with now; gone once used. Hashed with this installation''s secret.';

create table identity.throttles (
  subject text primary key,
  count int not null check (count > 0),
  window_ends_at timestamptz not null
);
create index throttles_by_end on identity.throttles (window_ends_at);
comment on table identity.throttles is 'How often something was tried per phone, e-mail or address, counted here so that it holds across processes.';

create table identity.memberships (
  shop_id text not null,
  account_id text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'host', 'moderator', 'staff')),
  since timestamptz not null,
  primary key (shop_id, account_id)
);
create index memberships_by_account on identity.memberships (account_id);
comment on table identity.memberships is 'Who works for which shop, in one role each.';

create table identity.addresses (
  id text primary key,
  account_id text not null,
  recipient text not null,
  phone text not null,
  province text not null,
  city text not null,
  district text not null,
  street text not null,
  is_default boolean not null,
  created_at timestamptz not null
);
create index addresses_by_account on identity.addresses (account_id, id);
create unique index addresses_one_default on identity.addresses (account_id) where is_default;
comment on table identity.addresses is 'Where people want their goods; orders keep a copy of their own.';
