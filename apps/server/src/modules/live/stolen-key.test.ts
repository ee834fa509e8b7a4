/** Stream keys in wrong hands, over every way in, with the real media server asking the real shop. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INGEST_CLOSE } from '@tuanzi/client/ingest-format';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMediaPort } from '#platform/ports/media';
import { silentMediaLog } from '../../media/log.ts';
import { startMedia, type Media } from '../../media/media.ts';
import { connectRtmp, sendLoop, until } from '../../media/testing.ts';
import { createTestApp } from '../../testing.ts';
import { aSession, liveModules as modules } from './testing.ts';

async function aStudio() {
  const secret = 'shared by the web and the media process';
  let media: Media | undefined;
  const t = await createTestApp(modules, { env: { SECRET: secret }, ports: { media: createMediaPort(() => media?.httpUrl, secret) } });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const webPort = (t.http.server.address() as { port: number }).port;
  const recordingsDir = await mkdtemp(join(tmpdir(), 'tuanzi-stolen-'));
  const started = await startMedia(
    {
      httpHost: '127.0.0.1',
      httpPort: 0,
      rtmpHost: '127.0.0.1',
      rtmpPort: 0,
      recordingsDir,
      hookUrl: `http://127.0.0.1:${webPort}/internal/media-hooks`,
      secret: t.app.secret,
      publicIps: ['127.0.0.1'],
      udpPortRange: null,
      reconnectGraceMs: 30_000,
      recordingFreeMinBytes: 0,
      viewersPerStreamMax: 100,
    },
    silentMediaLog,
  );
  media = started;
  onTestFinished(async () => {
    await started.close();
    await rm(recordingsDir, { recursive: true, force: true });
  });
  const session = await aSession(t);
  const makeKey = async (of = session) =>
    (await t.call('POST /api/studio/{sessionId}/stream-key', { params: of }, { cookie: of.host.cookie })).body.streamKey;
  return { t, media: started, session, makeKey };
}
const offer = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=rtpmap:96 H264/90000\r\n';

test('a key that was replaced, belongs to another session, is only its hash, or comes after the end opens none of the three ways in', async () => {
  const { t, media, session, makeKey } = await aStudio();
  const stolen = await makeKey();
  const current = await makeKey();
  const ofAnother = await makeKey(await aSession(t, { shop: session.shop }));
  const { rows } = await t.app.database.pool.query<{ keyHash: string }>(
    'select key_hash as "keyHash" from live.stream_keys where session_id = $1',
    [session.sessionId],
  );
  const hash = rows[0]?.keyHash ?? '';
  expect(hash).not.toBe('');
  const isRefused = async (key: string) => {
    const encoder = await connectRtmp(media.rtmpPort);
    await expect(encoder.publish(`${session.sessionId}?key=${key}`), key).rejects.toThrow();
    const socket = new WebSocket(`${media.httpUrl.replace('http', 'ws')}/media/ingest/${session.sessionId}?key=${encodeURIComponent(key)}`);
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(INGEST_CLOSE.refused);
    const headers = { 'content-type': 'application/sdp', ...(key !== '' && { authorization: `Bearer ${key}` }) };
    const response = await fetch(`${media.httpUrl}/media/whip/${session.sessionId}`, { method: 'POST', body: offer, headers });
    expect([key, response.status]).toEqual([key, key === '' ? 401 : 403]);
  };
  for (const key of [stolen, ofAnother, hash, '', 'guess', `${current}x`, current.slice(0, -1), current.toLowerCase()])
    await isRefused(key);
  const host = await connectRtmp(media.rtmpPort);
  await host.publish(`${session.sessionId}?key=${current}`);
  sendLoop(host, 2000);
  await expect
    .poll(async () => (await t.call('GET /api/sessions/{sessionId}', { params: session })).body.state, { timeout: 20_000 })
    .toBe('live');
  const end = await t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie });
  expect(end.status).toBe(200);
  await t.drain();
  await host.closed;
  await isRefused(current);
}, 60_000);

test('a thief who is on air with the key is cut off by the host’s own stream under a new one, and does not come back', async () => {
  const { media, session, makeKey } = await aStudio();
  const stolen = await makeKey();
  const thief = await connectRtmp(media.rtmpPort);
  await thief.publish(`${session.sessionId}?key=${stolen}`);
  sendLoop(thief, 2000);
  await until(() => media.hub.find(session.sessionId)?.stream.isLive === true, 'the thief to be on air');
  const host = await connectRtmp(media.rtmpPort);
  await host.publish(`${session.sessionId}?key=${await makeKey()}`);
  await thief.closed;
  const again = await connectRtmp(media.rtmpPort);
  await expect(again.publish(`${session.sessionId}?key=${stolen}`)).rejects.toThrow();
  expect(host.isClosed()).toBe(false);
}, 60_000);
