/**
 * What must hold of the data whatever happened. Written as SQL over the tables and nothing else: no code of the product
 * is asked, so a mistake in it cannot hide itself.
 */
export interface Invariant {
  readonly name: string;
  /** The invariant of the design it belongs to: 1 ledger, 2 quantities, 3 orders and money, 4 teams, 5 coupons, 6 commissions, 7 scene logs, 8 nothing acknowledged is lost. */
  readonly law: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** Returns the rows that break it; none when it holds. Every statement is one snapshot, so it holds at any moment. */
  readonly sql: string;
  /** Holds only once everything that was begun has ended: events handled, sweeps run, refunds settled. */
  readonly isQuietOnly?: true;
}
