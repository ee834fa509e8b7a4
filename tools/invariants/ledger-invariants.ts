import type { Invariant } from './invariant.ts';

/** Law 1: what moves is balanced, no account has the wrong sign, and the books agree with payments, orders and commissions. */
export const ledgerInvariants: readonly Invariant[] = [
  { name: 'the-ledger-sums-to-zero', law: 1, sql: `select sum(amount_fen) as total_fen from ledger.entries having sum(amount_fen) <> 0` },
  {
    name: 'every-transfer-balances',
    law: 1,
    sql: `select t.id, t.key, coalesce(sum(e.amount_fen), 0) as total_fen, count(e.id) as entries
            from ledger.transfers t left join ledger.entries e on e.transfer_id = t.id
           group by t.id having coalesce(sum(e.amount_fen), 0) <> 0 or count(e.id) < 2`,
  },
  {
    name: 'entries-belong-where-their-transfer-does',
    law: 1,
    sql: `select e.id, e.transfer_id from ledger.entries e left join ledger.transfers t on t.id = e.transfer_id
           where t.id is null or e.shop_id is distinct from t.shop_id or e.order_id is distinct from t.order_id`,
  },
  {
    name: 'no-account-has-the-wrong-sign',
    law: 1,
    sql: `select account, sum(amount_fen) as balance_fen from ledger.entries group by account
          having (account like 'provider:%' and sum(amount_fen) < 0) or (account like 'shop:%:commission' and sum(amount_fen) < 0)
              or (account like 'shop:%:held' and sum(amount_fen) > 0) or (account like 'shop:%:settled' and sum(amount_fen) > 0)
              or (account like 'promoter:%' and sum(amount_fen) > 0)`,
  },
  {
    name: 'a-provider-holds-what-was-paid-less-what-went-back',
    law: 1,
    sql: `select coalesce(l.account, p.account) as account, l.fen as ledger_fen, p.fen as payments_fen
            from (select account, sum(amount_fen) as fen from ledger.entries where account like 'provider:%' group by account) l
            full join (select 'provider:' || provider as account, sum(paid_fen - refunded_fen) as fen from payments.payments group by provider) p on p.account = l.account
           where coalesce(l.fen, 0) <> coalesce(p.fen, 0)`,
  },
  {
    // Completion moves the payment that paid the order; money that paid nothing is held until it went back.
    name: 'a-shop-holds-what-its-orders-say',
    law: 1,
    sql: `with money as (
            select o.shop_id, o.completed_at is not null as is_completed, o.paid_fen - o.refunded_fen as left_fen,
                   coalesce((select sum(r.amount_fen) from orders.receipts r where r.order_id = o.id and r.verdict = 'accepted'), 0)
                 - coalesce((select sum(f.amount_fen) from orders.refunds f where f.order_id = o.id and f.state = 'succeeded' and f.cause <> 'late-payment'), 0) as accepted_left_fen
              from orders.orders o
          ), wanted as (
            select 'shop:' || shop_id || ':held' as account, -sum(left_fen - case when is_completed then accepted_left_fen else 0 end) as fen from money group by shop_id
            union all select 'shop:' || shop_id || ':settled', -sum(case when is_completed then accepted_left_fen else 0 end) from money group by shop_id
          )
          select coalesce(w.account, l.account) as account, l.fen as ledger_fen, w.fen as orders_fen
            from wanted w full join (select account, sum(amount_fen) as fen from ledger.entries where account like 'shop:%:held' or account like 'shop:%:settled' group by account) l on l.account = w.account
           where coalesce(l.fen, 0) <> coalesce(w.fen, 0)`,
  },
  {
    name: 'each-payment-is-in-the-books-once',
    law: 1,
    sql: `select coalesce('paid:' || p.id, t.key) as key, p.paid_fen, t.fen
            from (select id, paid_fen from payments.payments where state = 'succeeded') p
            full join (select t.key, sum(e.amount_fen) filter (where e.account like 'provider:%') as fen from ledger.transfers t join ledger.entries e on e.transfer_id = t.id where t.kind = 'payment' group by t.id) t on t.key = 'paid:' || p.id
           where p.paid_fen is distinct from t.fen`,
  },
  {
    name: 'each-refund-is-in-the-books-once',
    law: 1,
    sql: `select coalesce('refunded:' || r.id, t.key) as key, r.amount_fen, t.fen
            from (select id, amount_fen from payments.refunds where state = 'succeeded') r
            full join (select t.key, -sum(e.amount_fen) filter (where e.account like 'provider:%') as fen from ledger.transfers t join ledger.entries e on e.transfer_id = t.id where t.kind = 'refund' group by t.id) t on t.key = 'refunded:' || r.id
           where r.amount_fen is distinct from t.fen`,
  },
  {
    name: 'each-completion-is-in-the-books-once',
    law: 1,
    sql: `select coalesce('completed:' || o.id, t.key) as key from (select id from orders.orders where completed_at is not null) o
            full join (select key from ledger.transfers where kind = 'order-completed') t on t.key = 'completed:' || o.id
           where o.id is null or t.key is null`,
  },
  {
    name: 'every-transfer-stands-for-something-known',
    law: 1,
    sql: `select id, key, kind from ledger.transfers where kind not in ('payment', 'refund', 'order-completed') and kind not like 'commission-%'`,
  },
  {
    // Where a commission stands, and only there, is its money; each bucket sums to what is left of it.
    name: 'each-commission-is-in-the-books-where-it-stands',
    law: 1,
    sql: `with posted as (
            select split_part(t.key, ':', 2) as id, split_part(e.account, ':', 1) || ':' || split_part(e.account, ':', 3) as place, split_part(e.account, ':', 2) as owner, sum(e.amount_fen) as fen
              from ledger.transfers t join ledger.entries e on e.transfer_id = t.id where t.kind like 'commission-%' group by 1, 2, 3
          ), wanted as (
            select id, 'promoter:' || state as place, promoter_id as owner, -(amount_fen - reversed_fen) as fen from promoters.commissions where state in ('pending', 'frozen', 'available')
            union all select id, 'shop:commission', shop_id, amount_fen - reversed_fen from promoters.commissions
          )
          select coalesce(w.id, p.id) as id, coalesce(w.place, p.place) as place, w.fen as commission_fen, p.fen as ledger_fen
            from wanted w full join posted p on p.id = w.id and p.place = w.place and p.owner = w.owner where coalesce(w.fen, 0) <> coalesce(p.fen, 0)`,
  },
  {
    name: 'promoters-are-owed-by-commissions-alone',
    law: 1,
    sql: `select e.id, e.account, t.kind from ledger.entries e join ledger.transfers t on t.id = e.transfer_id
           where (e.account like 'promoter:%' or e.account like 'shop:%:commission') and t.kind not like 'commission-%'`,
  },
];
