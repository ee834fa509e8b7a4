-- Payers are at a desk, on a phone or inside another app, and pay there in different ways.
alter table payments.payments
  add column scene text not null default 'phone',
  add column cashier_kind text not null default 'redirect' check (cashier_kind in ('redirect', 'qr', 'invoke'));
comment on column payments.payments.cashier_url is 'By cashier_kind: the page to go to, what the QR code says, or the parameters for the app around the page as JSON.';
comment on column payments.payments.scene is 'Where the payer was when it was opened; from elsewhere another one is opened.';
