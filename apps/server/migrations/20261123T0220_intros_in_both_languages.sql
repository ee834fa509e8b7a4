-- What a shop says of itself, of its communities and of its sessions is in Chinese and, where there is one, English.
-- What was written before is the Chinese; characters no text may have any more are left out, and nothing is null.
create function pg_temp.text_of(words text) returns jsonb language sql immutable as $$
  select jsonb_build_object('zh', nullif(btrim(regexp_replace(words, '[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]', '', 'g'), E' \t\n\r\u00a0\u3000\ufeff'), ''))
$$;
create function pg_temp.text_or_null(words text) returns jsonb language sql immutable as $$
  select case when pg_temp.text_of(words) ->> 'zh' is null then null else pg_temp.text_of(words) end
$$;

alter table shops.shops alter column intro drop default, alter column intro drop not null;
alter table shops.shops alter column intro type jsonb using pg_temp.text_or_null(intro);
alter table shops.shops add check (jsonb_typeof(intro -> 'zh') = 'string');

alter table communities.communities alter column intro drop not null, alter column rules drop not null;
alter table communities.communities alter column intro type jsonb using pg_temp.text_or_null(intro), alter column rules type jsonb using pg_temp.text_or_null(rules);
alter table communities.communities add check (jsonb_typeof(intro -> 'zh') = 'string'), add check (jsonb_typeof(rules -> 'zh') = 'string');

alter table live.sessions drop constraint sessions_intro_check;
alter table live.sessions alter column intro drop default, alter column intro drop not null;
alter table live.sessions alter column intro type jsonb using pg_temp.text_or_null(intro);
alter table live.sessions add check (jsonb_typeof(intro -> 'zh') = 'string');

drop function pg_temp.text_or_null(text);
drop function pg_temp.text_of(text);
