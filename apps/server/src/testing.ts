import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '@tuanzi/contract';
import type { Input, Reply } from '@tuanzi/contract/api';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { identifyCaller } from '#modules/identity';
import type { App, Module } from '#platform/app';
import { createTestClock, type TestClock } from '#platform/clock';
import { parseConfig } from '#platform/config';
import { createApp, type RunningApp } from '#platform/create-app';
import { systemActor, type Ctx } from '#platform/ctx';
import { createTestDatabase } from './platform/postgres/testing.ts';
import { createHttp } from './platform/http/server.ts';
import { createDiskStorage } from './platform/ports/disk-storage.ts';
import { noMedia } from './platform/ports/media.ts';
import type { Ports } from './platform/ports/ports.ts';
import { drainWork } from './platform/workers.ts';

export interface TestApp {
  readonly app: RunningApp;
  readonly http: FastifyInstance;
  readonly clock: TestClock;
  /** One-time codes "sent", by phone number. */
  readonly sentCodes: Map<string, string>;
  /** Runs events, sweeps and due jobs until nothing is left. */
  drain(): Promise<void>;
  transact<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
  read(): Ctx;
  /** A real HTTP request, typed by the contract. */
  call<R extends keyof Contract>(route: R, input: Input<Contract[R]>, as?: CallAs): Promise<CallResult<R>>;
}
/** What signs a request; from identity/testing.ts. */
export interface CallAs {
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  readonly idempotencyKey?: string;
}
export interface CallResult<R extends keyof Contract> {
  readonly status: number;
  readonly body: Reply<Contract[R]>;
  readonly problem: { code: string; title: string } & Record<string, unknown>;
  readonly response: LightMyRequestResponse;
}

/** A whole server on a fresh database, with its own clock; closed when the test ends. */
export async function createTestApp(
  modules: readonly Module[],
  options: { env?: Record<string, string>; ports?: Partial<Ports> | ((app: Omit<App, 'ports'>) => Partial<Ports>) } = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'tuanzi-test-'));
  const clock = createTestClock();
  const sentCodes = new Map<string, string>();
  const config = parseConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DEMO: '0',
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
    PUBLIC_URL: 'http://shop.test',
    RATE_LIMIT_PER_MINUTE: '100000',
    ...options.env,
  });
  const app = await createApp({
    config,
    databaseUrl: database.url,
    clock,
    log: pino({ level: config.LOG_LEVEL }),
    name: 'test',
    publicUrl: () => config.PUBLIC_URL ?? '',
    ports: (opened) => ({
      payments: {},
      sms: {
        sendCode: (phone, code) => {
          sentCodes.set(phone, code);
          return Promise.resolve();
        },
      },
      storage: createDiskStorage(join(dataDir, 'files')),
      media: noMedia,
      ...(typeof options.ports === 'function' ? options.ports(opened) : options.ports),
    }),
  });
  for (const module of modules) module.setup?.(app);
  const http = await createHttp(app, modules, identifyCaller(app));
  await http.ready();
  onTestFinished(async () => {
    await http.close();
    await app.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    app,
    http,
    clock,
    sentCodes,
    drain: () => drainWork(app, modules),
    transact: (work) => app.transact(systemActor, work),
    read: () => app.read(systemActor),
    call: (route, input, as) => inject(http, route, input, as),
  };
}

async function inject<R extends keyof Contract>(
  http: FastifyInstance,
  route: R,
  input: Input<Contract[R]>,
  as: CallAs = {},
): Promise<CallResult<R>> {
  const { params = {}, query = {}, body } = input as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
  const [method, template] = route.split(' ') as ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string];
  const url = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const headers = {
    ...(as.cookie !== undefined && { cookie: as.cookie }),
    ...(as.idempotencyKey !== undefined && { 'idempotency-key': as.idempotencyKey }),
    ...as.headers,
  };
  const response = await http.inject({
    method,
    url,
    query: Object.fromEntries(
      Object.entries(query)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [k, String(v)]),
    ),
    headers,
    ...(body !== undefined && { payload: body as object }),
  });
  const parsed = response.body === '' ? undefined : response.headers['content-type']?.includes('json') ? response.json() : undefined;
  return { status: response.statusCode, body: parsed as Reply<Contract[R]>, problem: parsed, response };
}
