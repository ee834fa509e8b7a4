import { mkdirSync } from 'node:fs';
import { readMediaConfig } from './config.ts';
import { startMedia } from './media.ts';
import { createMediaLog } from './log.ts';

/** Entry of the media process: one JSON line on stdout says it is ready or why it is not; logs go to stderr. */
async function run(): Promise<void> {
  const log = createMediaLog((line) => process.stderr.write(line));
  // When the parent is gone nobody reads the log; failing to write it must not be logged.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('uncaughtException', (error) => {
    // Streams of other hosts go on: one connection's surprise is logged, not fatal.
    log.error('uncaught exception', { error: error.stack ?? String(error) });
  });
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error: String(error) }));
  const config = readMediaConfig(process.env);
  mkdirSync(config.recordingsDir, { recursive: true });
  const media = await startMedia(config, log);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    void media.close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  // Ctrl-C reaches the whole process group; the parent decides the order of things.
  process.on('SIGINT', () => {
    if (!process.connected) stop();
  });
  process.on('disconnect', stop);
  say({ ready: true, httpUrl: media.httpUrl, rtmpPort: media.rtmpPort, pid: process.pid });
}

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

run().catch((error: unknown) => {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const isTaken = code === 'EADDRINUSE';
  say({
    ready: false,
    code: isTaken ? 'port_taken' : 'media_not_started',
    port: port ?? null,
    message: isTaken ? `port ${port} is taken` : message,
  });
  process.exit(1);
});
