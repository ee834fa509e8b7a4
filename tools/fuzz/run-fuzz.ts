import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newFolder, processesOf, removeCopies, startCopy, type Copy } from '../../apps/server/src/testing-start.ts';
import { comeBack, createCallers, type FuzzCaller } from './callers.ts';
import { createFrameFuzz } from './fuzz-frames.ts';
import { fuzzBroadcast, type MediaTarget } from './fuzz-media.ts';
import { createKnownIds } from './known-ids.ts';
import { createRequestMaker } from './make-request.ts';
import { createRandom } from './random.ts';
import { send } from './send.ts';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** An outside database for the server; one of its own otherwise. */
  readonly databaseUrl?: string;
  say?(line: string): void;
}
export interface Memory {
  readonly webMb: number;
  readonly mediaMb: number;
}
export interface FuzzReport {
  readonly requests: number;
  readonly sockets: number;
  readonly broadcasts: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations of the API that answered with success at least once. */
  readonly succeeded: number;
  readonly memory: readonly Memory[];
  /** What must never happen, each once with the request that did it. */
  readonly findings: readonly string[];
}

const openApi = join(import.meta.dirname, '../../docs/openapi.json');
const workers = 8;

/** Starts a whole installation with the demo shop and sends it what nobody should send. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const dataDir = newFolder();
  const rtmpPort = await freePort();
  const copy = startCopy(dataDir, {
    DEMO: '1',
    LOG_LEVEL: 'error',
    TRUST_PROXY: '1',
    RATE_LIMIT_PER_MINUTE: '10000000',
    RTMP_PORT: String(rtmpPort),
    ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
  });
  try {
    const url = (await copy.ready()).replace('localhost', '127.0.0.1');
    return await fuzz({ copy, url, dataDir, rtmpPort }, options);
  } finally {
    await removeCopies();
  }
}

interface Target {
  readonly copy: Copy;
  readonly url: string;
  readonly dataDir: string;
  readonly rtmpPort: number;
}

async function fuzz(target: Target, { requests, seed, say }: FuzzOptions): Promise<FuzzReport> {
  const { copy, url } = target;
  const random = createRandom(seed);
  const ids = createKnownIds(random);
  const callers = await createCallers(copy, url, random);
  await lookAround(url, callers, ids.learn);
  const media = await aBroadcast(target, callers, ids);
  const maker = createRequestMaker(openApi, random, ids);
  const frames = createFrameFuzz(url, random, ids);
  const findings = new Map<string, string>();
  const statuses: Record<string, number> = {};
  const succeeded = new Set<string>();
  const memory = [memoryOf(target)];
  const counts = { requests: 0, sockets: 0, broadcasts: 0 };
  const find = (what: string, detail: string) => {
    if (!findings.has(what)) say?.(`FOUND ${what}: ${detail.slice(0, 1500)}`);
    findings.set(what, findings.get(what) ?? detail.slice(0, 1500));
  };

  const ask = async () => {
    const caller = random.pick(callers);
    const { route, ...sent } = maker.make(caller);
    const cookie = caller.cookie;
    const { status, isHung, text } = await send(url, sent);
    const detail = `${caller.name} ${sent.method} ${sent.path} ${String(sent.body ?? '').slice(0, 900)} ${JSON.stringify(sent.headers).slice(0, 300)} → ${text.slice(0, 300)}`;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === 0 && !isHung) say?.(`no answer, ${text.slice(0, 100)}: ${detail.slice(0, 400)}`);
    if (isHung) find(`hang: ${route}`, detail);
    // A load that the server refuses with words is an answer; a payment provider that is refused what it cannot take is one as well.
    else if (status >= 500 && !/"code":"(busy|provider_unavailable)"/.test(text) && !isMediaAway(route, status))
      find(`${status}: ${route}`, detail);
    if (status >= 200 && status < 300) succeeded.add(route);
    if (text.startsWith('{')) ids.learn(parsed(text));
    if (
      status === 401 &&
      cookie !== undefined &&
      caller.cookie === cookie &&
      text.includes('sign_in_required') &&
      sent.headers['cookie'] === cookie
    )
      await comeBack(copy, url, caller, random);
  };
  const step = async () => {
    const turn = counts.requests++;
    if (turn % 25 === 24) {
      counts.sockets += 1;
      const wrong = await frames.talk(random.pick(callers), 40);
      if (wrong !== undefined) find(`socket: ${wrong.slice(0, 60)}`, wrong);
    }
    if (turn % 50 === 49) await frames.babble();
    if (turn % 200 === 199) {
      counts.broadcasts += 1;
      await fuzzBroadcast(media, random);
    }
    if (turn === Math.floor(requests / 2)) memory.push(memoryOf(target));
    if (turn > 0 && turn % 5000 === 0) say?.(`${turn} requests; ${JSON.stringify(memoryOf(target))}; ${findings.size} findings`);
    await ask();
  };
  const mediaPid = processesOf(target.dataDir).find(({ kind }) => kind === 'media')?.pid;
  const work = async () => {
    while (counts.requests < requests && copy.child.exitCode === null) await step();
  };
  await Promise.all(Array.from({ length: workers }, work));
  await checkAlive(target, { find, mediaPid });
  memory.push(memoryOf(target));
  return { ...counts, statuses, succeeded: succeeded.size, memory, findings: [...findings].map(([what, detail]) => `${what}: ${detail}`) };
}

const isMediaAway = (route: string, status: number) => route.includes(' /media/') && (status === 502 || status === 503);
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Cut short, or not JSON after all: nothing to learn from.
    return null;
  }
};

/** Both processes are the ones that were started, answer, and have logged no failure of their own. */
async function checkAlive(
  { copy, url, dataDir }: Target,
  { find, mediaPid }: { find: (what: string, detail: string) => void; mediaPid: number | undefined },
): Promise<void> {
  if (copy.child.exitCode !== null) return find('the server ended', copy.said().slice(-3000));
  for (const path of ['/healthz', '/readyz', '/media/healthz', '/api/home']) {
    const { status } = await send(url, { method: 'GET', path, headers: {} });
    if (status !== 200) find(`${path} answers ${status}`, '');
  }
  const now = processesOf(dataDir).find(({ kind }) => kind === 'media')?.pid;
  if (now !== mediaPid) find('the media process ended and was started again', copy.said().slice(-3000));
  for (const line of copy.said().split('\n')) {
    const logged = line.startsWith('{')
      ? (parsed(line) as { level?: number; msg?: string; err?: { message?: string; stack?: string } } | null)
      : null;
    if ((logged?.level ?? 0) >= 50) find(`log: ${logged?.msg} ${logged?.err?.message?.slice(0, 80) ?? ''}`, logged?.err?.stack ?? line);
    if (/unhandled|uncaught|MaxListeners/i.test(line)) find('said', line);
  }
}

/** The first look of everybody, so that the first requests already name what is there. */
async function lookAround(url: string, callers: readonly FuzzCaller[], learn: (answer: unknown) => void): Promise<void> {
  const look = async (path: string, cookie: string | undefined) => {
    const { text } = await send(url, { method: 'GET', path, headers: cookie === undefined ? {} : { cookie } });
    const answer = parsed(text);
    learn(answer);
    return answer as { me?: { shops?: { shopId: string }[] } | null } | null;
  };
  for (const { cookie } of callers) {
    const me = await look('/api/me', cookie);
    for (const path of [
      '/api/home',
      '/api/products',
      '/api/communities',
      '/api/sessions',
      '/api/orders',
      '/api/me/addresses',
      '/api/me/sessions',
    ])
      await look(path, cookie);
    for (const { shopId } of me?.me?.shops ?? [])
      for (const part of ['products', 'orders', 'group-buys', 'sessions', 'communities', 'staff', 'ledger/accounts'])
        await look(`/api/console/shops/${shopId}/${part}`, cookie);
  }
}

/** A session of the demo shop with a key, to broadcast to. */
async function aBroadcast(
  { url, rtmpPort }: Target,
  callers: readonly FuzzCaller[],
  ids: ReturnType<typeof createKnownIds>,
): Promise<MediaTarget> {
  const owner = callers.find(({ name }) => name === 'owner');
  const headers = { 'content-type': 'application/json', ...(owner?.cookie !== undefined && { cookie: owner.cookie }) };
  for (let tries = 0; tries < 60; tries++) {
    const sessionId = ids.for('sessionId', createRandom(tries)) ?? '';
    const { text } = await send(url, { method: 'POST', path: `/api/studio/${sessionId}/stream-key`, headers, body: '{}' });
    const { streamKey } = (parsed(text) ?? {}) as { streamKey?: string };
    if (streamKey !== undefined) return { url, rtmpPort, sessionId, key: streamKey };
  }
  throw new Error('the demo shop has no session that can be broadcast to');
}

/** What the processes hold in memory, without what they share with files. */
function memoryOf({ copy, dataDir }: Target): Memory {
  const megabytes = (pid: number) => {
    const found = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(found?.[1] ?? 0) / 1024);
  };
  const media = processesOf(dataDir).find(({ kind }) => kind === 'media');
  return { webMb: copy.child.exitCode === null ? megabytes(copy.pid) : 0, mediaMb: media === undefined ? 0 : megabytes(media.pid) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
