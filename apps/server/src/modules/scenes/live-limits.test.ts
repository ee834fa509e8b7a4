import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import type { ServerFrame } from '@tuanzi/contract/frames';
import { auditModule } from '#modules/audit';
import { catalogModule } from '#modules/catalog';
import { identityModule, suspendAccount } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { policyModule } from '#modules/policy';
import { scenesModule } from '#modules/scenes';
import { shopsModule } from '#modules/shops';
import { createTestApp } from '../../testing.ts';
import { aGuest, anAccount } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { append } from './append.ts';
import { sceneServer } from './scene-server.ts';
import { readEntriesAfter } from './store.ts';
import { aScene, aViewer, anEnteredViewer, listen, provideTestScenes } from './testing.ts';

const modules = [policyModule, auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, scenesModule];
let lastClientId = 0;
const clientId = () => `client-${String(++lastClientId).padStart(6, '0')}`;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

async function aRoom(kind: 'session' | 'community' = 'session') {
  provideTestScenes();
  const t = await createTestApp(modules);
  const [shop, host] = [await aShop(t), await anAccount(t, { nickname: '林小满' })];
  const sceneId = await aScene(t, { shopId: shop.id, kind, roles: { [host.accountId]: kind === 'session' ? 'host' : 'leader' } });
  return { t, shop, host, sceneId, ...(await listen(t.http)) };
}

describe('floods', () => {
  test('a thousand comments from one socket: the burst and one a second are written, the rest are answered or dropped', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const viewer = await anEnteredViewer(socketUrl, sceneId, { cookie: (await aGuest(t)).cookie });
    const startedAt = performance.now();
    for (const n of upTo(1000)) viewer.send({ t: 'say', n, scene: sceneId, text: `刷屏 ${n}`, clientId: clientId() });
    viewer.ws.ping();
    await new Promise<void>((resolve) => viewer.ws.once('pong', () => resolve()));
    await viewer.until((frame) => frame.t === 'ok' && frame.n === 5);
    await viewer.until((frame) => frame.t === 'problem' && frame.code === 'comment_too_fast');
    await viewer.until((frame) => frame.t === 'problem' && frame.code === 'too_many_requests');
    const seconds = (performance.now() - startedAt) / 1000;
    const written = (await readEntriesAfter(t.read(), sceneId, 0, 2000)).length;
    expect(written).toBeGreaterThanOrEqual(5);
    expect(written).toBeLessThanOrEqual(6 + Math.ceil(seconds));
  });

  test('what one person says at once stands in the order it was said, also the first things they ever say', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const people = await Promise.all(upTo(20).map(() => aGuest(t)));
    const speakers = await Promise.all(people.map((person) => anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie })));
    for (const speaker of speakers)
      for (const n of upTo(5)) speaker.send({ t: 'say', n, scene: sceneId, text: `第 ${n} 句`, clientId: clientId() });
    for (const speaker of speakers) for (const n of upTo(5)) await speaker.until((frame) => frame.t === 'ok' && frame.n === n);
    const entries = await readEntriesAfter(t.read(), sceneId, 0, 200);
    for (const { accountId } of people)
      expect(entries.filter(({ authorId }) => authorId === accountId).map(({ body }) => (body as { text: string }).text)).toEqual(
        upTo(5).map((n) => `第 ${n} 句`),
      );
  });

  test('a flooded live room shows a sample and says how much it left out; one’s own words and the host’s are always there', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom('session');
    const people = await Promise.all(upTo(40).map(() => aGuest(t)));
    const speakers = await Promise.all(people.map((person) => anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie })));
    const voice = await anEnteredViewer(socketUrl, sceneId, { cookie: host.cookie });
    const watcher = await anEnteredViewer(socketUrl, sceneId);
    for (const n of upTo(5))
      for (const speaker of speakers) speaker.send({ t: 'say', n, scene: sceneId, text: `第 ${n} 句`, clientId: clientId() });
    voice.send({ t: 'say', n: 1, scene: sceneId, text: '主播在说话', clientId: clientId() });
    await watcher.until((frame) => frame.t === 'tick' && frame.head === 201);
    const skipped = watcher.frames.reduce((sum, frame) => sum + (frame.t === 'tick' ? (frame.skipped ?? 0) : 0), 0);
    expect(skipped).toBeGreaterThan(100);
    expect(watcher.entries().length + skipped).toBe(201);
    expect(watcher.entries().some((entry) => entry.type === 'comment' && entry.role === 'host')).toBe(true);
    for (const [i, speaker] of speakers.entries()) {
      const own = await speaker.untilEntries(
        (entries) => entries.filter((entry) => entry.type === 'comment' && entry.author.id === people[i]?.accountId).length === 5,
      );
      expect(own.map((entry) => entry.seq)).toEqual(own.map((entry) => entry.seq).toSorted((a, b) => a - b));
    }
  });

  test('a flooded community shows everything', async () => {
    const { t, sceneId, socketUrl } = await aRoom('community');
    const people = await Promise.all(upTo(40).map(() => aGuest(t)));
    const speakers = await Promise.all(people.map((person) => anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie })));
    const watcher = await anEnteredViewer(socketUrl, sceneId);
    for (const n of upTo(5))
      for (const speaker of speakers) speaker.send({ t: 'say', n, scene: sceneId, text: `第 ${n} 句`, clientId: clientId() });
    const entries = await watcher.untilEntries((all) => all.length === 200);
    expect(entries.map((entry) => entry.seq)).toEqual(upTo(200));
  });
});

describe('what is not accepted', () => {
  test.each([
    ['a frame of a megabyte', 'x'.repeat(1024 * 1024)],
    ['words that are not JSON', '你好'],
    ['a frame nobody declared', '{"t":"sudo"}'],
    ['a comment without an id', '{"t":"say","n":1,"scene":"scn_00000000","text":"hi"}'],
    ['a like of a million', '{"t":"like","scene":"scn_00000000","count":1000000}'],
  ])('%s closes the connection with 4400', async (_name, text) => {
    const { socketUrl } = await aRoom();
    const viewer = await aViewer(socketUrl);
    viewer.sendText(text);
    expect(await viewer.closed).toBe(4400);
  });

  test('a binary frame closes the connection with 4400', async () => {
    const { socketUrl } = await aRoom();
    const viewer = await aViewer(socketUrl);
    viewer.ws.send(Buffer.from('{"t":"ping"}'));
    expect(await viewer.closed).toBe(4400);
  });

  test('a page of another site cannot open a socket; our own page and programs can', async () => {
    const { socketUrl, url } = await aRoom();
    await expect(aViewer(socketUrl, { headers: { origin: 'https://evil.example' } })).rejects.toThrow('refused with 403');
    await expect(aViewer(socketUrl, { headers: { origin: 'null' } })).rejects.toThrow('refused with 403');
    await aViewer(socketUrl, { headers: { origin: url } });
    await aViewer(socketUrl, { headers: { origin: 'http://shop.test' } });
  });

  test('the eleventh connection of one account is turned away with 4429', async () => {
    const { t, socketUrl } = await aRoom();
    const person = await anAccount(t);
    for (let i = 0; i < 10; i++) await aViewer(socketUrl, { cookie: person.cookie });
    const late = await aViewer(socketUrl, { cookie: person.cookie });
    expect(await late.closed).toBe(4429);
    await aViewer(socketUrl);
  });

  test('speaking in a scene one has not entered is not found', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const viewer = await aViewer(socketUrl, { cookie: (await aGuest(t)).cookie });
    viewer.send({ t: 'say', n: 3, scene: sceneId, text: '你好', clientId: clientId() });
    expect(await viewer.until((frame) => frame.t === 'problem')).toMatchObject({ n: 3, code: 'not_found' });
  });

  test('a socket that breaks off half-way through the upgrade, or speaks garbage, harms nobody', async () => {
    const { sceneId, socketUrl } = await aRoom();
    const { port } = new URL(socketUrl);
    for (const text of [
      'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: abc\r\nSec-WebSocket-Version: 99\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(text);
      await new Promise<void>((resolve) => socket.once('data', () => resolve()).once('close', () => resolve()));
      socket.resetAndDestroy();
    }
    const viewer = await anEnteredViewer(socketUrl, sceneId);
    expect(viewer.frames).toMatchObject([{ t: 'snapshot' }]);
  });
});

describe('going away', () => {
  test('a server that stops asks everybody to come back later, within a span, and says goodbye', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const viewers = await Promise.all(upTo(5).map(() => anEnteredViewer(socketUrl, sceneId)));
    await sceneServer(t.app).leave();
    for (const viewer of viewers) {
      const frame = await viewer.until((one): one is Extract<ServerFrame, { t: 'go' }> => one.t === 'go');
      expect(frame.afterMs).toBeGreaterThan(0);
      expect(frame.spanMs).toBeGreaterThan(0);
      expect(await viewer.closed).toBe(1001);
    }
  });

  test('a comment that was confirmed is there after the server stopped at once', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const viewer = await anEnteredViewer(socketUrl, sceneId, { cookie: (await aGuest(t)).cookie });
    viewer.send({ t: 'say', n: 9, scene: sceneId, text: '记得我', clientId: clientId() });
    expect(await viewer.until((frame) => frame.t === 'ok')).toMatchObject({ n: 9, seq: 1 });
    await sceneServer(t.app).leave();
    expect(await readEntriesAfter(t.read(), sceneId, 0, 10)).toMatchObject([{ body: { text: '记得我' } }]);
  });

  test('whoever left the room is not counted on this server any more', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const viewer = await anEnteredViewer(socketUrl, sceneId);
    expect(sceneServer(t.app).gateway().people().get(sceneId)).toBe(1);
    viewer.kill();
    await expect.poll(() => sceneServer(t.app).gateway().people().get(sceneId)).toBe(0);
  });

  test('a suspended account may not speak, by a request or on a new socket', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const person = await anAccount(t);
    const viewer = await anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie });
    await t.transact((ctx) => suspendAccount(ctx, { accountId: person.accountId, reason: '测试' }));
    const ask = await t.call(
      'POST /api/scenes/{sceneId}/comments',
      { params: { sceneId }, body: { text: '还在吗', clientId: clientId() } },
      person,
    );
    expect(ask.problem.code).toBe('sign_in_required');
    viewer.kill();
    const again = await anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie });
    again.send({ t: 'say', n: 2, scene: sceneId, text: '还在吗', clientId: clientId() });
    expect(await again.until((frame) => frame.t === 'problem')).toMatchObject({ code: 'sign_in_required' });
  });
});

describe('a reader that stopped reading', () => {
  test('is let go with 4408 while others go on, however much the kernel took in for it', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom('community');
    const slow = new WebSocket(socketUrl, { perMessageDeflate: false });
    onTestFinished(() => slow.terminate());
    await new Promise((resolve) => slow.once('open', resolve));
    slow.send(JSON.stringify({ t: 'enter', n: 1, scene: sceneId }));
    await new Promise((resolve) => slow.once('message', resolve));
    slow.pause();
    const good = await anEnteredViewer(socketUrl, sceneId);
    const gateway = sceneServer(t.app).gateway();
    const long = '很长的公告'.repeat(80);
    let head = 0;
    while (gateway.connections() > 1) {
      head =
        (
          await t.transact((ctx) =>
            append(
              ctx,
              sceneId,
              upTo(400).map(() => ({ type: 'announcement' as const, authorId: host.accountId, text: long })),
            ),
          )
        ).at(-1) ?? 0;
      const seq = head;
      await good.until((frame) => frame.t === 'tick' && frame.head >= seq);
      good.send({ t: 'ack', scene: sceneId, seq });
    }
    expect(good.entries()).toHaveLength(head);
    expect(good.ws.readyState).toBe(WebSocket.OPEN);
  }, 60_000);
});
