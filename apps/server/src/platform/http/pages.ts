import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { Ctx } from '../ctx.ts';
import { extensionPoint } from '../extension-point.ts';
import { escapeHtml } from './escape-html.ts';
import { drawFirst, linkFirst, readFirst, readPageParts, type FirstAnswers } from './page-parts.ts';
import { localeOf } from './problems.ts';
import { contentSecurityPolicy } from './security.ts';
import { systemActor } from '../ctx.ts';

/** What a chat or search engine shows of an address before it is opened. */
export interface PageMeta {
  readonly title: string;
  readonly description: string;
  readonly imageUrl: string | null;
}
/** By the first segment of the path, e.g. `l` for shared links. */
export const pageMetas = extensionPoint<(ctx: Ctx, path: string, locale: 'zh' | 'en') => Promise<PageMeta | undefined>>('page meta');

const apps = join(import.meta.dirname, '../../../..');
/** Paths that are never a page, so that a wrong call is answered with a problem instead of HTML. */
const notPages = /^\/(api|internal|media|files|ws|sandbox-pay|sandbox-gateways|metrics|healthz|readyz|openapi\.json)(\/|$)/;

/** Serves the shop at / and the console at /console: hashed files for a year, the page itself always fresh. */
export async function pageRoutes(app: App, http: FastifyInstance): Promise<void> {
  const shop = await serveApp(http, join(apps, 'shop/dist'), '/');
  const console = await serveApp(http, join(apps, 'console/dist'), '/console/');
  const partsOf = readPageParts(join(apps, 'shop/dist'));
  http.tuanzi.page = (request, reply) => {
    const [path = '/'] = request.url.split('?');
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !notPages.test(path) && !/\.\w{2,5}$/.test(path);
    if (!isPage) return undefined;
    const isConsole = /^\/console(\/|$)/.test(path);
    const page = isConsole ? undefined : partsOf(path);
    return Promise.all([metaOf(app, request, path), page === undefined ? {} : readFirst(http, request, page.reads)]).then(
      ([meta, answers]) => {
        const head = `${meta === undefined ? '' : metaTags(meta)}${page === undefined ? '' : linkFirst(page, answers)}`;
        const body = page === undefined ? '' : drawFirst(page, answers);
        return sendPage(request, reply, { html: isConsole ? console : shop, head, body, answers });
      },
    );
  };
}

async function serveApp(http: FastifyInstance, folder: string, prefix: string): Promise<string> {
  if (!existsSync(join(folder, 'index.html')))
    throw new Error(`the web apps are not built (${folder} is missing); run npm start, or node tools/build-web.ts`);
  await http.register(fastifyStatic, {
    root: folder,
    prefix,
    wildcard: false,
    index: false,
    preCompressed: true,
    decorateReply: false,
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'),
  });
  return readFileSync(join(folder, 'index.html'), 'utf8');
}

/** What is worth packing is more than one packet. */
const packedBytesMin = 1400;

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { html, head, body, answers }: { html: string; head: string; body: string; answers: FirstAnswers },
): Promise<FastifyReply> {
  const nonce = request.cspNonce;
  const page = html
    .replaceAll('__CSP_NONCE__', nonce)
    .replace('</head>', () => `${head}</head>`)
    .replace('<div id="app">', (place) => `${place}${body}`)
    .replace('</body>', () => `${firstAnswers(answers)}</body>`);
  reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    // It carries what this person may see.
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept-encoding, cookie')
    .type('text/html; charset=utf-8');
  const isPacked = page.length >= packedBytesMin && /\bgzip\b/.test(String(request.headers['accept-encoding']));
  return isPacked ? reply.header('content-encoding', 'gzip').send(await promisify(gzip)(page, { level: 6 })) : reply.send(page);
}

/** Data, not a script: nothing in it runs, and nothing in it can end the element it stands in. */
function firstAnswers(answers: FirstAnswers): string {
  if (Object.keys(answers).length === 0) return '';
  return `<script type="application/json" id="first-answers">${JSON.stringify(answers).replaceAll('<', '\\u003c')}</script>`;
}

async function metaOf(app: App, request: FastifyRequest, path: string): Promise<PageMeta | undefined> {
  const find = pageMetas.get(path.split('/')[1] ?? '');
  // A page without a preview is still a page.
  const meta = await find?.(app.read(systemActor), path, localeOf(request)).catch(() => undefined);
  // Chats want whole addresses; modules name paths.
  return meta === undefined || meta.imageUrl === null ? meta : { ...meta, imageUrl: new URL(meta.imageUrl, app.publicUrl()).href };
}

function metaTags({ title, description, imageUrl }: PageMeta): string {
  const tags = [
    ['og:title', title],
    ['og:description', description],
    ['og:type', 'website'],
    ...(imageUrl === null ? [] : [['og:image', imageUrl]]),
  ];
  return [
    `<meta name="description" content="${escapeHtml(description)}">`,
    ...tags.map(([name = '', content = '']) => `<meta property="${name}" content="${escapeHtml(content)}">`),
  ].join('');
}
