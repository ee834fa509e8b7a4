import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import type { ClientFrame, ServerFrame } from '@tuanzi/contract/frames';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import { identifyCaller } from '#modules/identity';
import type { Module } from '#platform/app';
import { createApp, type RunningApp } from '#platform/create-app';
import { newId } from '#platform/ids';
import { createHttp } from '../../platform/http/server.ts';
import type { TestApp } from '../../testing.ts';
import { sceneKinds, type SceneKind, type SceneRole } from './extension-points.ts';
import { createScene } from './scene.ts';

/** Roles people have in the scenes of a test, by scene and account; everybody else is a visitor. */
const roles = new Map<string, SceneRole>();
const closed = new Set<string>();

const testKind = (isSampled: boolean): SceneKind => ({
  isSampled,
  standingsOf: async (_ctx, asked) =>
    asked.map(({ scene, caller }) => ({
      role: roles.get(`${scene.id} ${caller.accountId}`) ?? 'visitor',
      refusal: closed.has(scene.id) ? 'comments_closed' : null,
    })),
});

/** Scenes of a test are sessions (sampled) or communities (never), without the modules that own those. */
export function provideTestScenes(): void {
  if (sceneKinds.get('session') === undefined) sceneKinds.provide('session', testKind(true));
  if (sceneKinds.get('community') === undefined) sceneKinds.provide('community', testKind(false));
}

export async function aScene(
  t: TestApp,
  input: { shopId: string; kind?: 'session' | 'community'; roles?: Record<string, SceneRole> },
): Promise<string> {
  provideTestScenes();
  const id = newId('scn');
  const { shopId, kind = 'session' } = input;
  for (const [accountId, role] of Object.entries(input.roles ?? {})) roles.set(`${id} ${accountId}`, role);
  await t.transact((ctx) =>
    createScene(ctx, {
      id,
      kind,
      shopId,
      title: { zh: '果园的早上', en: 'A morning in the orchard' },
      refId: newId('ses'),
      status: 'live',
    }),
  );
  return id;
}

export function closeComments(sceneId: string): void {
  closed.add(sceneId);
}

/** Opens the port of a test's server; the address of its sockets. */
export async function listen(http: FastifyInstance): Promise<{ url: string; socketUrl: string }> {
  await http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` };
}

/** Another server on the same database, with its own pools, gateway and limits, as in another process. */
export async function anotherServer(
  t: TestApp,
  modules: readonly Module[],
  env: Partial<RunningApp['config']> = {},
): Promise<{ app: RunningApp; http: FastifyInstance; url: string; socketUrl: string }> {
  const { config } = t.app;
  const app = await createApp({
    config: { ...config, ...env },
    databaseUrl: config.DATABASE_URL ?? '',
    clock: t.clock,
    log: pino({ level: 'silent' }),
    name: 'another',
    publicUrl: t.app.publicUrl,
    ports: () => t.app.ports,
  });
  for (const module of modules) module.setup?.(app);
  const http = await createHttp(app, modules, identifyCaller(app));
  await http.ready();
  onTestFinished(async () => {
    await http.close();
    await app.close();
  });
  return { app, http, ...(await listen(http)) };
}

/** One phone with one socket. */
export interface Viewer {
  readonly ws: WebSocket;
  readonly frames: ServerFrame[];
  readonly closed: Promise<number>;
  send(frame: ClientFrame): void;
  sendText(text: string): void;
  /** Resolves with the first frame, past or to come, that fits. */
  until<F extends ServerFrame>(fits: (frame: ServerFrame) => frame is F): Promise<F>;
  until(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  /** Waits until the entries it has been sent fit. */
  untilEntries(fits: (entries: SceneEntry[]) => boolean): Promise<SceneEntry[]>;
  /** Every entry it was sent, in order of arrival. */
  entries(): SceneEntry[];
  kill(): void;
}

export async function aViewer(
  socketUrl: string,
  options: { cookie?: string; headers?: Record<string, string>; isPaused?: boolean } = {},
): Promise<Viewer> {
  const ws = new WebSocket(socketUrl, {
    perMessageDeflate: false,
    headers: { ...(options.cookie !== undefined && { cookie: options.cookie }), ...options.headers },
  });
  const frames: ServerFrame[] = [];
  const watchers = new Set<() => void>();
  ws.on('message', (data) => {
    frames.push(JSON.parse((data as Buffer).toString('utf8')) as ServerFrame);
    for (const watcher of watchers) watcher();
  });
  ws.on('error', () => {});
  const closed = new Promise<number>((resolve) => ws.on('close', (code) => resolve(code)));
  onTestFinished(() => ws.terminate());
  await new Promise<void>((resolve, reject) => {
    ws.on('open', () => resolve());
    ws.on('unexpected-response', (_request, response) => reject(new Error(`refused with ${response.statusCode}`)));
    ws.on('close', () => reject(new Error('closed')));
  });
  const when = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });
  const entries = () => frames.flatMap((frame) => (frame.t === 'tick' || frame.t === 'resumed' ? frame.entries : []));
  return {
    ws,
    frames,
    closed,
    entries,
    send: (frame) => ws.send(JSON.stringify(frame)),
    sendText: (text) => ws.send(text),
    until: (fits: (frame: ServerFrame) => boolean) => when(() => frames.find(fits)) as never,
    untilEntries: (fits) =>
      when(() => {
        const all = entries();
        return fits(all) ? all : undefined;
      }),
    kill: () => ws.terminate(),
  };
}

/** A viewer who has entered a scene. */
export async function anEnteredViewer(socketUrl: string, scene: string, options: { cookie?: string; from?: number } = {}): Promise<Viewer> {
  const viewer = await aViewer(socketUrl, options);
  viewer.send({ t: 'enter', n: 1, scene, ...(options.from !== undefined && { from: options.from }) });
  await viewer.until((frame) => frame.t === 'snapshot' || frame.t === 'resumed' || frame.t === 'problem');
  return viewer;
}
