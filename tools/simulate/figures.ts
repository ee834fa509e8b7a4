import { look, type Play } from './play.ts';

/** What happened in a history; each kind must happen, or nothing was tried. */
export type Figures = Readonly<Record<string, number>>;

const count = (from: string) => `(select count(*) from ${from})`;
const counts = {
  'orders placed': count(`orders.orders`),
  paid: count(`orders.orders where paid_at is not null`),
  'closed unpaid': count(`orders.orders where state = 'closed'`),
  shipped: count(`orders.orders where shipped_at is not null`),
  completed: count(`orders.orders where completed_at is not null`),
  'refunded in full': count(`orders.orders where state = 'refunded'`),
  'refunded in part': count(`orders.orders where refunded_fen > 0 and state <> 'refunded' and paid_at is not null`),
  'paid too late': count(`orders.receipts where verdict = 'late'`),
  'paid twice': count(`orders.receipts where verdict = 'surplus'`),
  'paid another amount': count(`orders.receipts where verdict = 'wrong-amount'`),
  'payments that came to nothing': count(`payments.payments where state in ('failed', 'closed')`),
  'refunds tried again': count(`payments.refunds where attempt > 1`),
  'teams opened': count(`group_buy.teams where state <> 'void'`),
  'teams completed': count(`group_buy.teams where state = 'completed'`),
  'teams failed': count(`group_buy.teams where state = 'failed'`),
  'seats moved to another team': count(`group_buy.members where moved_from_id is not null`),
  'campaigns ended early': count(`group_buy.campaigns where ended_at is not null`),
  'coupons claimed': count(`coupons.claims`),
  'coupons used': count(`coupons.claims where used_at is not null`),
  'coupons claimed to the last': count(`coupons.coupons where claimed = quantity`),
  commissions: count(`promoters.commissions`),
  'commissions released': count(`promoters.commissions where state = 'available'`),
  'commissions reversed': count(`promoters.commissions where reversed_fen > 0`),
  'links followed': count(`links.visits`),
  comments: count(`scenes.entries where type = 'comment'`),
  'comments removed': count(`scenes.entries where removed_at is not null`),
  'cards dropped': count(`scenes.cards`),
  'cards withdrawn': count(`scenes.cards where not is_live`),
  likes: `(select coalesce(sum(likes), 0) from scenes.like_counts)`,
  'community joins': count(`scenes.entries where type = 'joined'`),
  'stock changes': count(`inventory.movements where kind = 'adjusted'`),
  'ledger entries': count(`ledger.entries`),
  events: count(`platform.events`),
};

export async function readFigures(play: Play): Promise<Figures> {
  const [row] = await look<Record<string, string>>(
    play,
    `select ${Object.entries(counts)
      .map(([name, sql]) => `${sql} as "${name}"`)
      .join(', ')}`,
  );
  const died = play.servers.reduce((sum, server) => sum + server.faults.struck(), 0);
  const read = { ...Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)])), 'deaths half-way': died };
  return { ...read, 'days passed': Math.floor((play.clock.now().getTime() - play.setting.startMs) / 86_400_000) };
}

export function addFigures(all: readonly Figures[]): Figures {
  const sums: Record<string, number> = {};
  for (const figures of all) for (const [name, value] of Object.entries(figures)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

export function showFigures(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
