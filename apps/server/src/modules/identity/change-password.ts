import { record } from '#modules/audit';
import type { App } from '#platform/app';
import type { KnownCaller } from '#platform/http/access';
import { problem } from '#platform/problem';
import { endSessions, openSession, type OpenedSession } from './open-session.ts';
import { hashPassword, isPasswordRight } from './secrets.ts';
import { countPasswordTry } from './sign-in.ts';
import { forgiveTry, lockAccount, readAccounts, updateAccount } from './store.ts';
import { passwordSubject } from './throttle.ts';

/**
 * Sets another password. Whoever knew the old one, or sits in a session opened with it, is out: every session ends, and
 * the caller goes on in a new one. A wrong current password counts like one at the door.
 */
export async function changePassword(
  app: App,
  caller: KnownCaller,
  { current, next, device }: { current: string; next: string; device: string },
): Promise<OpenedSession> {
  const [account] = await readAccounts(app.read(caller), [caller.accountId]);
  // Those who sign in by phone have no password to change.
  if (account === undefined || account.email === null || account.passwordHash === null) throw problem('password_wrong');
  const { email, passwordHash } = account;
  const refused = await app.transact(caller, (ctx) => countPasswordTry(ctx, { email, ip: caller.ip }));
  if (refused !== undefined) throw refused;
  if (!(await isPasswordRight(current, passwordHash))) throw problem('password_wrong');
  const nextHash = await hashPassword(next);
  return app.transact(caller, async (ctx) => {
    const locked = await lockAccount(ctx, account.id);
    // Changed from another device, or suspended, while this one was being checked.
    if (locked === undefined || locked.passwordHash !== passwordHash || locked.suspendedAt !== null) throw problem('password_wrong');
    await forgiveTry(ctx, passwordSubject(email), true);
    await updateAccount(ctx, account.id, { passwordHash: nextHash });
    await endSessions(ctx, { accountId: account.id });
    await record(ctx, { action: 'password.changed', targetId: account.id, detail: {} });
    return openSession(ctx, { accountId: account.id, device });
  });
}
