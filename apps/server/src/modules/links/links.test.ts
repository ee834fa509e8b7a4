import { expect, test } from 'vitest';
import { catalogModule } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { mediaModule } from '#modules/media';
import { inventoryModule } from '#modules/inventory';
import { shopsModule } from '#modules/shops';
import { createTestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, aPhone, anAccount, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import type { TestApp } from '../../testing.ts';
import { linksModule } from './module.ts';
import { sharerFor } from './sharer-for.ts';
import { moveLinks } from './store.ts';

const modules = [identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, linksModule];
const dayMs = 24 * 3_600_000;

async function aShopWithFruit() {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id);
  return { t, shop, product };
}

async function share(t: TestApp, owner: TestPerson, productId: string, place: { sceneId?: string; cardId?: string } = {}): Promise<string> {
  const made = await t.call('POST /api/links', { body: { target: { kind: 'product', id: productId }, ...place } }, owner);
  expect(made.status).toBe(200);
  return made.body.code;
}

function whoBrought(t: TestApp, accountId: string, linkCode: string | null = null): Promise<({ sharerId: string; code: string } | null)[]> {
  return sharerFor(t.read(), [{ accountId, linkCode, at: t.clock.now() }]);
}

test('the same share gives the same link, also when twenty ask at once; another scene or card gives another', async () => {
  const { t, product } = await aShopWithFruit();
  const owner = await anAccount(t);
  const codes = await Promise.all(Array.from({ length: 20 }, () => share(t, owner, product.productId)));
  expect(new Set(codes).size).toBe(1);
  expect(codes[0]).toMatch(/^[0-9a-z]{10}$/);
  const inScene = await share(t, owner, product.productId, { sceneId: 'scn_0123456789', cardId: 'crd_0123456789' });
  expect(inScene).not.toBe(codes[0]);
  expect(await share(t, owner, product.productId, { sceneId: 'scn_0123456789', cardId: 'crd_0123456789' })).toBe(inScene);
  expect(await share(t, await anAccount(t), product.productId)).not.toBe(codes[0]);
});

test('a link opens what was shared and says who shares it; unknown links and targets are answered by name', async () => {
  const { t, shop, product } = await aShopWithFruit();
  const owner = await anAccount(t, { nickname: '小红🍎' });
  const made = await t.call('POST /api/links', { body: { target: { kind: 'product', id: product.productId } } }, owner);
  expect(made.body.url).toBe(`http://shop.test/l/${made.body.code}`);
  const opened = await t.call('GET /api/links/{code}', { params: { code: made.body.code } });
  expect(opened.body).toMatchObject({
    path: `/products/${product.productId}`,
    sharer: { id: owner.accountId, nickname: '小红🍎' },
    isOver: false,
  });
  const toShop = await t.call('POST /api/links', { body: { target: { kind: 'shop', id: shop.id } } }, owner);
  expect((await t.call('GET /api/links/{code}', { params: { code: toShop.body.code } })).body.title).toEqual(shop.name);
  expect((await t.call('GET /api/links/{code}', { params: { code: 'zzzzzzzzzz' } })).problem).toMatchObject({
    status: 404,
    code: 'link_unknown',
  });
  expect((await t.call('POST /api/links/{code}/visits', { params: { code: 'zzzzzzzzzz' } }, owner)).problem.code).toBe('link_unknown');
  expect((await t.call('POST /api/links', { body: { target: { kind: 'product', id: 'prd_0000000000' } } }, owner)).problem).toMatchObject({
    status: 404,
    code: 'link_target_unknown',
  });
});

test('following is written down once a minute, with first and last touch; one’s own link leaves no trace', async () => {
  const { t, product } = await aShopWithFruit();
  const [owner, visitor] = [await anAccount(t), await aGuest(t)];
  const code = await share(t, owner, product.productId);
  const other = await share(t, owner, product.productId, { sceneId: 'scn_0123456789' });
  await Promise.all(Array.from({ length: 5 }, () => t.call('POST /api/links/{code}/visits', { params: { code } }, visitor)));
  expect((await t.call('POST /api/links/{code}/visits', { params: { code } }, owner)).status).toBe(200);
  t.clock.advance(3_600_000);
  await t.call('POST /api/links/{code}/visits', { params: { code: other } }, visitor);
  const relations = await t.read().db.selectFrom('links.relations').selectAll().execute();
  expect(relations).toHaveLength(1);
  expect(relations[0]).toMatchObject({ sharerId: owner.accountId, visitorId: visitor.accountId, firstCode: code, lastCode: other });
  const { db } = t.read();
  const visits = await db.selectFrom('links.visits').select('code').execute();
  // Five calls at once may straddle a minute; never more than one visit a minute.
  expect(visits.length).toBe(relations[0]?.visits);
  expect(visits.length).toBeLessThanOrEqual(3);
});

test('the last touch within the window brought the order; a link the order names wins; never oneself', async () => {
  const { t, product } = await aShopWithFruit();
  const [first, last, buyer] = [await anAccount(t), await anAccount(t), await anAccount(t)];
  const [firstCode, lastCode] = [await share(t, first, product.productId), await share(t, last, product.productId)];
  expect(await whoBrought(t, buyer.accountId)).toEqual([null]);
  await t.call('POST /api/links/{code}/visits', { params: { code: firstCode } }, buyer);
  t.clock.advance(60_000);
  await t.call('POST /api/links/{code}/visits', { params: { code: lastCode } }, buyer);
  expect(await whoBrought(t, buyer.accountId)).toEqual([{ sharerId: last.accountId, code: lastCode }]);
  expect(await whoBrought(t, buyer.accountId, firstCode)).toEqual([{ sharerId: first.accountId, code: firstCode }]);
  expect(await whoBrought(t, buyer.accountId, 'nosuchcode')).toEqual([{ sharerId: last.accountId, code: lastCode }]);
  const own = await share(t, buyer, product.productId);
  expect(await whoBrought(t, buyer.accountId, own)).toEqual([{ sharerId: last.accountId, code: lastCode }]);
  t.clock.advance(14 * dayMs);
  expect(await whoBrought(t, buyer.accountId)).toEqual([{ sharerId: last.accountId, code: lastCode }]);
  t.clock.advance(1 * dayMs);
  expect(await whoBrought(t, buyer.accountId)).toEqual([null]);
});

test('two people who share with each other: each order has one sharer, and it is never its buyer', async () => {
  const { t, product } = await aShopWithFruit();
  const [a, b] = [await anAccount(t), await anAccount(t)];
  const [ofA, ofB] = [await share(t, a, product.productId), await share(t, b, product.productId)];
  await t.call('POST /api/links/{code}/visits', { params: { code: ofA } }, b);
  await t.call('POST /api/links/{code}/visits', { params: { code: ofB } }, a);
  for (const linkCode of [null, ofA, ofB]) {
    expect(await whoBrought(t, a.accountId, linkCode)).toEqual([{ sharerId: b.accountId, code: ofB }]);
    expect(await whoBrought(t, b.accountId, linkCode)).toEqual([{ sharerId: a.accountId, code: ofA }]);
  }
});

test('a guest who signs in keeps their links and their place in the chain; what becomes one’s own visit is forgotten', async () => {
  const { t, product } = await aShopWithFruit();
  const [account, guest, friend] = [await anAccount(t, { phone: aPhone() }), await aGuest(t), await anAccount(t)];
  const ofAccount = await share(t, account, product.productId);
  const ofGuest = await share(t, guest, product.productId);
  const ofFriend = await share(t, friend, product.productId);
  await t.call('POST /api/links/{code}/visits', { params: { code: ofAccount } }, guest);
  await t.call('POST /api/links/{code}/visits', { params: { code: ofFriend } }, guest);
  await t.call('POST /api/links/{code}/visits', { params: { code: ofGuest } }, friend);
  await t.call('POST /api/auth/phone/code', { body: { phone: account.phone ?? '' } });
  await t.drain();
  const signedIn = await t.call(
    'POST /api/auth/phone/sign-in',
    { body: { phone: account.phone ?? '', code: t.sentCodes.get(account.phone ?? '') ?? '' } },
    guest,
  );
  expect(signedIn.body.id).toBe(account.accountId);
  // Moved once more by the second look; nothing changes.
  await t.transact((ctx) => moveLinks(ctx, guest.accountId, account.accountId));
  const opened = await t.call('GET /api/links/{code}', { params: { code: ofGuest } });
  expect(opened.body.sharer.id).toBe(account.accountId);
  expect(await share(t, account, product.productId)).toBe(ofAccount);
  expect(await whoBrought(t, account.accountId)).toEqual([{ sharerId: friend.accountId, code: ofFriend }]);
  expect(await whoBrought(t, friend.accountId)).toEqual([{ sharerId: account.accountId, code: ofGuest }]);
  const relations = await t.read().db.selectFrom('links.relations').select(['sharerId', 'visitorId']).execute();
  expect(relations.toSorted((x, y) => (x.sharerId < y.sharerId ? -1 : 1))).toEqual(
    [
      { sharerId: account.accountId, visitorId: friend.accountId },
      { sharerId: friend.accountId, visitorId: account.accountId },
    ].toSorted((x, y) => (x.sharerId < y.sharerId ? -1 : 1)),
  );
});
