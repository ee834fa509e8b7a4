-- Numbers that law or business policy sets, each from a day on.
create schema policy;

create table policy.numbers (
  name text not null check (name ~ '^[a-z][a-z0-9_]*$'),
  effective_from timestamptz not null,
  value bigint not null check (value >= 0),
  source text not null check (length(source) > 0),
  primary key (name, effective_from)
);
comment on table policy.numbers is 'What a number of law or policy is from a moment on. Never changed: another value is another row with a later start, so that an old order is still judged by its own day.';
comment on column policy.numbers.source is 'The article it comes from, or whose decision it is.';

create function policy.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'policy numbers are never changed; add a row with a later start';
end $$;
create trigger numbers_stay before update or delete on policy.numbers for each row execute function policy.refuse_change();
create trigger numbers_are_not_emptied before truncate on policy.numbers for each statement execute function policy.refuse_change();

insert into policy.numbers (name, effective_from, value, source) values
  ('return_window_days', '2014-03-15 00:00+08', 7, '中华人民共和国消费者权益保护法 (2013) Art. 25: returned without reason within seven days of receipt'),
  ('auto_receive_days', '2014-03-15 00:00+08', 10, 'House rule: a parcel nobody confirmed counts as received ten days after it was shipped'),
  ('commission_levels_max', '2005-11-01 00:00+08', 2, '禁止传销条例 Art. 7: pay by the sales of recruits'' recruits is a pyramid scheme; one level is the default, two the most'),
  ('commission_share_max_bp', '2005-11-01 00:00+08', 5000, 'House rule: commission is at most half of what was paid for a line'),
  ('attribution_window_days', '2019-01-01 00:00+08', 15, 'House rule: who shared last, of links followed in the fifteen days before a payment, is who brought the order'),
  ('session_log_days', '2016-12-01 00:00+08', 60, '互联网直播服务管理规定 Art. 16: content and logs of a live session are kept for sixty days'),
  ('transaction_record_days', '2019-01-01 00:00+08', 1096, '中华人民共和国电子商务法 Art. 31: records of a transaction are kept for three years from its completion');
