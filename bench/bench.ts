/**
 * Measures: `npm run bench -- NAME [--json] [--seconds N] [--profile DIR]`. The reference runs in the same invocation, in
 * turns with the work, and afterwards everything is asked whether it is exact. The last line of `--json` is one object.
 * Being slow is not an error, as it depends on the machine; being wrong is.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureLoad } from './load/measure-load.ts';
import { measures } from './load/measures.ts';
import type { BenchOptions, Outcome } from './outcome.ts';

type Bench = (options: BenchOptions) => Promise<Outcome>;

const benches: Readonly<Record<string, Bench>> = {
  ...Object.fromEntries(
    Object.entries(measures).map(([name, measure]) => [name, (options: BenchOptions) => measureLoad(name, measure, options)]),
  ),
  checkout: async (options) => (await import('./checkout.ts')).measureCheckout(options),
  'room-fanout': async (options) => (await import('./room-fanout.ts')).measureRoomFanout(options),
  'media-viewers': async (options) => (await import('./media-viewers.ts')).measureMediaViewers(options),
  'cold-start': async () => (await import('./cold-start.ts')).measureColdStart(),
  'first-paint': async () => (await import('./first-paint.ts')).measureFirstPaint(),
  'event-log': async (options) => (await import('./event-log.ts')).measureEventLog(options),
};

const {
  values,
  positionals: [name = ''],
} = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '4' }, profile: { type: 'string' } },
});
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`Name what to measure: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
if (values.profile !== undefined) mkdirSync(values.profile, { recursive: true });
const outcome = await bench({ seconds: Number(values.seconds), profileDir: values.profile });
const { ratio, bar, isLessBetter = false, exact, figures } = outcome;
process.stdout.write(
  values.json
    ? `${JSON.stringify(outcome)}\n`
    : `${name}\n  ${JSON.stringify(figures, null, 2)}\n  ratio ${ratio} (bar ${bar}${isLessBetter ? ', less is better' : ''}), ${exact ? 'exact' : 'NOT EXACT'}\n`,
);
if (!exact) process.exitCode = 1;
