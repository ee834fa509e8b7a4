-- The values of options are text of the shop: in Chinese and, where there is one, English. What was written before is the Chinese.
create function pg_temp.titles_of(words text[]) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(jsonb_build_object('zh', word) order by place), '[]'::jsonb) from unnest(words) with ordinality as each (word, place)
$$;

alter table catalog.skus drop constraint skus_options;
alter table catalog.skus drop column live_options;
alter table catalog.skus alter column options type jsonb using pg_temp.titles_of(options);
alter table catalog.skus add check (jsonb_typeof(options) = 'array' and jsonb_array_length(options) <= 3);
alter table catalog.skus add column live_options jsonb generated always as (case when removed_at is null then jsonb_path_query_array(options, '$[*].zh') end) stored;
alter table catalog.skus add constraint skus_options unique (product_id, live_options) deferrable initially immediate;
comment on column catalog.skus.options is 'One value per option of the product, in order.';
comment on column catalog.skus.live_options is 'The Chinese values while the SKU exists: what tells two SKUs of a product apart.';

alter table orders.lines alter column options type jsonb using pg_temp.titles_of(options);

drop function pg_temp.titles_of(text[]);
