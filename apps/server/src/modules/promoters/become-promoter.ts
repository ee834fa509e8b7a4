import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { insertPromoter, readPromoters } from './store.ts';

/** Admission is free and needs no order: there is nothing to pay, buy or be here for it to ask (禁止传销条例 Art. 7). */
export async function becomePromoter(ctx: Ctx, accountId: string): Promise<void> {
  if (!(await insertPromoter(ctx, accountId))) throw problem('already_promoter');
  await record(ctx, { action: 'promoter.joined', targetId: accountId, detail: { hasAcceptedRules: true } });
}

export async function isPromoter(ctx: Ctx, accountId: string): Promise<boolean> {
  return (await readPromoters(ctx, [accountId])).has(accountId);
}
