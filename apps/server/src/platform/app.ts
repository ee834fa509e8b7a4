import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { AccessPolicies } from './http/access.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Actor, Ctx } from './ctx.ts';
import type { Database } from './db.ts';
import type { EventType, StoredEvent } from './events.ts';
import type { Ports } from './ports/ports.ts';

/** One running installation, handed to every module at start. */
export interface App {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ports: Ports;
  /** Signs play addresses, media hooks and the like; 32 random bytes kept in the database. */
  readonly secret: string;
  /** Runs a command: one transaction with its events and jobs. */
  transact<T>(actor: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** A context for queries. */
  read(actor: Actor): Ctx;
  /** Who hears that the log of a live topic has grown; called after the commit, in the process that committed. */
  readonly topicListeners: Set<(topic: string, head: number) => void>;
  /** Parts of this process that do not work at the moment, and since when (Date.now()); empty when all is well. */
  readonly troubles: Map<string, number>;
  /** Something to do before the database closes, e.g. to answer what waits in a combiner. Run in reverse order. */
  onClose(work: () => Promise<void>): void;
  /** Where people reach this installation: PUBLIC_URL, or the address the request came by. */
  publicUrl(): string;
}

/** A job reaches outside: it has ports, and opens transactions itself. It may run twice. */
export type JobHandler = (app: App, payload: Record<string, unknown>) => Promise<void>;

export interface Subscriber {
  readonly name: string;
  readonly types: readonly EventType[];
  /** At most this many log entries a batch. */
  readonly batchMax?: number;
  /** Runs in the transaction that moves the cursor: a batch takes effect once. */
  readonly handle: (ctx: Ctx, events: readonly StoredEvent[]) => Promise<void>;
}

/** Work found by looking, not by being told: overdue orders, commissions to release. One process at a time runs it. */
export interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  /** Returns how much it did; as long as that is above 0 it runs again at once. */
  readonly run: (app: App) => Promise<number>;
}

/** A number an owner watches, told at /metrics. */
export interface ModuleGauge {
  /** `tuanzi_…`, with its unit last. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** What costs more the longer the shop has run says how old it may be when it is told. */
  readonly freshMs?: number;
  readonly read: (app: App, scrape: Scrape) => Promise<readonly GaugeValue[]> | readonly GaugeValue[];
}
/** One telling of all gauges. Those that show parts of the same figures read them once for it, with `readOnce`. */
export type Scrape = object;
export interface GaugeValue {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A module as the server starts it. Everything is optional but its name. */
export interface Module {
  readonly name: string;
  readonly setup?: (app: App) => void;
  /** Rules for `access` words this module answers for, e.g. `shop:…`. */
  readonly policies?: (app: App) => AccessPolicies;
  readonly routes?: (app: App, http: FastifyInstance) => void;
  readonly subscribers?: readonly Subscriber[];
  readonly jobs?: Readonly<Record<string, JobHandler>>;
  readonly sweeps?: readonly Sweep[];
  readonly gauges?: readonly ModuleGauge[];
}
