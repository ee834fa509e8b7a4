import type { Ctx } from '#platform/ctx';
import { sumByAccount, sumOfAll } from './store.ts';

/** Balance of each account asked for; one without entries is 0. */
export async function balancesOf(ctx: Ctx, accounts: readonly string[]): Promise<Map<string, number>> {
  const found = accounts.length === 0 ? new Map<string, number>() : await sumByAccount(ctx, accounts);
  return new Map(accounts.map((account) => [account, found.get(account) ?? 0]));
}

/** The sum of every entry there is. Anything but 0 is a bug. */
export function totalOf(ctx: Ctx): Promise<number> {
  return sumOfAll(ctx);
}
