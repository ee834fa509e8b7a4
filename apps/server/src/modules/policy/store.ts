import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';

/** The newest value of each name that is in force at the context's moment. */
export async function readNumbers(ctx: Ctx, names: readonly string[]): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('policy.numbers')
    .distinctOn('name')
    .select(['name', 'value'])
    .where('name', '=', anyOf(names))
    .where('effectiveFrom', '<=', ctx.now)
    .orderBy('name')
    .orderBy('effectiveFrom', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.name, row.value]));
}

export async function insertNumber(ctx: Ctx, row: { name: string; value: number; effectiveFrom: Date; source: string }): Promise<void> {
  await ctx.db.insertInto('policy.numbers').values(row).execute();
}
