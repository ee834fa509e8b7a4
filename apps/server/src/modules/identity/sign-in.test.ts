import { afterEach, expect, test } from 'vitest';
import { createTestApp, type CallAs, type TestApp } from '../../testing.ts';
import { accountMerges } from './extension-points.ts';
import { identityModule } from './module.ts';
import { aGuest, anAccount, aPhone } from './testing.ts';

// The registry of merges is the process's; each test says what its provider does.
let onMerge: ((from: string, into: string) => Promise<void>) | undefined;
accountMerges.provide('sign-in test', (_ctx, { fromId, intoId }) => onMerge?.(fromId, intoId) ?? Promise.resolve());
afterEach(() => void (onMerge = undefined));

async function askForCode(t: TestApp, phone: string): Promise<string> {
  const asked = await t.call('POST /api/auth/phone/code', { body: { phone } });
  expect(asked).toMatchObject({ status: 202, body: { resendAfterSeconds: 60, expiresInSeconds: 300 } });
  await t.drain();
  return t.sentCodes.get(phone) ?? '';
}

const signIn = (t: TestApp, phone: string, code: string, as?: CallAs) =>
  t.call('POST /api/auth/phone/sign-in', { body: { phone, code } }, as);
// Behind a proxy, from an address of its own each: what is limited here is the phone number, whoever asks.
const proxied = { env: { TRUST_PROXY: '1' } };
const from = (i: number): CallAs => ({ headers: { 'x-forwarded-for': `10.0.${i >> 8}.${i & 255}` } });
const whoIs = async (t: TestApp, as: CallAs) => (await t.call('GET /api/me', {}, as)).body.me;
const cookieOf = (result: { response: { cookies: { name: string; value: string }[] } }): CallAs => {
  const cookie = result.response.cookies.find(({ name }) => name === 'tuanzi_session');
  return { cookie: `${cookie?.name}=${cookie?.value}` };
};

test('a phone number and its code make an account, and the same number finds it again', async () => {
  const t = await createTestApp([identityModule]);
  const phone = aPhone();
  const first = await t.call('POST /api/auth/phone/sign-in', { body: { phone, code: await askForCode(t, phone), nickname: '小红 🍎' } });
  expect(first).toMatchObject({
    status: 200,
    body: { kind: 'account', nickname: '小红 🍎', phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}`, shops: [], isPromoter: false },
  });
  expect(first.response.body).not.toContain(phone);
  t.clock.advance(60_000);
  const again = await signIn(t, phone, await askForCode(t, phone));
  expect(again.body.id).toBe(first.body.id);
});

test('a guest with a new number becomes the account in place, under a new token', async () => {
  const t = await createTestApp([identityModule]);
  const started = await t.call('POST /api/auth/guest', { body: { nickname: '路过' } });
  expect(started).toMatchObject({ status: 201, body: { kind: 'guest', nickname: '路过' } });
  const before = cookieOf(started);
  expect((await t.call('POST /api/auth/guest', { body: {} }, before)).body.id).toBe(started.body.id);
  const phone = aPhone();
  const signedIn = await signIn(t, phone, await askForCode(t, phone), before);
  expect(signedIn.body).toMatchObject({ id: started.body.id, kind: 'account', nickname: '路过' });
  expect(await whoIs(t, before)).toBeNull();
  expect(await whoIs(t, cookieOf(signedIn))).toMatchObject({ id: started.body.id });
});

test('a guest with a known number is merged: what they had follows, the guest is gone', async () => {
  const t = await createTestApp([identityModule]);
  const account = await anAccount(t);
  const guest = await aGuest(t);
  const address = {
    recipient: '小红',
    phone: aPhone(),
    province: '陕西省',
    city: '西安市',
    district: '雁塔区',
    street: '小寨路 1 号',
    isDefault: true,
  };
  await t.call('POST /api/me/addresses', { body: address }, guest);
  const merges: string[] = [];
  onMerge = async (from, into) => void merges.push(`${from} ${into}`);
  const signedIn = await signIn(t, account.phone ?? '', await askForCode(t, account.phone ?? ''), guest);
  expect(signedIn.body.id).toBe(account.accountId);
  expect(merges).toEqual([`${guest.accountId} ${account.accountId}`]);
  expect((await t.call('GET /api/me/addresses', {}, cookieOf(signedIn))).body.items).toMatchObject([{ ...address, isDefault: true }]);
  expect(await whoIs(t, guest)).toBeNull();
  // A second look half a minute later catches what another process wrote for the guest in the meantime.
  t.clock.advance(31_000);
  await t.drain();
  expect(merges).toHaveLength(2);
});

test('a merge is whole or not at all: if one module fails, the guest stays and the code is still good', async () => {
  const t = await createTestApp([identityModule]);
  const account = await anAccount(t);
  const guest = await aGuest(t);
  const code = await askForCode(t, account.phone ?? '');
  onMerge = () => Promise.reject(new Error('the cart cannot be moved'));
  expect((await signIn(t, account.phone ?? '', code, guest)).status).toBe(500);
  expect(await whoIs(t, guest)).toMatchObject({ id: guest.accountId, kind: 'guest' });
  onMerge = undefined;
  expect((await signIn(t, account.phone ?? '', code, guest)).body.id).toBe(account.accountId);
});

test('a guest who signs in to two accounts from two tabs at once is merged into one of them', async () => {
  const t = await createTestApp([identityModule]);
  const [one, two, guest] = [await anAccount(t), await anAccount(t), await aGuest(t)];
  const phones = [one.phone ?? '', two.phone ?? ''];
  const codes = [await askForCode(t, phones[0] ?? ''), await askForCode(t, phones[1] ?? '')];
  const merges: string[] = [];
  onMerge = async (_from, into) => void merges.push(into);
  const entered = await Promise.all(phones.map((phone, i) => signIn(t, phone, codes[i] ?? '', guest)));
  expect(entered.map((one) => one.body.id)).toEqual([one.accountId, two.accountId]);
  expect(merges).toHaveLength(1);
});

test('five wrong guesses spend a code, however many are made at once', async () => {
  const t = await createTestApp([identityModule], proxied);
  const phone = aPhone();
  const code = await askForCode(t, phone);
  const wrong = code === '000000' ? '000001' : '000000';
  const guesses = await Promise.all(Array.from({ length: 40 }, (_, i) => signIn(t, phone, wrong, from(i))));
  expect(guesses.filter((guess) => guess.problem.code === 'code_wrong')).toHaveLength(5);
  expect(guesses.filter((guess) => guess.problem.code === 'code_expired')).toHaveLength(35);
  expect(await signIn(t, phone, code)).toMatchObject({ status: 401, problem: { code: 'code_expired' } });
});

test('a code signs in once, even when it is sent ten times at once', async () => {
  const t = await createTestApp([identityModule]);
  const phone = aPhone();
  const code = await askForCode(t, phone);
  const tries = await Promise.all(Array.from({ length: 10 }, () => signIn(t, phone, code)));
  expect(tries.filter((one) => one.status === 200)).toHaveLength(1);
});

test('a code is worth nothing after five minutes, for another number, or once a newer one was sent', async () => {
  const t = await createTestApp([identityModule]);
  const [phone, other] = [aPhone(), aPhone()];
  const code = await askForCode(t, phone);
  expect((await signIn(t, other, code)).problem.code).toBe('code_expired');
  t.clock.advance(61_000);
  const newer = await askForCode(t, phone);
  // Once in a million runs both are the same; then the number before it is as wrong.
  const stale = newer === code ? String((Number(code) + 999_999) % 1_000_000).padStart(6, '0') : code;
  expect((await signIn(t, phone, stale)).problem.code).toBe('code_wrong');
  t.clock.advance(5 * 60_000);
  expect((await signIn(t, phone, newer)).problem.code).toBe('code_expired');
});

test('asking twenty times at once sends one code; the others are told how long to wait', async () => {
  const t = await createTestApp([identityModule], proxied);
  const phone = aPhone();
  const asked = await Promise.all(Array.from({ length: 20 }, (_, i) => t.call('POST /api/auth/phone/code', { body: { phone } }, from(i))));
  expect(asked.filter((one) => one.status === 202)).toHaveLength(1);
  const refused = asked.filter((one) => one.status !== 202);
  for (const one of refused) expect(one).toMatchObject({ status: 429, problem: { code: 'code_too_soon', retryAfterSeconds: 60 } });
  expect(refused[0]?.response.headers['retry-after']).toBe('60');
});

test('a number gets ten codes an hour and twenty a day', async () => {
  const t = await createTestApp([identityModule], proxied);
  let asks = 0;
  const phone = aPhone();
  const askEachMinute = async (times: number) => {
    const statuses = [];
    for (let i = 0; i < times; i++) {
      statuses.push((await t.call('POST /api/auth/phone/code', { body: { phone } }, from(asks++))).status);
      t.clock.advance(61_000);
    }
    return statuses;
  };
  expect(await askEachMinute(11)).toEqual([...Array(10).fill(202), 429]);
  t.clock.advance(3_600_000);
  expect(await askEachMinute(10)).toEqual(Array(10).fill(202));
  t.clock.advance(3_600_000);
  const refused = await t.call('POST /api/auth/phone/code', { body: { phone } }, from(asks++));
  expect(refused.problem.code).toBe('too_many_requests');
  expect(refused.problem['retryAfterSeconds']).toBeGreaterThan(20 * 3600);
});

test('neither a code nor a token can be read from the database', async () => {
  const t = await createTestApp([identityModule]);
  const phone = aPhone();
  await t.call('POST /api/auth/phone/code', { body: { phone } });
  const { rows } = await t.app.database.pool.query<{ payload: string }>('select payload::text from graphile_worker._private_jobs');
  await t.drain();
  const code = t.sentCodes.get(phone) ?? '';
  expect(code).toMatch(/^\d{6}$/);
  expect(rows[0]?.payload.replace(phone, '')).not.toContain(code);
  const signedIn = await signIn(t, phone, code);
  const token = (cookieOf(signedIn).cookie ?? '').split('=')[1] ?? '';
  const dump = await t.app.database.pool.query(
    'select (select jsonb_agg(c) from identity.codes c)::text || (select jsonb_agg(l) from identity.logins l)::text as text',
  );
  expect(dump.rows[0].text).not.toContain(token);
  expect(dump.rows[0].text.replaceAll(phone, '')).not.toContain(code);
});

test('the cookie is closed to scripts and other sites, and secure on https', async () => {
  const t = await createTestApp([identityModule], { env: { TRUST_PROXY: '1' } });
  const plain = await t.call('POST /api/auth/guest', { body: {} });
  expect(plain.response.cookies).toMatchObject([{ name: 'tuanzi_session', httpOnly: true, sameSite: 'Lax', path: '/' }]);
  expect(plain.response.cookies[0]).not.toHaveProperty('secure');
  const https = await t.call('POST /api/auth/guest', { body: {} }, { headers: { 'x-forwarded-proto': 'https' } });
  expect(https.response.cookies[0]).toMatchObject({ secure: true });
});

test('bad numbers and codes are refused by the contract before anything is looked up', async () => {
  const t = await createTestApp([identityModule]);
  for (const phone of ['', '12345678901', '1380000', '+8613800000000', '１３８００００００００', "13800000000'--"])
    expect((await t.call('POST /api/auth/phone/code', { body: { phone } })).problem.code).toBe('invalid_input');
  for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
    expect((await signIn(t, aPhone(), code)).problem.code).toBe('invalid_input');
  expect((await t.call('GET /api/me', {}, { cookie: 'tuanzi_session=forged' })).body.me).toBeNull();
  expect((await t.call('GET /api/me', {}, { cookie: `tuanzi_session=${'A'.repeat(43)}` })).body.me).toBeNull();
});
