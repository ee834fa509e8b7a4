import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { identifyHeaders, onSessionsChanged } from '#modules/identity';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import type { Caller } from '#platform/http/access';
import { createGateway, type Gateway } from '#platform/live/gateway';
import { createNews } from '#platform/live/news';
import { createMemoryWakes, type Wakes } from '#platform/live/wakes';
import { createPostgresWakes } from '#platform/live/wakes-postgres';
import { createRedisWakes } from '#platform/live/wakes-redis';
import { createReader } from '#platform/reader';
import { createCounting } from './counting.ts';
import { sceneLog, sceneProtocol } from './live-protocol.ts';
import { createDoor, type Door } from './door.ts';
import { createComments, type Comments } from './post-comment.ts';
import { createEncoded, readShared, type ReadAlike } from './snapshot.ts';

/** What one server does for scenes beside answering requests. */
export interface SceneServer {
  readonly comments: Comments;
  readonly door: Door;
  readonly readAlike: ReadAlike;
  /** Opens the gateway; the socket is taken over at /ws. */
  open(server: Server): Promise<void>;
  /** Writes down hearts, taps and who is here, and tells the sockets the newest numbers; once a second by itself. */
  beat(): Promise<void>;
  readonly gateway: () => Gateway;
  /** Open sockets; none where this process has no gateway. */
  readonly sockets: () => number;
  /** Asks everybody to come back elsewhere or later, and closes. */
  leave(): Promise<void>;
}

const beatMs = 1000;
/** Where the phones of a server that stops go within, so that the others are not stormed. */
const comeBackAfterMs = 500;
const comeBackSpanMs = 4000;

const servers = new Map<App, SceneServer>();

export function sceneServer(app: App): SceneServer {
  return must(servers.get(app), 'the scenes module was set up');
}

/** After somebody joined, left or was removed, so that this process asks again whether they may speak. */
export function forgetSpeaker(accountId: string): void {
  for (const { comments } of servers.values()) comments.forget(accountId);
}

export function setUpSceneServer(app: App): SceneServer {
  const reads = createReads(app);
  const comments = createComments(app, reads.door);
  const counting = createCounting(app);
  const news = newsOf(app);
  let gateway: Gateway | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopDoubting = () => {};
  let isLeft = false;

  async function beat(): Promise<void> {
    await counting.writeCounts();
    if (gateway === undefined) return;
    const people = gateway.people();
    await counting.writePeople(people);
    await counting.tellCounters(gateway, [...people.keys()]);
  }

  const beatLater = () => {
    timer = setTimeout(() => {
      beat()
        .catch((error: unknown) => app.log.warn({ err: error }, 'could not count who is here'))
        .finally(() => {
          if (!isLeft) beatLater();
        });
    }, beatMs);
  };

  const server: SceneServer = {
    comments,
    ...reads,
    async open(http) {
      const opened = createGateway<Caller>({
        protocol: sceneProtocol(app, { ...counting, ...reads, comments }),
        topicLog: sceneLog(app),
        log: app.log,
        identify: (request) => identifySocket(app, request),
        isOriginAllowed: (request) => isOwnOrigin(app, request),
      });
      gateway = opened;
      app.topicListeners.add(opened.grown);
      stopDoubting = onSessionsChanged(opened.doubt);
      await news.listen(opened.grown);
      http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (pathOf(request) === '/ws') opened.accept(request, socket, head);
      });
      beatLater();
    },
    beat,
    gateway: () => must(gateway, 'the gateway is open'),
    sockets: () => gateway?.connections() ?? 0,
    async leave() {
      if (isLeft) return;
      isLeft = true;
      clearTimeout(timer);
      if (gateway === undefined) return;
      app.topicListeners.delete(gateway.grown);
      stopDoubting();
      await gateway.drain(comeBackAfterMs, comeBackSpanMs);
      await counting.writeCounts();
      await counting.writePeople(new Map());
      await gateway.close();
    },
  };
  servers.set(app, server);
  app.onClose(async () => {
    await comments.drain();
    await server.leave();
    await news.close();
    servers.delete(app);
  });
  return server;
}

/** Thousands come in when a host says so: whoever asks in the same moment is answered together. */
function createReads(app: App) {
  const readAlike = createReader(app, readShared);
  return { door: createDoor(app), readAlike, readEncoded: createEncoded(readAlike) };
}

function newsOf(app: App) {
  const news = createNews(
    () => wakesOf(app),
    (error) => app.log.debug({ err: error }, 'other servers were not told'),
  );
  app.topicListeners.add(news.grown);
  return news;
}

async function wakesOf(app: App): Promise<Wakes> {
  const { REDIS_URL, DATABASE_URL } = app.config;
  if (REDIS_URL !== undefined)
    return createRedisWakes(REDIS_URL, (error) => app.log.warn({ err: error }, 'Redis is not reachable; new entries are found by looking'));
  // With the embedded database this server is alone.
  return DATABASE_URL === undefined ? createMemoryWakes() : createPostgresWakes(app.database.pool);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] ?? '';
}

/** The cookie says who; browsers cannot set headers on a socket, so the page's language may come in the address. */
async function identifySocket(app: App, request: IncomingMessage): Promise<Caller> {
  const locale = URL.parse(request.url ?? '', 'http://socket')?.searchParams.get('locale');
  const caller = await identifyHeaders(app, request.headers, ipOf(app, request));
  return locale === 'en' || locale === 'zh' ? { ...caller, locale } : caller;
}

function ipOf(app: App, request: IncomingMessage): string {
  const forwarded = request.headers['x-forwarded-for'];
  const proxies = app.config.TRUST_PROXY;
  // What stands before the proxies' own entries is whatever the client wrote.
  const named = proxies > 0 && typeof forwarded === 'string' ? forwarded.split(',').slice(-proxies)[0]?.trim() : undefined;
  return named || (request.socket.remoteAddress ?? '');
}

/** A page of another site must not speak with our cookie. Programs that are not browsers send no origin. */
function isOwnOrigin(app: App, request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  const from = URL.parse(origin)?.host;
  return from !== undefined && (from === host || from === URL.parse(app.publicUrl())?.host);
}
