import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { sql } from 'kysely';
import type { App, GaugeValue, Module, ModuleGauge, Scrape } from '../app.ts';
import { readEventFigures, type SubscriptionFigures } from '../event-figures.ts';
import { readOnce } from '../read-once.ts';

/** Two scrapers, or one that is impatient, cost no more than one. */
const freshMsDefault = 5_000;

export interface Metrics {
  readonly contentType: string;
  /** Everything, as Prometheus reads it. */
  tell(): Promise<string>;
  /** Time to answer, by route and status class. */
  readonly seconds: Histogram<'route' | 'status'>;
}

/** What the process, the log, the queue and each module tell of themselves. */
export function createMetrics(app: App, modules: readonly Module[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'tuanzi_http_request_seconds',
    help: 'Time to answer, by route and status class.',
    labelNames: ['route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  let scrape: Scrape = {};
  const inTurn = oneAtATime();
  const gauges = [...connectionGauges, ...jobGauges, ...eventGauges, ...modules.flatMap((module) => module.gauges ?? [])];
  for (const gauge of gauges) registerGauge(app, registry, gauge, () => inTurn(() => gauge.read(app, scrape)));
  return {
    contentType: registry.contentType,
    tell() {
      scrape = {};
      return registry.metrics();
    },
    seconds,
  };
}

/** A scrape takes one connection at a time: the others are for those who buy. */
function oneAtATime(): <T>(work: () => T | Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

/** One that cannot be read is left out of this scrape; the others are still told, a database that is away above all. */
function registerGauge(
  app: App,
  registry: Registry,
  { name, help, labels = [], freshMs = freshMsDefault }: ModuleGauge,
  read: () => Promise<readonly GaugeValue[]>,
): void {
  let readAt = -Infinity;
  new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    async collect() {
      if (performance.now() - readAt < freshMs) return;
      try {
        const values = await read();
        readAt = performance.now();
        this.reset();
        if (labels.length > 0) for (const each of values) this.set(each.labels ?? {}, each.value);
        else this.set(values[0]?.value ?? 0);
      } catch (error) {
        // Nothing is told rather than a 0 that nobody counted.
        if (labels.length > 0) this.reset();
        else this.remove();
        app.log.warn({ err: error, gauge: name }, 'gauge not read');
      }
    },
  });
}

interface JobFigures {
  readonly waiting: number;
  readonly lagSeconds: number;
  readonly givenUp: number;
}

async function readJobs(app: App): Promise<JobFigures> {
  const { rows } = await sql<JobFigures>`
    select count(*) filter (where attempts < max_attempts) as waiting,
           coalesce(greatest(0, extract(epoch from clock_timestamp() - min(run_at) filter (where is_available and attempts < max_attempts))), 0)::float8 as lag_seconds,
           count(*) filter (where attempts >= max_attempts) as given_up
      from graphile_worker._private_jobs`.execute(app.database.db);
  return rows[0] ?? { waiting: 0, lagSeconds: 0, givenUp: 0 };
}

const readJobsOnce = readOnce(readJobs);
const jobGauge = (name: string, help: string, valueOf: (figures: JobFigures) => number): ModuleGauge => ({
  name,
  help,
  freshMs: 0,
  read: async (app, scrape) => [{ value: valueOf(await readJobsOnce(app, scrape)) }],
});
/** A job that is done is deleted, so the queue is as short as what is left to do. */
const jobGauges: readonly ModuleGauge[] = [
  jobGauge('tuanzi_jobs_waiting', 'Jobs in the queue, those for later included.', ({ waiting }) => waiting),
  jobGauge('tuanzi_jobs_lag_seconds', 'For how long the oldest due job has waited.', ({ lagSeconds }) => lagSeconds),
  jobGauge('tuanzi_jobs_given_up', 'Jobs that failed so often that they are not tried again.', ({ givenUp }) => givenUp),
];

const connectionGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_database_connections',
    help: 'Connections of this process: busy, idle, and requests that wait for one.',
    labels: ['state'],
    freshMs: 0,
    read: ({ database: { pool } }) => [
      { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
      { labels: { state: 'idle' }, value: pool.idleCount },
      { labels: { state: 'wanted' }, value: pool.waitingCount },
    ],
  },
];

const readEventsOnce = readOnce((app) => readEventFigures(app.database.db));
const eventGauge = (name: string, help: string, valueOf: (figures: SubscriptionFigures) => number): ModuleGauge => ({
  name,
  help,
  labels: ['subscription'],
  freshMs: 0,
  read: async (app, scrape) =>
    (await readEventsOnce(app, scrape)).map((figures) => ({ labels: { subscription: figures.name }, value: valueOf(figures) })),
});
const eventGauges: readonly ModuleGauge[] = [
  eventGauge('tuanzi_events_behind', 'About how many log entries a subscription has not handled yet.', ({ behind }) => behind),
  eventGauge('tuanzi_events_lag_seconds', 'For how long the oldest of them has waited.', ({ lagSeconds }) => lagSeconds),
  eventGauge(
    'tuanzi_events_parked',
    'Events a subscription failed on again and again; set aside until somebody looks.',
    ({ parked }) => parked,
  ),
];
