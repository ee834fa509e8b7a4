-- Lists that stay quick when there is much to list.
-- Placing is the hot path, so an order enters these only when it leaves that state; unpaid ones are few.
create index orders_by_phone on orders.orders (shop_id, (address->>'phone')) where state <> 'unpaid';
create index orders_by_recipient on orders.orders (shop_id, (address->>'recipient')) where state <> 'unpaid';
create index orders_by_parcel on orders.orders (shop_id, tracking_no) where tracking_no is not null;

create index sessions_of_shop_planned on live.sessions (shop_id, starts_at) where state = 'scheduled';
create index sessions_of_shop_over on live.sessions (shop_id, ended_at) where state = 'ended';
