import { createApi, createLiveSocket, type LiveSocket, type SceneChannel, type SceneState } from '@tuanzi/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import { auditModule } from '#modules/audit';
import { catalogModule } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { policyModule } from '#modules/policy';
import { scenesModule } from '#modules/scenes';
import { shopsModule } from '#modules/shops';
import { createTestApp } from '../../testing.ts';
import { aGuest, anAccount, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { append } from './append.ts';
import { sceneServer } from './scene-server.ts';
import { readEntriesAfter } from './store.ts';
import { aScene, anotherServer, listen, provideTestScenes } from './testing.ts';

const modules = [policyModule, auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, scenesModule];
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

async function aRoom() {
  provideTestScenes();
  const t = await createTestApp(modules);
  const [shop, host] = [await aShop(t), await anAccount(t, { nickname: '林小满' })];
  const sceneId = await aScene(t, { shopId: shop.id, kind: 'community', roles: { [host.accountId]: 'leader' } });
  return { t, host, sceneId, ...(await listen(t.http)) };
}

/** The client as the shop uses it; `sockets` are the connections it opened, for cutting. */
function aClient(person: TestPerson, at: { url: string; socketUrl: string }) {
  const sockets: WebSocket[] = [];
  const place = { ...at };
  const live: LiveSocket = createLiveSocket({
    api: (route, ...rest) => createApi({ baseUrl: place.url, headers: { cookie: person.cookie } })(route, ...rest),
    url: '/ws',
    random: () => 0,
    open: () => {
      const socket = new WebSocket(place.socketUrl, { headers: { cookie: person.cookie }, perMessageDeflate: false });
      socket.on('error', () => {});
      sockets.push(socket);
      // The same interface, from a library that can send a cookie.
      return socket as unknown as globalThis.WebSocket;
    },
  });
  onTestFinished(() => live.close());
  return { live, sockets, place };
}
const when = (channel: SceneChannel, fits: (state: SceneState) => boolean): Promise<SceneState> =>
  new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      if (fits(channel.state())) {
        stop();
        resolve(channel.state());
      }
    };
    stop = channel.subscribe(look);
    look();
  });
const isLive = (state: SceneState) => state.link === 'live';

describe('the client of a scene', () => {
  test('says something, sees it as pending at once and as an entry once it is in the log', async () => {
    const { t, sceneId, ...at } = await aRoom();
    const { live } = aClient(await aGuest(t, { nickname: '小红' }), at);
    const { channel } = live.enter(sceneId);
    const said = channel.say('还有M码吗 🍎');
    expect(channel.state().pending).toMatchObject([{ text: '还有M码吗 🍎', problem: null }]);
    expect(await said).toEqual({ seq: 1 });
    const state = await when(channel, ({ entries }) => entries.length === 1);
    expect(state).toMatchObject({
      link: 'live',
      head: 1,
      pending: [],
      entries: [{ type: 'comment', author: { nickname: '小红' }, text: '还有M码吗 🍎' }],
    });
  });

  test('what is refused says why and stays on screen until it is dismissed', async () => {
    const { t, sceneId, ...at } = await aRoom();
    const { live } = aClient(await aGuest(t), at);
    const { channel } = live.enter(sceneId);
    await expect(channel.say('加微信返现')).rejects.toMatchObject({ code: 'words_refused', title: '内容包含不允许的词语' });
    const [pending] = channel.state().pending;
    expect(pending?.problem?.code).toBe('words_refused');
    channel.dismiss(pending?.clientId ?? '');
    expect(channel.state().pending).toEqual([]);
  });

  test('cut again and again while others write and it speaks: every entry once, in order; every word of its own once', async () => {
    const { t, host, sceneId, ...at } = await aRoom();
    const { live, sockets } = aClient(await aGuest(t), at);
    const { channel } = live.enter(sceneId);
    await when(channel, isLive);
    const said: Promise<{ seq: number }>[] = [];
    for (const n of upTo(4)) {
      said.push(channel.say(`我说第 ${n} 句`));
      sockets.at(-1)?.terminate();
      await t.transact((ctx) =>
        append(
          ctx,
          sceneId,
          upTo(3).map((i) => ({ type: 'announcement' as const, authorId: host.accountId, text: `公告 ${n}.${i}` })),
        ),
      );
      await when(channel, isLive);
    }
    const seqs = (await Promise.all(said)).map((one) => one.seq);
    const state = await when(channel, ({ head, pending }) => head === 16 && pending.length === 0);
    expect(state.entries.map((entry) => entry.seq)).toEqual(upTo(16));
    const log = await readEntriesAfter(t.read(), sceneId, 0, 100);
    expect(log.filter((entry) => entry.type === 'comment').map((entry) => entry.seq)).toEqual(seqs.toSorted((a, b) => a - b));
    expect(sockets.length).toBeGreaterThanOrEqual(5);
  });

  test('when its server stops it goes to another and goes on where it was', async () => {
    const { t, host, sceneId, ...at } = await aRoom();
    const other = await anotherServer(t, modules);
    const { live, place } = aClient(await aGuest(t), at);
    const { channel } = live.enter(sceneId);
    await t.transact((ctx) => append(ctx, sceneId, [{ type: 'announcement', authorId: host.accountId, text: '之前' }]));
    await when(channel, ({ head }) => head === 1);
    Object.assign(place, other);
    await sceneServer(t.app).leave();
    await other.app.transact(host.caller, (ctx) =>
      append(ctx, sceneId, [{ type: 'announcement', authorId: host.accountId, text: '之后' }]),
    );
    const state = await when(channel, (now) => now.link === 'live' && now.head === 2);
    expect(state.entries.map((entry) => entry.seq)).toEqual([1, 2]);
  });

  test('without any socket it reads and speaks by plain requests, and returns to the socket when one gets through', async () => {
    const { t, host, sceneId, ...at } = await aRoom();
    const { live, place } = aClient(await aGuest(t), { ...at, socketUrl: 'ws://127.0.0.1:9/ws' });
    const { channel } = live.enter(sceneId);
    await when(channel, ({ link }) => link === 'polling');
    expect(await channel.say('网络不好也能说')).toEqual({ seq: 1 });
    await t.transact((ctx) => append(ctx, sceneId, [{ type: 'announcement', authorId: host.accountId, text: '收到' }]));
    await when(channel, ({ entries }) => entries.length === 2);
    place.socketUrl = at.socketUrl;
    const state = await when(channel, isLive);
    expect(state.entries.map((entry) => entry.seq)).toEqual([1, 2]);
  });

  test('a scene nobody knows is refused with a reason; the same scene twice is one channel, left when both let go', async () => {
    const { t, sceneId, ...at } = await aRoom();
    const { live } = aClient(await aGuest(t), at);
    const unknown = live.enter('scn_00000000').channel;
    expect((await when(unknown, ({ link }) => link === 'refused')).problem).toMatchObject({ code: 'not_found' });
    const [first, second] = [live.enter(sceneId), live.enter(sceneId)];
    expect(second.channel).toBe(first.channel);
    await when(first.channel, isLive);
    first.release();
    first.release();
    expect((await second.channel.say('还在')).seq).toBe(1);
    second.release();
    await expect.poll(() => sceneServer(t.app).gateway().people().get(sceneId)).toBe(0);
  });

  test('hearts are sent together and come back as a number; pictures go by a request', async () => {
    const { host, sceneId, url, socketUrl } = await aRoom();
    const { live } = aClient(host, { url, socketUrl });
    const { channel } = live.enter(sceneId);
    await when(channel, isLive);
    for (let i = 0; i < 30; i++) channel.like();
    await when(channel, ({ likes }) => likes === 30);
    await expect(channel.say('看图', { pictureIds: ['pic_unknown'] })).rejects.toMatchObject({ code: 'unknown_picture' });
  });
});
