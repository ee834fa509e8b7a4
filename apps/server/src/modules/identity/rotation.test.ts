/** When a session stops being worth anything, and where a new one takes its place. */
import { expect, test } from 'vitest';
import { createTestApp, type CallAs, type TestApp } from '../../testing.ts';
import { auditModule } from '../audit/index.ts';
import { identityModule } from './module.ts';
import { openSession } from './open-session.ts';
import { endRole, grantRole } from './roles.ts';
import { aGuest, anAccount, aPhone, type TestPerson } from './testing.ts';
import { mount } from '#platform/http/mount';
import { z } from 'zod';

const [first, second] = ['秦岭 apples 2026 🍎', 'another long one'];
const start = () => createTestApp([auditModule, identityModule]);
const change = (t: TestApp, current: string, next: string, as: CallAs) => t.call('PUT /api/me/password', { body: { current, next } }, as);
const isKnown = async (t: TestApp, as: CallAs) => (await t.call('GET /api/me', {}, as)).body.me !== null;
const signIn = (t: TestApp, password: string, as?: CallAs) =>
  t.call('POST /api/auth/email/sign-in', { body: { email: 'keeper@example.com', password } }, as);
const cookieOf = ({ response }: { response: { cookies: { name: string; value: string }[] } }): CallAs => {
  const cookie = response.cookies.find(({ name }) => name === 'tuanzi_session');
  return { cookie: `${cookie?.name}=${cookie?.value}` };
};
const onAnotherDevice = async (t: TestApp, { accountId }: TestPerson): Promise<CallAs> => ({
  cookie: `tuanzi_session=${(await t.transact((ctx) => openSession(ctx, { accountId, device: 'iPad' }))).token}`,
});

test('a changed password ends every session, the caller’s own goes on under a new token, and the old password is worth nothing', async () => {
  const t = await start();
  const me = await anAccount(t, { email: 'keeper@example.com', password: first });
  const elsewhere = await onAnotherDevice(t, me);
  expect([await isKnown(t, me), await isKnown(t, elsewhere)]).toEqual([true, true]);
  const changed = await change(t, first, second, me);
  expect(changed.status).toBe(200);
  expect([await isKnown(t, me), await isKnown(t, elsewhere), await isKnown(t, cookieOf(changed))]).toEqual([false, false, true]);
  expect((await signIn(t, first)).problem.code).toBe('password_wrong');
  expect((await signIn(t, second)).status).toBe(200);
  const { rows } = await t.app.database.pool.query('select action, detail::text from audit.entries');
  expect(rows).toEqual([{ action: 'password.changed', detail: '{}' }]);
});

test('the current password is asked for: a session that was left open is not enough, and guessing is counted as at the door', async () => {
  const t = await start();
  const me = await anAccount(t, { email: 'keeper@example.com', password: first });
  const guesses = await Promise.all(Array.from({ length: 15 }, () => change(t, 'wrong', second, me)));
  expect(guesses.filter(({ problem }) => problem.code === 'password_wrong')).toHaveLength(10);
  expect(guesses.filter(({ problem }) => problem.code === 'too_many_requests')).toHaveLength(5);
  expect((await signIn(t, first)).problem.code).toBe('too_many_requests');
  t.clock.advance(15 * 60_000 + 1);
  expect((await change(t, first, 'too short', me)).problem.code).toBe('invalid_input');
  expect((await signIn(t, first)).status).toBe(200);
});

test('of two changes at once one counts; who signs in by phone or is a guest has none to change', async () => {
  const t = await start();
  const me = await anAccount(t, { email: 'keeper@example.com', password: first });
  const both = await Promise.all([change(t, first, second, me), change(t, first, 'a third long one', await onAnotherDevice(t, me))]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  expect((await change(t, first, second, await anAccount(t))).problem.code).toBe('password_wrong');
  expect((await change(t, first, second, await aGuest(t))).problem.code).toBe('account_required');
});

test('signing out everywhere else leaves the session it was asked from, and nobody else’s is touched', async () => {
  const t = await start();
  const [me, stranger] = [await anAccount(t), await anAccount(t)];
  const others = [await onAnotherDevice(t, me), await onAnotherDevice(t, me)];
  expect((await t.call('DELETE /api/me/sessions', {}, me)).status).toBe(200);
  expect(await Promise.all([me, ...others, stranger].map((as) => isKnown(t, as)))).toEqual([true, false, false, true]);
  expect((await t.call('GET /api/me/sessions', {}, me)).body.items).toHaveLength(1);
});

test('a role that ends or shrinks is over with the next request, on every device and without signing in again', async () => {
  const t = await createTestApp([
    auditModule,
    identityModule,
    {
      name: 'counter',
      routes: (_app, http) =>
        mount(
          http,
          {
            'GET /api/counter/{shopId}': {
              summary: '',
              access: 'shop:admin',
              params: z.object({ shopId: z.string() }),
              reply: z.object({}),
            },
          },
          { 'GET /api/counter/{shopId}': async () => ({}) },
        ),
    },
  ]);
  const [me, shopId] = [await anAccount(t), 'shp_0123456789'];
  const elsewhere = await onAnotherDevice(t, me);
  const statuses = () =>
    Promise.all(
      [me, elsewhere].map(
        async ({ cookie }) => (await t.http.inject({ url: `/api/counter/${shopId}`, headers: { cookie: cookie ?? '' } })).statusCode,
      ),
    );
  expect(await statuses()).toEqual([403, 403]);
  await t.transact((ctx) => grantRole(ctx, { accountId: me.accountId, shopId, role: 'admin' }));
  expect(await statuses()).toEqual([200, 200]);
  await t.transact((ctx) => grantRole(ctx, { accountId: me.accountId, shopId, role: 'operator' }));
  expect(await statuses()).toEqual([403, 403]);
  await t.transact((ctx) => grantRole(ctx, { accountId: me.accountId, shopId, role: 'owner' }));
  await t.transact((ctx) => endRole(ctx, { accountId: me.accountId, shopId }));
  expect(await statuses()).toEqual([403, 403]);
});

test('signing in never goes on under a token known before: a cookie planted in a browser is worth nothing after', async () => {
  const t = await start();
  await anAccount(t, { email: 'keeper@example.com', password: first });
  const planted = await aGuest(t);
  const signedIn = await signIn(t, first, planted);
  expect(signedIn.status).toBe(200);
  expect(cookieOf(signedIn).cookie).not.toBe(planted.cookie);
  expect(await isKnown(t, planted)).toBe(false);
  const again = await signIn(t, first, cookieOf(signedIn));
  expect([await isKnown(t, cookieOf(signedIn)), await isKnown(t, cookieOf(again))]).toEqual([false, true]);
});

test('guessing from one address is stopped there, whatever address the guesser claims', async () => {
  for (const [env, forwarded] of [
    [{}, (i: number) => `10.0.0.${i}`],
    [{ TRUST_PROXY: '1' }, (i: number) => `10.0.0.${i}, 203.0.113.7`],
    [{ TRUST_PROXY: '2' }, (i: number) => `10.0.0.${i}, 203.0.113.7, 192.0.2.1`],
  ] as const) {
    const t = await createTestApp([identityModule], { env });
    for (let i = 0; i < 5; i++) {
      const headers = { 'x-forwarded-for': forwarded(i) };
      expect((await t.call('POST /api/auth/phone/sign-in', { body: { phone: aPhone(), code: '123456' } }, { headers })).status).toBe(401);
    }
    const { rows } = await t.app.database.pool.query(`select subject from identity.throttles where subject like 'sign-in-ip:%'`);
    expect(rows, JSON.stringify(env)).toHaveLength(1);
  }
});

test('where people come by https the cookie never travels without it, also when nothing says that the request did', async () => {
  const t = await createTestApp([identityModule], { env: { PUBLIC_URL: 'https://shop.test' } });
  const guest = await t.call('POST /api/auth/guest', { body: {} });
  expect(guest.response.cookies[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' });
  expect((await t.call('POST /api/auth/sign-out', {}, cookieOf(guest))).response.cookies[0]).toMatchObject({ secure: true });
});
