import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { sql } from 'kysely';
import type { App } from '../app.ts';
import { readEventFigures, type SubscriptionFigures } from '../event-figures.ts';
import { problem } from '../problem.ts';
import { isSameSecret } from './security.ts';

/** A part that has not worked for so long makes the process not ready. */
const troubleForMs = 30_000;

/** Health for load balancers and metrics for Prometheus. */
export function operationRoutes(app: App, http: FastifyInstance): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'tuanzi_http_request_seconds',
    help: 'Time to answer, by route and status class.',
    labelNames: ['route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  eventGauges(app, registry);
  http.addHook('onResponse', async (request, reply) => {
    seconds.observe(
      { route: request.routeOptions.config.route ?? 'page', status: `${Math.floor(reply.statusCode / 100)}xx` },
      reply.elapsedTime / 1000,
    );
  });
  http.get('/healthz', async () => ({ ok: true }));
  http.get('/readyz', async (_request, reply) => {
    const isReady = await sql`select 1`.execute(app.database.db).then(
      () => true,
      () => false,
    );
    // What mends itself in a moment is no reason to be taken out of service.
    const troubles = [...app.troubles].filter(([, since]) => since <= Date.now() - troubleForMs).map(([part]) => part);
    if (!isReady) troubles.push('database');
    return reply.code(troubles.length === 0 ? 200 : 503).send(troubles.length === 0 ? { ok: true } : { ok: false, troubles });
  });
  http.get('/metrics', async (request, reply) => {
    const token = app.config.METRICS_TOKEN;
    if (token !== undefined && !isSameSecret(request.headers.authorization ?? '', `Bearer ${token}`)) throw problem('not_found');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** All from one reading of the cursors, which the gauges of a scrape share. */
function eventGauges(app: App, registry: Registry): void {
  let reading: Promise<SubscriptionFigures[]> | undefined;
  const read = () => {
    reading ??= readEventFigures(app.database.db).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const gauge = (name: string, help: string, valueOf: (figures: SubscriptionFigures) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['subscription'],
      registers: [registry],
      async collect() {
        for (const figures of await read()) this.set({ subscription: figures.name }, valueOf(figures));
      },
    });
  gauge('tuanzi_events_behind', 'About how many log entries a subscription has not handled yet.', ({ behind }) => behind);
  gauge('tuanzi_events_lag_seconds', 'For how long the oldest of them has waited.', ({ lagSeconds }) => lagSeconds);
  gauge('tuanzi_events_parked', 'Events a subscription failed on again and again; set aside until somebody looks.', ({ parked }) => parked);
}
