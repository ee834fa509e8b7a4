import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { identifyHeaders } from './identify.ts';
import { identityModule } from './module.ts';
import { openSession } from './open-session.ts';
import { aGuest, anAccount } from './testing.ts';

test("my devices are listed, and one can be ended; others' are unknown to me", async () => {
  const t = await createTestApp([identityModule]);
  const me = await anAccount(t);
  const stranger = await anAccount(t);
  const phone = await t.transact((ctx) => openSession(ctx, { accountId: me.accountId, device: 'iPhone · WeChat' }));
  const { items } = (await t.call('GET /api/me/sessions', {}, me)).body;
  expect(items.map(({ device, isCurrent }) => ({ device, isCurrent }))).toEqual(
    expect.arrayContaining([
      { device: 'test', isCurrent: true },
      { device: 'iPhone · WeChat', isCurrent: false },
    ]),
  );
  expect(await t.call('DELETE /api/me/sessions/{loginId}', { params: { loginId: phone.loginId } }, stranger)).toMatchObject({
    status: 404,
    problem: { code: 'not_found' },
  });
  expect((await t.call('DELETE /api/me/sessions/{loginId}', { params: { loginId: phone.loginId } }, me)).status).toBe(200);
  expect((await t.call('GET /api/me', {}, { cookie: `tuanzi_session=${phone.token}` })).body.me).toBeNull();
  expect((await t.call('GET /api/me/sessions', {}, me)).body.items).toHaveLength(1);
});

test('signing out ends the session on the server, not only in the browser', async () => {
  const t = await createTestApp([identityModule]);
  const me = await anAccount(t);
  await t.call('GET /api/me', {}, me);
  const out = await t.call('POST /api/auth/sign-out', {}, me);
  expect(out.response.cookies).toMatchObject([{ name: 'tuanzi_session', value: '' }]);
  expect((await t.call('GET /api/me', {}, me)).body.me).toBeNull();
  expect((await t.call('POST /api/auth/sign-out', {})).status).toBe(200);
});

test('a session lives ninety days from its last use', async () => {
  const t = await createTestApp([identityModule]);
  const me = await anAccount(t);
  const day = 24 * 3_600_000;
  t.clock.advance(80 * day);
  expect((await t.call('GET /api/me', {}, me)).body.me).not.toBeNull();
  t.clock.advance(80 * day);
  expect((await t.call('GET /api/me', {}, me)).body.me).not.toBeNull();
  t.clock.advance(91 * day);
  expect((await t.call('GET /api/me', {}, me)).body.me).toBeNull();
  await t.drain();
});

test('what has expired is forgotten in time', async () => {
  const t = await createTestApp([identityModule]);
  await anAccount(t);
  await t.call('POST /api/auth/phone/code', { body: { phone: '13800000000' } });
  t.clock.advance(200 * 24 * 3_600_000);
  await t.drain();
  const { rows } = await t.app.database.pool.query(
    'select (select count(*) from identity.logins) + (select count(*) from identity.codes) + (select count(*) from identity.throttles) as n',
  );
  expect(rows[0].n).toBe(0);
});

test('a socket is identified by the same cookie, and speaks the language it asks for', async () => {
  const t = await createTestApp([identityModule]);
  const guest = await aGuest(t);
  expect(
    await identifyHeaders(t.app, { cookie: `theme=dark; ${guest.cookie}; x=1`, 'accept-language': 'en-GB,en;q=0.9' }, '10.0.0.1'),
  ).toEqual({ ...guest.caller, locale: 'en', ip: '10.0.0.1' });
  expect(await identifyHeaders(t.app, {})).toMatchObject({ accountId: null, kind: 'anonymous', locale: 'zh' });
});

test('the language somebody chose counts where the request names none', async () => {
  const t = await createTestApp([identityModule]);
  const me = await anAccount(t);
  expect((await t.call('PATCH /api/me', { body: { locale: 'en', nickname: 'Red 🐼' } }, me)).body).toMatchObject({
    locale: 'en',
    nickname: 'Red 🐼',
  });
  t.clock.advance(6_000);
  expect(await identifyHeaders(t.app, { cookie: me.cookie })).toMatchObject({ locale: 'en' });
  expect((await t.call('PATCH /api/me', { body: {} }, me)).status).toBe(200);
  for (const nickname of ['', ' ', 'x'.repeat(33), 'a\u202Eb', 'a\u0000b'])
    expect((await t.call('PATCH /api/me', { body: { nickname } }, me)).problem.code).toBe('invalid_input');
});
