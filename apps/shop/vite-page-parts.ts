import type { Plugin } from 'vite';
import { pages, type FirstPicture } from './src/pages.ts';

/** What one page needs before it can be drawn, beside what index.html already names. Read by the server at its start. */
export interface PageParts {
  readonly path: string;
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  readonly reads: readonly string[];
  readonly pictures: readonly FirstPicture[];
}

interface Chunk {
  readonly fileName: string;
  readonly facadeModuleId: string | null;
  readonly imports: readonly string[];
  readonly styles: readonly string[];
}

/** A phone far away should not learn chunk by chunk what to ask for: pages.json names all a page needs, for the server to send along. */
export function pageParts(): Plugin {
  return {
    name: 'page-parts',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const part of Object.values(bundle)) {
        if (part.type !== 'chunk') continue;
        const { fileName, facadeModuleId, imports, viteMetadata } = part;
        chunks.set(fileName, { fileName, facadeModuleId, imports, styles: [...(viteMetadata?.importedCss ?? [])] });
      }
      const index = bundle['index.html'];
      const html = index?.type === 'asset' ? String(index.source) : '';
      const known = new Set(
        [...chunks.values()].filter(({ fileName }) => html.includes(fileName)).flatMap((chunk) => [...closureOf(chunk, chunks)]),
      );
      const parts = pages.map(({ path, file, reads = [], pictures = [] }): PageParts => {
        const page = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/features/${file}`));
        if (page === undefined) throw new Error(`pages.ts names ${file}, which is in no chunk`);
        const own = [...closureOf(page, chunks)].filter((chunk) => !known.has(chunk));
        return {
          path,
          scripts: own.map(({ fileName }) => `/${fileName}`),
          styles: own.flatMap(({ styles }) => styles.map((style) => `/${style}`)),
          reads,
          pictures,
        };
      });
      this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(parts) });
    },
  };
}

function closureOf(chunk: Chunk, chunks: ReadonlyMap<string, Chunk>, found = new Set<Chunk>()): Set<Chunk> {
  if (found.has(chunk)) return found;
  found.add(chunk);
  for (const name of chunk.imports) {
    const next = chunks.get(name);
    if (next !== undefined) closureOf(next, chunks, found);
  }
  return found;
}
