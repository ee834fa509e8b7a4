-- What those who bought something say of it, and what others ask them.
create schema reviews;

create table reviews.purchases (
  line_id text primary key,
  order_id text not null,
  shop_id text not null,
  product_id text not null,
  sku_id text not null,
  buyer_id text not null,
  title jsonb not null,
  options jsonb not null,
  picture jsonb,
  quantity int not null check (quantity > 0),
  received_at timestamptz not null,
  is_refunded boolean not null default false,
  is_reviewed boolean not null default false
) with (fillfactor = 80);
comment on table reviews.purchases is 'Lines of orders that were received, as they were called then. Only from here does a review come, or the right to answer a question.';
comment on column reviews.purchases.is_refunded is 'All that was paid for the line went back.';
create index purchases_by_order on reviews.purchases (order_id);
create index purchases_by_buyer on reviews.purchases (buyer_id, product_id);
create index purchases_to_review on reviews.purchases (buyer_id, line_id desc) where not is_reviewed and not is_refunded;

create table reviews.reviews (
  id text primary key,
  line_id text not null unique references reviews.purchases (line_id),
  shop_id text not null,
  product_id text not null,
  buyer_id text not null,
  stars smallint not null check (stars between 1 and 5),
  text text not null check (text <> '' and length(text) <= 1000),
  picture_ids text[] not null check (cardinality(picture_ids) <= 9),
  is_anonymous boolean not null,
  created_at timestamptz not null,
  added_text text check (added_text <> '' and length(added_text) <= 1000),
  added_picture_ids text[] not null default '{}' check (cardinality(added_picture_ids) <= 9),
  added_at timestamptz,
  reply_text text check (reply_text <> '' and length(reply_text) <= 1000),
  replied_at timestamptz,
  reply_version int not null default 0 check (reply_version >= 0),
  useful_count int not null default 0 check (useful_count >= 0),
  removed_at timestamptz,
  removed_by text,
  removed_reason text check (removed_reason in ('illegal', 'obscene', 'insulting', 'private-data', 'advertising')),
  removed_note text,
  has_pictures boolean not null generated always as (removed_at is null and cardinality(picture_ids) + cardinality(added_picture_ids) > 0) stored,
  has_addition boolean not null generated always as (removed_at is null and added_at is not null) stored,
  check ((added_at is null) = (added_text is null)),
  check (added_at is not null or cardinality(added_picture_ids) = 0),
  check ((replied_at is null) = (reply_text is null) and (reply_version = 0) = (reply_text is null)),
  check ((removed_at is null) = (removed_reason is null) and (removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_note is null))
) with (fillfactor = 80);
comment on table reviews.reviews is 'One review of one line that was received. The database refuses to delete one or to change what the buyer said (电子商务法 Art. 39).';
comment on column reviews.reviews.removed_at is 'Taken down by the platform: what was said stays here, for the record, and is not shown.';
create index reviews_newest on reviews.reviews (product_id, id desc);
create index reviews_useful on reviews.reviews (product_id, useful_count desc, id desc);
create index reviews_by_stars on reviews.reviews (product_id, stars, id desc);
create index reviews_with_pictures on reviews.reviews (product_id, id desc) where has_pictures;
create index reviews_with_addition on reviews.reviews (product_id, id desc) where has_addition;
create index reviews_of_buyer on reviews.reviews (buyer_id, id desc);
create index reviews_of_shop on reviews.reviews (shop_id, id desc);
create index reviews_low on reviews.reviews (shop_id, id desc) where stars <= 3;
create index reviews_of_shop_with_pictures on reviews.reviews (shop_id, id desc) where has_pictures;
create index reviews_unanswered on reviews.reviews (shop_id, id desc) where reply_version = 0 and removed_at is null;

create function reviews.keep_what_was_said() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then raise exception 'a review is never deleted'; end if;
  if (new.id, new.line_id, new.shop_id, new.product_id, new.buyer_id, new.stars, new.text, new.picture_ids, new.is_anonymous, new.created_at)
     is distinct from (old.id, old.line_id, old.shop_id, old.product_id, old.buyer_id, old.stars, old.text, old.picture_ids, old.is_anonymous, old.created_at)
    then raise exception 'what a buyer said is never changed'; end if;
  if old.added_at is not null and (new.added_text, new.added_picture_ids, new.added_at) is distinct from (old.added_text, old.added_picture_ids, old.added_at)
    then raise exception 'what a buyer added is never changed'; end if;
  if new.reply_version < old.reply_version then raise exception 'a reply is changed, never taken back'; end if;
  return new;
end $$;
create trigger reviews_stay before update or delete on reviews.reviews for each row execute function reviews.keep_what_was_said();
create trigger reviews_are_not_emptied before truncate on reviews.reviews for each statement execute function reviews.keep_what_was_said();

create table reviews.replies (
  id text primary key,
  review_id text not null references reviews.reviews (id),
  version int not null check (version > 0),
  text text not null check (text <> ''),
  by_account_id text not null,
  at timestamptz not null,
  unique (review_id, version)
);
comment on table reviews.replies is 'Everything a shop''s reply has said; the highest version is shown.';

create table reviews.useful_votes (
  review_id text not null references reviews.reviews (id),
  account_id text not null,
  at timestamptz not null,
  primary key (review_id, account_id)
);
comment on table reviews.useful_votes is 'Who found a review useful; the review counts them.';

create table reviews.ratings (
  product_id text primary key,
  shop_id text not null,
  review_count int not null check (review_count > 0),
  stars_sum bigint not null,
  stars_1 int not null check (stars_1 >= 0),
  stars_2 int not null check (stars_2 >= 0),
  stars_3 int not null check (stars_3 >= 0),
  stars_4 int not null check (stars_4 >= 0),
  stars_5 int not null check (stars_5 >= 0),
  with_pictures int not null check (with_pictures between 0 and review_count),
  with_addition int not null check (with_addition between 0 and review_count),
  check (review_count = stars_1 + stars_2 + stars_3 + stars_4 + stars_5),
  check (stars_sum = stars_1 + 2 * stars_2 + 3 * stars_3 + 4 * stars_4 + 5 * stars_5)
) with (fillfactor = 70);
comment on table reviews.ratings is 'What all reviews of a product come to, those taken down included. Changes in the transaction that changes a review.';

create table reviews.questions (
  id text primary key,
  shop_id text not null,
  product_id text not null,
  account_id text not null,
  text text not null check (text <> '' and length(text) <= 240),
  created_at timestamptz not null,
  answer_count int not null default 0 check (answer_count >= 0),
  removed_at timestamptz,
  removed_by text,
  removed_reason text check (removed_reason in ('illegal', 'obscene', 'insulting', 'private-data', 'advertising')),
  removed_note text,
  check ((removed_at is null) = (removed_reason is null) and (removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_note is null))
) with (fillfactor = 80);
comment on table reviews.questions is 'What somebody asks those who bought a product.';
create index questions_of_product on reviews.questions (product_id, id desc);
create index questions_of_shop on reviews.questions (shop_id, id desc);
create index questions_open on reviews.questions (shop_id, id desc) where answer_count = 0 and removed_at is null;

create table reviews.answers (
  id text primary key,
  question_id text not null references reviews.questions (id),
  account_id text not null,
  is_shop boolean not null,
  text text not null check (text <> '' and length(text) <= 600),
  created_at timestamptz not null,
  changed_at timestamptz,
  removed_at timestamptz,
  removed_by text,
  removed_reason text check (removed_reason in ('illegal', 'obscene', 'insulting', 'private-data', 'advertising')),
  removed_note text,
  check (changed_at is null or is_shop),
  check ((removed_at is null) = (removed_reason is null) and (removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_note is null))
);
comment on table reviews.answers is 'One answer of each buyer and one of the shop; only the shop''s may change, and the audit log keeps what it said.';
create unique index answers_of_buyer_once on reviews.answers (question_id, account_id) where not is_shop;
create unique index answers_of_shop_once on reviews.answers (question_id) where is_shop;
create index answers_in_order on reviews.answers (question_id, is_shop desc, id);

-- What was received before there were reviews can be reviewed as well.
insert into reviews.purchases (line_id, order_id, shop_id, product_id, sku_id, buyer_id, title, options, picture, quantity, received_at, is_refunded)
select l.id, o.id, o.shop_id, l.product_id, l.sku_id, o.buyer_id, l.title, l.options, l.picture, l.quantity, o.delivered_at, o.state = 'refunded' or (l.total_fen > 0 and l.refunded_fen >= l.total_fen)
  from orders.orders o join orders.lines l on l.order_id = o.id where o.delivered_at is not null;

insert into policy.numbers (name, effective_from, value, source) values
  ('review_window_days', '2019-01-01 00:00+08', 180, 'House rule: what was received can be reviewed for 180 days (中华人民共和国电子商务法 Art. 39: consumers are given a way to review)'),
  ('review_addition_days', '2019-01-01 00:00+08', 180, 'House rule: something may be added to a review for 180 days after it was written');
