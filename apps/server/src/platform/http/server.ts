import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { App, Module } from '../app.ts';
import { newId } from '../ids.ts';
import type { MountOptions } from './mount.ts';
import { platformPolicies } from './access.ts';
import { problem } from '../problem.ts';
import { answerProblems, sendProblem } from './problems.ts';
import { guardHeaders, isSameSecret, protect } from './security.ts';
import { RateLimiter } from './rate-limit.ts';

export interface HttpsFiles {
  readonly key: string;
  readonly cert: string;
}

/** JSON bodies are small; a CSV import is the largest at 5 MB of text. */
const bodyBytesMax = 8 * 1024 * 1024;

/** A request that takes longer to arrive only holds a connection: 10 MB in this time is a slow phone. */
const requestMs = 120_000;

/** Builds the web server with every module's routes. It listens on nothing yet. */
export async function createHttp(
  app: App,
  modules: readonly Module[],
  callerOf: MountOptions['callerOf'],
  https?: HttpsFiles,
): Promise<FastifyInstance> {
  const http = Fastify({
    loggerInstance: app.log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId('req'),
    bodyLimit: bodyBytesMax,
    // Each proxy adds one entry; what stands before those is whatever the client wrote.
    trustProxy: app.config.TRUST_PROXY > 0 && ((_address, hop) => hop < app.config.TRUST_PROXY),
    requestTimeout: requestMs,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An address that cannot be read names nothing; this comes before any hook.
    frameworkErrors: (_error, request, reply) => {
      void sendProblem(request, reply.headers(guardHeaders(app.publicUrl().startsWith('https:'))), problem('not_found'));
    },
    // Dangerous keys are refused outright: no honest client sends them.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    ...(https !== undefined && { https: { key: readFileSync(https.key), cert: readFileSync(https.cert) } }),
  }) as unknown as FastifyInstance;
  // One check per answer: our schemas are for writing replies, requests are parsed by the contract.
  http.setValidatorCompiler(() => () => true);
  answerProblems(http);
  protect(http, () => app.publicUrl().startsWith('https:'));
  await http.register(cookie);
  await http.register(multipart, { limits: { fileSize: 10 * 1024 * 1024, files: 1, fields: 4 } });
  readEmptyBodies(http);
  http.decorate('tuanzi', {
    policies: {
      ...platformPolicies((authorization) => authorization !== undefined && isSameSecret(authorization, `Bearer ${app.secret}`)),
      ...Object.assign({}, ...modules.map((module) => module.policies?.(app) ?? {})),
    },
    callerOf,
    limiter: new RateLimiter(app.config.RATE_LIMIT_PER_MINUTE),
    mounted: new Map(),
  });
  for (const module of modules) module.routes?.(app, http);
  return http;
}

/** A POST without a body is an empty object, whatever its content type says. */
function readEmptyBodies(http: FastifyInstance): void {
  http.removeContentTypeParser('application/json');
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Signatures of payment notices are over the bytes, so those are kept for the routes that check them.
    request.rawBody = body as Buffer;
    if (body.length === 0) return done(null, {});
    void http.getDefaultJsonParser('error', 'error')(request, body.toString('utf8'), done);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    rawBody?: Buffer;
  }
  interface FastifyContextConfig {
    route?: string;
  }
}
