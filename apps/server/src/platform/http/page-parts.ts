import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureSet } from '@tuanzi/contract/pictures';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { escapeHtml } from './escape-html.ts';

/** What the build says one page needs (apps/shop/vite-page-parts.ts). */
interface PageParts {
  readonly path: string;
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  readonly reads: readonly string[];
  readonly pictures: readonly { readonly at: readonly (string | number)[]; readonly sizes: string }[];
}
/** By the address the page will ask for. */
export type FirstAnswers = Readonly<Record<string, unknown>>;

/** A page is not kept waiting for its data: what is not there by then it asks for itself. */
const readMsMax = 400;

/** Which page an address opens, with its parameters put into what it reads. */
export function readPageParts(folder: string): (path: string) => PageParts | undefined {
  const file = join(folder, 'pages.json');
  const pages = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PageParts[]) : [];
  const known = pages.map((page) => ({ page, pattern: new RegExp(`^${page.path.replaceAll(/:(\w+)/g, '(?<$1>[\\w-]+)')}/?$`) }));
  return (path) => {
    for (const { page, pattern } of known) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const reads = page.reads.map((read) => read.replaceAll(/:(\w+)/g, (_, name: string) => match.groups?.[name] ?? ''));
      return { ...page, reads };
    }
    return undefined;
  };
}

/** Asks what the page would ask, as the person who opens it; a refusal is left for the page to hear. */
export async function readFirst(http: FastifyInstance, request: FastifyRequest, reads: readonly string[]): Promise<FirstAnswers> {
  if (reads.length === 0 || request.method === 'HEAD') return {};
  const { cookie } = request.headers;
  const ask = async (url: string) => {
    const reply = await http.inject({ url, remoteAddress: request.ip, headers: cookie === undefined ? {} : { cookie } });
    return reply.statusCode === 200 ? ([[url, reply.json<unknown>()]] as const) : [];
  };
  const late = new Promise<readonly []>((resolve) => {
    setTimeout(resolve, readMsMax, []).unref();
  });
  const answers = await Promise.all(reads.map((url) => Promise.race([ask(url).catch(() => []), late])));
  return Object.fromEntries(answers.flat());
}

/** The files of the page and its first pictures, asked for while the rest is still on its way. */
export function linkFirst({ scripts, styles, reads, pictures }: PageParts, answers: FirstAnswers): string {
  const found = pictures
    .map(({ at: [read, ...way], sizes }) => ({ url: walk(answers[reads[Number(read)] ?? ''], way), sizes }))
    .flatMap(({ url, sizes }) => (typeof url === 'string' && url.startsWith('/files/') ? [{ url, sizes }] : []));
  return [
    ...styles.map((href) => `<link rel="stylesheet" crossorigin href="${href}">`),
    ...scripts.map((href) => `<link rel="modulepreload" crossorigin href="${href}">`),
    ...found
      .slice(0, 2)
      .map(
        ({ url, sizes }) =>
          `<link rel="preload" as="image" fetchpriority="high" imagesrcset="${escapeHtml(pictureSet(url) ?? url)}" imagesizes="${escapeHtml(sizes)}">`,
      ),
  ].join('');
}

function walk(value: unknown, way: readonly (string | number)[]): unknown {
  return way.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined,
    value,
  );
}
