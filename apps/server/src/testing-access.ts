/** A shop with one of everything a route may name, and one of everybody who may ask. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { shopRoles } from '@tuanzi/contract/api';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { createCategory } from '#modules/catalog';
import { openSession, suspendAccount } from '#modules/identity';
import { dropCard } from '#modules/scenes';
import type { Module } from '#platform/app';
import { must } from '#platform/assert';
import { modules, sandboxModules } from './app.ts';
import { aCoupon } from './modules/coupons/testing.ts';
import { aCommunity } from './modules/communities/testing.ts';
import { aGroupBuy, aTeam } from './modules/group-buy/testing.ts';
import { aGuest, anAccount, aStaffMember } from './modules/identity/testing.ts';
import { aSession } from './modules/live/testing.ts';
import { anOrder } from './modules/orders/testing.ts';
import { aReceivedOrder, aReview } from './modules/reviews/testing.ts';
import { aPromoter } from './modules/promoters/testing.ts';
import { createSandboxPayment } from './platform/ports/sandbox-payment.ts';
import { createTestApp } from './testing.ts';

/** The whole system on a port of its own, with its payment provider, and the routes Fastify was given. */
async function aWholeServer() {
  const registered: string[] = [];
  const listener: Module = {
    name: 'listener',
    routes: (_app, http) =>
      void http.addHook(
        'onRoute',
        ({ method, url }) =>
          void registered.push(
            ...[method]
              .flat()
              .filter((verb) => verb !== 'HEAD')
              .map((verb) => `${verb} ${url.replaceAll(/:(\w+)/g, '{$1}')}`),
          ),
      ),
  };
  let url = '';
  const t = await createTestApp([listener, ...modules, ...sandboxModules], {
    ports: (app) => ({ payments: { sandbox: createSandboxPayment(app, () => ({ publicUrl: url, internalUrl: url })) } }),
  });
  // The provider and the shop reach each other over HTTP.
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(t.http.server.address() as AddressInfo).port}`;
  return { t, registered };
}

/** One of everything, so that a refusal is for who asks and not for what. */
export async function aWholeShop() {
  const { t, registered } = await aWholeServer();
  const groupBuy = await aGroupBuy(t);
  const { shop, product, campaignId, skuId } = groupBuy;
  const { teamId } = await aTeam(t, groupBuy);
  const session = await aSession(t, { shop });
  const community = await aCommunity(t, shop.id);
  const card = await t.transact((ctx) => dropCard(ctx, { sceneId: community.sceneId, kind: 'product', refId: product.productId }));
  const member = await anAccount(t);
  await t.call('POST /api/communities/{communityId}/join', { params: { communityId: community.id }, body: {} }, member);
  const said = await t.call(
    'POST /api/scenes/{sceneId}/comments',
    { params: { sceneId: community.sceneId }, body: { text: '今天的苹果甜', clientId: 'comment-1' } },
    member,
  );
  const { buyer, ...order } = await anOrder(t, { lines: [{ skuId, quantity: 1 }] });
  const payment = await t.call(
    'POST /api/orders/{orderId}/payments',
    { params: { orderId: order.id }, body: { provider: 'sandbox' } },
    { cookie: buyer.cookie, idempotencyKey: 'pay-for-this-order' },
  );
  const address = await t.call(
    'POST /api/me/addresses',
    { body: { recipient: '王芳', phone: '13800138000', province: '陕西省', city: '西安市', district: '雁塔区', street: '小寨路 1 号' } },
    buyer,
  );
  const { code } = await aPromoter(t, shop.id);
  const { reviewId } = await aReview(t, { order: await aReceivedOrder(t, { buyer, lines: [{ skuId, quantity: 1 }] }) });
  const question = await t.call(
    'POST /api/products/{productId}/questions',
    { params: { productId: product.productId }, body: { text: '能放多久？' } },
    member,
  );
  // Those who are muted, dismissed, removed or signed out in the walk are nobody who asks in it.
  const expendable = await aStaffMember(t, shop.id, 'staff');
  await t.call('POST /api/communities/{communityId}/join', { params: { communityId: community.id }, body: {} }, expendable);
  const { loginId } = await t.transact((ctx) => openSession(ctx, { accountId: buyer.accountId, device: 'another phone' }));
  const ids: Record<string, string> = {
    shopId: shop.id,
    productId: product.productId,
    categoryId: await t.transact((ctx) => createCategory(ctx, shop.id, { name: { zh: '水果' }, parentId: null })),
    skuId,
    couponId: await aCoupon(t, shop.id),
    campaignId,
    teamId,
    sessionId: session.sessionId,
    sceneId: community.sceneId,
    communityId: community.id,
    cardId: card.id,
    seq: String(said.body.seq),
    orderId: order.id,
    paymentId: payment.body.id,
    addressId: address.body.id,
    reviewId,
    targetId: reviewId,
    questionId: question.body.id,
    lineId: must(order.lines[0], 'an order has a line').id,
    loginId,
    accountId: expendable.accountId,
    code,
    provider: 'sandbox',
    kind: 'started',
    hostId: session.host.accountId,
    leaderId: community.leader.accountId,
  };
  expect(
    Object.entries(ids).filter(([, id]) => id === undefined || !/^\w+$/.test(id) || id === 'undefined'),
    'one of everything was made',
  ).toEqual([]);
  return { t, ids, buyer, member, shop, session, leader: community.leader, registered };
}

export type WholeShop = Awaited<ReturnType<typeof aWholeShop>>;

/** The cookie of everybody in the matrix; nobody has none. */
export async function everybody({ t, ids, buyer, member, session, leader }: WholeShop): Promise<Map<string, string | undefined>> {
  const shopId = must(ids['shopId'], 'it was made');
  const people = new Map<string, string | undefined>([
    ['nobody', undefined],
    ['guest', (await aGuest(t)).cookie],
    ['shopper', (await anAccount(t)).cookie],
    ['its buyer', buyer.cookie],
    ['member', member.cookie],
    ['leader', leader.cookie],
    ['other shop’s owner', (await aGroupBuy(t)).shop.owner.cookie],
    ['its host', session.host.cookie],
    ['keeper', (await anAccount(t, { isPlatformAdmin: true })).cookie],
  ]);
  for (const role of shopRoles) people.set(role, (await aStaffMember(t, shopId, role)).cookie);
  return people;
}

/** Sessions that were worth everything and are worth nothing: each belonged to an owner of the shop. */
export async function deadSessions({ t, ids }: WholeShop): Promise<Map<string, string>> {
  const shopId = must(ids['shopId'], 'it was made');
  const anOwner = async () => {
    const person = await aStaffMember(t, shopId, 'owner');
    expect((await t.call('GET /api/console/shops/{shopId}/staff', { params: { shopId } }, person)).status).toBe(200);
    return person;
  };
  const suspended = await anOwner();
  await t.transact((ctx) => suspendAccount(ctx, { accountId: suspended.accountId, reason: 'test' }));
  const ended = await anOwner();
  expect((await t.call('POST /api/auth/sign-out', {}, ended)).status).toBe(200);
  const endedElsewhere = await anOwner();
  const other = await t.transact((ctx) => openSession(ctx, { accountId: endedElsewhere.accountId, device: 'at home' }));
  const params = { loginId: must(endedElsewhere.caller.loginId, 'is signed in') };
  expect((await t.call('DELETE /api/me/sessions/{loginId}', { params }, { cookie: `tuanzi_session=${other.token}` })).status).toBe(200);
  const expired = await aStaffMember(t, shopId, 'owner');
  await sql`update identity.logins set expires_at = ${t.clock.now()} where account_id = ${expired.accountId}`.execute(t.app.database.db);
  const { cookie } = await anOwner();
  const altered = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
  return new Map([
    ['suspended', suspended.cookie],
    ['signed out', ended.cookie],
    ['ended from another device', endedElsewhere.cookie],
    ['expired', expired.cookie],
    ['altered', altered],
    ['forged', `tuanzi_session=${'A'.repeat(43)}`],
    ['only a hash', `tuanzi_session=${hashOf(cookie)}`],
    ['no token at all', 'tuanzi_session=; tuanzi_session=null'],
  ]);
}

/** What somebody who has read the database knows of a session. */
function hashOf(cookie: string): string {
  return createHash('sha256').update(cookie.slice('tuanzi_session='.length)).digest('base64url');
}
