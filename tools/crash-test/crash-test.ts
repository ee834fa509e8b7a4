/** `npm run crash-test -- [--rounds N] [--seed N]`: kills the product's processes under load and checks that nothing is lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allDisasters } from './disasters.ts';
import { planRounds, runCrashTest, type CrashTestResult } from './run-crash-test.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const rounds = whole('rounds', values.rounds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : whole('seed', values.seed);
const folder = mkdtempSync(join(tmpdir(), 'tuanzi-crash-'));
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

console.log(`crash test: ${rounds} rounds and ${allDisasters.length} disasters, seed ${seed}, data in ${folder}`);
const startedAt = performance.now();
const result = await runCrashTest({
  seed,
  plan: planRounds(rounds, seed),
  disasters: allDisasters,
  folder,
  lostMaxMs: 2_000,
  signal: interrupt.signal,
  print: (line) => console.log(line),
}).catch((error: unknown): CrashTestResult => ({
  problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  kept: '',
}));

if (interrupt.signal.aborted) {
  rmSync(folder, { recursive: true, force: true });
  console.log('interrupted; no process is left');
  process.exit(130);
}
if (result.problems.length > 0) {
  for (const problem of result.problems) console.log(`WRONG: ${problem}`);
  console.log(`seed ${seed}; what was promised (notebook.jsonl), the logs and the data are kept in ${folder}`);
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `nothing lost: ${result.kept} in ${rounds + allDisasters.length} rounds (${Math.round((performance.now() - startedAt) / 1000)} s, seed ${seed})`,
);
process.exit(0);

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number`);
  process.exit(2);
}
