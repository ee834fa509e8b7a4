-- What only one of the gateways keeps of a trade or a refund.
alter table sandbox_gateways.trades add column details text not null default '';
alter table sandbox_gateways.refunds add column details text not null default '';
