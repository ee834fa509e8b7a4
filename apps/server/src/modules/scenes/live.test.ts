import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerFrame } from '@tuanzi/contract/frames';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import { auditModule } from '#modules/audit';
import { catalogModule } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { policyModule } from '#modules/policy';
import { scenesModule } from '#modules/scenes';
import { shopsModule } from '#modules/shops';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aGuest, anAccount, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { append } from './append.ts';
import { removeEntry } from './moderate.ts';
import { pin } from './scene.ts';
import { sceneServer } from './scene-server.ts';
import { readEntriesAfter, readScenes } from './store.ts';
import { aScene, aViewer, anEnteredViewer, anotherServer, listen, provideTestScenes } from './testing.ts';

const modules = [policyModule, auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, scenesModule];
const isSnapshot = (frame: ServerFrame) => frame.t === 'snapshot';
const isResumed = (frame: ServerFrame) => frame.t === 'resumed';

async function aRoom(kind: 'session' | 'community' = 'session') {
  provideTestScenes();
  const t = await createTestApp(modules);
  const [shop, host] = [await aShop(t), await anAccount(t, { nickname: '林小满' })];
  const sceneId = await aScene(t, { shopId: shop.id, kind, roles: { [host.accountId]: kind === 'session' ? 'host' : 'leader' } });
  return { t, shop, host, sceneId, ...(await listen(t.http)) };
}

let lastClientId = 0;
const clientId = () => `client-${String(++lastClientId).padStart(6, '0')}`;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const write = (t: TestApp, sceneId: string, person: TestPerson, texts: readonly string[]) =>
  t.transact((ctx) =>
    append(
      ctx,
      sceneId,
      texts.map((text) => ({ type: 'announcement' as const, authorId: person.accountId, text })),
    ),
  );
const seqs = (entries: readonly SceneEntry[]) => entries.map((entry) => entry.seq);

describe('entering', () => {
  test('three viewers see everything in the same order, whoever says it', async () => {
    const { t, sceneId, socketUrl } = await aRoom('community');
    const people = [await aGuest(t), await aGuest(t), await aGuest(t)];
    const viewers = await Promise.all(people.map((person) => anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie })));
    for (const n of upTo(5))
      for (const viewer of viewers)
        viewer.send({ t: 'say', n, scene: sceneId, text: `第 ${n} 句 ${viewers.indexOf(viewer)}`, clientId: clientId() });
    const seen = await Promise.all(viewers.map((viewer) => viewer.untilEntries((entries) => entries.length >= 15)));
    expect(seqs(seen[0] ?? [])).toEqual(upTo(15));
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  test('a visitor without a session sees the room and may not speak', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom();
    const viewer = await anEnteredViewer(socketUrl, sceneId);
    expect(await viewer.until(isSnapshot)).toMatchObject({ n: 1, scene: sceneId, snapshot: { head: 0, me: null } });
    viewer.send({ t: 'say', n: 2, scene: sceneId, text: '你好', clientId: clientId() });
    expect(await viewer.until((frame) => frame.t === 'problem')).toMatchObject({ n: 2, code: 'sign_in_required', title: '请先登录' });
    await write(t, sceneId, host, ['欢迎']);
    expect(seqs(await viewer.untilEntries((entries) => entries.length > 0))).toEqual([1]);
  });

  test('a scene nobody knows answers not_found in the language of the page; the connection stays', async () => {
    const { sceneId, socketUrl } = await aRoom();
    const viewer = await aViewer(`${socketUrl}?locale=en`);
    viewer.send({ t: 'enter', n: 1, scene: 'scn_00000000' });
    expect(await viewer.until((frame) => frame.t === 'problem')).toMatchObject({
      n: 1,
      scene: 'scn_00000000',
      code: 'not_found',
      title: 'There is nothing here.',
    });
    viewer.send({ t: 'enter', n: 2, scene: sceneId });
    await viewer.until(isSnapshot);
  });

  test('one connection carries several scenes; after leaving one, nothing of it comes', async () => {
    const { t, shop, host, sceneId, socketUrl } = await aRoom();
    const other = await aScene(t, { shopId: shop.id });
    const viewer = await anEnteredViewer(socketUrl, sceneId);
    viewer.send({ t: 'enter', n: 2, scene: other });
    await viewer.until((frame) => frame.t === 'snapshot' && frame.scene === other);
    viewer.send({ t: 'leave', scene: sceneId });
    viewer.send({ t: 'ping' });
    await viewer.until((frame) => frame.t === 'pong');
    await write(t, sceneId, host, ['没人听见']);
    await write(t, other, host, ['这边']);
    await viewer.untilEntries((entries) => entries.length > 0);
    expect(viewer.frames.filter((frame) => frame.t === 'tick').map((frame) => frame.scene)).toEqual([other]);
  });
});

describe('coming back', () => {
  test('from a cursor: exactly what was missed, from memory and from the table', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom();
    await write(t, sceneId, host, upTo(300).map(String));
    // Nobody was in the room before, so nothing of it is in memory.
    const fromTable = await anEnteredViewer(socketUrl, sceneId, { from: 100 });
    expect(seqs(fromTable.entries())).toEqual(upTo(300).slice(100));
    await write(t, sceneId, host, ['一', '二']);
    await fromTable.untilEntries((entries) => entries.some((entry) => entry.seq === 302));
    const fromMemory = await anEnteredViewer(socketUrl, sceneId, { from: 301 });
    expect(await fromMemory.until(isResumed)).toMatchObject({ head: 302, entries: [{ seq: 302 }] });
    const upToDate = await anEnteredViewer(socketUrl, sceneId, { from: 302 });
    expect(await upToDate.until(isResumed)).toMatchObject({ head: 302, entries: [] });
  });

  test('from too far back, or from a log that is not this one: a snapshot', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom();
    await write(t, sceneId, host, upTo(1100).map(String));
    const late = await anEnteredViewer(socketUrl, sceneId, { from: 50 });
    expect(await late.until(isSnapshot)).toMatchObject({ snapshot: { head: 1100 } });
    const lost = await anEnteredViewer(socketUrl, sceneId, { from: 5000 });
    expect(await lost.until(isSnapshot)).toMatchObject({ snapshot: { head: 1100 } });
  });

  test('a comment removed meanwhile comes back without its words, from memory as well', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom();
    const viewer = await anEnteredViewer(socketUrl, sceneId, { cookie: host.cookie });
    viewer.send({ t: 'say', n: 2, scene: sceneId, text: '要被删的话', clientId: clientId() });
    await viewer.untilEntries((entries) => entries.length === 1);
    const [scene] = await readScenes(t.read(), [sceneId]);
    await t.transact((ctx) => removeEntry(ctx, scene as never, { seq: 1, accountId: host.accountId, role: 'host' }));
    await viewer.untilEntries((entries) => entries.length === 2);
    const back = await anEnteredViewer(socketUrl, sceneId, { from: 0 });
    expect(await back.until(isResumed)).toMatchObject({
      entries: [
        { seq: 1, type: 'removed', ofSeq: 1 },
        { seq: 2, type: 'removed', ofSeq: 1 },
      ],
    });
    expect(JSON.stringify(back.frames)).not.toContain('要被删的话');
  });

  test('a socket killed at any moment, again and again, while the log grows: no gap, no duplicate, on either of two servers', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom('community');
    const other = await anotherServer(t, modules);
    const steps = fc.array(
      fc.record({
        entries: fc.integer({ min: 1, max: 6 }),
        isKilled: fc.boolean(),
        isElsewhere: fc.boolean(),
        waitsForFrames: fc.boolean(),
      }),
      { minLength: 4, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const start = (await readScenes(t.read(), [sceneId]))[0]?.head ?? 0;
        const seen: number[] = [];
        let head = start;
        let viewer = await anEnteredViewer(socketUrl, sceneId, { from: head });
        const takeIn = () => {
          for (const entry of viewer.entries())
            if (entry.seq > head) {
              seen.push(entry.seq);
              head = entry.seq;
            }
        };
        for (const { entries, isKilled, isElsewhere, waitsForFrames } of plan) {
          const [last] = (await write(t, sceneId, host, upTo(entries).map(String))).slice(-1);
          if (waitsForFrames) await viewer.untilEntries((all) => all.some((entry) => entry.seq === last) || head >= (last ?? 0));
          takeIn();
          if (!isKilled) continue;
          viewer.kill();
          takeIn();
          viewer = await anEnteredViewer(isElsewhere ? other.socketUrl : socketUrl, sceneId, { from: head });
        }
        const end = (await readScenes(t.read(), [sceneId]))[0]?.head ?? 0;
        await viewer.untilEntries((all) => head >= end || all.some((entry) => entry.seq === end));
        takeIn();
        viewer.kill();
        expect(seen).toEqual(upTo(end).slice(start));
      }),
      { numRuns: 12 },
    );
  });

  test('entering while a flood is written misses nothing between the snapshot and the first tick', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom('community');
    const flood = (async () => {
      for (const n of upTo(60)) await write(t, sceneId, host, [`第 ${n} 条`]);
    })();
    const viewers = [];
    for (let i = 0; i < 10; i++) viewers.push(await anEnteredViewer(socketUrl, sceneId));
    await flood;
    for (const viewer of viewers) {
      const snapshot = await viewer.until((frame): frame is Extract<ServerFrame, { t: 'snapshot' }> => frame.t === 'snapshot');
      const { head } = snapshot.snapshot;
      if (head < 60) await viewer.untilEntries((entries) => entries.some((entry) => entry.seq === 60));
      expect(seqs(viewer.entries().filter((entry) => entry.seq > head))).toEqual(upTo(60).slice(head));
    }
  });
});

describe('two servers on one database', () => {
  test('what is said on one is heard on the other, and both number it alike', async () => {
    const { t, sceneId, socketUrl } = await aRoom('community');
    const other = await anotherServer(t, modules);
    const people = [await aGuest(t), await aGuest(t)];
    const here = await anEnteredViewer(socketUrl, sceneId, { cookie: people[0]?.cookie ?? '' });
    const there = await anEnteredViewer(other.socketUrl, sceneId, { cookie: people[1]?.cookie ?? '' });
    for (const n of upTo(4)) {
      here.send({ t: 'say', n, scene: sceneId, text: `这边第 ${n} 句`, clientId: clientId() });
      there.send({ t: 'say', n, scene: sceneId, text: `那边第 ${n} 句`, clientId: clientId() });
    }
    const [seenHere, seenThere] = [
      await here.untilEntries((entries) => entries.length === 8),
      await there.untilEntries((entries) => entries.length === 8),
    ];
    expect(seqs(seenHere)).toEqual(upTo(8));
    expect(seenThere).toEqual(seenHere);
  });

  test('the same comment sent to both servers is one comment', async () => {
    const { t, sceneId, socketUrl } = await aRoom('community');
    const other = await anotherServer(t, modules);
    const person = await aGuest(t);
    const [here, there] = [
      await anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie }),
      await anEnteredViewer(other.socketUrl, sceneId, { cookie: person.cookie }),
    ];
    const say = { t: 'say' as const, n: 7, scene: sceneId, text: '还有吗', clientId: clientId() };
    here.send(say);
    there.send(say);
    const isDone = (frame: ServerFrame) => frame.t === 'ok';
    expect(await there.until(isDone)).toEqual(await here.until(isDone));
    expect(await readEntriesAfter(t.read(), sceneId, 0, 10)).toHaveLength(1);
  });

  test('who is here is counted over both, by people and not by sockets, and goes down when they leave', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const other = await anotherServer(t, modules);
    const [red, blue] = [await aGuest(t), await aGuest(t)];
    const viewers = [
      await anEnteredViewer(socketUrl, sceneId, { cookie: red.cookie }),
      await anEnteredViewer(socketUrl, sceneId, { cookie: red.cookie }),
      await anEnteredViewer(socketUrl, sceneId),
      await anEnteredViewer(other.socketUrl, sceneId, { cookie: blue.cookie }),
    ];
    const watcher = await anEnteredViewer(other.socketUrl, sceneId, { cookie: blue.cookie });
    await watcher.until((frame) => frame.t === 'tick' && frame.online === 3);
    viewers[2]?.kill();
    const before = watcher.frames.length;
    await watcher.until((frame) => watcher.frames.indexOf(frame) >= before && frame.t === 'tick' && frame.online === 2);
    expect((await readScenes(t.read(), [sceneId]))[0]?.onlinePeak).toBe(3);
  });
});

describe('state and counters', () => {
  test('a pin goes out at once and takes the chat before it along, in order', async () => {
    const { t, host, sceneId, socketUrl } = await aRoom();
    const viewer = await anEnteredViewer(socketUrl, sceneId, { cookie: host.cookie });
    viewer.send({ t: 'say', n: 1, scene: sceneId, text: '看这个', clientId: clientId() });
    await viewer.until((frame) => frame.t === 'ok');
    await t.transact((ctx) => pin(ctx, sceneId, 'prd_00000000'));
    const entries = await viewer.untilEntries((all) => all.length === 2);
    expect(entries.map((entry) => entry.type)).toEqual(['comment', 'pinned']);
  });

  test('ten thousand hearts are added up, told at most once a second, and published', async () => {
    const { t, sceneId, socketUrl } = await aRoom();
    const people = await Promise.all(upTo(10).map(() => aGuest(t)));
    const viewers = await Promise.all(people.map((person) => anEnteredViewer(socketUrl, sceneId, { cookie: person.cookie })));
    for (const viewer of viewers) for (let i = 0; i < 20; i++) viewer.send({ t: 'like', scene: sceneId, count: 50 });
    // Of a thousand hearts each gives in an instant, a hundred count.
    const last = await viewers[0]?.until((frame) => frame.t === 'tick' && (frame.likes ?? 0) >= 1000);
    expect(last).toMatchObject({ likes: 1000 });
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } });
    expect(body.likes).toBe(1000);
    expect(viewers[0]?.frames.filter((frame) => frame.t === 'tick' && frame.likes !== undefined).length).toBeLessThanOrEqual(3);
  });

  test('taps count for cards of the scene and products of its shop, and for nothing made up', async () => {
    const { t, shop, host, sceneId, socketUrl } = await aRoom();
    const { aProduct } = await import('../catalog/testing.ts');
    const product = await aProduct(t, shop.id);
    const { body: card } = await t.call(
      'POST /api/scenes/{sceneId}/cards',
      { params: { sceneId }, body: { kind: 'product', refId: product.productId } },
      host,
    );
    const viewer = await anEnteredViewer(socketUrl, sceneId);
    viewer.send({ t: 'tap', scene: sceneId, card: card.id });
    viewer.send({ t: 'tap', scene: sceneId, product: product.productId });
    viewer.send({ t: 'tap', scene: sceneId, card: 'crd_00000000' });
    viewer.send({ t: 'ping' });
    await viewer.until((frame) => frame.t === 'pong');
    await sceneServer(t.app).beat();
    const { rows } = await t.app.database.pool.query<{ payload: Record<string, unknown> }>(
      `select payload from platform.events where type = 'card.tapped' order by id`,
    );
    expect(rows.map((row) => row.payload)).toMatchObject([
      { cardId: card.id, count: 1 },
      { productId: product.productId, count: 1 },
    ]);
    expect(rows).toHaveLength(2);
  });
});
