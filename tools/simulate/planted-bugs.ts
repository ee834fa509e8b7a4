/**
 * Known mistakes, put into a copy of the database by triggers and never into the product. The simulation must find
 * each; docs/simulate.md says how to try.
 */
export interface PlantedBug {
  readonly says: string;
  readonly sql: readonly string[];
  /** Invariants of which at least one must be what gives it away. */
  readonly foundBy: readonly string[];
}

/** A trigger that lets its mistake happen once in `every` times, as real ones do. */
function trigger(on: { table: string; event: string; every: number; when?: string; body: string }): string[] {
  return [
    `create sequence if not exists public.planted`,
    `create function public.planted_bug() returns trigger language plpgsql as $$ begin if nextval('public.planted') % ${on.every} = 0 then ${on.body} end if; return new; end $$`,
    `create trigger planted_bug ${on.event} on ${on.table} for each row ${on.when === undefined ? '' : `when (${on.when})`} execute function public.planted_bug()`,
  ];
}

export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  'lost-stock-update': {
    says: 'an update of the stock is lost: an order holds units nobody counted',
    sql: trigger({
      table: 'inventory.levels',
      event: 'before update',
      every: 15,
      when: 'new.reserved > old.reserved',
      body: 'new.reserved := old.reserved;',
    }),
    foundBy: ['levels-are-what-reservations-add-up-to', 'levels-are-what-movements-add-up-to'],
  },
  'double-commission': {
    says: 'a commission is credited twice',
    sql: trigger({
      table: 'promoters.commissions',
      event: 'after insert',
      every: 5,
      body: `insert into ledger.transfers (id, key, kind, shop_id, order_id, memo, at) values ('twice-' || new.id, 'commission:' || new.id || ':again', 'commission-pending', new.shop_id, new.order_id, '', new.created_at);
             insert into ledger.entries (id, transfer_id, account, amount_fen, shop_id, order_id, at) values ('a-' || new.id, 'twice-' || new.id, 'shop:' || new.shop_id || ':commission', new.amount_fen, new.shop_id, new.order_id, new.created_at), ('b-' || new.id, 'twice-' || new.id, 'promoter:' || new.promoter_id || ':pending', -new.amount_fen, new.shop_id, new.order_id, new.created_at);`,
    }),
    foundBy: ['each-commission-is-in-the-books-where-it-stands'],
  },
  'coupon-used-twice': {
    says: 'an order does not hold the coupon in its price, so that it can be used again',
    sql: trigger({
      table: 'coupons.claims',
      event: 'before update',
      every: 3,
      when: 'old.order_id is null and new.order_id is not null',
      body: 'new.order_id := null; new.discount_fen := null;',
    }),
    foundBy: ['an-order-has-one-coupon-in-its-price-and-holds-it-while-it-lives'],
  },
  'missing-refund': {
    says: 'money that came too late is not sent back',
    sql: trigger({ table: 'orders.refunds', event: 'before insert', every: 2, when: `new.cause = 'late-payment'`, body: 'return null;' }),
    foundBy: ['money-that-paid-nothing-is-on-its-way-back'],
  },
  'unsent-refund': {
    says: 'a refund that was promised is never sent to the provider',
    sql: trigger({ table: 'payments.refunds', event: 'before insert', every: 4, body: 'return null;' }),
    foundBy: ['every-refund-asked-for-reached-its-end'],
  },
  'log-gap': {
    says: 'an entry of a scene’s log is missing',
    sql: trigger({ table: 'scenes.entries', event: 'before insert', every: 40, body: 'return null;' }),
    foundBy: ['the-log-of-a-scene-has-no-gap-and-ends-at-its-head'],
  },
  'oversold-seat': {
    says: 'a held seat of a team is not counted, so it is given to somebody else as well',
    sql: trigger({
      table: 'group_buy.teams',
      event: 'before update',
      every: 6,
      when: 'new.held_count > old.held_count',
      body: 'new.held_count := old.held_count;',
    }),
    foundBy: ['no-team-has-more-seats-than-its-size-nor-one-person-twice'],
  },
  'paid-twice': {
    says: 'a second payment of an order is accepted like the first',
    sql: [
      'drop index orders.receipts_accepted_once',
      ...trigger({
        table: 'orders.receipts',
        event: 'before insert',
        every: 1,
        when: `new.verdict = 'surplus'`,
        body: `new.verdict := 'accepted';`,
      }),
    ],
    foundBy: ['an-order-is-paid-at-most-once'],
  },
  'unheard-team': {
    says: 'nobody hears that a team is complete',
    sql: trigger({ table: 'platform.events', event: 'before insert', every: 2, when: `new.type = 'team.completed'`, body: 'return null;' }),
    foundBy: ['each-team-completed-is-announced-once'],
  },
};
