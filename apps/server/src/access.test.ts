/** Who may call what: every route of the whole system, tried by everybody who may not. */
import type { AddressInfo } from 'node:net';
import { contract } from '@tuanzi/contract';
import { shopRoles, type Api, type Operation, type Route, type ShopRole } from '@tuanzi/contract/api';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { suspendAccount } from '#modules/identity';
import { dropCard } from '#modules/scenes';
import type { Module } from '#platform/app';
import { must } from '#platform/assert';
import { mount } from '#platform/http/mount';
import { modules, sandboxModules } from './app.ts';
import { aCommunity } from './modules/communities/testing.ts';
import { aGroupBuy, aTeam } from './modules/group-buy/testing.ts';
import { aGuest, anAccount, aStaffMember, type TestPerson } from './modules/identity/testing.ts';
import { aSession } from './modules/live/testing.ts';
import { anOrder } from './modules/orders/testing.ts';
import { aPromoter } from './modules/promoters/testing.ts';
import { createSandboxPayment } from './platform/ports/sandbox-payment.ts';
import { sampleInput } from './sample-input.ts';
import { createTestApp, type TestApp } from './testing.ts';

const operations = Object.entries(contract as Api) as [Route, Operation][];

/** A shop with one of everything a route may name, so that a refusal is for who asks and not for what. */
async function aWholeShop() {
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
  const ids: Record<string, string> = {
    shopId: shop.id,
    productId: product.productId,
    skuId,
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
    loginId: must(buyer.caller.loginId, 'is signed in'),
    accountId: member.accountId,
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
  return { t, ids, buyer, member, shop, session, registered };
}

interface Attempt {
  readonly who: string;
  readonly route: Route;
  readonly status: number;
  readonly code: string;
}

/** Asks with a body the contract accepts and with one it does not: what is wrong with a body is nobody's business who may not send one. */
async function attempt(
  t: TestApp,
  ids: Record<string, string>,
  route: Route,
  operation: Operation,
  { who, cookie, isPlain = true }: { who: string; cookie?: string; isPlain?: boolean },
): Promise<Attempt[]> {
  const bodies =
    operation.body === undefined
      ? [undefined]
      : isPlain
        ? [sampleInput(operation.body, ids)]
        : [sampleInput(operation.body, ids), { nonsense: ['💥'] }];
  const attempts: Attempt[] = [];
  for (const body of bodies) {
    const params = Object.fromEntries(
      [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, must(ids[name], `${name} has a fixture`)]),
    );
    const { status, problem } = await t.call(
      route as keyof typeof contract,
      { params, body },
      { ...(cookie !== undefined && { cookie }), ...(operation.idempotency === 'required' && { idempotencyKey: 'a-key-of-nobody' }) },
    );
    attempts.push({ who, route, status, code: status >= 400 ? problem.code : '' });
  }
  return attempts;
}

const refusals = new Set([401, 403, 404]);
const letIn = (attempts: readonly Attempt[]) => attempts.filter(({ status }) => !refusals.has(status));
/** Anybody may look at a scene; what is said there needs somebody who says it. */
const isOpenToLook = (route: Route, { access }: Operation) =>
  access === 'public' || (access === 'scene:visitor' && route.startsWith('GET '));

test('every operation of the contract is mounted, and nothing under /api and /internal that it does not declare', async () => {
  const { t, registered } = await aWholeShop();
  expect([...t.http.tuanzi.mounted.keys()].toSorted()).toEqual(operations.map(([route]) => route).toSorted());
  const declared = new Set<string>(operations.map(([route]) => route));
  expect(registered.length).toBeGreaterThan(declared.size);
  expect(registered.filter((route) => / \/(api|internal)(\/|$)/.test(route) && !declared.has(route))).toEqual([]);
});

test('nobody without a session gets past a public route, whatever the body', async () => {
  const { t, ids } = await aWholeShop();
  const attempts: Attempt[] = [];
  const answers: Attempt[] = [];
  for (const [route, operation] of operations) {
    // Every visitor passes the policy of a scene, so there a body is looked at first.
    const isPlain = operation.access === 'scene:visitor';
    (isOpenToLook(route, operation) ? answers : attempts).push(...(await attempt(t, ids, route, operation, { who: 'nobody', isPlain })));
  }
  expect(letIn(attempts)).toEqual([]);
  expect(attempts.filter(({ route, status }) => status === 404 && !route.includes('/internal/'))).toEqual([]);
  expect(
    attempts.filter(({ route }) => route.includes('/internal/')).every(({ status, code }) => status === 404 && code === 'not_found'),
  ).toBe(true);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
});

test('a wrong secret is as good as none, and a person is no process', async () => {
  const { t, shop } = await aWholeShop();
  for (const authorization of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${t.app.secret}x`,
    `Bearer ${t.app.secret.slice(1)}`,
    t.app.secret,
    `Basic ${t.app.secret}`,
  ]) {
    const { status } = await t.call(
      'POST /internal/media-hooks/{kind}',
      { params: { kind: 'started' }, body: {} },
      { cookie: shop.owner.cookie, headers: { ...(authorization !== undefined && { authorization }) } },
    );
    expect({ authorization, status }).toEqual({ authorization, status: 404 });
  }
});

test('guests are refused where an account or a role is asked for', async () => {
  const { t, ids } = await aWholeShop();
  const guest = await aGuest(t);
  const attempts: Attempt[] = [];
  for (const [route, operation] of operations)
    if (!['public', 'guest', 'scene:visitor'].includes(operation.access))
      attempts.push(...(await attempt(t, ids, route, operation, { who: 'guest', cookie: guest.cookie, isPlain: false })));
  expect(attempts.length).toBeGreaterThan(40);
  expect(letIn(attempts)).toEqual([]);
});

test('the owner of another shop is a stranger here', async () => {
  const { t, ids } = await aWholeShop();
  const { owner } = (await aGroupBuy(t)).shop;
  const keeper = await anAccount(t, { isPlatformAdmin: true });
  const attempts: Attempt[] = [];
  for (const [route, operation] of operations) {
    if (!/^(shop|session):|^scene:(leader|member)/.test(operation.access)) continue;
    attempts.push(...(await attempt(t, ids, route, operation, { who: 'owner of another shop', cookie: owner.cookie, isPlain: false })));
    // Whoever keeps the installation is not thereby staff of anybody's shop.
    attempts.push(...(await attempt(t, ids, route, operation, { who: 'keeper of the installation', cookie: keeper.cookie })));
  }
  expect(letIn(attempts)).toEqual([]);
});

test('the own shop in the address does not open what belongs to another', async () => {
  const { t, ids } = await aWholeShop();
  const { shop } = await aGroupBuy(t);
  const attempts: Attempt[] = [];
  for (const [route, operation] of operations) {
    const isOfShop = operation.access.startsWith('shop:') && /\{(?!shopId)\w+\}/.test(route);
    if (isOfShop)
      attempts.push(...(await attempt(t, { ...ids, shopId: shop.id }, route, operation, { who: 'owner', cookie: shop.owner.cookie })));
  }
  expect(attempts.length).toBeGreaterThan(10);
  expect(attempts.filter(({ status }) => status !== 404 && status !== 422)).toEqual([]);
});

test('the next lower role in the right shop is not enough', async () => {
  const { t, ids, session, member } = await aWholeShop();
  const staff = new Map<ShopRole | null, TestPerson>([[null, await anAccount(t)]]);
  for (const role of shopRoles) staff.set(role, await aStaffMember(t, ids['shopId'] ?? '', role));
  const lesser: Record<string, { who: string; person: TestPerson | undefined }> = {
    ...Object.fromEntries(
      shopRoles.map((role, i) => [`shop:${role}`, { who: shopRoles[i + 1] ?? 'no role', person: staff.get(shopRoles[i + 1] ?? null) }]),
    ),
    // Another host of the same shop is not the host of this session.
    'session:host': { who: 'another host', person: staff.get('host') },
    'session:moderator': { who: 'staff', person: staff.get('staff') },
    'scene:leader': { who: 'member', person: member },
    'scene:member': { who: 'not a member', person: staff.get(null) },
    'platform:admin': { who: 'owner', person: staff.get('owner') },
    account: { who: 'guest', person: await aGuest(t) },
  };
  const attempts: Attempt[] = [];
  for (const [route, operation] of operations) {
    if (['public', 'guest', 'scene:visitor', 'internal'].includes(operation.access)) continue;
    const { who, person } = must(lesser[operation.access], `somebody is less than ${operation.access}`);
    attempts.push(
      ...(await attempt(t, ids, route, operation, {
        who: `${who} for ${operation.access}`,
        cookie: must(person, who).cookie,
        isPlain: false,
      })),
    );
  }
  expect(letIn(attempts)).toEqual([]);
  // The same places let in who is enough, so that the refusals above are about the role.
  const enough = await t.call('GET /api/studio/{sessionId}', { params: { sessionId: session.sessionId } }, session.host);
  expect(enough.status).toBe(200);
  for (const role of shopRoles)
    expect(
      (await t.call('GET /api/console/shops/{shopId}', { params: { shopId: ids['shopId'] ?? '' } }, must(staff.get(role), role))).status,
    ).toBe(200);
});

test('what belongs to somebody else is not there', async () => {
  const { t, ids, buyer } = await aWholeShop();
  const stranger = await anAccount(t);
  const mine = operations.filter(
    ([route, { access }]) => (access === 'guest' || access === 'account') && /\{(orderId|addressId|paymentId)\}/.test(route),
  );
  expect(mine.length).toBeGreaterThan(5);
  for (const [route, operation] of mine) {
    for (const { status, code } of await attempt(t, ids, route, operation, { who: 'stranger', cookie: stranger.cookie }))
      expect({ route, status, code }).toEqual({ route, status: 404, code: 'not_found' });
  }
  await t.call('DELETE /api/me/sessions/{loginId}', { params: { loginId: ids['loginId'] ?? '' } }, stranger);
  expect((await t.call('GET /api/orders/{orderId}', { params: { orderId: ids['orderId'] ?? '' } }, buyer)).status).toBe(200);
});

test('a suspended account and an ended session are nobody, everywhere', async () => {
  const { t, ids, shop } = await aWholeShop();
  const ended = await aStaffMember(t, ids['shopId'] ?? '', 'owner');
  expect((await t.call('POST /api/auth/sign-out', {}, ended)).status).toBe(200);
  const expired = await aStaffMember(t, ids['shopId'] ?? '', 'owner');
  await sql`update identity.logins set expires_at = ${t.clock.now()} where account_id = ${expired.accountId}`.execute(t.app.database.db);
  expect((await t.call('GET /api/me/sessions', {}, shop.owner)).status).toBe(200);
  await t.transact((ctx) => suspendAccount(ctx, { accountId: shop.owner.accountId, reason: 'test' }));
  const attempts: Attempt[] = [];
  for (const [route, operation] of operations) {
    if (isOpenToLook(route, operation)) continue;
    for (const [who, { cookie }] of [
      ['suspended', shop.owner],
      ['signed out', ended],
      ['expired', expired],
      ['forged', { cookie: `tuanzi_session=${'A'.repeat(43)}` }],
    ] as const)
      attempts.push(...(await attempt(t, ids, route, operation, { who, cookie })));
  }
  expect(letIn(attempts)).toEqual([]);
});

test('an operation that names no policy, or one nobody answers for, does not start', async () => {
  const start = (access: unknown) =>
    createTestApp([
      {
        name: 'careless',
        routes: (_app, http) =>
          mount(
            http,
            { 'GET /api/careless': { summary: '', access: access as 'public', reply: z.object({}) } },
            { 'GET /api/careless': async () => ({}) },
          ),
      },
    ]);
  await expect(start(undefined)).rejects.toThrow('declares no access policy');
  await expect(start('warehouse:keeper')).rejects.toThrow('nobody answers for access "warehouse:keeper"');
  await expect(start('publik')).rejects.toThrow('nobody answers');
  await expect(start('constructor')).rejects.toThrow('nobody answers');
});
