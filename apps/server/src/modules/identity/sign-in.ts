import type { ProblemCode } from '@tuanzi/contract';
import type { Ctx } from '#platform/ctx';
import type { Caller } from '#platform/http/access';
import { problem, type Problem } from '#platform/problem';
import { createAccount } from './create-account.ts';
import { mergeGuest } from './merge-guest.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { codeAttemptsMax, limits, nicknameFor, normaliseEmail } from './rules.ts';
import { hashCode, isPasswordRight, isSameHash } from './secrets.ts';
import { forgiveTry, lockAccount, readAccountByContact, spendCode, takeGuess, updateAccount, type AccountRow } from './store.ts';
import { countTries, passwordSubject } from './throttle.ts';

/** A refusal is returned, not thrown: a wrong guess has to stay counted, and throwing would roll the count back. */
export type SignInVerdict = { readonly session: OpenedSession } | { readonly refused: Problem };

export interface PhoneSignIn {
  readonly phone: string;
  readonly code: string;
  readonly nickname?: string | undefined;
  readonly device: string;
  readonly secret: string;
  readonly caller: Caller;
}

/** Signs in or up by one-time code. A guest with a new number becomes the account in place; with a known one, is merged into it. */
export async function signInByPhone(ctx: Ctx, input: PhoneSignIn): Promise<SignInVerdict> {
  const ipTry = { subject: `sign-in-ip:${input.caller.ip}`, limit: limits.wrongSignInsPerIp };
  const flood = await countTries(ctx, [ipTry]);
  if (flood !== undefined) return { refused: flood };
  const expected = await takeGuess(ctx, input.phone, codeAttemptsMax);
  if (expected === undefined) return refuse('code_expired');
  if (!isSameHash(expected, hashCode(input.secret, input.phone, input.code))) return refuse('code_wrong');
  await spendCode(ctx, input.phone);
  await forgiveTry(ctx, ipTry.subject, false);
  const guest = await lockGuest(ctx, input.caller);
  const known = await readAccountByContact(ctx, { phone: input.phone });
  if (known !== undefined) return enter(ctx, known, { guest, ...input });
  const accountId =
    guest === undefined
      ? (await createAccount(ctx, { phone: input.phone, nickname: input.nickname })).id
      : await promote(ctx, guest, input);
  return { session: await openSession(ctx, { accountId, device: input.device, replaces: loginOf(input.caller) }) };
}

export interface EmailSignIn {
  readonly account: AccountRow | undefined;
  readonly isRight: boolean;
  readonly email: string;
  readonly device: string;
  readonly caller: Caller;
}

/** Counts the try before the password is looked at, so that a thousand guesses at once are ten. */
export async function countPasswordTry(ctx: Ctx, { email, ip }: { email: string; ip: string }): Promise<Problem | undefined> {
  return countTries(ctx, passwordTries(email, ip));
}

/** Reads the account and compares the password outside any transaction: scrypt takes its time on purpose. */
export async function checkPassword(
  ctx: Ctx,
  { email, password }: { email: string; password: string },
): Promise<{ account: AccountRow | undefined; isRight: boolean }> {
  const account = await readAccountByContact(ctx, { email: normaliseEmail(email) });
  return { account, isRight: await isPasswordRight(password, account?.passwordHash ?? null) };
}

export async function signInByEmail(ctx: Ctx, input: EmailSignIn): Promise<SignInVerdict> {
  if (!input.isRight || input.account === undefined) return refuse('password_wrong');
  const [ipTry, emailTry] = passwordTries(input.email, input.caller.ip);
  await forgiveTry(ctx, emailTry.subject, true);
  await forgiveTry(ctx, ipTry.subject, false);
  return enter(ctx, input.account, { guest: await lockGuest(ctx, input.caller), ...input });
}

async function enter(
  ctx: Ctx,
  account: AccountRow,
  { guest, caller, device }: { guest: AccountRow | undefined; caller: Caller; device: string },
): Promise<SignInVerdict> {
  // Locked, so that a suspension and a sign-in at once cannot leave a session of a suspended account.
  const locked = await lockAccount(ctx, account.id);
  if (locked === undefined || locked.suspendedAt !== null) return refuse('account_suspended');
  if (guest !== undefined) await mergeGuest(ctx, guest, account.id);
  return { session: await openSession(ctx, { accountId: account.id, device, replaces: loginOf(caller) }) };
}

/** The guest keeps id, cart, orders and teams; only the number and the name are new. */
async function promote(
  ctx: Ctx,
  guest: AccountRow,
  { phone, nickname }: { phone: string; nickname?: string | undefined },
): Promise<string> {
  const isNamedByUs = guest.nickname === nicknameFor(guest.id);
  await updateAccount(ctx, guest.id, { kind: 'account', phone, ...(nickname !== undefined && isNamedByUs && { nickname }) });
  await ctx.publish('account.created', { accountId: guest.id });
  return guest.id;
}

async function lockGuest(ctx: Ctx, caller: Caller): Promise<AccountRow | undefined> {
  if (caller.accountId === null || caller.kind !== 'guest') return undefined;
  const row = await lockAccount(ctx, caller.accountId);
  // Two tabs of one guest may sign in at once; whoever comes second is no guest any more.
  return row?.kind === 'guest' && row.mergedInto === null && row.suspendedAt === null ? row : undefined;
}

function passwordTries(email: string, ip: string) {
  return [
    { subject: `sign-in-ip:${ip}`, limit: limits.wrongSignInsPerIp },
    { subject: passwordSubject(email), limit: limits.passwordsPerEmail },
  ] as const;
}

function loginOf(caller: Caller): { accountId: string; loginId: string } | undefined {
  return caller.accountId === null || caller.loginId === null ? undefined : { accountId: caller.accountId, loginId: caller.loginId };
}

function refuse(code: ProblemCode): SignInVerdict {
  return { refused: problem(code) };
}
