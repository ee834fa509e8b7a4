import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entriesOf } from '#modules/audit';
import { communitiesModule } from '#modules/communities';
import { linksModule } from '#modules/links';
import { scenesModule } from '#modules/scenes';
import type { CommunityCard, CommunityView } from '@tuanzi/contract/communities';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, anAccount, aStaffMember, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { joinCommunities } from './join-community.ts';
import { leaveCommunity } from './leave-community.ts';
import { aCommunity } from './testing.ts';
import { orderModules } from '../orders/testing.ts';

const modules = [...orderModules, linksModule, scenesModule, communitiesModule];
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
let lastClientId = 0;
const clientId = () => `client-${String(++lastClientId).padStart(6, '0')}`;

async function aPlace(facts: Parameters<typeof aCommunity>[2] = {}) {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  return { t, shop, community: await aCommunity(t, shop.id, facts) };
}
const join = (t: TestApp, communityId: string, person: TestPerson, body: { fromSceneId?: string; linkCode?: string } = {}) =>
  t.call('POST /api/communities/{communityId}/join', { params: { communityId }, body }, person);
const view = async (t: TestApp, communityId: string, person?: TestPerson): Promise<CommunityView> =>
  (await t.call('GET /api/communities/{communityId}', { params: { communityId } }, person)).body;
const say = (t: TestApp, sceneId: string, person: TestPerson, text: string) =>
  t.call('POST /api/scenes/{sceneId}/comments', { params: { sceneId }, body: { text, clientId: clientId() } }, person);

describe('joining', () => {
  test('thirty people race for the last five places: exactly five are in and twenty-five read that it is full', async () => {
    const { t, community } = await aPlace({ capacity: 6 });
    const people = await Promise.all(upTo(30).map(() => anAccount(t)));
    const answers = await Promise.all(people.map((person) => join(t, community.id, person)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
    expect(answers.filter((answer) => answer.problem.code === 'community_full')).toHaveLength(25);
    const { body } = await t.call('GET /api/communities/{communityId}/members', {
      params: { communityId: community.id },
      query: { limit: 100 },
    });
    expect(body.items).toHaveLength(6);
    expect((await view(t, community.id)).memberCount).toBe(6);
  });

  test('whatever people do at once, in whatever order, the count is the number of members and never above the capacity', async () => {
    const { t, community } = await aPlace({ capacity: 4 });
    const people = await Promise.all(upTo(7).map(() => anAccount(t)));
    const act = fc.record({ who: fc.nat({ max: 6 }), does: fc.constantFrom('join' as const, 'leave' as const, 'remove' as const) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
        await Promise.all(
          acts.map(({ who, does }) =>
            t.transact(async (ctx) => {
              const accountId = people[who]?.accountId ?? '';
              if (does === 'join') await joinCommunities(ctx, [{ communityId: community.id, accountId }]);
              else await leaveCommunity(ctx, { communityId: community.id, accountId, by: null });
            }),
          ),
        );
        const members = await t.call('GET /api/communities/{communityId}/members', {
          params: { communityId: community.id },
          query: { limit: 100 },
        });
        const { memberCount } = await view(t, community.id);
        expect(memberCount).toBe(members.body.items.length);
        expect(memberCount).toBeLessThanOrEqual(4);
        expect(members.body.items.filter((member) => member.role === 'leader')).toHaveLength(1);
      }),
      { numRuns: 10 },
    );
  });

  test('joining twice is joining once; guests verify their number first; where somebody came from is kept', async () => {
    const { t, community } = await aPlace();
    const [account, guest] = [await anAccount(t), await aGuest(t)];
    expect((await join(t, community.id, guest)).problem.code).toBe('account_required');
    await Promise.all(upTo(5).map(() => join(t, community.id, account, { fromSceneId: 'scn_livesession1' })));
    expect(await view(t, community.id, account)).toMatchObject({ memberCount: 2, isMember: true, myRole: 'member' });
    const { rows } = await t.app.database.pool.query(`select payload from platform.events where type = 'community.joined'`);
    expect(rows).toMatchObject([{ payload: { communityId: community.id, accountId: account.accountId, fromSceneId: 'scn_livesession1' } }]);
    expect((await join(t, 'com_00000000', account)).status).toBe(404);
  });

  test('who was removed under the rules cannot come back; who left can', async () => {
    const { t, community } = await aPlace();
    const [red, blue] = [await anAccount(t), await anAccount(t)];
    for (const person of [red, blue]) await join(t, community.id, person);
    const remove = (by: TestPerson, accountId: string) =>
      t.call('DELETE /api/communities/{communityId}/members/{accountId}', { params: { communityId: community.id, accountId } }, by);
    expect((await remove(blue, red.accountId)).problem.code).toBe('not_allowed');
    expect((await remove(community.leader, red.accountId)).status).toBe(200);
    expect((await remove(community.leader, red.accountId)).status).toBe(404);
    expect((await join(t, community.id, red)).problem.code).toBe('removed_from_community');
    expect((await say(t, community.sceneId, red, '为什么')).problem.code).toBe('members_only');
    expect(await entriesOf(t.read(), { targetId: red.accountId })).toMatchObject([
      { action: 'member.removed', actorId: community.leader.accountId },
    ]);
    const leave = () => t.call('POST /api/communities/{communityId}/leave', { params: { communityId: community.id } }, blue);
    expect([(await leave()).status, (await leave()).status]).toEqual([200, 200]);
    expect((await join(t, community.id, blue)).status).toBe(201);
  });

  test('the leader neither leaves nor is removed before handing over', async () => {
    const { t, shop, community } = await aPlace();
    const leave = await t.call('POST /api/communities/{communityId}/leave', { params: { communityId: community.id } }, community.leader);
    expect(leave.problem.code).toBe('leader_cannot_leave');
    const remove = await t.call(
      'DELETE /api/communities/{communityId}/members/{accountId}',
      { params: { communityId: community.id, accountId: community.leader.accountId } },
      shop.owner,
    );
    expect(remove.problem.code).toBe('leader_cannot_leave');
  });
});

describe('talking', () => {
  test('members talk, others look; the leader announces and drops a card from the phone', async () => {
    const { t, shop, community } = await aPlace();
    const [member, stranger] = [await anAccount(t, { nickname: '小红' }), await anAccount(t)];
    expect((await say(t, community.sceneId, member, '我还没进群')).problem.code).toBe('members_only');
    await join(t, community.id, member);
    expect((await say(t, community.sceneId, member, '这周有苹果吗 🍎')).status).toBe(201);
    expect((await say(t, community.sceneId, stranger, '我路过')).problem.code).toBe('members_only');
    const announce = (person: TestPerson) =>
      t.call('POST /api/scenes/{sceneId}/announcement', { params: { sceneId: community.sceneId }, body: { text: '周六到货' } }, person);
    expect([(await announce(member)).problem.code, (await announce(community.leader)).status]).toEqual(['not_allowed', 200]);
    const product = await aProduct(t, shop.id);
    const drop = (person: TestPerson) =>
      t.call(
        'POST /api/scenes/{sceneId}/cards',
        { params: { sceneId: community.sceneId }, body: { kind: 'product', refId: product.productId } },
        person,
      );
    expect([(await drop(member)).problem.code, (await drop(community.leader)).status]).toEqual(['not_allowed', 201]);
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId: community.sceneId } });
    expect(body.recent.map((entry) => entry.type)).toEqual(['joined', 'comment', 'announcement', 'card.dropped']);
    expect(await view(t, community.id)).toMatchObject({ lastEntry: { text: { zh: '🛒 洛川红富士苹果', en: '🛒 Luochuan Fuji apples' } } });
  });

  test('those who come in together are each who they are: leader, operator, member, muted, gone, stranger, nobody; in two places', async () => {
    const { t, shop, community } = await aPlace();
    const other = await aCommunity(t, shop.id);
    const [operator, member, muted, gone, stranger] = [
      await aStaffMember(t, shop.id, 'operator'),
      await anAccount(t),
      await anAccount(t),
      await anAccount(t),
      await aGuest(t),
    ];
    for (const person of [member, muted, gone]) await join(t, community.id, person);
    await t.transact((ctx) => leaveCommunity(ctx, { communityId: community.id, accountId: gone.accountId, by: null }));
    await t.call(
      'POST /api/scenes/{sceneId}/mutes',
      { params: { sceneId: community.sceneId }, body: { accountId: muted.accountId, minutes: 10, reason: '广告' } },
      community.leader,
    );
    const people = [community.leader, operator, member, muted, gone, stranger, undefined];
    const meIn = (sceneId: string) =>
      Promise.all(people.map(async (person) => (await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } }, person)).body.me));
    const [here, there] = await Promise.all([meIn(community.sceneId), meIn(other.sceneId)]);
    expect(here.map((me) => me?.accountId)).toEqual(people.map((person) => person?.accountId));
    expect(here.map((me) => me?.role)).toEqual(['leader', 'leader', 'member', 'member', 'visitor', 'visitor', undefined]);
    expect(here.map((me) => me?.canComment)).toEqual([true, true, true, false, false, false, undefined]);
    expect(there.map((me) => me?.role)).toEqual(['visitor', 'leader', 'visitor', 'visitor', 'visitor', 'visitor', undefined]);
  });

  test('the badge counts what others said since one looked, nothing of one’s own, and reading never goes back', async () => {
    const { t, community } = await aPlace();
    const [red, blue] = [await anAccount(t), await anAccount(t)];
    await say(t, community.sceneId, community.leader, '之前说的');
    for (const person of [red, blue]) await join(t, community.id, person);
    expect((await view(t, community.id, red)).unread).toBe(0);
    for (const text of ['一', '二', '三']) await say(t, community.sceneId, blue, text);
    await say(t, community.sceneId, red, '我自己说的');
    expect((await view(t, community.id, red)).unread).toBe(3);
    expect((await view(t, community.id, blue)).unread).toBe(1);
    const read = (person: TestPerson, seq: number) =>
      t.call('POST /api/communities/{communityId}/read', { params: { communityId: community.id }, body: { seq } }, person);
    await read(red, 1_000_000);
    await read(red, 0);
    expect((await view(t, community.id, red)).unread).toBe(0);
    await say(t, community.sceneId, blue, '四');
    expect((await view(t, community.id, red)).unread).toBe(1);
    expect((await read(await anAccount(t), 1)).status).toBe(404);
  });
});

describe('lists', () => {
  test('mine come first, then the open ones, page after page, each once', async () => {
    const { t, shop, community } = await aPlace();
    const person = await anAccount(t);
    const ids = [community.id];
    for (const _ of upTo(6)) ids.push((await aCommunity(t, shop.id)).id);
    for (const id of ids.slice(0, 3)) await join(t, id, person);
    const seen: { id: string; isMember: boolean }[] = [];
    for (let cursor: string | null = null; ;) {
      const page: { items: CommunityCard[]; nextCursor: string | null } = (
        await t.call('GET /api/communities', { query: { limit: 2, ...(cursor !== null && { cursor }) } }, person)
      ).body;
      seen.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(seen.map((one) => one.isMember)).toEqual([true, true, true, false, false, false, false]);
    expect(new Set(seen.map((one) => one.id))).toEqual(new Set(ids));
    expect((await t.call('GET /api/communities', { query: {} })).body.items.every((one) => !one.isMember && one.unread === 0)).toBe(true);
  });

  test('members are listed leader first, page after page', async () => {
    const { t, community } = await aPlace();
    const people = await Promise.all(upTo(5).map(() => anAccount(t)));
    for (const person of people) await join(t, community.id, person);
    const seen: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await t.call('GET /api/communities/{communityId}/members', {
          params: { communityId: community.id },
          query: { limit: 2, ...(cursor !== null && { cursor }) },
        })
      ).body;
      seen.push(...page.items.map((member) => member.id));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(seen[0]).toBe(community.leader.accountId);
    expect(seen.toSorted()).toEqual([community.leader, ...people].map((person) => person.accountId).toSorted());
  });
});

describe('keeping a community', () => {
  const facts = (leaderId: string, capacity = 100) => ({
    name: { zh: '慢慢煮' },
    intro: null,
    rules: null,
    coverId: null,
    leaderId,
    capacity,
  });

  test('an operator founds one; moderators, other shops’ staff and shoppers do not', async () => {
    const { t, shop } = await aPlace();
    const [operator, moderator, foreign, leader] = [
      await aStaffMember(t, shop.id, 'operator'),
      await aStaffMember(t, shop.id, 'moderator'),
      await aStaffMember(t, (await aShop(t)).id, 'owner'),
      await anAccount(t),
    ];
    const found = (person: TestPerson, leaderId = leader.accountId) =>
      t.call('POST /api/console/shops/{shopId}/communities', { params: { shopId: shop.id }, body: facts(leaderId) }, person);
    expect(await found(operator)).toMatchObject({
      status: 201,
      body: { name: { zh: '慢慢煮' }, memberCount: 1, leader: { id: leader.accountId } },
    });
    expect((await found(operator, 'acc_00000000')).problem.code).toBe('no_such_person');
    for (const person of [moderator, foreign, leader]) expect((await found(person)).status).toBeGreaterThanOrEqual(403);
    const list = await t.call('GET /api/console/shops/{shopId}/communities', { params: { shopId: shop.id }, query: {} }, moderator);
    expect(list.body.items).toHaveLength(2);
  });

  test('handing over makes the new leader the only one, a member if they were not, within the capacity', async () => {
    const { t, shop, community } = await aPlace({ capacity: 2 });
    const [member, outsider] = [await anAccount(t), await anAccount(t)];
    await join(t, community.id, member);
    const change = (leaderId: string, capacity: number) =>
      t.call(
        'PUT /api/console/shops/{shopId}/communities/{communityId}',
        { params: { shopId: shop.id, communityId: community.id }, body: facts(leaderId, capacity) },
        shop.owner,
      );
    expect((await change(outsider.accountId, 2)).problem.code).toBe('community_full');
    expect(await change(outsider.accountId, 3)).toMatchObject({
      status: 200,
      body: { memberCount: 3, leader: { id: outsider.accountId } },
    });
    expect(await change(member.accountId, 3)).toMatchObject({ status: 200, body: { memberCount: 3 } });
    expect((await change(member.accountId, 2)).problem.code).toBe('invalid_input');
    const { body } = await t.call('GET /api/communities/{communityId}/members', { params: { communityId: community.id }, query: {} });
    expect(body.items.map((one) => one.role)).toEqual(['leader', 'member', 'member']);
    expect(body.items[0]?.id).toBe(member.accountId);
    expect(
      (await t.call('POST /api/communities/{communityId}/leave', { params: { communityId: community.id } }, community.leader)).status,
    ).toBe(200);
  });

  test('another shop’s console cannot change it', async () => {
    const { t, community } = await aPlace();
    const other = await aShop(t);
    const answer = await t.call(
      'PUT /api/console/shops/{shopId}/communities/{communityId}',
      { params: { shopId: other.id, communityId: community.id }, body: facts(community.leader.accountId) },
      other.owner,
    );
    expect(answer.status).toBe(404);
  });
});
