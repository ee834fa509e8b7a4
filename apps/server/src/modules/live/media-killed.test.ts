import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMediaPort } from '#platform/ports/media';
import { startMediaProcess, type MediaProcess } from '../../media/process.ts';
import { readIndex } from '../../media/recording-index.ts';
import { connectRtmp, sendLoop } from '../../media/testing.ts';
import { createTestApp, type TestApp } from '../../testing.ts';
import { abandonedAfterMs, silentAfterMs } from './rules.ts';
import { aSession, liveModules as modules, type TestSession } from './testing.ts';

/** The way from the media process to the web process, as a wire that can be cut. */
async function aWire(toPort: number): Promise<{ port: number; cut(): void; mend(): void }> {
  let isCut = false;
  const ends = new Set<Socket>();
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const far = createConnection(toPort, '127.0.0.1');
    for (const [end, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      ends.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          ends.delete(end);
          other.destroy();
        });
      end.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const end of ends) end.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}

interface OnAir {
  readonly t: TestApp;
  readonly session: TestSession;
  readonly wire: Awaited<ReturnType<typeof aWire>>;
  readonly media: () => MediaProcess;
  start(): Promise<void>;
  /** An encoder with the session's key, which it keeps. */
  publish(): Promise<void>;
  reaches(state: string): Promise<void>;
  /** That many recordings have whole seconds on the disk. */
  records(count: number): Promise<void>;
}

/** A session on air with a real media process in another process. */
async function onAir(): Promise<OnAir> {
  let media: MediaProcess | undefined;
  const secret = 'shared by the web and the media process';
  const t = await createTestApp(modules, { env: { SECRET: secret }, ports: { media: createMediaPort(() => media?.httpUrl, secret) } });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const wire = await aWire((t.http.server.address() as AddressInfo).port);
  const recordings = await mkdtemp(join(tmpdir(), 'tuanzi-killed-'));
  onTestFinished(async () => {
    await media?.stop();
    await rm(recordings, { recursive: true, force: true });
  });
  const session = await aSession(t);
  const made = await t.call('POST /api/studio/{sessionId}/stream-key', { params: session }, { cookie: session.host.cookie });
  const scene: OnAir = {
    t,
    session,
    wire,
    media: () => media!,
    async start() {
      media = await startMediaProcess({
        env: {
          MEDIA_HTTP_PORT: '0',
          RTMP_HOST: '127.0.0.1',
          RTMP_PORT: '0',
          RECORDINGS_DIR: recordings,
          MEDIA_HOOK_URL: `http://127.0.0.1:${wire.port}/internal/media-hooks`,
          MEDIA_SECRET: t.app.secret,
        },
      });
    },
    async publish() {
      const encoder = await connectRtmp(scene.media().rtmpPort);
      await encoder.publish(made.body.rtmpStreamName);
      sendLoop(encoder, 3_000);
    },
    async reaches(state) {
      const found = async () => (await t.call('GET /api/sessions/{sessionId}', { params: session })).body.state;
      await expect.poll(found, { timeout: 30_000 }).toBe(state);
    },
    async records(count) {
      const found = async () => {
        const names = (await readdir(recordings)).filter((name) => name.endsWith('.idx'));
        const indexes = await Promise.all(names.map((name) => readIndex(join(recordings, name))));
        return indexes.filter((index) => (index?.segments.length ?? 0) > 1).length;
      };
      await expect.poll(found, { timeout: 30_000 }).toBe(count);
    },
  };
  await scene.start();
  await scene.publish();
  await scene.reaches('live');
  return scene;
}

async function kill(media: MediaProcess): Promise<void> {
  const exited = new Promise<void>((resolve) => media.onExit(() => resolve()));
  process.kill(media.pid, 'SIGKILL');
  await exited;
}

test('a media process killed on air interrupts the session; it goes on with a new one, ends like a host who does not return, and every recording up to the kill is there', async () => {
  const { t, session, media, start, publish, reaches, records } = await onAir();
  await records(1);
  await kill(media());
  await t.drain();
  await reaches('live');
  t.clock.advance(silentAfterMs + 1_000);
  await t.drain();
  await reaches('interrupted');
  expect((await t.call('GET /api/studio/{sessionId}', { params: session }, { cookie: session.host.cookie })).body.health).toMatchObject({
    isPublishing: false,
    viewers: 0,
  });

  await start();
  await publish();
  await reaches('live');
  await records(2);
  await kill(media());
  t.clock.advance(silentAfterMs + 1_000);
  await t.drain();
  await reaches('interrupted');
  t.clock.advance(abandonedAfterMs);
  await t.drain();
  await reaches('ended');

  await start();
  const replay = () => t.call('GET /api/sessions/{sessionId}/replay', { params: session });
  await expect.poll(async () => (await replay()).body.recordings?.length, { timeout: 30_000 }).toBe(2);
  for (const { durationMs, sources } of (await replay()).body.recordings) {
    expect(durationMs).toBeGreaterThan(1_000);
    for (const { url } of sources) {
      const played = await fetch(`${media().httpUrl}${url}`);
      expect([played.status, (await played.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    }
  }
}, 120_000);

test('a stream that is only unheard is interrupted and then goes on without a gap, as its recording has none', async () => {
  const { t, session, wire, reaches } = await onAir();
  wire.cut();
  t.clock.advance(silentAfterMs + 1_000);
  await t.drain();
  await reaches('interrupted');
  wire.mend();
  await reaches('live');
  const { rows } = await t.app.database.pool.query('select from live.gaps where session_id = $1', [session.sessionId]);
  expect(rows).toEqual([]);
}, 120_000);
