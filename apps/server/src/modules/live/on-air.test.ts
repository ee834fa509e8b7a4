import { expect, test } from 'vitest';
import { createMediaPort } from '#platform/ports/media';
import { newId } from '#platform/ids';
import { verifyPlay } from '../../media/play-signature.ts';
import { createTestApp, type TestApp } from '../../testing.ts';
import type { MediaPort } from '../../platform/ports/media.ts';
import { aLiveSession, aSession, hook, liveModules as modules, type TestSession } from './testing.ts';

/** A media server that remembers whom it was told to cut off. */
function watchedMedia(): { media: MediaPort; kicked: string[] } {
  const kicked: string[] = [];
  return {
    kicked,
    media: {
      kick: (sessionId) => {
        kicked.push(sessionId);
        return Promise.resolve(true);
      },
      deleteRecording: () => Promise.resolve(true),
      streams: () => Promise.resolve([]),
    },
  };
}
const stateOf = async (t: TestApp, { sessionId }: Pick<TestSession, 'sessionId'>) =>
  (await t.call('GET /api/sessions/{sessionId}', { params: { sessionId } })).body.state;
const statuses = async (t: TestApp, sceneId: string) =>
  (
    await t.app.database.pool.query<{ status: string }>(
      `select body->>'status' as status from scenes.entries where scene_id = $1 and type = 'status' order by seq`,
      [sceneId],
    )
  ).rows.map(({ status }) => status);
const ask = (t: TestApp, streamName: string, key: string) =>
  hook(t, 'authorize-publish', { streamName, key, protocol: 'rtmp', remoteIp: '203.0.113.7' });

test('only the key made last opens the session’s stream; it is shown once and kept only as a hash', async () => {
  const t = await createTestApp(modules);
  const session = await aSession(t);
  const params = { sessionId: session.sessionId };
  expect((await ask(t, session.sessionId, 'guess')).body).toEqual({ allow: false, reason: 'wrong stream or key' });
  const first = (await t.call('POST /api/studio/{sessionId}/stream-key', { params }, { cookie: session.host.cookie })).body;
  expect(first).toMatchObject({
    rtmpUrl: 'rtmp://localhost/live',
    rtmpStreamName: `${session.sessionId}?key=${first.streamKey}`,
    whipUrl: `http://localhost:80/media/whip/${session.sessionId}`,
    ingestUrl: `ws://localhost:80/media/ingest/${session.sessionId}?key=${first.streamKey}`,
  });
  expect(Buffer.from(first.streamKey, 'base64url')).toHaveLength(24);
  expect((await ask(t, session.sessionId, first.streamKey)).body).toEqual({ allow: true, sessionId: session.sessionId });
  const second = (await t.call('POST /api/studio/{sessionId}/stream-key', { params }, { cookie: session.host.cookie })).body;
  expect((await ask(t, session.sessionId, first.streamKey)).body.allow).toBe(false);
  expect((await ask(t, session.sessionId, second.streamKey)).body.allow).toBe(true);
  expect((await ask(t, (await aSession(t)).sessionId, second.streamKey)).body.allow).toBe(false);
  expect((await ask(t, newId('ses'), second.streamKey)).body).toEqual({ allow: false, reason: 'wrong stream or key' });
  const { rows } = await t.app.database.pool.query('select row_to_json(k)::text as text from live.stream_keys k');
  expect(rows.every(({ text }) => !text.includes(first.streamKey) && !text.includes(second.streamKey))).toBe(true);
});

test('the media server’s word moves a session: scheduled, live, interrupted, live, ended; told again it changes nothing', async () => {
  const { media, kicked } = watchedMedia();
  const t = await createTestApp(modules, { ports: { media } });
  const session = await aSession(t);
  const { sessionId } = session;
  const at = () => t.clock.now().toISOString();
  const { streamKey } = (await t.call('POST /api/studio/{sessionId}/stream-key', { params: session }, { cookie: session.host.cookie }))
    .body;
  await hook(t, 'interrupted', { sessionId, at: at() });
  expect(await stateOf(t, session)).toBe('scheduled');
  for (let again = 0; again < 2; again++)
    await hook(t, 'started', { sessionId, at: at(), protocol: 'whip', codec: 'h264', width: 1280, height: 720, hasAudio: true });
  expect(await stateOf(t, session)).toBe('live');
  await hook(t, 'stats', { sessionId, bitrateKbps: 1499.6, fps: 29.9, gopMs: 1000, viewers: 12, codec: 'avc1.42e01f', droppedFrames: 3 });
  await hook(t, 'warning', { sessionId, at: at(), protocol: 'whip', reason: 'long_gop', detail: 'a key frame each 4 s' });
  expect((await t.call('GET /api/studio/{sessionId}', { params: session }, { cookie: session.host.cookie })).body).toMatchObject({
    session: { isLandscape: true, state: 'live' },
    rtmpUrl: 'rtmp://localhost/live',
    canWhip: true,
    health: {
      isPublishing: true,
      protocol: 'whip',
      bitrateKbps: 1500,
      fps: 29.9,
      gopMs: 1000,
      width: 1280,
      height: 720,
      codec: 'avc1.42e01f',
      viewers: 12,
      warnings: ['long_gop: a key frame each 4 s'],
    },
  });
  for (let again = 0; again < 2; again++) await hook(t, 'interrupted', { sessionId, at: at(), reason: 'connection closed' });
  expect(await stateOf(t, session)).toBe('interrupted');
  expect((await t.call('GET /api/studio/{sessionId}', { params: session }, { cookie: session.host.cookie })).body.health).toMatchObject({
    isPublishing: false,
    bitrateKbps: null,
  });
  // Longer than the media server waits: it ends its stream, the session goes on and the host may come back.
  t.clock.advance(40_000);
  await hook(t, 'ended', { sessionId, at: at(), reason: 'publisher gone' });
  expect(await stateOf(t, session)).toBe('interrupted');
  expect((await ask(t, sessionId, streamKey)).body.allow).toBe(true);
  await hook(t, 'started', { sessionId, at: at(), protocol: 'whip' });
  expect(await stateOf(t, session)).toBe('live');
  const ended = await t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie });
  expect(ended.body).toMatchObject({ state: 'ended', endedAt: expect.any(String), pinnedProductId: null });
  expect((await ask(t, sessionId, streamKey)).body).toEqual({ allow: false, reason: 'this session is over' });
  await t.drain();
  expect(kicked).toEqual([sessionId]);
  // A camera whose start is told only now is cut off again, and the session stays over.
  await hook(t, 'resumed', { sessionId, at: at() });
  await hook(t, 'interrupted', { sessionId, at: at() });
  await t.drain();
  expect(kicked).toEqual([sessionId, sessionId]);
  expect(await stateOf(t, session)).toBe('ended');
  expect(await statuses(t, session.sceneId)).toEqual(['live', 'interrupted', 'live', 'ended']);
  const { rows } = await t.app.database.pool.query<{ type: string }>(
    `select type from platform.events where type like 'session.%' order by id`,
  );
  expect(rows.map(({ type }) => type)).toEqual(['session.started', 'session.interrupted', 'session.resumed', 'session.ended']);
});

test('a session without a picture for fifteen minutes ends by itself, and not one whose host came back', async () => {
  const t = await createTestApp(modules);
  const left = await aLiveSession(t);
  const back = await aLiveSession(t);
  for (const { sessionId } of [left, back]) await hook(t, 'interrupted', { sessionId, at: t.clock.now().toISOString() });
  t.clock.advance(14 * 60_000);
  await t.drain();
  expect(await stateOf(t, left)).toBe('interrupted');
  await hook(t, 'resumed', { sessionId: back.sessionId, at: t.clock.now().toISOString() });
  t.clock.advance(60_000);
  await hook(t, 'stats', {
    sessionId: back.sessionId,
    bitrateKbps: 800,
    fps: 15,
    gopMs: 1000,
    viewers: 1,
    codec: 'h264',
    droppedFrames: 0,
  });
  await t.drain();
  expect([await stateOf(t, left), await stateOf(t, back)]).toEqual(['ended', 'live']);
});

test('ending races the camera’s return: the session is over and nothing brings it back', async () => {
  const t = await createTestApp(modules);
  for (let round = 0; round < 5; round++) {
    const session = await aLiveSession(t);
    await hook(t, 'interrupted', { sessionId: session.sessionId });
    const [ended] = await Promise.all([
      t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie }),
      ...Array.from({ length: 6 }, (_, i) => hook(t, i % 2 === 0 ? 'started' : 'interrupted', { sessionId: session.sessionId })),
    ]);
    expect(ended.status).toBe(200);
    expect(await stateOf(t, session)).toBe('ended');
    expect((await statuses(t, session.sceneId)).at(-1)).toBe('ended');
  }
});

test('the hooks are for the media server alone, and refuse what they do not understand', async () => {
  const t = await createTestApp(modules);
  const session = await aSession(t);
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: t.app.secret }]) {
    expect(
      (
        await t.call(
          'POST /internal/media-hooks/{kind}',
          { params: { kind: 'started' }, body: { sessionId: session.sessionId } },
          { headers },
        )
      ).status,
    ).toBe(404);
  }
  expect((await hook(t, 'explode', {})).status).toBe(404);
  expect((await hook(t, 'started', {})).problem.code).toBe('invalid_input');
  expect((await hook(t, 'authorize-publish', { streamName: session.sessionId })).problem.code).toBe('invalid_input');
  expect(
    (
      await hook(t, 'recorded', {
        sessionId: session.sessionId,
        recordingId: '../../etc',
        file: 'x',
        bytes: 1,
        durationMs: 1,
        startedAt: t.clock.now().toISOString(),
      })
    ).problem.code,
  ).toBe('invalid_input');
  // A stream we do not know is not ours to keep.
  for (const kind of ['started', 'interrupted', 'ended', 'warning'])
    expect((await hook(t, kind, { sessionId: newId('ses') })).status).toBe(200);
  expect(await stateOf(t, session)).toBe('scheduled');
});

test('play addresses are signed for one session and only while it is on air', async () => {
  const t = await createTestApp(modules);
  const planned = await aSession(t);
  expect((await t.call('GET /api/sessions/{sessionId}/play', { params: planned })).problem.code).toBe('session_not_live');
  const session = await aLiveSession(t);
  const { sources } = (await t.call('GET /api/sessions/{sessionId}/play', { params: session })).body;
  expect(sources.map(({ kind }) => kind)).toEqual(['ws-flv', 'http-flv', 'll-hls']);
  for (const { url } of sources) {
    const { pathname, searchParams } = new URL(url, 'http://shop.test');
    expect(pathname).toMatch(new RegExp(`^/media/live/${session.sessionId}(\\.flv|/index\\.m3u8)$`));
    expect(verifyPlay(t.app.secret, session.sessionId, searchParams, t.clock.now().getTime())).toBe(true);
    expect(verifyPlay(t.app.secret, planned.sessionId, searchParams, t.clock.now().getTime())).toBe(false);
    expect(verifyPlay(t.app.secret, session.sessionId, searchParams, t.clock.now().getTime() + 7 * 3_600_000)).toBe(false);
  }
});

test('a replay has its recordings and a chapter for each product that was explained', async () => {
  const t = await createTestApp(modules);
  const session = await aLiveSession(t);
  const { sessionId, products } = session;
  const startedAt = t.clock.now().toISOString();
  const pin = (productId: string | null) =>
    t.call('POST /api/studio/{sessionId}/pin', { params: session, body: { productId } }, { cookie: session.host.cookie });
  expect((await t.call('GET /api/sessions/{sessionId}/replay', { params: session })).problem.code).toBe('no_replay');
  t.clock.advance(10_000);
  await pin(products[0]!.productId);
  t.clock.advance(20_000);
  await pin(products[1]!.productId);
  t.clock.advance(10_000);
  await t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie });
  expect((await t.call('GET /api/sessions/{sessionId}/replay', { params: session })).problem.code).toBe('no_replay');
  const recordingId = `rec_${'0'.repeat(9)}abcdef0123456789`;
  for (const durationMs of [30_000, 40_000])
    await hook(t, 'recorded', { sessionId, recordingId, file: `${recordingId}.mp4`, bytes: 4_000_000, durationMs, startedAt });
  const replay = (await t.call('GET /api/sessions/{sessionId}/replay', { params: session })).body;
  expect(replay.recordings).toMatchObject([
    { id: recordingId, startedAt, durationMs: 40_000, sources: [{ kind: 'recording-hls' }, { kind: 'clip-mp4' }] },
  ]);
  const query = new URL(replay.recordings[0]!.sources[0]!.url, 'http://shop.test').searchParams;
  expect(verifyPlay(t.app.secret, recordingId, query, t.clock.now().getTime())).toBe(true);
  expect(replay.chapters.map(({ productId }) => productId)).toEqual(products.map(({ productId }) => productId));
  const [first, second] = replay.chapters;
  expect(first!.fromMs).toBeGreaterThanOrEqual(8_000);
  expect(first!.fromMs).toBeLessThan(10_000);
  expect(second!.toMs).toBeGreaterThan(39_000);
  expect((await t.call('GET /api/sessions', { query: { state: 'ended' } })).body.items).toMatchObject([{ id: sessionId, hasReplay: true }]);
});

test('the port tells the media server by HTTP, with the shared secret, and fails when it does not answer', async () => {
  const t = await createTestApp(modules);
  const asked: unknown[] = [];
  t.http.server.removeAllListeners('request');
  t.http.server.on('request', (request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      asked.push([request.method, request.url, request.headers.authorization, text === '' ? null : JSON.parse(text)]);
      response.writeHead(request.url === '/media/control/delete-recording' ? 409 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(request.url === '/media/control/streams' ? { streams: [] } : { kicked: true }));
    });
  });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(t.http.server.address() as { port: number }).port}`;
  const media = createMediaPort(() => url, 's3cret');
  expect(await media.kick('ses_1', 'over')).toBe(true);
  expect(await media.streams()).toEqual([]);
  await expect(media.deleteRecording('rec_1')).rejects.toThrow('409');
  await expect(createMediaPort(() => undefined, 's').kick('ses_1', 'over')).rejects.toThrow('not started');
  expect(asked).toEqual([
    ['POST', '/media/control/kick', 'Bearer s3cret', { sessionId: 'ses_1', reason: 'over' }],
    ['GET', '/media/control/streams', 'Bearer s3cret', null],
    ['POST', '/media/control/delete-recording', 'Bearer s3cret', { recordingId: 'rec_1' }],
  ]);
});
