import { contract, problems } from '@tuanzi/contract';
import type { Api } from '@tuanzi/contract/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../problem.ts';
import { openApiDocument } from './openapi.ts';
import { escapeHtml } from './pages.ts';
import { contentSecurityPolicy } from './security.ts';

const version = '0.1.0';

/** The contract for programs (/openapi.json) and for people (/api-docs), and one page per problem code. */
export function apiPages(http: FastifyInstance): void {
  const document = JSON.stringify(openApiDocument(contract, version));
  http.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(document));
  http.get('/api-docs', (request, reply) => sendHtml(request, reply, 'Tuanzi API', routesHtml()));
  http.get('/problems', (request, reply) => sendHtml(request, reply, 'Problems', problemsHtml()));
  http.get<{ Params: { code: string } }>('/problems/:code', (request, reply) => {
    const { code } = request.params;
    const definition = Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : undefined;
    if (definition === undefined) throw problem('not_found');
    const routes = Object.entries(contract as Api).filter(([, operation]) => operation.problems?.includes(code)).map(([route]) => `<li><code>${escapeHtml(route)}</code></li>`);
    return sendHtml(request, reply, code, `<p><b>${definition[0]}</b> ${escapeHtml(definition[1])}<br>${escapeHtml(definition[2])}</p>${routes.length > 0 ? `<p>Answered by</p><ul>${routes.join('')}</ul>` : '<p>Any operation may answer with it.</p>'}`);
  });
}

function routesHtml(): string {
  const groups = Map.groupBy(Object.entries(contract as Api), ([route]) => route.split('/')[2]?.replace(/[{}]/g, '') ?? '');
  return [...groups].map(([group, routes]) => `<h2>${escapeHtml(group)}</h2>${routes.map(([route, operation]) => {
    const parts = (['params', 'query', 'body', 'reply'] as const).filter((part) => operation[part] !== undefined);
    const details = parts.map((part) => `<h4>${part}</h4><pre>${escapeHtml(JSON.stringify(jsonSchema(operation[part] as z.ZodType), null, 2))}</pre>`).join('');
    const codes = (operation.problems ?? []).map((code) => `<a href="/problems/${code}">${code}</a>`).join(' ');
    return `<details id="${escapeHtml(route)}"><summary><code>${escapeHtml(route)}</code> ${escapeHtml(operation.summary)} <small>${operation.access}${operation.idempotency === 'required' ? ' · Idempotency-Key' : ''}</small></summary>${codes === '' ? '' : `<p>Problems: ${codes}</p>`}${details}</details>`;
  }).join('')}`).join('');
}

function jsonSchema(schema: z.ZodType): unknown {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  return shape;
}

function problemsHtml(): string {
  const rows = Object.entries(problems).map(([code, [status, en, zh]]) => `<tr><td><a href="/problems/${code}">${code}</a></td><td>${status}</td><td>${escapeHtml(en)}</td><td>${escapeHtml(zh)}</td></tr>`);
  return `<table><tr><th>code</th><th>status</th><th>English</th><th>中文</th></tr>${rows.join('')}</table>`;
}

function sendHtml(request: FastifyRequest, reply: FastifyReply, title: string, body: string): FastifyReply {
  const nonce = request.cspNonce;
  const style = `:root{color-scheme:light dark}body{font:15px/1.6 system-ui,sans-serif;max-width:980px;margin:32px auto;padding:0 16px}code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow:auto;padding:12px;border-radius:12px;background:#8881}summary{cursor:pointer;padding:6px 0}small{opacity:.65;margin-left:8px}a{color:#D93A22}td,th{padding:4px 10px;text-align:left;border-bottom:1px solid #8883}h2{margin-top:32px}`;
  return reply.header('content-security-policy', contentSecurityPolicy(nonce)).type('text/html; charset=utf-8')
    .send(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style nonce="${nonce}">${style}</style><h1>${escapeHtml(title)}</h1>${body}`);
}
