import { couponInvariants } from './coupon-invariants.ts';
import { eventInvariants } from './event-invariants.ts';
import type { Invariant } from './invariant.ts';
import { ledgerInvariants } from './ledger-invariants.ts';
import { orderInvariants } from './order-invariants.ts';
import { promoterInvariants } from './promoter-invariants.ts';
import { reviewInvariants } from './review-invariants.ts';
import { sceneInvariants } from './scene-invariants.ts';
import { stockInvariants } from './stock-invariants.ts';
import { teamInvariants } from './team-invariants.ts';

export const invariants: readonly Invariant[] = [
  ...ledgerInvariants,
  ...stockInvariants,
  ...orderInvariants,
  ...teamInvariants,
  ...couponInvariants,
  ...promoterInvariants,
  ...sceneInvariants,
  ...reviewInvariants,
  ...eventInvariants,
];

/** A pool or a client of pg. */
export interface Queryable {
  query(query: { name: string; text: string }): Promise<{ rows: unknown[] }>;
}
export interface Broken {
  readonly name: string;
  readonly law: Invariant['law'];
  /** The first few rows that break it. */
  readonly rows: readonly unknown[];
}

const rowsMax = 5;

/**
 * Asks for every invariant and answers with those that do not hold. `isQuiet` says that everything begun has ended;
 * then what may lag behind for a moment is held to account as well. Statements are prepared once per connection.
 */
export async function checkInvariants(db: Queryable, { isQuiet = false }: { isQuiet?: boolean } = {}): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const { name, law, sql, isQuietOnly } of invariants) {
    if (isQuietOnly === true && !isQuiet) continue;
    // Names of prepared statements are cut at 63 characters; the number keeps them apart.
    const { rows } = await db.query({
      name: `invariant ${invariants.findIndex((each) => each.name === name)}`,
      text: `select * from (${sql}) broken limit ${rowsMax}`,
    });
    if (rows.length > 0) broken.push({ name, law, rows });
  }
  return broken;
}

export function showBroken(broken: readonly Broken[]): string {
  return broken
    .map(({ name, law, rows }) => `  law ${law}: ${name}\n${rows.map((row) => `    ${JSON.stringify(row)}`).join('\n')}`)
    .join('\n');
}
