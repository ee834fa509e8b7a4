import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { problem } from '../problem.ts';
import { createConnection, type Connection } from './connection.ts';
import { createDoors, type DoorLimits } from './doors.ts';
import { enterTopic } from './enter-topic.ts';
import type { ClientMessage, Counters, LiveCaller, LiveProtocol, TopicLog } from './protocol.ts';
import { createTokenBuckets } from './token-buckets.ts';
import { Topic, type Member } from './topic.ts';

/** What clients are told by the code a connection closes with; the same numbers as in the contract. */
export const liveCloseCodes = { badFrame: 4400, signInAgain: 4401, tooSlow: 4408, tooManyConnections: 4429 } as const;

const messageBytesMax = 8 * 1024;
/** Messages of one connection: a client sends a handful a second at most. */
const messageBurst = 100;
const messagesPerSecond = 30;
const ignoredMax = 5000;
const pingEveryMs = 25_000;
const beatMs = 1000;
/** New entries are found by looking when a wake was lost. */
const lookEveryMs = 2000;
const unloadAfterMs = 30_000;
/** Whoever acts is asked again who they are after this, so that a session that ended ends here too. */
const knownForMs = 10_000;

export interface GatewayOptions<Who extends LiveCaller> {
  readonly protocol: LiveProtocol<Who>;
  readonly topicLog: TopicLog;
  readonly log: Logger;
  readonly identify: (request: IncomingMessage) => Promise<Who>;
  readonly isOriginAllowed: (request: IncomingMessage) => boolean;
  readonly limits?: Partial<DoorLimits>;
  readonly now?: () => number;
}

export interface Gateway {
  /** Takes over a request to upgrade; answers it in every case. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** A topic has grown, here or elsewhere: its members get it. */
  grown(topic: string, head: number): void;
  setCounters(topic: string, counters: Counters): void;
  /** Distinct people of each topic in this process. */
  people(): Map<string, number>;
  readonly connections: () => number;
  /** Asks everybody to come back later, somewhere in the span, and closes. */
  drain(afterMs: number, spanMs: number): Promise<void>;
  close(): Promise<void>;
}

export function createGateway<Who extends LiveCaller>(options: GatewayOptions<Who>): Gateway {
  const { protocol, topicLog, log, now = Date.now } = options;
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false, maxPayload: messageBytesMax });
  const connections = new Map<Connection<Who>, IncomingMessage>();
  const topics = new Map<string, Topic>();
  const loading = new Map<string, Promise<Topic>>();
  const doors = createDoors(options.limits);
  const messages = createTokenBuckets({ burst: messageBurst, perSecond: messagesPerSecond });
  let isDraining = false;

  const beatTimer = setInterval(beat, beatMs);
  const lookTimer = setInterval(() => void look(), lookEveryMs);

  const onError = (error: unknown) => log.error({ err: error }, 'live topic failed');
  const tickMs = () => (connections.size < 2000 ? 100 : connections.size <= 10_000 ? 200 : 500);

  async function pull(id: string, head: number): Promise<void> {
    await topics.get(id)?.pull(head).catch(onError);
  }

  async function load(id: string, isSampled: boolean): Promise<Topic> {
    const known = topics.get(id);
    if (known !== undefined) return known;
    const underWay = loading.get(id) ?? topicLog.headsOf([id]).then((heads) => {
      const topic = new Topic({ id, isSampled, log: topicLog, now, tickMs, write: protocol.write.tick, evict, onError }, heads.get(id) ?? 0);
      topics.set(id, topic);
      return topic;
    }).finally(() => loading.delete(id));
    loading.set(id, underWay);
    return underWay;
  }

  function evict(member: Member): void {
    // A socket that takes nothing would not take the close frame either, so it is not waited for.
    const { connection } = member;
    connection.close(liveCloseCodes.tooSlow);
    forget(connection as Connection<Who>);
    setTimeout(() => connection.terminate(), 1000).unref();
  }

  function forget(connection: Connection<Who>): void {
    if (!connections.delete(connection)) return;
    doors.leave(connection.who);
    connection.entering.clear();
    for (const [id, member] of connection.members) topics.get(id)?.detach(member);
    connection.members.clear();
  }

  function leave(connection: Connection<Who>, id: string): void {
    connection.entering.delete(id);
    const member = connection.members.get(id);
    if (member === undefined) return;
    connection.members.delete(id);
    topics.get(id)?.detach(member);
  }

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A socket that breaks before it is a WebSocket must not end the process.
    socket.on('error', () => {});
    if (isDraining) return refuse(socket, '503 Service Unavailable');
    if (!options.isOriginAllowed(request)) return refuse(socket, '403 Forbidden');
    const who = await options.identify(request);
    if (!socket.writable) return;
    wss.handleUpgrade(request, socket, head, (ws) => {
      if ('setNoDelay' in socket && typeof socket.setNoDelay === 'function') socket.setNoDelay(true);
      // The library closes what is too large with 1009; clients know one code for a frame nobody reads.
      const close = ws.close.bind(ws);
      ws.close = (code, reason) => close(code === 1009 ? liveCloseCodes.badFrame : code, reason);
      ws.on('error', () => {});
      if (!doors.enter(who)) return ws.close(liveCloseCodes.tooManyConnections);
      const connection = createConnection(who, ws, socket, now());
      connections.set(connection, request);
      ws.on('close', () => forget(connection));
      ws.on('pong', () => { connection.heardAt = now(); });
      ws.on('message', (data, isBinary) => {
        if (isBinary) return ws.close(liveCloseCodes.badFrame);
        // Without fragments and below 8 kB the library always hands over one buffer.
        receive(connection, (data as Buffer).toString('utf8'));
      });
    });
  }

  function receive(connection: Connection<Who>, text: string): void {
    connection.heardAt = now();
    if (messages.take(connection.person, connection.heardAt) > 0) {
      if (connection.ignored++ % 100 === 0) connection.send(protocol.write.problem(connection.who, problem('too_many_requests'), {}));
      if (connection.ignored > ignoredMax) connection.close(liveCloseCodes.badFrame);
      return;
    }
    const message = protocol.parse(text);
    if (message === undefined) return connection.close(liveCloseCodes.badFrame);
    void obey(connection, message).catch(onError);
  }

  async function obey(connection: Connection<Who>, message: ClientMessage): Promise<void> {
    switch (message.kind) {
      case 'ping':
        return connection.send(protocol.write.pong());
      case 'ack': {
        const member = connection.members.get(message.topic);
        if (member !== undefined) member.acknowledged = Math.max(member.acknowledged, Math.min(message.seq, member.sent));
        return;
      }
      case 'leave':
        return leave(connection, message.topic);
      case 'enter':
        leave(connection, message.topic);
        return enterTopic({ protocol, topicLog, load }, connection, message);
      case 'act':
        return act(connection, message);
    }
  }

  async function act(connection: Connection<Who>, { n, topic, message }: Extract<ClientMessage, { kind: 'act' }>): Promise<void> {
    try {
      if (!connection.members.has(topic)) throw problem('not_found');
      if (!(await isStillKnown(connection))) return connection.close(liveCloseCodes.signInAgain);
      const { seq } = await protocol.act(connection.who, topic, message);
      if (n !== undefined) connection.send(protocol.write.done(n, seq));
    } catch (error) {
      connection.send(protocol.write.problem(connection.who, error, { topic, ...(n !== undefined && { n }) }));
    }
  }

  async function isStillKnown(connection: Connection<Who>): Promise<boolean> {
    const request = connections.get(connection);
    if (request === undefined) return false;
    if (now() - connection.knownAt < knownForMs) return true;
    const who = await options.identify(request);
    connection.knownAt = now();
    return who.accountId === connection.who.accountId;
  }

  function beat(): void {
    const at = now();
    for (const connection of connections.keys()) {
      if (at - connection.heardAt > 2 * pingEveryMs) {
        connection.terminate();
        forget(connection);
      } else if (at - Math.max(connection.heardAt, connection.pingedAt) > pingEveryMs) {
        connection.pingedAt = at;
        connection.ping();
      }
    }
    for (const topic of topics.values()) {
      topic.beat();
      if (topic.members.size > 0 || at - topic.emptySince < unloadAfterMs) continue;
      topic.close();
      topics.delete(topic.id);
    }
  }

  async function look(): Promise<void> {
    if (topics.size === 0) return;
    try {
      for (const [id, head] of await topicLog.headsOf([...topics.keys()])) await pull(id, head);
    } catch (error) {
      // The database is away for a moment; the next look finds everything.
      log.warn({ err: error }, 'could not look for new entries');
    }
  }

  return {
    accept(request, socket, head) {
      open(request, socket, head).catch((error: unknown) => {
        onError(error);
        refuse(socket, '503 Service Unavailable');
      });
    },
    grown: (topic, head) => void pull(topic, head),
    setCounters: (topic, counters) => topics.get(topic)?.setCounters(counters),
    people: () => new Map([...topics.values()].map((topic) => [topic.id, topic.people.size])),
    connections: () => connections.size,
    async drain(afterMs, spanMs) {
      isDraining = true;
      for (const connection of connections.keys()) {
        connection.send(protocol.write.go(afterMs, spanMs));
        connection.close(1001);
      }
      const until = now() + 2000;
      while (connections.size > 0 && now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
      for (const connection of [...connections.keys()]) connection.terminate();
    },
    async close() {
      isDraining = true;
      clearInterval(beatTimer);
      clearInterval(lookTimer);
      for (const connection of [...connections.keys()]) connection.terminate();
      for (const topic of topics.values()) topic.close();
      await Promise.allSettled([...topics.values()].map((topic) => topic.pull(0)));
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
