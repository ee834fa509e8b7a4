import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Api, Operation, Parsed, ReplyInput, Route } from '@tuanzi/contract/api';
import { z } from 'zod';
import { hashBody, type IdempotencyClaim } from '../idempotency.ts';
import { problem } from '../problem.ts';
import { knownCaller, policyFor, type AccessPolicies, type Caller, type KnownCaller } from './access.ts';
import type { RateLimiter } from './rate-limit.ts';

/** What a handler gets beside the parsed parts. Only public and internal routes may see a caller without a session. */
export interface HandlerExtras<O> {
  readonly caller: O extends { access: 'public' | 'internal' } ? Caller : KnownCaller;
  /** Set on routes that require an Idempotency-Key; hand it to `once` or to the combiner. */
  readonly idempotency: O extends { idempotency: 'required' } ? IdempotencyClaim : null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
export type Handler<O> = (input: Parsed<O> & HandlerExtras<O>) => Promise<ReplyInput<O>>;
export type Handlers<A> = { [R in keyof A]: Handler<A[R]> };

export interface MountOptions {
  readonly policies: AccessPolicies;
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>;
  readonly limiter: RateLimiter;
  readonly mounted: Map<string, Operation>;
  /** Answers addresses of the web apps; set when this process serves them. */
  page?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** How routes are mounted on this server; set once by the platform. */
    tuanzi: MountOptions;
  }
}

/** Registers one handler per operation. A missing or misspelt handler does not compile; an undeclared policy does not start. */
export function mount<A extends Api>(http: FastifyInstance, api: A, handlers: Handlers<A>): void {
  for (const route of Object.keys(api) as (keyof A & Route)[]) {
    mountOne(http, route, api[route], handlers[route] as unknown as (input: unknown) => Promise<unknown>);
  }
}

function mountOne(http: FastifyInstance, route: Route, operation: Operation, handle: (input: unknown) => Promise<unknown>): void {
  const { policies, callerOf, limiter, mounted } = http.tuanzi;
  if ((operation.access as string | undefined) === undefined) throw new Error(`${route} declares no access policy`);
  const allow = policyFor(policies, operation.access);
  const [method, path] = route.split(' ') as [string, string];
  const status = operation.status ?? 200;
  const parse = { params: parser(operation.params, 'path'), query: parser(operation.query, 'query'), body: parser(operation.body, 'body') };
  mounted.set(route, operation);
  http.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { route },
    schema: { response: { [status]: replySchema(operation.reply) } },
    handler: async (request, reply) => {
      const caller = await callerOf(request);
      limiter.take(route, operation.perMinute, caller, reply);
      const params = (request.params ?? {}) as Record<string, string>;
      await allow({ caller, params, authorization: request.headers.authorization });
      const body = parse.body(request.body);
      const idempotency =
        operation.idempotency === 'required' ? claimOf(request, route, knownCaller(caller).accountId, params, body) : null;
      reply.code(status);
      return handle({ params: parse.params(params), query: parse.query(request.query), body, caller, idempotency, request, reply });
    },
  });
}

/** Serialised by Fastify from this schema, so a field nobody declared never leaves. */
function replySchema(reply: z.ZodType): unknown {
  const { $schema: _, ...schema } = z.toJSONSchema(reply, {
    target: 'draft-7',
    io: 'output',
    reused: 'inline',
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  return withoutLimits(schema);
}

// Only the shape matters for serialising: limits and patterns would cost time on every reply and are checked on the way in.
// Undeclared fields are left out, not refused: in a choice of shapes a refusal would fit none of them and fail the reply.
function withoutLimits(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutLimits);
  if (typeof schema !== 'object' || schema === null) return schema;
  const dropped = new Set([
    'minimum',
    'maximum',
    'minLength',
    'maxLength',
    'pattern',
    'description',
    'id',
    'minItems',
    'maxItems',
    'format',
  ]);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(dropped.has(key) && typeof value !== 'object') && !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => [key, withoutLimits(value)]),
  );
}

function parser(schema: z.ZodType | undefined, where: 'path' | 'query' | 'body'): (value: unknown) => unknown {
  if (schema === undefined) return () => undefined;
  return (value) => {
    const result = schema.safeParse(value ?? {});
    if (result.success) {
      const path = findUnkeepable(result.data, []);
      if (path !== undefined)
        throw problem('invalid_input', {
          errors: [{ in: where, path: path.join('.'), code: 'invalid_text', message: 'half a character, or NUL' }],
        });
      return result.data;
    }
    const errors = result.error.issues.map((issue) => ({
      in: where,
      path: issue.path.join('.'),
      code: issue.code,
      message: issue.message,
    }));
    throw problem('invalid_input', { errors });
  };
}

/** Where a text is that PostgreSQL cannot keep, whatever its schema says: half of a surrogate pair, or with a NUL. */
function findUnkeepable(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0') ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = findUnkeepable(key, path) ?? findUnkeepable(part, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function claimOf(request: FastifyRequest, route: string, accountId: string, params: unknown, body: unknown): IdempotencyClaim {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\w-]{8,80}$/.test(key)) throw problem('idempotency_key_required');
  return { accountId, key, route, bodyHash: hashBody([params, body]) };
}
