import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { auditModule, entriesOf } from '../audit/index.ts';
import { identityModule, roleOf } from '../identity/index.ts';
import { aGuest, aStaffMember, anAccount, type TestPerson } from '../identity/testing.ts';
import { mediaModule } from '../media/index.ts';
import { aPicture } from '../media/testing.ts';
import { firstShop, getShops } from './get-shop.ts';
import { shopsModule } from './module.ts';
import { aShop, testSeller } from './testing.ts';

const modules = [auditModule, identityModule, mediaModule, shopsModule];
const owner = { shopName: '秦岭鲜果 🍎', nickname: '老秦', email: 'Keeper@example.com', password: 'apples and pears' };

test('the first visitor sets up the owner and an empty shop, and is signed in', async () => {
  const t = await createTestApp(modules);
  expect((await t.call('GET /api/setup', {})).body).toEqual({ isNeeded: true });
  const made = await t.call('POST /api/setup', { body: owner });
  expect(made).toMatchObject({
    status: 201,
    body: { nickname: '老秦', email: 'keeper@example.com', isPlatformAdmin: true, shops: [{ name: '秦岭鲜果 🍎', role: 'owner' }] },
  });
  expect(made.response.cookies[0]?.name).toBe('tuanzi_session');
  expect((await t.call('GET /api/setup', {})).body).toEqual({ isNeeded: false });
  expect(await firstShop(t.read())).toMatchObject({ id: made.body.shops[0]?.shopId, name: { zh: '秦岭鲜果 🍎' } });
  expect((await t.call('POST /api/auth/email/sign-in', { body: { email: owner.email, password: owner.password } })).status).toBe(200);
});

test('eight set up at once: one owner, one shop', async () => {
  const t = await createTestApp(modules);
  const tries = await Promise.all(
    Array.from({ length: 8 }, (_, i) => t.call('POST /api/setup', { body: { ...owner, email: `keeper${i}@example.com` } })),
  );
  expect(tries.filter((one) => one.status === 201)).toHaveLength(1);
  expect(tries.filter((one) => one.problem.code === 'already_set_up')).toHaveLength(7);
  const { rows } = await t.app.database.pool.query(
    'select (select count(*) from shops.shops) as shops, (select count(*) from identity.accounts) as accounts',
  );
  expect(rows[0]).toEqual({ shops: 1, accounts: 1 });
});

test('a guest who looked in first does not keep the owner out; a short password does not get in', async () => {
  const t = await createTestApp(modules);
  await aGuest(t);
  expect((await t.call('GET /api/setup', {})).body.isNeeded).toBe(true);
  expect((await t.call('POST /api/setup', { body: { ...owner, password: 'short' } })).problem.code).toBe('invalid_input');
});

test('shoppers see the seller the law wants shown, and none of the settings', async () => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const seen = await t.call('GET /api/shops/{shopId}', { params: { shopId: shop.id } });
  expect(seen.body).toEqual({
    id: shop.id,
    name: { zh: '秦岭鲜果', en: 'Qinling Fruit' },
    intro: null,
    logo: null,
    seller: testSeller,
    timeZone: 'Asia/Shanghai',
    isOpen: true,
  });
  expect((await t.call('GET /api/shops/{shopId}', { params: { shopId: 'shp_0000000000' } })).problem.code).toBe('not_found');
});

test('settings change one by one, and the change is on record', async () => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const logo = await aPicture(t, shop.id);
  const admin = await aStaffMember(t, shop.id, 'admin');
  const change = (body: Parameters<typeof t.call<'PATCH /api/console/shops/{shopId}'>>[1]['body']) =>
    t.call('PATCH /api/console/shops/{shopId}', { params: { shopId: shop.id }, body }, admin);
  expect(
    (await change({ name: { zh: '秦岭 🍐' }, logoId: logo.id, paymentMinutes: 5, timeZone: 'Europe/Berlin', guestsMayComment: false }))
      .body,
  ).toMatchObject({
    name: { zh: '秦岭 🍐' },
    logo,
    paymentMinutes: 5,
    timeZone: 'Europe/Berlin',
    guestsMayComment: false,
    commissionBasisPoints: 500,
    seller: testSeller,
  });
  expect((await change({ logoId: null, seller: { ...testSeller, contact: '029-1' } })).body).toMatchObject({
    logo: null,
    paymentMinutes: 5,
    seller: { contact: '029-1' },
  });
  expect((await change({})).status).toBe(200);
  expect((await change({ timeZone: 'Mars/Olympus' })).problem.code).toBe('unknown_time_zone');
  expect((await change({ timeZone: '+08:00' })).problem.code).toBe('unknown_time_zone');
  expect((await change({ logoId: 'pic_none' })).problem.code).toBe('unknown_picture');
  for (const body of [
    { paymentMinutes: 0 },
    { paymentMinutes: 1441 },
    { commissionBasisPoints: 5001 },
    { lowStockThreshold: -1 },
    { name: { zh: '店'.repeat(121) } },
    { intro: { zh: 'x'.repeat(2001) } },
  ])
    expect((await change(body)).problem.code).toBe('invalid_input');
  expect(
    (await entriesOf(t.read(), { shopId: shop.id })).filter((entry) => entry.action === 'shop.changed').map((entry) => entry.actorId),
  ).toEqual([admin.accountId, admin.accountId]);
});

test('only this shop’s people look behind the counter, and only admins change things', async () => {
  const t = await createTestApp(modules);
  const [shop, other] = [await aShop(t), await aShop(t)];
  const params = { shopId: shop.id };
  const keeper = await anAccount(t, { email: 'root@example.com', isPlatformAdmin: true });
  const refused: [TestPerson | undefined, string][] = [
    [undefined, 'sign_in_required'],
    [await aGuest(t), 'account_required'],
    [await anAccount(t), 'not_allowed'],
    [other.owner, 'not_allowed'],
    [keeper, 'not_allowed'],
  ];
  for (const [who, code] of refused) {
    expect((await t.call('GET /api/console/shops/{shopId}', { params }, who)).problem.code).toBe(code);
    expect((await t.call('PATCH /api/console/shops/{shopId}', { params, body: { intro: { zh: 'mine' } } }, who)).problem.code).toBe(code);
    expect((await t.call('GET /api/console/shops/{shopId}/staff', { params }, who)).problem.code).toBe(code);
    expect(
      (await t.call('PUT /api/console/shops/{shopId}/staff', { params, body: { phone: '13800000000', role: 'staff' } }, who)).problem.code,
    ).toBe(code);
    expect(
      (
        await t.call(
          'DELETE /api/console/shops/{shopId}/staff/{accountId}',
          { params: { ...params, accountId: shop.owner.accountId } },
          who,
        )
      ).problem.code,
    ).toBe(code);
  }
  const host = await aStaffMember(t, shop.id, 'host');
  expect((await t.call('GET /api/console/shops/{shopId}', { params }, host)).status).toBe(200);
  expect((await t.call('PATCH /api/console/shops/{shopId}', { params, body: { intro: { zh: 'mine' } } }, host)).problem.code).toBe(
    'not_allowed',
  );
});

test('somebody who signed in once can be employed, promoted and dismissed', async () => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const [xiao, mei] = [await anAccount(t, { nickname: '小王' }), await anAccount(t, { email: 'Mei@example.com' })];
  const params = { shopId: shop.id };
  const employ = (body: { phone: string; role: 'host' | 'admin' } | { email: string; role: 'host' | 'admin' }) =>
    t.call('PUT /api/console/shops/{shopId}/staff', { params, body }, shop.owner);
  expect((await employ({ phone: '13000000000', role: 'host' })).problem.code).toBe('no_such_person');
  expect((await employ({ phone: xiao.phone ?? '', role: 'host' })).status).toBe(200);
  expect((await employ({ phone: xiao.phone ?? '', role: 'admin' })).status).toBe(200);
  expect((await employ({ email: 'mei@EXAMPLE.com', role: 'host' })).status).toBe(200);
  const { items } = (await t.call('GET /api/console/shops/{shopId}/staff', { params }, xiao)).body;
  expect(items).toMatchObject([
    { role: 'owner' },
    { role: 'admin', person: { nickname: '小王' }, contact: expect.stringMatching(/^1\d\d\*{4}\d{4}$/) },
    { role: 'host', contact: 'me***@example.com' },
  ]);
  expect((await t.call('GET /api/me', {}, xiao)).body.me?.shops).toEqual([{ shopId: shop.id, name: '秦岭鲜果', role: 'admin' }]);
  expect(
    (await t.call('DELETE /api/console/shops/{shopId}/staff/{accountId}', { params: { ...params, accountId: mei.accountId } }, shop.owner))
      .status,
  ).toBe(200);
  expect(
    (await t.call('DELETE /api/console/shops/{shopId}/staff/{accountId}', { params: { ...params, accountId: mei.accountId } }, shop.owner))
      .problem.code,
  ).toBe('not_found');
  expect((await t.call('GET /api/console/shops/{shopId}', { params }, mei)).problem.code).toBe('not_allowed');
});

test('nobody gives or ends a role above their own', async () => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const admin = await aStaffMember(t, shop.id, 'admin');
  const friend = await anAccount(t);
  const params = { shopId: shop.id };
  expect(
    (await t.call('PUT /api/console/shops/{shopId}/staff', { params, body: { phone: friend.phone ?? '', role: 'owner' } }, admin)).problem
      .code,
  ).toBe('role_above_yours');
  expect(
    (
      await t.call(
        'DELETE /api/console/shops/{shopId}/staff/{accountId}',
        { params: { ...params, accountId: shop.owner.accountId } },
        admin,
      )
    ).problem.code,
  ).toBe('role_above_yours');
  expect(await roleOf(t.read(), friend.accountId, shop.id)).toBeNull();
});

test('the only owner cannot step down', async () => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const stepDown = await t.call(
    'PUT /api/console/shops/{shopId}/staff',
    { params: { shopId: shop.id }, body: { phone: shop.owner.phone ?? '', role: 'staff' } },
    shop.owner,
  );
  expect(stepDown).toMatchObject({ status: 409, problem: { code: 'last_owner' } });
  expect(await roleOf(t.read(), shop.owner.accountId, shop.id)).toBe('owner');
});

test('two owners leave at the same moment: one stays', async () => {
  const t = await createTestApp(modules);
  for (let round = 0; round < 5; round++) {
    const shop = await aShop(t);
    const second = await aStaffMember(t, shop.id, 'owner');
    const leave = (who: TestPerson) =>
      t.call('DELETE /api/console/shops/{shopId}/staff/{accountId}', { params: { shopId: shop.id, accountId: who.accountId } }, who);
    const left = await Promise.all([leave(shop.owner), leave(second)]);
    expect(left.filter((one) => one.status === 200)).toHaveLength(1);
    expect(left.find((one) => one.status === 409)?.problem.code).toBe('last_owner');
  }
});

test('many shops are read at once, unknown ones are missing', async () => {
  const t = await createTestApp(modules);
  const [one, two] = [await aShop(t), await aShop(t, { name: { zh: '二店' } })];
  expect([...(await getShops(t.read(), [one.id, two.id, 'shp_0000000000'])).keys()].sort()).toEqual([one.id, two.id].sort());
});
