import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { problem } from '../problem.ts';
import { createConnection, type Connection } from './connection.ts';
import { createDoors, type DoorLimits, type Doors } from './doors.ts';
import { enterTopic } from './enter-topic.ts';
import type { ClientMessage, Counters, LiveCaller, LiveProtocol, TopicLog } from './protocol.ts';
import { createTokenBuckets } from './token-buckets.ts';
import type { Member } from './rounds.ts';
import { Topic } from './topic.ts';

/** What clients are told by the code a connection closes with; the same numbers as in the contract. */
export const liveCloseCodes = { badFrame: 4400, signInAgain: 4401, tooSlow: 4408, tooManyConnections: 4429 } as const;

const messageBytesMax = 8 * 1024;
/** Messages of one connection: a client sends a handful a second at most. */
const messageBurst = 100;
const messagesPerSecond = 30;
const ignoredMax = 5000;
const pingEveryMs = 25_000;
const beatMs = 1000;
/**
 * Chat goes out this often, and more rarely where writing to everybody takes longer: a round costs the same whether it
 * brings one comment or fifty. Writing may take nearly all of the time because it gives way to whatever else there is to do.
 */
const tickMs = { min: 100, max: 500 };
const writingShareMax = 0.9;
/** New entries are found by looking when a wake was lost. */
const lookEveryMs = 2000;
const unloadAfterMs = 30_000;
/** Whoever acts is asked again who they are after this, so that a session that ended ends here too. */
const knownForMs = 10_000;
/** A session that ends while its answer is still under way to the client gets its new cookie first. */
const doubtMs = 2000;
/** Listeners do nothing that would have them asked again, so they are asked now and then. */
const listenerKnownForMs = 5 * 60_000;
/** A goodbye that is not answered within this is not waited for. */
const drainMs = 2000;

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
  /** Somebody's sessions changed: their connections are asked again who they are, and closed if they are nobody now. */
  doubt(accountId: string): void;
  /** Distinct people of each topic in this process. */
  people(): Map<string, number>;
  readonly connections: () => number;
  /** Asks everybody to come back later, somewhere in the span, and closes. */
  drain(afterMs: number, spanMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A protocol state machine with much of its own to remember, hence a class; outside it is seen as a `Gateway`. */
class LiveGateway<Who extends LiveCaller> implements Gateway {
  readonly #options: GatewayOptions<Who>;
  readonly #now: () => number;
  readonly #wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false, maxPayload: messageBytesMax });
  readonly #connections = new Map<Connection<Who>, IncomingMessage>();
  readonly #topics = new Map<string, Topic>();
  readonly #loading = new Map<string, Promise<Topic>>();
  readonly #doors: Doors;
  readonly #messages = createTokenBuckets({ burst: messageBurst, perSecond: messagesPerSecond });
  readonly #beatTimer = setInterval(() => this.#beat(), beatMs);
  readonly #lookTimer = setInterval(() => void this.#look(), lookEveryMs);
  #isDraining = false;
  #tickMs = tickMs.min;

  constructor(options: GatewayOptions<Who>) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#doors = createDoors(options.limits);
  }

  readonly #onError = (error: unknown): void => this.#options.log.error({ err: error }, 'live topic failed');

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#open(request, socket, head).catch((error: unknown) => {
      this.#onError(error);
      refuse(socket, '503 Service Unavailable');
    });
  }

  readonly grown = (topic: string, head: number): void => void this.#pull(topic, head);

  setCounters(topic: string, counters: Counters): void {
    this.#topics.get(topic)?.setCounters(counters);
  }

  readonly doubt = (accountId: string): void => {
    for (const connection of this.#connections.keys()) {
      if (connection.who.accountId !== accountId) continue;
      connection.knownAt = -Infinity;
      setTimeout(() => this.#recognise(connection), doubtMs).unref();
    }
  };

  #recognise(connection: Connection<Who>): void {
    this.#isStillKnown(connection).then((isKnown) => {
      if (!isKnown) connection.close(liveCloseCodes.signInAgain);
    }, this.#onError);
  }

  people(): Map<string, number> {
    return new Map([...this.#topics.values()].map((topic) => [topic.id, topic.people.size]));
  }

  connections(): number {
    return this.#connections.size;
  }

  async drain(afterMs: number, spanMs: number): Promise<void> {
    this.#isDraining = true;
    for (const connection of this.#connections.keys()) {
      connection.send(this.#options.protocol.write.go(afterMs, spanMs));
      connection.close(1001);
    }
    const until = this.#now() + drainMs;
    while (this.#connections.size > 0 && this.#now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#connections.keys()) connection.terminate();
  }

  async close(): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#beatTimer);
    clearInterval(this.#lookTimer);
    for (const connection of this.#connections.keys()) connection.terminate();
    for (const topic of this.#topics.values()) topic.close();
    await Promise.allSettled([...this.#topics.values()].map((topic) => topic.pull(0)));
  }

  async #pull(id: string, head: number): Promise<void> {
    await this.#topics.get(id)?.pull(head).catch(this.#onError);
  }

  readonly #load = async (id: string, isSampled: boolean): Promise<Topic> => {
    const known = this.#topics.get(id) ?? this.#loading.get(id);
    if (known !== undefined) return known;
    const { topicLog, protocol } = this.#options;
    const underWay = topicLog
      .headsOf([id])
      .then((heads) => {
        const topic = new Topic(
          { id, isSampled, log: topicLog, now: this.#now, tickMs: () => this.#tickMs, write: protocol.write.tick, evict: this.#evict },
          heads.get(id) ?? 0,
        );
        this.#topics.set(id, topic);
        return topic;
      })
      .finally(() => this.#loading.delete(id));
    this.#loading.set(id, underWay);
    return underWay;
  };

  readonly #evict = (member: Member): void => {
    // A socket that takes nothing would not take the close frame either, so it is not waited for.
    const { connection } = member;
    connection.close(liveCloseCodes.tooSlow);
    // Topics know connections of any caller; every one of them was made here.
    this.#forget(connection as Connection<Who>);
    setTimeout(() => connection.terminate(), 1000).unref();
  };

  #forget(connection: Connection<Who>): void {
    if (!this.#connections.delete(connection)) return;
    this.#doors.leave(connection.who);
    connection.entering.clear();
    for (const [id, member] of connection.members) this.#topics.get(id)?.detach(member);
    connection.members.clear();
  }

  #leave(connection: Connection<Who>, id: string): void {
    connection.entering.delete(id);
    const member = connection.members.get(id);
    if (member === undefined) return;
    connection.members.delete(id);
    this.#topics.get(id)?.detach(member);
  }

  async #open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A socket that breaks before it is a WebSocket must not end the process.
    socket.on('error', () => {});
    if (this.#isDraining) return refuse(socket, '503 Service Unavailable');
    if (!this.#options.isOriginAllowed(request)) return refuse(socket, '403 Forbidden');
    const who = await this.#options.identify(request);
    if (socket.writable) this.#wss.handleUpgrade(request, socket, head, (ws) => this.#welcome(who, { ws, socket, request }));
  }

  #welcome(who: Who, { ws, socket, request }: { ws: WebSocket; socket: Duplex; request: IncomingMessage }): void {
    if ('setNoDelay' in socket && typeof socket.setNoDelay === 'function') socket.setNoDelay(true);
    // The library closes what is too large with 1009; clients know one code for a frame nobody reads.
    const close = ws.close.bind(ws);
    ws.close = (code, reason) => close(code === 1009 ? liveCloseCodes.badFrame : code, reason);
    ws.on('error', () => {});
    if (!this.#doors.enter(who)) return ws.close(liveCloseCodes.tooManyConnections);
    const connection = createConnection(who, ws, socket, this.#now());
    this.#connections.set(connection, request);
    ws.on('close', () => this.#forget(connection));
    ws.on('pong', () => {
      connection.heardAt = this.#now();
    });
    ws.on('message', (data, isBinary) => {
      if (isBinary) return ws.close(liveCloseCodes.badFrame);
      // The library hands over one buffer unless told otherwise.
      this.#receive(connection, (data as Buffer).toString('utf8'));
    });
  }

  #receive(connection: Connection<Who>, text: string): void {
    const { protocol } = this.#options;
    connection.heardAt = this.#now();
    if (this.#messages.take(connection.person, connection.heardAt) > 0) {
      if (connection.ignored++ % 100 === 0) connection.send(protocol.write.problem(connection.who, problem('too_many_requests'), {}));
      if (connection.ignored > ignoredMax) connection.close(liveCloseCodes.badFrame);
      return;
    }
    const message = protocol.parse(text);
    if (message === undefined) return connection.close(liveCloseCodes.badFrame);
    void this.#obey(connection, message).catch(this.#onError);
  }

  async #obey(connection: Connection<Who>, message: ClientMessage): Promise<void> {
    const { protocol, topicLog } = this.#options;
    switch (message.kind) {
      case 'ping':
        return connection.send(protocol.write.pong());
      case 'ack': {
        const member = connection.members.get(message.topic);
        if (member !== undefined) member.acknowledged = Math.max(member.acknowledged, Math.min(message.seq, member.sent));
        return;
      }
      case 'leave':
        return this.#leave(connection, message.topic);
      case 'enter':
        this.#leave(connection, message.topic);
        return enterTopic({ protocol, topicLog, load: this.#load }, connection, message);
      case 'act':
        return this.#act(connection, message);
    }
  }

  async #act(connection: Connection<Who>, { n, topic, message }: Extract<ClientMessage, { kind: 'act' }>): Promise<void> {
    const { protocol } = this.#options;
    try {
      if (!connection.members.has(topic)) throw problem('not_found');
      if (!(await this.#isStillKnown(connection))) return connection.close(liveCloseCodes.signInAgain);
      const { seq } = await protocol.act(connection.who, topic, message);
      if (n !== undefined) connection.send(protocol.write.done(n, seq));
    } catch (error) {
      connection.send(protocol.write.problem(connection.who, error, { topic, ...(n !== undefined && { n }) }));
    }
  }

  /** What comes while it is being asked waits for the same answer, so that a person's words stay in their order. */
  #isStillKnown(connection: Connection<Who>): Promise<boolean> {
    const request = this.#connections.get(connection);
    if (request === undefined) return Promise.resolve(false);
    if (this.#now() - connection.knownAt < knownForMs) return connection.isKnown;
    // Noted before asking: what changes meanwhile is asked about again.
    connection.knownAt = this.#now();
    connection.isKnown = this.#identifyAgain(connection, request);
    return connection.isKnown;
  }

  async #identifyAgain(connection: Connection<Who>, request: IncomingMessage): Promise<boolean> {
    try {
      return (await this.#options.identify(request)).accountId === connection.who.accountId;
    } catch (error) {
      connection.knownAt = -Infinity;
      throw error;
    }
  }

  #beat(): void {
    const at = this.#now();
    for (const connection of this.#connections.keys()) {
      if (at - connection.heardAt > 2 * pingEveryMs) {
        connection.terminate();
        this.#forget(connection);
      } else if (at - Math.max(connection.heardAt, connection.pingedAt) > pingEveryMs) {
        connection.pingedAt = at;
        connection.ping();
      }
      if (connection.who.accountId !== null && at - connection.knownAt > listenerKnownForMs) this.#recognise(connection);
    }
    let roundMs = 0;
    for (const topic of this.#topics.values()) {
      roundMs += topic.takeRoundMs();
      topic.beat();
      if (topic.members.size > 0 || at - topic.emptySince < unloadAfterMs) continue;
      topic.close();
      this.#topics.delete(topic.id);
    }
    this.#tickMs = Math.min(tickMs.max, Math.max(tickMs.min, roundMs / writingShareMax));
  }

  async #look(): Promise<void> {
    if (this.#topics.size === 0) return;
    try {
      for (const [id, head] of await this.#options.topicLog.headsOf([...this.#topics.keys()])) await this.#pull(id, head);
    } catch (error) {
      // The database is away for a moment; the next look finds everything.
      this.#options.log.warn({ err: error }, 'could not look for new entries');
    }
  }
}

export function createGateway<Who extends LiveCaller>(options: GatewayOptions<Who>): Gateway {
  return new LiveGateway(options);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
