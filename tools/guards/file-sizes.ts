/** No file is long because nobody split it: 300 lines are a hint, 400 the limit; forbidden words say nothing in a name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

export const linesMax = 400;
const vagueNames = /(^|[-.])(utils?|helpers?|common|manager|service|base|misc)([-.]|$)/;
const checked = /\.(ts|tsx|css)$/;
const generated = /(tables\.ts|\.d\.ts)$|\/dist\/|\/fixtures\//;

export function checkFile(path: string, text: string): string[] {
  const issues: string[] = [];
  const lines = text.split('\n');
  if (lines.length > linesMax && !generated.test(path)) issues.push(`${path}: ${lines.length} lines; split it (at most ${linesMax})`);
  const name = path.split('/').at(-1) ?? '';
  if (!name.endsWith('.css') && vagueNames.test(name)) issues.push(`${path}: the name says nothing; name what it does`);
  if (name.endsWith('.ts') && !/^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(name)) issues.push(`${path}: file names are kebab-case`);
  return issues;
}

/** Files git knows or would add. */
export function sourceFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed.split('\n').filter((path) => checked.test(path));
}

export function checkFileSizes(root: string): string[] {
  return sourceFiles(root).flatMap((path) => {
    try {
      return checkFile(path, readFileSync(join(root, path), 'utf8'));
    } catch {
      // Listed by git and deleted since: nothing to check.
      return [];
    }
  });
}
