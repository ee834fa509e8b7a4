import { expect, test } from 'vitest';
import { createTestApp, type CallAs, type TestApp } from '../../testing.ts';
import { identityModule } from './module.ts';
import { hashPassword, isPasswordRight } from './secrets.ts';
import { suspendAccount, restoreAccount } from './suspend-account.ts';
import { anAccount, aPhone } from './testing.ts';

const password = '秦岭 apples 2026 🍎';
const signIn = (t: TestApp, email: string, attempt: string, as?: CallAs) =>
  t.call('POST /api/auth/email/sign-in', { body: { email, password: attempt } }, as);
// An address of its own for each guess: what is limited here is the account.
const from = (i: number): CallAs => ({ headers: { 'x-forwarded-for': `10.0.0.${i}` } });

test('an e-mail address signs in with its password, however it is written', async () => {
  const t = await createTestApp([identityModule]);
  const account = await anAccount(t, { email: 'Keeper@Example.com', password });
  expect((await signIn(t, 'keeper@example.COM', password)).body).toMatchObject({ id: account.accountId, email: 'keeper@example.com' });
});

test('a wrong password, an unknown address and an account without password are told the same', async () => {
  const t = await createTestApp([identityModule]);
  await anAccount(t, { email: 'keeper@example.com', password });
  await anAccount(t, { email: 'nopassword@example.com', phone: aPhone() });
  for (const email of ['keeper@example.com', 'nobody@example.com', 'nopassword@example.com'])
    expect(await signIn(t, email, 'wrong')).toMatchObject({ status: 401, problem: { code: 'password_wrong' } });
});

test('ten guesses a quarter of an hour, however many are made at once; then even the right one waits', async () => {
  const t = await createTestApp([identityModule], { env: { TRUST_PROXY: '1' } });
  await anAccount(t, { email: 'keeper@example.com', password });
  const guesses = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn(t, 'keeper@example.com', 'wrong', from(i))));
  expect(guesses.filter((guess) => guess.problem.code === 'password_wrong')).toHaveLength(10);
  expect(guesses.filter((guess) => guess.problem.code === 'too_many_requests')).toHaveLength(20);
  expect((await signIn(t, 'KEEPER@example.com', password)).problem.code).toBe('too_many_requests');
  t.clock.advance(15 * 60_000 + 1);
  expect((await signIn(t, 'keeper@example.com', password)).status).toBe(200);
});

test('one address guessing at many accounts is stopped as well', async () => {
  const t = await createTestApp([identityModule]);
  await t.app.database.pool.query(`insert into identity.throttles values ('sign-in-ip:127.0.0.1', 100, $1)`, [
    new Date(t.clock.now().getTime() + 3_600_000),
  ]);
  expect((await signIn(t, 'somebody@example.com', 'wrong')).problem.code).toBe('too_many_requests');
  expect((await t.call('POST /api/auth/phone/sign-in', { body: { phone: aPhone(), code: '123456' } })).problem.code).toBe(
    'too_many_requests',
  );
});

test('a suspended account is out at once, and stays out until restored', async () => {
  const t = await createTestApp([identityModule]);
  const account = await anAccount(t, { phone: aPhone(), email: 'keeper@example.com', password });
  expect((await t.call('GET /api/me', {}, account)).body.me).not.toBeNull();
  await t.transact((ctx) => suspendAccount(ctx, { accountId: account.accountId, reason: 'fraud' }));
  expect((await t.call('GET /api/me', {}, account)).body.me).toBeNull();
  expect((await t.call('GET /api/me/addresses', {}, account)).problem.code).toBe('sign_in_required');
  expect(await signIn(t, 'keeper@example.com', password)).toMatchObject({ status: 403, problem: { code: 'account_suspended' } });
  await t.call('POST /api/auth/phone/code', { body: { phone: account.phone ?? '' } });
  await t.drain();
  const byPhone = await t.call('POST /api/auth/phone/sign-in', {
    body: { phone: account.phone ?? '', code: t.sentCodes.get(account.phone ?? '') ?? '' },
  });
  expect(byPhone.problem.code).toBe('account_suspended');
  await t.transact((ctx) => restoreAccount(ctx, account.accountId));
  expect((await signIn(t, 'keeper@example.com', password)).status).toBe(200);
});

test('a stored password names its parameters, never repeats, and takes only itself', async () => {
  const [one, two] = [await hashPassword(password), await hashPassword(password)];
  expect(one).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPasswordRight(password, one)).toBe(true);
  expect(await isPasswordRight(`${password} `, one)).toBe(false);
  expect(await isPasswordRight('', null)).toBe(false);
  // Full-width letters from another keyboard are the same password.
  expect(await isPasswordRight('ａｂｃ', await hashPassword('abc'))).toBe(true);
});
