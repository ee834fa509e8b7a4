import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { identityModule } from './module.ts';
import { aGuest, anAccount } from './testing.ts';

const home = {
  recipient: '李小红 🏠',
  phone: '13912345678',
  province: '陕西省',
  city: '西安市',
  district: '雁塔区',
  street: '小寨东路 1 号 3-502',
};

test('the first address is the default, and there is always exactly one', async () => {
  const t = await createTestApp([identityModule]);
  const me = await aGuest(t);
  const first = (await t.call('POST /api/me/addresses', { body: home }, me)).body;
  expect(first).toMatchObject({ ...home, isDefault: true });
  const second = (await t.call('POST /api/me/addresses', { body: { ...home, street: 'Office', isDefault: true } }, me)).body;
  const list = async () => (await t.call('GET /api/me/addresses', {}, me)).body.items.map(({ id, isDefault }) => ({ id, isDefault }));
  expect(await list()).toEqual([
    { id: second.id, isDefault: true },
    { id: first.id, isDefault: false },
  ]);
  const changed = await t.call(
    'PUT /api/me/addresses/{addressId}',
    { params: { addressId: second.id }, body: { ...home, street: 'New office', isDefault: false } },
    me,
  );
  expect(changed.body).toMatchObject({ street: 'New office', isDefault: true });
  expect((await t.call('DELETE /api/me/addresses/{addressId}', { params: { addressId: second.id } }, me)).status).toBe(200);
  expect(await list()).toEqual([{ id: first.id, isDefault: true }]);
});

test('twenty-five added at once, each as the default: twenty are kept, one is the default', async () => {
  const t = await createTestApp([identityModule]);
  const me = await anAccount(t);
  const added = await Promise.all(
    Array.from({ length: 25 }, () => t.call('POST /api/me/addresses', { body: { ...home, isDefault: true } }, me)),
  );
  expect(added.filter((one) => one.status === 201)).toHaveLength(20);
  expect(added.filter((one) => one.problem.code === 'too_many_addresses')).toHaveLength(5);
  const { items } = (await t.call('GET /api/me/addresses', {}, me)).body;
  expect(items).toHaveLength(20);
  expect(items.filter((address) => address.isDefault)).toHaveLength(1);
});

test("somebody else's address is unknown", async () => {
  const t = await createTestApp([identityModule]);
  const [me, stranger] = [await anAccount(t), await anAccount(t)];
  const { id: addressId } = (await t.call('POST /api/me/addresses', { body: home }, me)).body;
  expect((await t.call('PUT /api/me/addresses/{addressId}', { params: { addressId }, body: home }, stranger)).status).toBe(404);
  expect((await t.call('DELETE /api/me/addresses/{addressId}', { params: { addressId } }, stranger)).status).toBe(404);
  expect((await t.call('GET /api/me/addresses', {}, stranger)).body.items).toEqual([]);
  expect((await t.call('GET /api/me/addresses', {})).problem.code).toBe('sign_in_required');
  expect((await t.call('GET /api/me/addresses', {}, me)).body.items).toHaveLength(1);
});
