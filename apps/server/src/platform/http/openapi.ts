import type { Api, Operation } from '@tuanzi/contract/api';
import { problems, type ProblemCode } from '@tuanzi/contract';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';

const Problem = z
  .object({ type: z.string(), title: z.string(), status: z.int(), code: z.string(), instance: z.string() })
  .meta({ id: 'Problem', description: 'RFC 9457 problem; `code` never changes once released.' });

/** Prints the contract as OpenAPI 3.1. */
export function openApiDocument(api: Api, version: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [route, operation] of Object.entries(api)) {
    const [method = '', path = ''] = route.split(' ');
    if (operation.access === 'internal') continue;
    (paths[path] ??= {})[method.toLowerCase()] = describe(route, operation);
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tuanzi',
      version,
      description: 'Money is integer fen, time is UTC. `x-access` says who may call; `x-problems` lists the stable codes of refusals.',
    },
    paths,
  });
}

function describe(route: string, operation: Operation): ZodOpenApiOperationObject {
  const codes = (operation.problems ?? []) as readonly ProblemCode[];
  return {
    operationId: route.replaceAll(/[^A-Za-z]+/g, '_').replace(/_$/, ''),
    summary: operation.summary,
    tags: [route.split('/')[2]?.replace(/[{}]/g, '') ?? 'other'],
    requestParams: {
      ...(operation.params !== undefined && { path: operation.params as z.ZodObject }),
      ...(operation.query !== undefined && { query: operation.query as z.ZodObject }),
      ...(operation.idempotency === 'required' && { header: z.object({ 'Idempotency-Key': z.string().min(8).max(80) }) }),
    },
    ...(operation.body !== undefined && { requestBody: { required: true, content: { 'application/json': { schema: operation.body } } } }),
    responses: {
      [String(operation.status ?? 200)]: { description: 'Done', content: { 'application/json': { schema: operation.reply } } },
      default: {
        description: codes.map((code) => `${code}: ${problems[code][1]}`).join('\n') || 'A problem',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
    'x-access': operation.access,
    'x-problems': [...codes],
  };
}
