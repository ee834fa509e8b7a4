-- What came of a coupon is asked every few seconds while somebody looks: without reading what only lies in people's hands.
create index claims_in_orders on coupons.claims (coupon_id) include (discount_fen, paid_fen, used_at) where order_id is not null;
