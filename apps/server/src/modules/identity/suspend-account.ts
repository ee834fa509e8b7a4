import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { endSessions } from './open-session.ts';
import { lockAccount, updateAccount } from './store.ts';

/** Ends every session of an account and refuses new ones until it is restored. Other processes act on it within 5 s. */
export async function suspendAccount(ctx: Ctx, { accountId, reason }: { accountId: string; reason: string }): Promise<void> {
  if ((await lockAccount(ctx, accountId)) === undefined) throw problem('not_found');
  await updateAccount(ctx, accountId, { suspendedAt: ctx.now, suspendedReason: reason });
  await endSessions(ctx, { accountId });
  await record(ctx, { action: 'account.suspended', targetId: accountId, detail: { reason } });
}

export async function restoreAccount(ctx: Ctx, accountId: string): Promise<void> {
  if ((await lockAccount(ctx, accountId)) === undefined) throw problem('not_found');
  await updateAccount(ctx, accountId, { suspendedAt: null, suspendedReason: null });
  await record(ctx, { action: 'account.restored', targetId: accountId, detail: {} });
}
