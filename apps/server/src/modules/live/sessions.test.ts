import { expect, test } from 'vitest';
import { sceneOf } from '#modules/scenes';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aCommunity } from '../communities/testing.ts';
import { aGuest, anAccount, aStaffMember, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { aLiveSession, aSession, hook, liveModules as modules } from './testing.ts';

const aPlan = async (t: TestApp) => {
  const shop = await aShop(t);
  const host = await aStaffMember(t, shop.id, 'host');
  const product = await aProduct(t, shop.id);
  return {
    shop,
    host,
    product,
    params: { shopId: shop.id },
    owner: { cookie: shop.owner.cookie },
    body: {
      title: { zh: '晚上八点，煮一锅黑米粥 🍚', en: 'Eight o’clock' },
      hostId: host.accountId,
      startsAt: new Date(t.clock.now().getTime() + 3_600_000).toISOString(),
      productIds: [product.productId, product.productId],
    },
  };
};

test('a session is planned with its scene and shelf, changed and cancelled', async () => {
  const t = await createTestApp(modules);
  const { shop, params, owner, body, product, host } = await aPlan(t);
  const planned = await t.call('POST /api/console/shops/{shopId}/sessions', { params, body }, owner);
  expect(planned).toMatchObject({
    status: 201,
    body: {
      state: 'scheduled',
      title: body.title,
      host: { id: host.accountId },
      shelf: [{ id: product.productId }],
      online: 0,
      likes: 0,
      hasReplay: false,
      pinnedProductId: null,
      seller: shop.seller,
      shopName: shop.name,
    },
  });
  const { id: sessionId, sceneId } = planned.body;
  expect((await sceneOf(t.read(), [sceneId])).get(sceneId)).toMatchObject({
    kind: 'session',
    shopId: shop.id,
    refId: sessionId,
    status: 'scheduled',
  });
  const changed = await t.call(
    'PUT /api/console/shops/{shopId}/sessions/{sessionId}',
    {
      params: { ...params, sessionId },
      body: { ...body, title: { zh: '改期' }, productIds: [], intro: { zh: '来看看', en: 'Come and see' } },
    },
    owner,
  );
  expect(changed.body).toMatchObject({ title: { zh: '改期' }, shelf: [], intro: { zh: '来看看', en: 'Come and see' } });
  expect((await sceneOf(t.read(), [sceneId])).get(sceneId)!.title).toEqual({ zh: '改期' });
  const cancelled = await t.call(
    'POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel',
    { params: { ...params, sessionId } },
    owner,
  );
  expect(cancelled.body.state).toBe('cancelled');
  expect(
    (await t.call('POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel', { params: { ...params, sessionId } }, owner)).problem
      .code,
  ).toBe('session_over');
  expect(
    (await t.call('PUT /api/console/shops/{shopId}/sessions/{sessionId}', { params: { ...params, sessionId }, body }, owner)).problem.code,
  ).toBe('session_over');
  expect((await t.call('POST /api/studio/{sessionId}/stream-key', { params: { sessionId } }, owner)).problem.code).toBe('session_over');
  expect(
    (await t.call('GET /api/console/shops/{shopId}/sessions', { params, query: { state: 'cancelled' } }, owner)).body.items,
  ).toMatchObject([{ id: sessionId }]);
});

test('a plan that cannot hold is refused with its reason', async () => {
  const t = await createTestApp(modules);
  const { params, owner, body } = await aPlan(t);
  const planned = async (change: Record<string, unknown>) =>
    (await t.call('POST /api/console/shops/{shopId}/sessions', { params, body: { ...body, ...change } }, owner)).problem.code;
  expect(await planned({ hostId: (await anAccount(t)).accountId })).toBe('host_not_staff');
  expect(await planned({ coverId: newId('pic') })).toBe('unknown_picture');
  expect(await planned({ productIds: [newId('prd')] })).toBe('product_unavailable');
  expect(await planned({ productIds: [(await aProduct(t, (await aShop(t)).id)).productId] })).toBe('product_unavailable');
  // Announced in a community of the shop or nowhere: another shop's, or one that is not there, is as unknown.
  expect(await planned({ communityId: newId('com') })).toBe('not_found');
  expect(await planned({ communityId: (await aCommunity(t, (await aShop(t)).id)).id })).toBe('not_found');
  const communityId = (await aCommunity(t, params.shopId)).id;
  expect((await t.call('POST /api/console/shops/{shopId}/sessions', { params, body: { ...body, communityId } }, owner)).body).toMatchObject(
    { communityId },
  );
  for (const wrong of [
    { title: { zh: '' } },
    { title: { zh: '长'.repeat(121) } },
    { title: { zh: 'a\u202eb' } },
    { startsAt: 'tomorrow' },
    { intro: { zh: '长'.repeat(2001) } },
  ])
    expect(await planned(wrong)).toBe('invalid_input');
});

test('the studio is for the session’s host, the shop’s operators and, in part, its moderators; for nobody else', async () => {
  const t = await createTestApp(modules);
  const session = await aSession(t);
  const { shop, host } = session;
  const staff = {
    operator: await aStaffMember(t, shop.id, 'operator'),
    otherHost: await aStaffMember(t, shop.id, 'host'),
    moderator: await aStaffMember(t, shop.id, 'moderator'),
    clerk: await aStaffMember(t, shop.id, 'staff'),
    stranger: await anAccount(t),
    otherOwner: (await aShop(t)).owner,
  };
  const look = async (person: TestPerson) =>
    (await t.call('GET /api/studio/{sessionId}', { params: session }, { cookie: person.cookie })).status;
  const act = async (person: TestPerson) =>
    (await t.call('POST /api/studio/{sessionId}/stream-key', { params: session }, { cookie: person.cookie })).status;
  expect(
    await Promise.all([host, staff.operator, staff.otherHost, staff.moderator, staff.clerk, staff.stranger, staff.otherOwner].map(look)),
  ).toEqual([200, 200, 200, 200, 403, 403, 403]);
  expect(
    await Promise.all([host, staff.operator, staff.otherHost, staff.moderator, staff.clerk, staff.stranger, staff.otherOwner].map(act)),
  ).toEqual([200, 200, 403, 403, 403, 403, 403]);
  expect((await t.call('GET /api/studio/{sessionId}', { params: session })).problem.code).toBe('sign_in_required');
  expect(await look(await aGuest(t))).toBe(403);
  expect((await t.call('GET /api/studio/{sessionId}', { params: { sessionId: newId('ses') } }, { cookie: host.cookie })).status).toBe(404);
  const foreign = { shopId: (await aShop(t)).id, sessionId: session.sessionId };
  expect(
    (await t.call('POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel', { params: foreign }, { cookie: shop.owner.cookie }))
      .status,
  ).toBe(403);
  expect(
    (
      await t.call(
        'POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel',
        { params: { ...foreign, shopId: (await aShop(t)).id } },
        { cookie: staff.otherOwner.cookie },
      )
    ).status,
  ).toBe(403);
  expect((await t.call('GET /api/sessions/{sessionId}', { params: { sessionId: newId('ses') } })).status).toBe(404);
  expect((await t.call('GET /api/sessions/{sessionId}/play', { params: { sessionId: newId('ses') } })).status).toBe(404);
});

test('a session of another shop is not found through one’s own shop', async () => {
  const t = await createTestApp(modules);
  const session = await aSession(t);
  const other = await aShop(t);
  const params = { shopId: other.id, sessionId: session.sessionId };
  expect(
    (await t.call('POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel', { params }, { cookie: other.owner.cookie })).status,
  ).toBe(404);
});

test('the host pins what is on the shelf; everybody is told; taken off the shelf it is not explained any more', async () => {
  const t = await createTestApp(modules);
  const session = await aLiveSession(t);
  const [apple, pear] = session.products;
  const as = { cookie: session.host.cookie };
  const pin = (productId: string | null) => t.call('POST /api/studio/{sessionId}/pin', { params: session, body: { productId } }, as);
  expect((await pin(newId('prd'))).problem.code).toBe('not_on_shelf');
  for (const productId of [apple!.productId, apple!.productId, null, pear!.productId]) expect((await pin(productId)).status).toBe(200);
  expect((await t.call('GET /api/sessions/{sessionId}', { params: session })).body.pinnedProductId).toBe(pear!.productId);
  const extra = await aProduct(t, session.shop.id);
  const shelved = await t.call(
    'PUT /api/studio/{sessionId}/shelf',
    { params: session, body: { productIds: [extra.productId, apple!.productId] } },
    as,
  );
  expect(shelved.body).toMatchObject({ shelf: [{ id: extra.productId }, { id: apple!.productId }], pinnedProductId: null });
  expect(
    (await t.call('PUT /api/studio/{sessionId}/shelf', { params: session, body: { productIds: [newId('prd')] } }, as)).problem.code,
  ).toBe('product_unavailable');
  const { rows } = await t.app.database.pool.query(
    `select body->>'productId' as id from scenes.entries where scene_id = $1 and type = 'pinned' order by seq`,
    [session.sceneId],
  );
  expect(rows.map(({ id }) => id)).toEqual([apple!.productId, null, pear!.productId, null]);
  await t.call('POST /api/studio/{sessionId}/end', { params: session }, as);
  expect((await pin(apple!.productId)).problem.code).toBe('session_over');
  expect((await t.call('PUT /api/studio/{sessionId}/shelf', { params: session, body: { productIds: [] } }, as)).problem.code).toBe(
    'session_over',
  );
  expect((await t.call('POST /api/studio/{sessionId}/end', { params: session }, as)).problem.code).toBe('session_over');
});

test('a session that is not on air cannot be ended', async () => {
  const t = await createTestApp(modules);
  const session = await aSession(t);
  expect((await t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie })).problem.code).toBe(
    'session_not_live',
  );
});

test('a slip of the tongue is corrected on record and shown to everybody', async () => {
  const t = await createTestApp(modules);
  const session = await aLiveSession(t);
  const body = { original: '全网最低价', correction: '本店活动价 29.9 元', productId: session.products[0]!.productId };
  expect(
    (await t.call('POST /api/studio/{sessionId}/correction', { params: session, body }, { cookie: session.host.cookie })).body,
  ).toEqual({ ok: true });
  const { rows } = await t.app.database.pool.query('select original, correction, product_id, made_by from live.corrections');
  expect(rows).toEqual([
    { original: body.original, correction: body.correction, product_id: body.productId, made_by: session.host.accountId },
  ]);
  const snapshot = (await t.call('GET /api/scenes/{sceneId}', { params: session })).body;
  expect(snapshot.announcement!.text).toContain(body.correction);
});

test('in the room: the host and the shop’s operators host, moderators moderate, guests speak if the shop lets them, nobody after the end', async () => {
  const t = await createTestApp(modules);
  const session = await aLiveSession(t);
  const moderator = await aStaffMember(t, session.shop.id, 'moderator');
  const guest = await aGuest(t);
  const me = async (person: TestPerson) =>
    (await t.call('GET /api/scenes/{sceneId}', { params: session }, { cookie: person.cookie })).body.me;
  expect(await me(session.host)).toMatchObject({ role: 'host', canComment: true });
  expect(await me(session.shop.owner)).toMatchObject({ role: 'host', canComment: true });
  expect(await me(moderator)).toMatchObject({ role: 'moderator', canComment: true });
  expect(await me(guest)).toMatchObject({ role: 'visitor', canComment: true });
  await t.call(
    'PATCH /api/console/shops/{shopId}',
    { params: { shopId: session.shop.id }, body: { guestsMayComment: false } },
    { cookie: session.shop.owner.cookie },
  );
  expect(await me(guest)).toMatchObject({ role: 'visitor', canComment: false });
  expect(
    (
      await t.call(
        'POST /api/scenes/{sceneId}/comments',
        { params: session, body: { text: '好看 😋', clientId: 'client-00001' } },
        { cookie: guest.cookie },
      )
    ).problem.code,
  ).toBe('account_required');
  await t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie });
  expect(
    (
      await t.call(
        'POST /api/scenes/{sceneId}/comments',
        { params: session, body: { text: '再见', clientId: 'client-00002' } },
        { cookie: session.host.cookie },
      )
    ).problem.code,
  ).toBe('comments_closed');
});

test('the programme: on air newest first, then coming up soonest first, then replays newest first, page by page', async () => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const inHours = (hours: number) => new Date(t.clock.now().getTime() + hours * 3_600_000).toISOString();
  const later = await aSession(t, { shop, startsAt: inHours(5) });
  const soon = await aSession(t, { shop, startsAt: inHours(1) });
  const missed = await aSession(t, { shop, startsAt: inHours(-13) });
  const over = await aLiveSession(t, { shop });
  const unrecorded = await aLiveSession(t, { shop });
  for (const { sessionId, host } of [over, unrecorded])
    await t.call('POST /api/studio/{sessionId}/end', { params: { sessionId } }, { cookie: host.cookie });
  await hook(t, 'recorded', {
    sessionId: over.sessionId,
    recordingId: 'rec_000000000abcdef',
    file: 'a.mp4',
    bytes: 1,
    durationMs: 5000,
    startedAt: inHours(0),
  });
  const first = await aLiveSession(t, { shop });
  t.clock.advance(1000);
  const second = await aLiveSession(t, { shop });
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = (await t.call('GET /api/sessions', { query: { limit: 2, ...(cursor !== undefined && { cursor }) } })).body;
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(ids).toEqual([second, first, soon, later, over].map(({ sessionId }) => sessionId));
  expect(ids).not.toContain(missed.sessionId);
  expect((await t.call('GET /api/sessions', { query: { state: 'scheduled' } })).body.items.map(({ id }) => id)).toEqual([
    soon.sessionId,
    later.sessionId,
  ]);
  expect((await t.call('GET /api/sessions', { query: { cursor: "0'; drop" } })).body.items).toHaveLength(5);
});

test('a shared session opens with its title and picture', async () => {
  const t = await createTestApp(modules);
  const session = await aLiveSession(t);
  const made = await t.call(
    'POST /api/links',
    { body: { target: { kind: 'session', id: session.sessionId } } },
    { cookie: session.host.cookie },
  );
  expect((await t.call('GET /api/links/{code}', { params: { code: made.body.code } })).body).toMatchObject({
    path: `/live/${session.sessionId}`,
    title: { zh: '洛川果园的早上 🌅' },
    isOver: false,
  });
});
