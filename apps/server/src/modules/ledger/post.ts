import type { Ctx } from '#platform/ctx';
import { assert } from '#platform/assert';
import { newId } from '#platform/ids';
import { insertTransfers } from './store.ts';

/** One movement of value. Debits are positive, credits negative; the entries sum to zero. */
export interface Transfer {
  /** Names the fact this stands for, e.g. `paid:pay_…`. The same key is posted once, whoever repeats it. */
  readonly key: string;
  readonly kind: string;
  readonly shopId: string | null;
  readonly orderId: string | null;
  readonly memo: string;
  readonly entries: readonly { readonly account: string; readonly amountFen: number }[];
}

/** Posts any number of transfers in one statement, in the caller's transaction. A known key changes nothing. */
export async function post(ctx: Ctx, transfers: readonly Transfer[]): Promise<void> {
  for (const transfer of transfers) assertBalanced(transfer);
  if (transfers.length === 0) return;
  const nowMs = ctx.now.getTime();
  // Sorted by key, so that two transactions posting the same facts wait for each other in one order.
  const sorted = transfers.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  await insertTransfers(
    ctx,
    sorted.map((transfer) => ({
      ...transfer,
      id: newId('tx', nowMs),
      entries: transfer.entries.map((entry) => ({ ...entry, id: newId('ent', nowMs) })),
    })),
  );
}

function assertBalanced({ key, entries }: Transfer): void {
  assert(entries.length >= 2, `transfer ${key} moves value between accounts`);
  assert(
    entries.every((entry) => Number.isSafeInteger(entry.amountFen) && entry.amountFen !== 0),
    `transfer ${key} moves whole fen`,
  );
  assert(entries.reduce((sum, entry) => sum + entry.amountFen, 0) === 0, `transfer ${key} sums to zero`);
}
