import type { MediaConfig } from './config.ts';
import { createMediaHooks } from './hooks.ts';
import { startMediaHttp } from './http.ts';
import { createLiveHub } from './hub.ts';
import type { LiveHub } from './hub.ts';
import type { MediaLog } from './log.ts';
import { startRtmpServer } from './rtmp/server.ts';

export type Media = { httpUrl: string; rtmpPort: number; hub: LiveHub; close(): Promise<void> };

const FLUSH_MS = 3_000;

/** Starts the media server in this process: the media process does, and tests that want to look inside. */
export async function startMedia(config: MediaConfig, log: MediaLog): Promise<Media> {
  const hooks = createMediaHooks({ url: config.hookUrl, secret: config.secret, log });
  const hub = createLiveHub({ hooks, log, reconnectGraceMs: config.reconnectGraceMs });
  const rtmp = await startRtmpServer({ host: config.rtmpHost, port: config.rtmpPort, log, openPublish: hub.openPublish });
  const http = await startMediaHttp({
    host: config.httpHost, port: config.httpPort, secret: config.secret, hub, log, viewersPerStreamMax: config.viewersPerStreamMax,
  });
  return {
    httpUrl: http.url,
    rtmpPort: rtmp.port,
    hub,
    async close() {
      hub.close('server stopped');
      await Promise.all([rtmp.close(), http.close()]);
      await hooks.flush(FLUSH_MS);
    },
  };
}
