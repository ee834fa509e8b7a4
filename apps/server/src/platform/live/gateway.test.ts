import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import WebSocket from 'ws';
import { createGateway, type Gateway } from './gateway.ts';
import type { ClientMessage, LiveCaller, LiveProtocol, LogEntry } from './protocol.ts';

interface Received {
  readonly t: string;
  readonly entries?: { seq: number; kind: string }[];
  readonly skipped?: number;
}

const nobody: LiveCaller = { accountId: null, ip: '127.0.0.1' };

/** A gateway over a log in memory, with a clock turned by hand. */
async function aGateway(options: { isSampled?: boolean; perAccount?: number; identify?: () => Promise<LiveCaller> } = {}) {
  const entries: LogEntry[] = [];
  const acted: unknown[] = [];
  let offsetMs = 0;
  const protocol: LiveProtocol<LiveCaller> = {
    parse: (text) => (text.startsWith('{') ? (JSON.parse(text) as ClientMessage) : undefined),
    admit: async () => ({
      isSampled: options.isSampled ?? true,
      snapshot: async (n) => ({ start: `{"t":"snapshot","n":${n}`, rest: Buffer.from('}'), head: entries.length }),
    }),
    act: async (_who, _topic, message) => {
      acted.push(message);
      return {};
    },
    write: {
      tick: (_topic, { entries: some, head, skipped }) =>
        `{"t":"tick","head":${head},"skipped":${skipped ?? 0},"entries":[${some.join(',')}]}`,
      resumed: (_topic, n, { entries: some, head }) => `{"t":"resumed","n":${n},"head":${head},"entries":[${some.join(',')}]}`,
      done: (n) => JSON.stringify({ t: 'ok', n }),
      problem: () => '{"t":"problem"}',
      go: () => '{"t":"go"}',
      pong: () => '{"t":"pong"}',
    },
  };
  const gateway: Gateway = createGateway({
    protocol,
    log: pino({ level: 'silent' }),
    now: () => Date.now() + offsetMs,
    isOriginAllowed: () => true,
    identify: options.identify ?? (async () => nobody),
    topicLog: {
      headsOf: async (topics) => new Map(topics.map((topic) => [topic, entries.length])),
      readAfter: async (_topic, after, limit) => entries.slice(after, after + limit),
    },
  });
  const server = createServer();
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.on('upgrade', (request, socket, head) => gateway.accept(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await gateway.close();
    server.close();
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    gateway,
    url,
    acted,
    advance: (byMs: number) => {
      offsetMs += byMs;
    },
    grow(kind: 'state' | 'chat', count = 1) {
      for (let i = 0; i < count; i++)
        entries.push({
          seq: entries.length + 1,
          kind,
          json: JSON.stringify({ seq: entries.length + 1, kind }),
          authorId: null,
          isKept: false,
        });
      gateway.grown('room', entries.length);
      return entries.length;
    },
  };
}

async function aPhone(url: string) {
  const ws = new WebSocket(url, { perMessageDeflate: false });
  onTestFinished(() => ws.terminate());
  const frames: Received[] = [];
  const watchers = new Set<() => void>();
  ws.on('message', (data) => {
    frames.push(JSON.parse((data as Buffer).toString('utf8')) as Received);
    for (const watcher of watchers) watcher();
  });
  const closed = new Promise<number>((resolve) => ws.on('close', resolve));
  await new Promise((resolve) => ws.once('open', resolve));
  const seqs = () => frames.flatMap((frame) => frame.entries ?? []).map((entry) => entry.seq);
  const has = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (fits()) {
          watchers.delete(look);
          resolve();
        }
      };
      watchers.add(look);
      look();
    });
  ws.send(JSON.stringify({ kind: 'enter', n: 1, topic: 'room' }));
  await has(() => frames.some((frame) => frame.t === 'snapshot'));
  return { ws, frames, closed, seqs, has, ack: (seq: number) => ws.send(JSON.stringify({ kind: 'ack', topic: 'room', seq })) };
}

describe('acknowledgements', () => {
  test('who has acknowledged nothing for twenty seconds gets state only, and everything again once caught up', async () => {
    const { url, advance, grow } = await aGateway();
    const [silent, good] = [await aPhone(url), await aPhone(url)];
    const acknowledge = async (phone: Awaited<ReturnType<typeof aPhone>>, seq: number) => {
      phone.ack(seq);
      phone.ws.send('{"kind":"ping"}');
      const pongs = phone.frames.filter((frame) => frame.t === 'pong').length;
      await phone.has(() => phone.frames.filter((frame) => frame.t === 'pong').length > pongs);
    };
    const first = grow('state');
    await Promise.all([silent, good].map((phone) => phone.has(() => phone.seqs().includes(first))));
    await acknowledge(good, first);
    advance(21_000);
    // Slowness is looked at once a second; a chat entry that only the other gets shows that it was.
    for (;;) {
      const seq = grow('chat');
      await good.has(() => good.seqs().includes(seq));
      await acknowledge(good, seq);
      const state = grow('state');
      await silent.has(() => silent.seqs().includes(state));
      if (!silent.seqs().includes(seq)) break;
    }
    const last = grow('state');
    await silent.has(() => silent.seqs().includes(last));
    await acknowledge(silent, last);
    for (;;) {
      const seq = grow('chat');
      await good.has(() => good.seqs().includes(seq));
      const state = grow('state');
      await silent.has(() => silent.seqs().includes(state));
      if (silent.seqs().includes(seq)) break;
      await acknowledge(silent, state);
    }
    const everything = good.seqs();
    expect(everything).toEqual(everything.map((_, i) => i + 1));
    expect(silent.seqs().length).toBeLessThan(everything.length);
  });

  test('after a minute without any, the reader is let go with 4408; who acknowledges stays', async () => {
    const { gateway, url, advance, grow } = await aGateway();
    const [silent, good] = [await aPhone(url), await aPhone(url)];
    const seq = grow('state');
    await Promise.all([silent, good].map((phone) => phone.has(() => phone.seqs().includes(seq))));
    good.ack(seq);
    for (const round of [1, 2, 3]) {
      advance(21_000);
      // A word from each now and then shows that both are alive.
      for (const phone of [silent, good]) {
        phone.ws.send('{"kind":"ping"}');
        await phone.has(() => phone.frames.filter((frame) => frame.t === 'pong').length >= round);
      }
    }
    expect(await silent.closed).toBe(4408);
    expect(gateway.connections()).toBe(1);
    expect(good.ws.readyState).toBe(WebSocket.OPEN);
  });

  test('where nothing may be left out, a reader that is behind is let go instead, and resumes where it was', async () => {
    const { url, advance, grow } = await aGateway({ isSampled: false });
    const silent = await aPhone(url);
    const seq = grow('chat', 3);
    await silent.has(() => silent.seqs().includes(seq));
    advance(21_000);
    expect(await silent.closed).toBe(4408);
    const back = new WebSocket(url);
    onTestFinished(() => back.terminate());
    await new Promise((resolve) => back.once('open', resolve));
    back.send(JSON.stringify({ kind: 'enter', n: 2, topic: 'room', from: 1 }));
    const answer = await new Promise<Received>((resolve) =>
      back.once('message', (data) => resolve(JSON.parse((data as Buffer).toString('utf8')) as Received)),
    );
    expect(answer).toMatchObject({ t: 'resumed', entries: [{ seq: 2 }, { seq: 3 }] });
  });
});

test('a connection that is gone without a word is found by pinging, and ended', async () => {
  const { gateway, url, advance } = await aGateway();
  const phone = await aPhone(url);
  // A phone in a tunnel: its side of the socket answers nothing any more, not even a ping.
  phone.ws.pause();
  await expect
    .poll(
      () => {
        advance(26_000);
        return gateway.connections();
      },
      { interval: 300, timeout: 20_000 },
    )
    .toBe(0);
});

test('a live reader survives the same silence, because its socket answers the ping', async () => {
  const { gateway, url, advance } = await aGateway();
  const phone = await aPhone(url);
  const pinged = new Promise((resolve) => phone.ws.once('ping', resolve));
  advance(26_000);
  await pinged;
  phone.ws.send('{"kind":"ping"}');
  await phone.has(() => phone.frames.some((frame) => frame.t === 'pong'));
  expect(gateway.connections()).toBe(1);
});

test('a wake for more than there is does no harm, and what was not told is found by looking', async () => {
  const { gateway, url, grow } = await aGateway();
  const phone = await aPhone(url);
  gateway.grown('room', 1_000_000);
  const seq = grow('state');
  await phone.has(() => phone.seqs().includes(seq));
  gateway.grown('nobody-is-there', 5);
  expect(phone.seqs()).toEqual([1]);
});

describe('who speaks', () => {
  test('what comes together after a pause waits for one answer on who it is, and keeps its order', async () => {
    let answer: ((who: LiveCaller) => void) | undefined;
    let asked = 0;
    const { url, advance, acted } = await aGateway({
      identify: () => (asked++ === 0 ? Promise.resolve(nobody) : new Promise((resolve) => (answer = resolve))),
    });
    const phone = await aPhone(url);
    advance(11_000);
    for (const n of [2, 3, 4]) phone.ws.send(JSON.stringify({ kind: 'act', n, topic: 'room', message: n }));
    await vi.waitFor(() => expect(answer).toBeDefined());
    // The socket is answered behind them, so all three are in.
    phone.ws.ping();
    await new Promise((resolve) => phone.ws.once('pong', resolve));
    expect([asked, acted]).toEqual([2, []]);
    answer?.(nobody);
    await phone.has(() => phone.frames.filter((frame) => frame.t === 'ok').length === 3);
    expect(acted).toEqual([2, 3, 4]);
  });

  test('after one answer that failed the next word asks again', async () => {
    let asked = 0;
    const { url, advance, acted } = await aGateway({
      identify: () => (asked++ === 1 ? Promise.reject(new Error('away')) : Promise.resolve(nobody)),
    });
    const phone = await aPhone(url);
    advance(11_000);
    phone.ws.send(JSON.stringify({ kind: 'act', n: 2, topic: 'room', message: 2 }));
    await phone.has(() => phone.frames.some((frame) => frame.t === 'problem'));
    phone.ws.send(JSON.stringify({ kind: 'act', n: 3, topic: 'room', message: 3 }));
    await phone.has(() => phone.frames.some((frame) => frame.t === 'ok'));
    expect([asked, acted.length]).toEqual([3, 1]);
  });
});
