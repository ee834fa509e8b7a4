import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '#platform/config';
import { startMediaProcess, type MediaProcess } from './media/process.ts';
import { takeDataLock } from './platform/data-lock.ts';

export interface MediaTask {
  readonly secret: string;
  readonly hookUrl: string;
  /** Where its HTTP side listens: the loopback address behind a web process, HOST when it runs alone. */
  readonly host: string;
  /** Its address after each start; undefined while it is away. */
  tell(url: string | undefined): void;
}

const againAfterMs = 1000;

/** Runs the media process and starts it again when it ends by itself. Only one may write a data folder's recordings. */
export async function startMedia(
  config: Config,
  log: Logger,
  { secret, hookUrl, host, tell }: MediaTask,
): Promise<{ stop(): Promise<void> }> {
  const lock = await takeDataLock(config.dataDir, 'media');
  const start = (): Promise<MediaProcess> =>
    startMediaProcess({
      env: {
        MEDIA_HTTP_HOST: host,
        MEDIA_HTTP_PORT: String(config.MEDIA_PORT),
        RTMP_HOST: config.HOST,
        RTMP_PORT: String(config.RTMP_PORT),
        RECORDINGS_DIR: join(config.dataDir, 'recordings'),
        MEDIA_HOOK_URL: hookUrl,
        MEDIA_SECRET: secret,
        MEDIA_PUBLIC_IPS: config.MEDIA_PUBLIC_IPS,
        MEDIA_UDP_PORTS: config.MEDIA_UDP_PORTS,
      },
    });
  let isStopping = false;
  let media: MediaProcess;
  try {
    media = await start();
  } catch (error) {
    lock.release();
    throw error;
  }
  const watch = () => {
    tell(media.httpUrl);
    media.onExit(() => {
      tell(undefined);
      void startAgain();
    });
  };
  const startAgain = async (): Promise<void> => {
    while (!isStopping) {
      log.error('the media process ended; starting it again');
      const next = await start().catch((error: unknown) => log.error({ err: error }, 'the media process does not start'));
      if (next === undefined) {
        await delay(againAfterMs);
        continue;
      }
      media = next;
      // Stopped while it was starting: it has nobody left to serve.
      return isStopping ? media.stop() : watch();
    }
  };
  watch();
  return {
    async stop() {
      isStopping = true;
      await media.stop();
      lock.release();
    },
  };
}
