import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '#platform/create-app';
import { createHttp } from '../../platform/http/server.ts';
import { createTestApp, type TestApp } from '../../testing.ts';
import { identifyCaller } from './identify.ts';
import { identityModule } from './module.ts';
import { anAccount, aPhone } from './testing.ts';

/** A second server on the database and clock of the first. */
async function aSecondProcess(t: TestApp): Promise<TestApp['http']> {
  const app = await createApp({
    config: t.app.config,
    databaseUrl: t.app.config.DATABASE_URL ?? '',
    clock: t.clock,
    log: pino({ level: 'silent' }),
    name: 'second',
    publicUrl: t.app.publicUrl,
    ports: () => t.app.ports,
  });
  const http = await createHttp(app, [identityModule], identifyCaller(app));
  onTestFinished(async () => {
    await http.close();
    await app.close();
  });
  return http;
}

test('five guesses are five guesses over all processes', async () => {
  const t = await createTestApp([identityModule]);
  const servers = [t.http, await aSecondProcess(t)];
  const phone = aPhone();
  await t.call('POST /api/auth/phone/code', { body: { phone } });
  await t.drain();
  const wrong = t.sentCodes.get(phone) === '000000' ? '000001' : '000000';
  const guess = async (i: number) =>
    (await servers[i % 2]?.inject({ method: 'POST', url: '/api/auth/phone/sign-in', payload: { phone, code: wrong } }))?.json<{
      code: string;
    }>().code;
  const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => guess(i)));
  expect(answers.filter((code) => code === 'code_wrong')).toHaveLength(5);
  expect(answers.filter((code) => code === 'code_expired')).toHaveLength(11);
});

test('a suspension and a sign-out hold in other processes within five seconds', async () => {
  const t = await createTestApp([identityModule]);
  const second = await aSecondProcess(t);
  const [thief, leaver] = [await anAccount(t), await anAccount(t)];
  const isKnown = async ({ cookie }: { cookie: string }) =>
    (await second.inject({ url: '/api/me', headers: { cookie } })).json<{ me: unknown }>().me !== null;
  expect([await isKnown(thief), await isKnown(leaver)]).toEqual([true, true]);
  // Written as another process would: nothing tells this one.
  await t.app.database.pool.query('update identity.accounts set suspended_at = now() where id = $1', [thief.accountId]);
  await t.app.database.pool.query('update identity.logins set ended_at = now() where account_id = $1', [leaver.accountId]);
  t.clock.advance(5_001);
  expect([await isKnown(thief), await isKnown(leaver)]).toEqual([false, false]);
});
