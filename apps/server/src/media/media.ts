import type { MediaConfig } from './config.ts';
import { createMediaHooks } from './hooks.ts';
import { startMediaHttp } from './http.ts';
import { createLiveHub, tellRecorded } from './hub.ts';
import type { LiveHub } from './hub.ts';
import type { MediaLog } from './log.ts';
import { recoverRecordings } from './recovery.ts';
import { startRtmpServer } from './rtmp/server.ts';
import { createWhipServer } from './whip.ts';

export type Media = { httpUrl: string; rtmpPort: number; hub: LiveHub; close(): Promise<void> };

const FLUSH_MS = 3_000;

/** Starts the media server in this process: the media process does, and tests that want to look inside. */
export async function startMedia(config: MediaConfig, log: MediaLog): Promise<Media> {
  const { secret, recordingsDir } = config;
  const hooks = createMediaHooks({ url: config.hookUrl, secret, log });
  const hub = createLiveHub({
    hooks,
    log,
    recordingsDir,
    recordingFreeMinBytes: config.recordingFreeMinBytes,
    reconnectGraceMs: config.reconnectGraceMs,
  });
  const whip = createWhipServer({ hub, log, publicIps: config.publicIps, udpPortRange: config.udpPortRange });
  // Before anything is recorded anew, what a crash left open is closed; only unfinished files can be of that kind.
  const recovered = await recoverRecordings(recordingsDir, log);
  const rtmp = await startRtmpServer({ host: config.rtmpHost, port: config.rtmpPort, log, openPublish: hub.openPublish });
  const http = await startMediaHttp({
    host: config.httpHost,
    port: config.httpPort,
    secret,
    hub,
    whip,
    log,
    recordingsDir,
    viewersPerStreamMax: config.viewersPerStreamMax,
  });
  for (const event of recovered) tellRecorded(recordingsDir, event, { hooks, log });
  return {
    httpUrl: http.url,
    rtmpPort: rtmp.port,
    hub,
    async close() {
      await whip.close();
      await hub.close('server stopped');
      await Promise.all([rtmp.close(), http.close()]);
      await hooks.flush(FLUSH_MS);
    },
  };
}
