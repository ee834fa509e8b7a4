import type { Api, Operation } from '@tuanzi/contract/api';
import { escapeHtml } from './escape-html.ts';
import { typeHtml } from './type-text.ts';

/** The whole API on one page: contents, operations by subject, then the types they share. */
export function apiDocsHtml(api: Api): string {
  const named = new Map<string, string>();
  const shown = Object.entries(api).filter(([, operation]) => operation.access !== 'internal');
  const groups = Map.groupBy(shown, ([route]) => groupOf(route));
  const sections = [...groups].map(
    ([group, routes]) =>
      `<section id="${group}"><h2>${escapeHtml(group)}</h2>${routes.map(([route, operation]) => operationHtml(route, operation, named)).join('')}</section>`,
  );
  const types = [...named]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, text]) => `<article id="type-${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3><pre>${text}</pre></article>`);
  const contents = [...groups].map(
    ([group, routes]) =>
      `<li><a href="#${group}">${escapeHtml(group)}</a><ul>${routes.map(([route]) => `<li><a href="#${anchorOf(route)}">${routeHtml(route)}</a></li>`).join('')}</ul></li>`,
  );
  return `<nav><ul>${contents.join('')}<li><a href="#types">types</a></li></ul></nav><main>${intro}${sections.join('')}<section id="types"><h2>types</h2>${types.join('')}</section></main>`;
}

const intro = `<p>Sign in by the session cookie; every operation says who may call it. Money is integer fen (<code>Fen</code>), time is UTC (<code>Instant</code>), ids are prefixed and sort by time (<code>Id</code>). Refusals are <a href="/problems">problems</a> with stable codes. Limits of lengths and numbers are in the <a href="/openapi.json">OpenAPI document</a>.</p>`;

function operationHtml(route: string, operation: Operation, named: Map<string, string>): string {
  const part = (name: 'query' | 'body') => {
    const schema = operation[name];
    return schema === undefined ? '' : `<dt>${name}</dt><dd><pre>${typeHtml(schema, 'input', named)}</pre></dd>`;
  };
  const codes = (operation.problems ?? []).map((code) => `<a href="/problems/${code}">${code}</a>`).join(' ');
  const header = operation.idempotency === 'required' ? '<dt>header</dt><dd>Idempotency-Key: 8 to 80 letters, digits, - or _</dd>' : '';
  const { status = 200 } = operation;
  return `<article id="${anchorOf(route)}"><h3><a href="#${anchorOf(route)}">${routeHtml(route)}</a> <small>${escapeHtml(operation.access)}</small></h3><p>${escapeHtml(operation.summary)}</p><dl>${header}${part('query')}${part('body')}<dt>${status}</dt><dd><pre>${typeHtml(operation.reply, 'output', named)}</pre></dd>${codes === '' ? '' : `<dt>problems</dt><dd>${codes}</dd>`}</dl></article>`;
}

function routeHtml(route: string): string {
  const [verb = '', path = ''] = route.split(' ');
  return `<b class="${verb.toLowerCase()}">${verb}</b> <code>${escapeHtml(path).replaceAll(/\{\w+\}/g, '<em>$&</em>')}</code>`;
}

/** Console routes are grouped by what they are about, after those of shoppers. */
function groupOf(route: string): string {
  const parts = route
    .split('/')
    .slice(2)
    .map((part) => part.replace(/[{}]/g, ''));
  return parts[0] === 'console' ? `console-${parts[3] ?? 'shop'}` : (parts[0] ?? 'other');
}

function anchorOf(route: string): string {
  return route
    .replaceAll(/[^A-Za-z]+/g, '-')
    .toLowerCase()
    .replaceAll(/^-|-$/g, '');
}
