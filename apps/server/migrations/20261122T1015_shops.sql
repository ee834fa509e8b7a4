-- Shops and their settings.
create schema shops;

create table shops.shops (
  id text primary key,
  name_zh text not null check (length(name_zh) between 1 and 240),
  name_en text,
  intro text not null default '',
  logo_id text,
  legal_name text not null,
  licence_no text not null,
  address text not null,
  contact text not null,
  time_zone text not null default 'Asia/Shanghai',
  is_open boolean not null default true,
  guests_may_comment boolean not null default true,
  payment_minutes int not null default 15 check (payment_minutes between 1 and 1440),
  commission_basis_points int not null default 500 check (commission_basis_points between 0 and 5000),
  low_stock_threshold int not null default 10 check (low_stock_threshold between 0 and 100000),
  created_at timestamptz not null
);
comment on table shops.shops is 'A seller''s shop and what its operators decide for it.';
comment on column shops.shops.legal_name is 'The actual seller, shown as the law wants it (电子商务法 Art. 15).';
