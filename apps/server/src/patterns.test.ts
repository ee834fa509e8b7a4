/** Every regular expression of the server and the contract meets long hostile texts: none takes more than one pass. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { contract } from '@tuanzi/contract';
import type { Api } from '@tuanzi/contract/api';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');
/** Patterns that go back and forth over what they read, and why that is no harm. */
const bounded: Readonly<Record<string, string>> = {
  '/<[^>]+>/g': 'lines of our own API page',
  '/-+$/': 'what is left of a title after it was cut to the length of a handle',
  '/\\/+$/': 'an address in the configuration',
};

async function patternsInCode(): Promise<Map<string, string>> {
  const patterns = new Map<string, string>();
  for (const folder of ['apps/server/src', 'packages/contract/src'])
    for await (const file of glob('**/*.ts', { cwd: join(root, folder) })) {
      if (/\.test\.ts$|(^|\/)testing[^/]*\.ts$/.test(file)) continue;
      const source = ts.createSourceFile(file, readFileSync(join(root, folder, file), 'utf8'), ts.ScriptTarget.Latest);
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) patterns.set(node.text, `${folder}/${file}`);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
  return patterns;
}

/** Those zod brings along for e-mail addresses, times and the like. */
function patternsInContract(): Map<string, string> {
  const patterns = new Map<string, string>();
  for (const [route, operation] of Object.entries(contract as Api))
    for (const part of [operation.params, operation.query, operation.body]) {
      const text = part === undefined ? '' : JSON.stringify(z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }));
      for (const [, pattern = ''] of text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g))
        patterns.set(`/${String(JSON.parse(pattern)).replaceAll(/(?<!\\)\//g, '\\/')}/u`, route);
    }
  return patterns;
}

/** Runs each pattern over texts made of what it looks for, and of what many patterns trip over. Says which one it is at. */
const attack = `
const { parentPort, workerData } = require('node:worker_threads');
const length = 100_000;
for (const literal of workerData) {
  const end = literal.lastIndexOf('/');
  const [body, flags] = [literal.slice(1, end), literal.slice(end + 1)];
  parentPort.postMessage(literal);
  const own = [...new Set(body.replace(/\\\\[dwsbDWSB]|\\\\[pP]\\{\\w+\\}|\\\\u\\{?\\w{4}\\}?/g, '').replace(/[\\\\^$.*+?()[\\]{}|]/g, ''))].slice(0, 12);
  const units = [...new Set(['a', '0', ' ', '-', '.', '/', '\\n', '<', '&', '\\\\', '_', 'a.', 'a-', '\\ud83c\\udf4e', ...own])];
  for (const unit of units) {
    const long = unit.repeat(length / unit.length);
    for (const text of [long, long + '\\u0001', '\\u0001' + long, own.join('') + long + '!'])  new RegExp(body, flags.replace('y', '')).exec(text);
    if (flags.includes('g')) (long + '\\u0001').replaceAll(new RegExp(body, flags), '');
  }
}
parentPort.postMessage(null);
`;

test('a hundred thousand characters of anything pass every pattern at once', async () => {
  const patterns = new Map([...(await patternsInCode()), ...patternsInContract()]);
  expect(patterns.size).toBeGreaterThan(100);
  let waiting = [...patterns.keys()].filter((pattern) => bounded[pattern] === undefined);
  const slow: string[] = [];
  while (waiting.length > 0) {
    const stuckAt = await runUntilStuck(waiting);
    if (stuckAt === null) break;
    slow.push(`${stuckAt} in ${patterns.get(stuckAt)}`);
    waiting = waiting.slice(waiting.indexOf(stuckAt) + 1);
  }
  expect(slow).toEqual([]);
}, 300_000);

/** One pass takes milliseconds; a pattern that goes back and forth takes minutes, on any machine. Null when all are through. */
function runUntilStuck(literals: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(attack, { eval: true, workerData: literals });
    let at = literals[0] ?? '';
    const isStuck = () => void worker.terminate().then(() => resolve(at));
    let timer = setTimeout(isStuck, 20_000);
    worker.on('message', (literal: string | null) => {
      clearTimeout(timer);
      if (literal === null) return resolve(null);
      at = literal;
      timer = setTimeout(isStuck, 20_000);
    });
    worker.on('error', reject);
  });
}
