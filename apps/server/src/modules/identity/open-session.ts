import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { forgetSessions } from './identify.ts';
import { sessionLifeMs } from './rules.ts';
import { hashToken, newToken } from './secrets.ts';
import { endLogins, insertLogin } from './store.ts';

/** The cookie's value is known only to the caller from here on. */
export interface OpenedSession {
  readonly accountId: string;
  readonly loginId: string;
  readonly token: string;
}

/** A new session with a new token. The session the request came with, if any, ends: a token known before a sign-in is worth nothing after it. */
export async function openSession(
  ctx: Ctx,
  { accountId, device, replaces }: { accountId: string; device: string; replaces?: { accountId: string; loginId: string } | undefined },
): Promise<OpenedSession> {
  if (replaces !== undefined) await endSessions(ctx, replaces);
  const token = newToken();
  const loginId = newId('lgn', ctx.now.getTime());
  await insertLogin(ctx, {
    id: loginId,
    accountId,
    tokenHash: hashToken(token),
    device,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + sessionLifeMs),
  });
  return { accountId, loginId, token };
}

/** Ends one session of an account, all but one, or all. Returns how many ended. */
export async function endSessions(ctx: Ctx, of: { accountId: string; loginId?: string; exceptLoginId?: string }): Promise<number> {
  const ended = await endLogins(ctx, of);
  ctx.afterCommit(() => forgetSessions(of.accountId));
  return ended;
}
