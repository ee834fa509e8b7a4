import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { identifyCaller } from '#modules/identity';
import type { Module } from '#platform/app';
import { systemClock, type Clock } from '#platform/clock';
import { parseConfig, type Config } from '#platform/config';
import { createApp, type RunningApp } from '#platform/create-app';
import { modules as shopModules, sandboxModules } from './app.ts';
import { printWelcome } from './welcome.ts';
import { loadDemo } from './demo/load-demo.ts';
import { createPorts, type LatePorts } from './create-ports.ts';
import { startMediaProcess, type MediaProcess } from './media/process.ts';
import { takeDataLock } from './platform/data-lock.ts';
import { ensureCertificate, lanAddresses } from './platform/https-certificate.ts';
import { apiPages } from './platform/http/api-pages.ts';
import { mediaProxyRoutes, proxyMediaUpgrade } from './platform/http/media-proxy.ts';
import { operationRoutes } from './platform/http/operations.ts';
import { pageRoutes } from './platform/http/pages.ts';
import { createHttp } from './platform/http/server.ts';
import { startPostgres } from './platform/postgres/start-postgres.ts';
import { startWorkers } from './platform/workers.ts';

export interface RunningServer {
  readonly url: string;
  readonly app: RunningApp;
  stop(): Promise<void>;
}

/** Something started, and how to stop it; stopped in reverse order. */
type Stops = (() => Promise<void> | void)[];

export class StartError extends Error {
  readonly code = 'cannot_start';
}

/** Starts everything RUN names. `print` shows the operator what to open; the last line is `ready <url>`. */
export async function startServer(argv: readonly string[], env: Record<string, string | undefined>, print: (line: string) => void, clock: Clock = systemClock): Promise<RunningServer> {
  const config = parseConfig({ ...env, ...runArgument(argv) });
  const isHttps = argv.includes('--https');
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const stops: Stops = [];
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    await refuseTakenPort(config);
    const lock = await takeDataLock(config.dataDir, 'tuanzi');
    stops.push(() => lock.release());
    const late: LatePorts = { url: undefined, internalUrl: undefined, mediaUrl: config.MEDIA_URL };
    const databaseUrl = config.DATABASE_URL ?? (await startDatabase(config, print, stops));
    const app = await createApp({ config, databaseUrl, clock, log, name: config.RUN.join('+'), ports: (base) => createPorts(base, late, print), publicUrl: () => config.PUBLIC_URL ?? late.url ?? `http://127.0.0.1:${config.PORT}` });
    stops.push(() => app.close());
    const modules = config.SANDBOX_PAY ? [...shopModules, ...sandboxModules] : shopModules;
    for (const module of modules) module.setup?.(app);
    if (config.DEMO) await loadDemo(app, print);
    const url = await startWeb(app, modules, { isHttps, late, stops });
    late.url = url;
    if (config.RUN.includes('media') && config.MEDIA_URL === undefined) await startMedia(app, late, stops);
    if (config.RUN.includes('jobs')) {
      const workers = await startWorkers(app, modules, app.wakes);
      stops.push(() => workers.stop());
    }
    await printWelcome(app, { url, isHttps, lan: lanAddresses() }, print);
    print(`ready ${url}`);
    return { url, app, stop };
  } catch (error) {
    await stop().catch((stopError: unknown) => log.error({ err: stopError }, 'could not stop cleanly'));
    throw error;
  }
}

function runArgument(argv: readonly string[]): { RUN?: string } {
  const run = argv.find((argument) => argument.startsWith('--run='));
  return run === undefined ? {} : { RUN: run.slice('--run='.length) };
}

async function startDatabase(config: Config, print: (line: string) => void, stops: Stops): Promise<string> {
  const postgres = await startPostgres({ dataDir: config.dataDir });
  let isStopping = false;
  stops.push(async () => {
    isStopping = true;
    await postgres.stop();
  });
  postgres.onExit((reason) => {
    if (isStopping) return;
    // Without its database nothing can be acknowledged; the next start recovers from the log on disk.
    print(`PostgreSQL stopped by itself: ${reason}`);
    process.exit(1);
  });
  return postgres.url;
}

async function startWeb(app: RunningApp, modules: readonly Module[], { isHttps, late, stops }: { isHttps: boolean; late: LatePorts; stops: Stops }): Promise<string> {
  const { config } = app;
  const https = isHttps ? await ensureCertificate(config.dataDir, new Date()) : undefined;
  const parts = config.RUN.includes('web') || config.RUN.includes('live') ? modules : [];
  const http = await createHttp(app, parts, identifyCaller(app), https);
  operationRoutes(app, http);
  if (config.RUN.includes('web')) {
    apiPages(http);
    mediaProxyRoutes(app, http, () => late.mediaUrl);
    await pageRoutes(app, http);
  }
  const server = http.server as Server;
  server.prependListener('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/media/') === true) proxyMediaUpgrade(app, late.mediaUrl, request, socket as Socket, head);
  });
  try {
    await http.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    throw portError(error, config.PORT, 'PORT');
  }
  stops.push(() => http.close());
  late.internalUrl = await listenInternally(http, stops);
  const { port } = server.address() as AddressInfo;
  return `${isHttps ? 'https' : 'http'}://localhost:${port}`;
}

/** The same routes on the loopback address without TLS, for this installation's own processes. */
async function listenInternally(http: FastifyInstance, stops: Stops): Promise<string> {
  const server = createHttpServer((request, response) => http.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  }));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startMedia(app: RunningApp, late: LatePorts, stops: Stops): Promise<void> {
  const { config } = app;
  const start = (): Promise<MediaProcess> => startMediaProcess({
    env: {
      MEDIA_HTTP_HOST: '127.0.0.1', MEDIA_HTTP_PORT: String(config.MEDIA_PORT), RTMP_HOST: config.HOST, RTMP_PORT: String(config.RTMP_PORT), RECORDINGS_DIR: `${config.dataDir}/recordings`,
      MEDIA_HOOK_URL: config.MEDIA_HOOK_URL ?? `${late.internalUrl}/internal/media-hooks`, MEDIA_SECRET: app.secret, MEDIA_PUBLIC_IPS: config.MEDIA_PUBLIC_IPS,
    },
  });
  let media = await start().catch((error: unknown) => {
    throw portError(error, config.RTMP_PORT, 'RTMP_PORT');
  });
  let isStopping = false;
  stops.push(async () => {
    isStopping = true;
    await media.stop();
  });
  const watch = () => media.onExit(async () => {
    late.mediaUrl = undefined;
    while (!isStopping) {
      app.log.error('the media process ended; starting it again');
      const next = await start().catch(() => undefined);
      if (next === undefined) { await new Promise((resolve) => setTimeout(resolve, 1000)); continue; }
      media = next;
      late.mediaUrl = next.httpUrl;
      return watch();
    }
  });
  late.mediaUrl = media.httpUrl;
  watch();
}

/** Asked before anything is started, so that a second copy leaves nothing behind. */
async function refuseTakenPort(config: Config): Promise<void> {
  if (config.PORT === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portError(error, config.PORT, 'PORT')));
    probe.listen({ port: config.PORT, host: config.HOST }, () => probe.close(() => resolve()));
  });
}

function portError(error: unknown, port: number, setting: string): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is taken by another program. Stop it, or choose another with ${setting}.`);
  if (code === 'EACCES') return new StartError(`Port ${port} needs more rights than this user has. Choose one above 1023 with ${setting}.`);
  return error;
}
