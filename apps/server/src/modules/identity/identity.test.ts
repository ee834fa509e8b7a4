import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { identityModule } from './module.ts';
import { aGuest, anAccount } from './testing.ts';

test('a guest has a session, and is told apart from an account', async () => {
  const t = await createTestApp([identityModule]);
  const guest = await aGuest(t);
  const account = await anAccount(t, { nickname: '小红' });
  expect((await t.call('GET /api/me', {})).body.me).toBeNull();
  expect((await t.call('GET /api/me', {}, guest)).body.me).toMatchObject({ id: guest.accountId, kind: 'guest' });
  expect((await t.call('GET /api/me', {}, account)).body.me).toMatchObject({ nickname: '小红', kind: 'account', phoneMasked: `${account.phone?.slice(0, 3)}****${account.phone?.slice(-4)}` });
});
