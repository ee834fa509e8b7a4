import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMediaPort } from '#platform/ports/media';
import { silentMediaLog } from '../../media/log.ts';
import { startMedia, type Media } from '../../media/media.ts';
import { connectRtmp, sendLoop, until } from '../../media/testing.ts';
import { createTestApp } from '../../testing.ts';
import { aSession, liveModules as modules } from './testing.ts';

test('a real encoder at a real media server: a wrong key is refused, the right one is on air, the end cuts it off, the recording becomes the replay', async () => {
  const secret = 'shared by the web and the media process';
  let media: Media | undefined;
  const t = await createTestApp(modules, { env: { SECRET: secret }, ports: { media: createMediaPort(() => media?.httpUrl, secret) } });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const webPort = (t.http.server.address() as { port: number }).port;
  const recordingsDir = await mkdtemp(join(tmpdir(), 'tuanzi-live-'));
  media = await startMedia(
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
      reconnectGraceMs: 300,
      recordingFreeMinBytes: 0,
      viewersPerStreamMax: 100,
    },
    silentMediaLog,
  );
  onTestFinished(async () => {
    await media?.close();
    await rm(recordingsDir, { recursive: true, force: true });
  });
  const session = await aSession(t);
  const state = async () => (await t.call('GET /api/sessions/{sessionId}', { params: session })).body.state;
  const reaches = async (wanted: string) => {
    let now = '';
    await until(() => {
      void state().then((found) => {
        now = found;
      });
      return now === wanted;
    }, `the session to be ${wanted}`);
  };
  const { rtmpStreamName } = (await t.call('POST /api/studio/{sessionId}/stream-key', { params: session }, { cookie: session.host.cookie }))
    .body;

  const stranger = await connectRtmp(media.rtmpPort);
  await expect(stranger.publish(`${session.sessionId}?key=guess`)).rejects.toThrow();
  expect(await state()).toBe('scheduled');

  const first = await connectRtmp(media.rtmpPort);
  await first.publish(rtmpStreamName);
  sendLoop(first, 3_000);
  await reaches('live');
  const { sources } = (await t.call('GET /api/sessions/{sessionId}/play', { params: session })).body;
  const playlist = sources.find(({ kind }) => kind === 'll-hls');
  expect((await fetch(`${media.httpUrl}${playlist!.url}`)).status).toBe(200);
  expect((await fetch(`${media.httpUrl}${playlist!.url.replace(/sig=./, 'sig=_')}`)).status).toBe(403);

  first.drop();
  await reaches('interrupted');
  const second = await connectRtmp(media.rtmpPort);
  await second.publish(rtmpStreamName);
  sendLoop(second, 2_000, 5_000);
  await reaches('live');

  await t.call('POST /api/studio/{sessionId}/end', { params: session }, { cookie: session.host.cookie });
  await t.drain();
  await second.closed;
  const late = await connectRtmp(media.rtmpPort);
  await expect(late.publish(rtmpStreamName)).rejects.toThrow();
  let replay = await t.call('GET /api/sessions/{sessionId}/replay', { params: session });
  await until(() => {
    void t.call('GET /api/sessions/{sessionId}/replay', { params: session }).then((found) => {
      replay = found;
    });
    return replay.status === 200;
  }, 'the recording');
  const recording = replay.body.recordings[0]!.sources.find(({ kind }) => kind === 'recording-hls');
  expect((await fetch(`${media.httpUrl}${recording!.url}`)).status).toBe(200);
  expect(await state()).toBe('ended');
});
