import { contract, problems } from '@tuanzi/contract';
import type { Api } from '@tuanzi/contract/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problem.ts';
import { apiDocsHtml } from './api-docs.ts';
import { openApiDocument } from './openapi.ts';
import { escapeHtml } from './escape-html.ts';
import { contentSecurityPolicy } from './security.ts';

const version = '0.1.0';

/** The contract for programs (/openapi.json) and for people (/api-docs), and one page per problem code. */
export function apiPages(http: FastifyInstance): void {
  const document = JSON.stringify(openApiDocument(contract, version));
  http.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(document));
  const docs = apiDocsHtml(contract);
  http.get('/api-docs', (request, reply) => sendHtml(request, reply, 'Tuanzi API', docs));
  http.get('/problems', (request, reply) => sendHtml(request, reply, 'Problems', problemsHtml()));
  http.get<{ Params: { code: string } }>('/problems/:code', (request, reply) => {
    const { code } = request.params;
    const definition = Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : undefined;
    if (definition === undefined) throw problem('not_found');
    const routes = Object.entries(contract as Api)
      .filter(([, operation]) => operation.problems?.includes(code))
      .map(([route]) => `<li><code>${escapeHtml(route)}</code></li>`);
    return sendHtml(
      request,
      reply,
      code,
      `<p><b>${definition[0]}</b> ${escapeHtml(definition[1])}<br>${escapeHtml(definition[2])}</p>${routes.length > 0 ? `<p>Answered by</p><ul>${routes.join('')}</ul>` : '<p>Any operation may answer with it.</p>'}`,
    );
  });
}

function problemsHtml(): string {
  const rows = Object.entries(problems).map(
    ([code, [status, en, zh]]) =>
      `<tr><td><a href="/problems/${code}">${code}</a></td><td>${status}</td><td>${escapeHtml(en)}</td><td>${escapeHtml(zh)}</td></tr>`,
  );
  return `<table><tr><th>code</th><th>status</th><th>English</th><th>中文</th></tr>${rows.join('')}</table>`;
}

function sendHtml(request: FastifyRequest, reply: FastifyReply, title: string, body: string): FastifyReply {
  const nonce = request.cspNonce;
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style nonce="${nonce}">${style}</style><h1>${escapeHtml(title)}</h1>${body}`,
    );
}

const style = `
:root { color-scheme: light dark; --ink: #2b2320; --paper: #fbf8f5; --card: #fff; --line: #0001; --soft: #8a7d76; --accent: #d93a22 }
@media (prefers-color-scheme: dark) { :root { --ink: #f1e9e4; --paper: #161311; --card: #211c19; --line: #fff1; --soft: #a3958d; --accent: #ff7a5c } }
* { box-sizing: border-box } html { scroll-padding-top: 16px }
body { margin: 0 auto; max-width: 1320px; padding: 24px; background: var(--paper); color: var(--ink); font: 15px/1.6 system-ui, sans-serif }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
code, pre { font: 13px/1.55 ui-monospace, Menlo, Consolas, monospace } pre { margin: 0; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere } em { font-style: normal; color: var(--soft) } i { color: var(--soft) }
h1 { margin: 0 0 16px } h2 { margin: 40px 0 12px } h3 { margin: 0; font-size: 15px } h3 a { color: inherit } small { font-weight: 400; color: var(--soft); margin-left: 8px; white-space: nowrap }
article { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 14px 18px; margin: 0 0 12px } article:target { border-color: var(--accent) } article p { margin: 2px 0 8px }
dl { display: grid; grid-template-columns: 76px minmax(0, 1fr); gap: 6px 12px; margin: 0 } dt { color: var(--soft) } dd { margin: 0 }
b { font: 600 11px ui-monospace, monospace; color: var(--soft) } b.post { color: #2f8f4e } b.put, b.patch { color: #b7791f } b.delete { color: var(--accent) }
nav { font-size: 13px } nav ul { list-style: none; margin: 0; padding: 0 } nav ul ul { padding-left: 10px } nav ul ul a { color: inherit } nav code { font-size: 11px } nav > ul > li { margin-bottom: 8px; font-weight: 600 } nav li li { font-weight: 400; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
table { border-collapse: collapse } td, th { padding: 6px 12px; text-align: left; border-bottom: 1px solid var(--line) }
@media (min-width: 1000px) { body:has(nav) { display: grid; grid-template-columns: 290px minmax(0, 1fr); column-gap: 32px } body:has(nav) h1 { grid-column: 1 / -1 } nav { position: sticky; top: 16px; height: calc(100vh - 32px); overflow-y: auto } main h2:first-child { margin-top: 0 } }
@media (max-width: 999px) { body { padding: 16px } nav { display: none } dl { grid-template-columns: 1fr; gap: 2px } }`;
