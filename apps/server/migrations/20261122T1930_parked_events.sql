-- Events set aside can be handled again; what the log needs to be kept small.
alter table platform.parked_events add column at timestamptz;
alter table platform.parked_events add column is_retry_wanted boolean not null default false;
update platform.parked_events set at = parked_at;
alter table platform.parked_events alter column at set not null;
create index parked_events_to_retry on platform.parked_events (subscriber, event_id) where is_retry_wanted;
comment on column platform.parked_events.at is 'When it happened, as the log said.';
comment on column platform.parked_events.is_retry_wanted is 'Set by an operator; whoever runs the subscription handles it once more.';
