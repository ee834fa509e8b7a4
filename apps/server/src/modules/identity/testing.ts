import { randomInt } from 'node:crypto';
import type { Ctx } from '#platform/ctx';
import type { Caller } from '#platform/http/access';
import type { TestApp } from '../../testing.ts';
import { createAccount, createGuest, type NewAccount } from './create-account.ts';
import { sessionCookie } from './identify.ts';
import { openSession } from './open-session.ts';
import { grantRole } from './roles.ts';
import type { ShopRole } from './rules.ts';

/** Somebody signed in: pass as the third argument of `t.call`, or `caller` to `app.transact`. */
export interface TestPerson {
  readonly accountId: string;
  readonly nickname: string;
  readonly cookie: string;
  readonly caller: Caller & { accountId: string };
}
export interface TestAccount extends TestPerson {
  readonly phone: string | null;
  readonly email: string | null;
}

export async function aGuest(t: TestApp, input: { nickname?: string } = {}): Promise<TestPerson> {
  return t.transact(async (ctx) => signedIn(ctx, 'guest', await createGuest(ctx, input)));
}

/** An account with a phone number of its own unless told otherwise. */
export async function anAccount(t: TestApp, input: NewAccount = {}): Promise<TestAccount> {
  const phone = input.phone ?? (input.email === undefined ? aPhone() : null);
  const account = { ...input, ...(phone !== null && { phone }) };
  const person = await t.transact(async (ctx) => signedIn(ctx, 'account', await createAccount(ctx, account), input.isPlatformAdmin));
  return { ...person, phone, email: input.email ?? null };
}

export async function aStaffMember(t: TestApp, shopId: string, role: ShopRole = 'operator'): Promise<TestPerson> {
  const person = await anAccount(t);
  await t.transact((ctx) => grantRole(ctx, { accountId: person.accountId, shopId, role }));
  return person;
}

export function aPhone(): string {
  return `1${randomInt(3, 10)}${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
}

async function signedIn(
  ctx: Ctx,
  kind: 'guest' | 'account',
  { id, nickname }: { id: string; nickname: string },
  isPlatformAdmin = false,
): Promise<TestPerson> {
  const session = await openSession(ctx, { accountId: id, device: 'test' });
  return {
    accountId: id,
    nickname,
    cookie: `${sessionCookie}=${session.token}`,
    caller: { accountId: id, kind, loginId: session.loginId, isPlatformAdmin, locale: 'zh', ip: '127.0.0.1' },
  };
}
