import type { AddressInfo, Socket } from 'node:net';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { identifyCaller } from '#modules/identity';
import type { Module } from '#platform/app';
import { must } from '#platform/assert';
import { systemClock, type Clock } from '#platform/clock';
import { isMediaAlone, parseConfig, type Config } from '#platform/config';
import { createApp, type RunningApp } from '#platform/create-app';
import { modules as shopModules, sandboxModules } from './app.ts';
import { printWelcome } from './welcome.ts';
import { loadDemo } from './demo/load-demo.ts';
import { createPorts, type LatePorts } from './create-ports.ts';
import { findFreePort, portError, refuseTakenPorts, StartError } from './start-error.ts';
import { listenInternally } from './listen-internally.ts';
import { startMedia } from './start-media.ts';
import { takeDataLock } from './platform/data-lock.ts';
import { ensureCertificate } from './platform/https-certificate.ts';
import { ensureCredentials } from './sandbox-gateways/credentials.ts';
import { createSandboxGateways, gatewayOptions } from './sandbox-gateways/module.ts';
import { finishRequests } from './platform/finish-requests.ts';
import { apiPages } from './platform/http/api-pages.ts';
import { mediaProxyRoutes, proxyMediaUpgrade } from './platform/http/media-proxy.ts';
import { operationRoutes } from './platform/http/operations.ts';
import { pageRoutes } from './platform/http/pages.ts';
import { createHttp } from './platform/http/server.ts';
import { createLog } from './platform/log.ts';
import { startPostgres } from './platform/postgres/start-postgres.ts';
import { startWorkers } from './platform/workers.ts';

export interface RunningServer {
  readonly url: string;
  /** There is none where only the media server runs. */
  readonly app: RunningApp;
  stop(): Promise<void>;
}

/** Something started, and how to stop it; stopped in reverse order. */
type Stops = (() => Promise<void> | void)[];
interface Start {
  readonly config: Config;
  readonly isHttps: boolean;
  readonly log: Logger;
  readonly clock: Clock;
  readonly stops: Stops;
  print(line: string): void;
}

/** Starts everything RUN names. `print` shows the operator what to open; the last line is `ready <url>`. */
export async function startServer(
  argv: readonly string[],
  env: Record<string, string | undefined>,
  print: (line: string) => void,
  clock: Clock = systemClock,
): Promise<RunningServer> {
  const given = parseConfig({ ...env, ...runArgument(argv) });
  // The studio and the welcome name this port, so a free one is chosen before anything starts.
  const config = given.RTMP_PORT === 0 ? { ...given, RTMP_PORT: await findFreePort(given.HOST) } : given;
  const log = createLog(config.LOG_LEVEL);
  const stops: Stops = [];
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const start: Start = { config, isHttps: argv.includes('--https'), log, clock, stops, print };
    const { url, app } = isMediaAlone(config) ? { url: await startMediaAlone(start), app: undefined } : await startParts(start);
    print(`ready ${url}`);
    return {
      url,
      get app() {
        return must(app, 'a media server alone has no app');
      },
      stop,
    };
  } catch (error) {
    await stop().catch((stopError: unknown) => log.error({ err: stopError }, 'could not stop cleanly'));
    throw error;
  }
}

async function startParts({ config, isHttps, log, clock, stops, print }: Start): Promise<{ url: string; app: RunningApp }> {
  const hasMedia = config.RUN.includes('media') && config.MEDIA_URL === undefined;
  if (config.DATABASE_URL === undefined) await lockFolder(config, stops);
  await refuseTakenPorts([{ port: config.PORT, host: config.HOST, setting: 'PORT' }, ...(hasMedia ? mediaPorts(config, '127.0.0.1') : [])]);
  const databaseUrl = config.DATABASE_URL ?? (await startDatabase(config, print, stops));
  if (config.DATABASE_URL !== undefined) await refuseSilentDatabase(databaseUrl);
  const late: LatePorts = { url: undefined, internalUrl: undefined, mediaUrl: config.MEDIA_URL };
  const gateways = config.SANDBOX_GATEWAYS ? await ensureCredentials(config.dataDir, clock.now()) : undefined;
  const app = await createApp({
    config,
    databaseUrl,
    clock,
    log,
    name: config.RUN.join('+'),
    ports: (base) => createPorts(base, { late, gateways, print }),
    publicUrl: () => config.PUBLIC_URL ?? late.url ?? `http://127.0.0.1:${config.PORT}`,
  });
  stops.push(() => app.close());
  const modules = [
    ...shopModules,
    ...(config.SANDBOX_PAY ? sandboxModules : []),
    ...(gateways === undefined ? [] : [createSandboxGateways(gatewayOptions(app, late, gateways))]),
  ];
  for (const module of modules) module.setup?.(app);
  if (config.DEMO) await loadDemo(app, print);
  const url = await startWeb(app, modules, { isHttps, late, stops });
  late.url = url;
  if (hasMedia) {
    const media = await startMedia(config, log, {
      secret: app.secret,
      hookUrl: config.MEDIA_HOOK_URL ?? `${late.internalUrl}/internal/media-hooks`,
      host: '127.0.0.1',
      tell: (mediaUrl) => {
        late.mediaUrl = mediaUrl;
      },
    });
    stops.push(() => media.stop());
  }
  if (config.RUN.includes('jobs')) {
    const workers = await startWorkers(app, modules);
    stops.push(() => workers.stop());
  }
  await printWelcome(app, { url, isHttps, hasMedia }, print);
  return { url, app };
}

/** A media process on a machine of its own: no database and no web server, only MEDIA_HOOK_URL to ask. */
async function startMediaAlone({ config, log, stops }: Start): Promise<string> {
  await refuseTakenPorts(mediaPorts(config, config.HOST));
  let url = '';
  const media = await startMedia(config, log, {
    secret: config.SECRET ?? '',
    hookUrl: config.MEDIA_HOOK_URL ?? '',
    host: config.HOST,
    tell: (mediaUrl) => {
      url = mediaUrl ?? url;
    },
  });
  stops.push(() => media.stop());
  return `http://localhost:${new URL(url).port}`;
}

function mediaPorts(config: Config, host: string) {
  return [
    { port: config.RTMP_PORT, host: config.HOST, setting: 'RTMP_PORT' },
    { port: config.MEDIA_PORT, host, setting: 'MEDIA_PORT' },
  ];
}

function runArgument(argv: readonly string[]): { RUN?: string } {
  const run = argv.find((argument) => argument.startsWith('--run='));
  return run === undefined ? {} : { RUN: run.slice('--run='.length) };
}

/** Whose database is in the folder has the folder to itself; parts that share an outside database may share it. */
async function lockFolder(config: Config, stops: Stops): Promise<void> {
  const lock = await takeDataLock(config.dataDir, 'tuanzi');
  stops.push(() => lock.release());
}

async function refuseSilentDatabase(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    // An address with two families fails with one error for each, and no message of its own.
    const [reason] = error instanceof AggregateError ? error.errors : [error];
    throw new StartError(`The database of DATABASE_URL cannot be used: ${reason instanceof Error ? reason.message : String(reason)}.`);
  } finally {
    await client.end().catch(() => {});
  }
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

async function startWeb(
  app: RunningApp,
  modules: readonly Module[],
  { isHttps, late, stops }: { isHttps: boolean; late: LatePorts; stops: Stops },
): Promise<string> {
  const { config } = app;
  const https = isHttps ? await ensureCertificate(config.dataDir, new Date()) : undefined;
  const parts = config.RUN.includes('web') || config.RUN.includes('live') ? modules : [];
  const http = await createHttp(app, parts, identifyCaller(app), https);
  operationRoutes(app, http, modules);
  if (config.RUN.includes('web')) {
    apiPages(http);
    mediaProxyRoutes(app, http, () => late.mediaUrl);
    await pageRoutes(app, http);
  }
  finishRequests(http);
  const { server } = http;
  server.prependListener('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/media/') === true) proxyMediaUpgrade(app, late.mediaUrl, request, socket as Socket, head);
  });
  try {
    await http.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    throw portError(error, { port: config.PORT, host: config.HOST, setting: 'PORT' });
  }
  stops.push(() => http.close());
  // Other parts may share the folder; the port in it is that of the one people and providers speak to.
  const internal = await listenInternally(http, config.RUN.includes('web') ? config.dataDir : undefined);
  stops.push(() => internal.close());
  late.internalUrl = internal.url;
  const { port } = server.address() as AddressInfo;
  return `${isHttps ? 'https' : 'http'}://localhost:${port}`;
}
