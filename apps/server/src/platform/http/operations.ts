import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { sql } from 'kysely';
import type { App } from '../app.ts';
import { problem } from '../problem.ts';
import { isSameSecret } from './security.ts';

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
  new Gauge({
    name: 'tuanzi_events_behind',
    help: 'Log entries a subscriber has not handled yet.',
    labelNames: ['subscriber'],
    registers: [registry],
    async collect() {
      const { rows } = await sql<{ name: string; behind: number }>`
        select s.name, (select count(*) from platform.events e where (e.xid, e.id) > (s.xid, s.id)) as behind from platform.subscribers s`.execute(
        app.database.db,
      );
      for (const { name, behind } of rows) this.set({ subscriber: name }, behind);
    },
  });
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
    return reply.code(isReady ? 200 : 503).send({ ok: isReady });
  });
  http.get('/metrics', async (request, reply) => {
    const token = app.config.METRICS_TOKEN;
    if (token !== undefined && !isSameSecret(request.headers.authorization ?? '', `Bearer ${token}`)) throw problem('not_found');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
