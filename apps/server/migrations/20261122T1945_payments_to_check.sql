-- A payment the provider called failed is asked about until it is closed there.
drop index payments.payments_to_check;
create index payments_to_check on payments.payments (next_check_at) where next_check_at is not null;
update payments.payments set next_check_at = now(), checks = 0 where state = 'failed' and ended_at > now() - interval '1 day';
comment on column payments.payments.state is 'Failed: the provider says so, but the cashier may still be open there; closed: nobody can pay there any more.';
