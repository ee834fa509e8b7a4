import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { Contract } from '@tuanzi/contract';
import type { Input, Reply } from '@tuanzi/contract/api';
import { pino } from 'pino';
import { modules as productModules } from '../../apps/server/src/app.ts';
import { identifyCaller } from '../../apps/server/src/modules/identity/index.ts';
import type { Module } from '../../apps/server/src/platform/app.ts';
import { parseConfig } from '../../apps/server/src/platform/config.ts';
import { createApp, type RunningApp } from '../../apps/server/src/platform/create-app.ts';
import { createHttp } from '../../apps/server/src/platform/http/server.ts';
import { createDiskStorage } from '../../apps/server/src/platform/ports/disk-storage.ts';
import { noMedia } from '../../apps/server/src/platform/ports/media.ts';
import type { SimulatedClock } from './clock.ts';
import { createFaults, type Faults } from './faults.ts';
import type { SimulatedProvider } from './provider.ts';

export interface Answer<R extends keyof Contract> {
  readonly status: number;
  /** Empty when it went well. */
  readonly code: string;
  readonly body: Reply<Contract[R]>;
  readonly text: string;
}
export interface Sender {
  readonly cookie?: string;
  readonly key?: string;
  readonly authorization?: string;
}

/** The whole product on one database, entered by its routes; it listens on nothing. */
export interface Server {
  readonly app: RunningApp;
  readonly modules: readonly Module[];
  readonly faults: Faults;
  /** What it logged as errors. */
  readonly errors: string[];
  call<R extends keyof Contract>(route: R, input: Input<Contract[R]>, as?: Sender): Promise<Answer<R>>;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly databaseUrl: string;
  readonly clock: SimulatedClock;
  readonly providers: readonly SimulatedProvider[];
}

export async function openServer({ databaseUrl, clock, providers }: ServerOptions): Promise<Server> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tuanzi-simulate-'));
  const errors: string[] = [];
  const config = parseConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    DEMO: '0',
    LOG_LEVEL: 'error',
    PUBLIC_URL: 'http://shop.test',
    RATE_LIMIT_PER_MINUTE: '1000000',
    EVENTS_KEPT_DAYS: '10',
  });
  const log = pino(
    { level: 'error' },
    new Writable({ write: (line: Buffer, _encoding, done) => (errors.push(line.toString('utf8')), done()) }),
  );
  const faults = createFaults();
  const running = await createApp({
    config,
    databaseUrl,
    clock,
    log,
    name: 'simulate',
    publicUrl: () => 'http://shop.test',
    ports: () => ({
      payments: Object.fromEntries(providers.map(({ port }) => [port.name, port])),
      sms: { sendCode: () => Promise.resolve() },
      storage: createDiskStorage(path.join(dataDir, 'files')),
      media: noMedia,
    }),
  });
  const app = faults.app(running);
  const modules = faults.modules(productModules);
  for (const module of modules) module.setup?.(app);
  const http = await createHttp(app, modules, identifyCaller(app));
  await http.ready();
  return {
    app,
    modules,
    faults,
    errors,
    call: (route, input, as) => inject(http, route, input, as),
    async close() {
      await http.close();
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function inject<R extends keyof Contract>(
  http: Awaited<ReturnType<typeof createHttp>>,
  route: R,
  input: Input<Contract[R]>,
  as: Sender = {},
): Promise<Answer<R>> {
  // The contract knows which parts a route has; here they are only put in their places.
  const { params = {}, query = {}, body } = input as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
  const [method, template] = route.split(' ') as ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string];
  const response = await http.inject({
    method,
    url: template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name]))),
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
    headers: {
      ...(as.cookie !== undefined && { cookie: as.cookie }),
      ...(as.key !== undefined && { 'idempotency-key': as.key }),
      ...(as.authorization !== undefined && { authorization: as.authorization }),
    },
    ...(body !== undefined && { payload: body as object }),
  });
  const isJson = response.headers['content-type']?.includes('json') === true && response.body !== '';
  const parsed: unknown = isJson ? response.json() : undefined;
  const code = response.statusCode < 400 ? '' : ((parsed as { code?: string } | undefined)?.code ?? `${response.statusCode}`);
  return { status: response.statusCode, code, body: parsed as Reply<Contract[R]>, text: response.body };
}
