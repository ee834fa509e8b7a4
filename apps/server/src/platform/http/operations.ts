import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { App, Module } from '../app.ts';
import { problem } from '../problem.ts';
import { createMetrics } from './metrics.ts';
import { isSameSecret } from './security.ts';

/** A part that has not worked for so long makes the process not ready. */
const troubleForMs = 30_000;

/** Health for load balancers and metrics for Prometheus. */
export function operationRoutes(app: App, http: FastifyInstance, modules: readonly Module[] = []): void {
  const { contentType, tell, seconds } = createMetrics(app, modules);
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.config.route ?? 'page';
    seconds.observe({ route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
    request.log.debug({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
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
    return reply.type(contentType).send(await tell());
  });
}
