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
  readonly pictures: readonly { readonly at: readonly (string | number)[]; readonly sizes: string; readonly place?: string }[];
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

interface FirstPicture {
  readonly url: string;
  readonly sizes: string;
  readonly place: string | undefined;
  readonly colour: string | undefined;
}
const firstPicturesMax = 2;

function firstPictures({ reads, pictures }: PageParts, answers: FirstAnswers): FirstPicture[] {
  return pictures
    .flatMap(({ at: [read, ...way], sizes, place }) => {
      const picture = walk(answers[reads[Number(read)] ?? ''], way);
      const [url, colour] = [walk(picture, ['url']), walk(picture, ['blur'])];
      if (typeof url !== 'string' || !url.startsWith('/files/')) return [];
      return [{ url, sizes, place, colour: typeof colour === 'string' && /^#[\da-f]{6}$/i.test(colour) ? colour : undefined }];
    })
    .slice(0, firstPicturesMax);
}

/** The files of the page and its first pictures, asked for while the rest is still on its way. */
export function linkFirst(page: PageParts, answers: FirstAnswers): string {
  return [
    ...page.styles.map((href) => `<link rel="stylesheet" crossorigin href="${href}">`),
    ...page.scripts.map((href) => `<link rel="modulepreload" crossorigin href="${href}">`),
    ...firstPictures(page, answers).map(
      ({ url, sizes }) =>
        `<link rel="preload" as="image" fetchpriority="high" imagesrcset="${escapeHtml(pictureSet(url) ?? url)}" imagesizes="${escapeHtml(sizes)}">`,
    ),
  ].join('');
}

/** The first pictures where the page will show them: seen seconds before the script that draws the page has run. */
export function drawFirst(page: PageParts, answers: FirstAnswers): string {
  const placed = firstPictures(page, answers).filter(({ place }) => place !== undefined);
  const [place = ''] = placed[0]?.place?.split('-') ?? [];
  if (place === '') return '';
  const images = placed.map((picture) => {
    const attributes = [
      picture.place?.endsWith('-live') === true ? 'data-live' : '',
      `src="${escapeHtml(picture.url)}" srcset="${escapeHtml(pictureSet(picture.url) ?? picture.url)}" sizes="${escapeHtml(picture.sizes)}"`,
      picture.colour === undefined ? '' : `style="background:${picture.colour}"`,
    ];
    return `<img ${attributes.join(' ')} alt="" fetchpriority="high" decoding="sync">`;
  });
  return `<div class="first-screen" data-place="${place}" aria-hidden="true">${images.join('')}</div>`;
}

function walk(value: unknown, way: readonly (string | number)[]): unknown {
  return way.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined,
    value,
  );
}
