import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { insertNumber, readNumbers } from './store.ts';

/** Seeded by the migrations, each with the article or decision it comes from. */
export type PolicyName =
  | 'return_window_days'
  | 'auto_receive_days'
  | 'commission_levels_max'
  | 'commission_share_max_bp'
  | 'attribution_window_days'
  | 'session_log_days'
  | 'transaction_record_days'
  | 'review_window_days'
  | 'review_addition_days';

/** The number as it is in force at `ctx.now`. */
export async function policyNumber(ctx: Ctx, name: PolicyName): Promise<number> {
  return must((await readNumbers(ctx, [name])).get(name), `${name} is seeded by a migration`);
}

/** Sets a number from a moment on; what came before stays as it was. */
export async function setPolicyNumber(
  ctx: Ctx,
  input: { name: PolicyName; value: number; effectiveFrom: Date; source: string },
): Promise<void> {
  await insertNumber(ctx, input);
}
