/** A socket is worth what the session it came by is worth, for as long as that is. */
import { describe, expect, test } from 'vitest';
import { modules } from '../../app.ts';
import { createTestApp } from '../../testing.ts';
import { aCommunity } from '../communities/testing.ts';
import { openSession, suspendAccount } from '../identity/index.ts';
import { aGuest, anAccount, aStaffMember } from '../identity/testing.ts';
import { aSession } from '../live/testing.ts';
import { aShop } from '../shops/testing.ts';
import { aViewer, anEnteredViewer, listen } from './testing.ts';

async function aPlace() {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const community = await aCommunity(t, shop.id);
  const params = { communityId: community.id };
  const member = async () => {
    const person = await anAccount(t);
    expect((await t.call('POST /api/communities/{communityId}/join', { params, body: {} }, person)).status).toBeLessThan(300);
    return person;
  };
  return { t, shop, community, params, member, ...(await listen(t.http)) };
}
let lastClientId = 0;
const say = (scene: string, n: number) => ({ t: 'say' as const, n, scene, text: '还有吗', clientId: `access-${lastClientId++}` });

describe('a socket ends with its session', () => {
  test('suspended, signed out here, signed out from elsewhere: who only listens is let go with 4401, others of the account stay', async () => {
    const { t, community, socketUrl, member } = await aPlace();
    const [suspended, leaving, endedElsewhere] = [await member(), await member(), await member()];
    const sockets = await Promise.all(
      [suspended, leaving, endedElsewhere].map(({ cookie }) => anEnteredViewer(socketUrl, community.sceneId, { cookie })),
    );
    const bystander = await anEnteredViewer(socketUrl, community.sceneId, { cookie: (await member()).cookie });
    await t.transact((ctx) => suspendAccount(ctx, { accountId: suspended.accountId, reason: 'test' }));
    await t.call('POST /api/auth/sign-out', {}, leaving);
    const other = await t.transact(async (ctx) => openSession(ctx, { accountId: endedElsewhere.accountId, device: 'x' }));
    const otherSocket = await anEnteredViewer(socketUrl, community.sceneId, { cookie: `tuanzi_session=${other.token}` });
    await t.call('DELETE /api/me/sessions', {}, { cookie: `tuanzi_session=${other.token}` });
    expect(await Promise.all(sockets.map((socket) => socket.closed))).toEqual([4401, 4401, 4401]);
    for (const viewer of [bystander, otherSocket]) {
      viewer.send({ t: 'ping' });
      await viewer.until((frame) => frame.t === 'pong');
    }
  });

  test('who was suspended says nothing more on a socket that is still open', async () => {
    const { t, community, socketUrl, member } = await aPlace();
    const person = await member();
    const viewer = await anEnteredViewer(socketUrl, community.sceneId, { cookie: person.cookie });
    viewer.send(say(community.sceneId, 1));
    await viewer.until((frame) => frame.t === 'ok' && frame.n === 1);
    await t.transact((ctx) => suspendAccount(ctx, { accountId: person.accountId, reason: 'test' }));
    viewer.send(say(community.sceneId, 2));
    expect(await viewer.closed).toBe(4401);
    expect(viewer.frames.some((frame) => frame.t === 'ok' && frame.n === 2)).toBe(false);
  });
});

describe('what somebody may in a scene is asked of each scene', () => {
  test('removed from a community, one looks on like any visitor and says nothing more; one’s other scenes are as before', async () => {
    const { t, shop, community, params, socketUrl, member } = await aPlace();
    const elsewhere = await aCommunity(t, shop.id);
    const person = await member();
    await t.call('POST /api/communities/{communityId}/join', { params: { communityId: elsewhere.id }, body: {} }, person);
    const viewer = await anEnteredViewer(socketUrl, community.sceneId, { cookie: person.cookie });
    viewer.send({ t: 'enter', n: 9, scene: elsewhere.sceneId });
    await viewer.until((frame) => frame.t === 'snapshot' && frame.n === 9);
    viewer.send(say(community.sceneId, 1));
    await viewer.until((frame) => frame.t === 'ok' && frame.n === 1);
    await t.call(
      'DELETE /api/communities/{communityId}/members/{accountId}',
      { params: { ...params, accountId: person.accountId } },
      community.leader,
    );
    viewer.send(say(community.sceneId, 2));
    expect(await viewer.until((frame) => frame.t === 'problem')).toMatchObject({ n: 2, code: 'members_only', scene: community.sceneId });
    viewer.send(say(elsewhere.sceneId, 3));
    await viewer.until((frame) => frame.t === 'ok' && frame.n === 3);
  });

  test('visitors, guests and people of another shop enter and see, and may not speak, in a community that is not theirs', async () => {
    const { t, community, socketUrl } = await aPlace();
    const others = [undefined, (await aGuest(t)).cookie, (await anAccount(t)).cookie, (await aShop(t)).owner.cookie];
    for (const cookie of others) {
      const viewer = await anEnteredViewer(socketUrl, community.sceneId, cookie === undefined ? {} : { cookie });
      viewer.send(say(community.sceneId, 1));
      expect(await viewer.until((frame) => frame.t === 'problem')).toMatchObject({
        n: 1,
        code: cookie === undefined ? 'sign_in_required' : 'members_only',
      });
    }
  });

  test('a dismissed moderator’s words carry no badge any more', async () => {
    const { t, shop, socketUrl } = await aPlace();
    const session = await aSession(t, { shop });
    const moderator = await aStaffMember(t, shop.id, 'moderator');
    const viewer = await anEnteredViewer(socketUrl, session.sceneId, { cookie: moderator.cookie });
    viewer.send(say(session.sceneId, 1));
    await viewer.until((frame) => frame.t === 'ok' && frame.n === 1);
    const params = { shopId: shop.id, accountId: moderator.accountId };
    expect((await t.call('DELETE /api/console/shops/{shopId}/staff/{accountId}', { params }, shop.owner)).status).toBe(200);
    // A right to speak is kept for three seconds in a room where thousands speak.
    await new Promise((resolve) => setTimeout(resolve, 3100));
    viewer.send({ ...say(session.sceneId, 2), text: '我还是吗' });
    await viewer.until((frame) => frame.t === 'ok' && frame.n === 2);
    const entries = await viewer.untilEntries((all) => all.filter((entry) => entry.type === 'comment').length === 2);
    expect(entries.flatMap((entry) => (entry.type === 'comment' ? [entry.role] : []))).toEqual(['moderator', 'visitor']);
  });

  test('a cookie that was ended, altered or made up opens a socket of nobody', async () => {
    const { t, community, socketUrl, member } = await aPlace();
    const person = await member();
    await t.call('POST /api/auth/sign-out', {}, person);
    for (const cookie of [person.cookie, `tuanzi_session=${'A'.repeat(43)}`, 'tuanzi_session=', `${person.cookie}x`]) {
      const viewer = await aViewer(socketUrl, { cookie });
      viewer.send({ t: 'enter', n: 1, scene: community.sceneId });
      expect(await viewer.until((frame) => frame.t === 'snapshot')).toMatchObject({ snapshot: { me: null } });
    }
  });
});
