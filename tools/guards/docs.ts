/** Docs that name settings and commands are held against the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings } from '../../apps/server/src/platform/config.ts';

/** Settings missing in the table of docs/configuration.md, and rows of settings that do not exist. */
export function compareSettings(markdown: string, names: readonly string[]): string[] {
  const documented = [...markdown.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name = '']) => name);
  return [
    ...names.filter((name) => !documented.includes(name)).map((name) => `docs/configuration.md does not document ${name}`),
    ...documented.filter((name) => !names.includes(name)).map((name) => `docs/configuration.md documents ${name}, which does not exist`),
  ];
}

/** Commands README mentions that package.json does not have. */
export function unknownCommands(markdown: string, scripts: readonly string[]): string[] {
  const named = [...markdown.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
  return [...new Set(named)].filter((name) => !scripts.includes(name)).map((name) => `npm run ${name} is documented and does not exist`);
}

export function checkDocs(root: string): string[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);
  return [
    ...compareSettings(
      read('docs/configuration.md'),
      describeSettings().map(({ name }) => name),
    ),
    ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'].flatMap((path) =>
      unknownCommands(read(path), scripts).map((issue) => `${path}: ${issue}`),
    ),
  ];
}
