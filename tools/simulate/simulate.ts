/** `npm run simulate -- --seed N --steps N [--concurrency N]`: a shop under everything at once, and whether what must hold did. docs/simulate.md */
import { parseArgs } from 'node:util';
import { addFigures, showFigures, type Figures } from './figures.ts';
import { makePlan, readIds, showIds, type Step } from './plan.ts';
import { plantedBugs } from './planted-bugs.ts';
import { runHistory, type DoneStep, type Failure, type HistoryResult } from './run-history.ts';
import { shrink } from './shrink.ts';
import { buildStage, type Stage } from './stage.ts';

/** So many steps are one history; more are several, each with the next seed, because tables that only grow make each check slower. */
const historySteps = 2000;
/** Within so many steps a planted bug must be found. */
const bitesWithin = 5000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '2000' },
    concurrency: { type: 'string', default: '4' },
    only: { type: 'string' },
    plant: { type: 'string' },
    bites: { type: 'boolean', default: false },
    'shrink-seconds': { type: 'string', default: '120' },
    verbose: { type: 'boolean', default: false },
  },
});

function wholeNumber(name: 'seed' | 'steps' | 'concurrency' | 'shrink-seconds'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= (name === 'steps' || name === 'concurrency' ? 1 : 0)) return number;
  console.error(`--${name} takes a whole number`);
  process.exit(2);
}

const options = {
  seed: wholeNumber('seed'),
  steps: wholeNumber('steps'),
  concurrency: wholeNumber('concurrency'),
  shrinkSeconds: wholeNumber('shrink-seconds'),
};
const only = values.only === undefined ? undefined : readIds(values.only);
const bug = values.plant === undefined ? undefined : plantedBugs[values.plant];
if (values.plant !== undefined && bug === undefined) {
  console.error(`no bug is called ${values.plant}; there are ${Object.keys(plantedBugs).join(', ')}`);
  process.exit(2);
}

const stage = await buildStage();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stage.strike().finally(() => process.exit(130)));
try {
  process.exitCode = await (values.bites ? findPlantedBugs(stage) : simulate(stage));
} finally {
  await stage.strike();
}

/** Histories of the wanted number of steps in all, one after the other. */
function* histories(stepsWanted: number): Generator<{ seed: number; steps: number; history: readonly Step[] }> {
  for (let left = stepsWanted, seed = options.seed; left > 0; left -= historySteps, seed++) {
    const steps = Math.min(left, historySteps);
    const plan = makePlan({ seed, steps, concurrency: options.concurrency });
    yield { seed, steps, history: only === undefined ? plan : plan.filter(({ id }) => only.has(id)) };
  }
}

async function simulate(on: Stage): Promise<number> {
  const startedAt = performance.now();
  const figures: Figures[] = [];
  let stepsDone = 0;
  for (const { seed, steps, history } of histories(options.steps)) {
    const result = await runHistory(on, history, bug?.sql);
    if (values.verbose) show(result.done);
    if (result.failure !== undefined) {
      await report(on, { seed, steps, history, result: { ...result, failure: result.failure } });
      return 1;
    }
    figures.push(result.figures);
    stepsDone += history.length;
    if (options.steps > historySteps) console.log(`seed ${seed}: ${stepsDone} steps, ${rate(stepsDone, startedAt)}`);
  }
  const all = addFigures(figures);
  console.log(`${stepsDone} steps, ${rate(stepsDone, startedAt)}`);
  const missing = Object.keys(all).filter((name) => all[name] === 0);
  if (stepsDone >= historySteps && missing.length > 0) {
    console.log(`the simulation does not bite: never ${missing.join(', ')}`);
    return 1;
  }
  console.log(`invariants hold: ${showFigures(all)}`);
  return 0;
}

function rate(steps: number, startedAt: number): string {
  return `${Math.round((steps * 1000) / (performance.now() - startedAt))} a second`;
}

async function report(
  on: Stage,
  failed: { seed: number; steps: number; history: readonly Step[]; result: HistoryResult & { failure: Failure } },
): Promise<void> {
  const { seed, steps, history, result } = failed;
  console.log(`seed ${seed}: broken after ${result.done.length} steps\n${result.failure.text}`);
  const until = performance.now() + options.shrinkSeconds * 1000;
  const {
    steps: shortest,
    result: last,
    replays,
  } = await shrink({ steps: history, result }, (rest) => runHistory(on, rest, bug?.sql), until);
  console.log(`\nshortest history found, in ${replays} replays: ${shortest.length} steps`);
  show(last.done);
  console.log(last.failure?.text ?? '');
  const planted = values.plant === undefined ? '' : ` --plant ${values.plant}`;
  console.log(
    `\nreplay: npm run simulate -- --seed ${seed} --steps ${steps} --concurrency ${options.concurrency}${planted} --only ${showIds(shortest.map(({ id }) => id))}`,
  );
}

function show(done: readonly DoneStep[]): void {
  for (const { step, outcome } of done) {
    const fault = step.fault === undefined ? '' : ` (${step.fault})`;
    console.log(`  batch ${step.batch} lane ${step.lane} #${step.id} ${step.kind}${fault}: ${outcome}`);
  }
}

/** Plants every known mistake in turn: a simulation that misses one proves nothing by finding none. */
async function findPlantedBugs(on: Stage): Promise<number> {
  let missed = 0;
  for (const [name, planted] of Object.entries(plantedBugs)) {
    const found = await findBug(on, planted.sql);
    const isFound = found !== undefined && planted.foundBy.some((invariant) => found.names.includes(invariant));
    if (!isFound) missed += 1;
    console.log(
      `${isFound ? 'found' : 'missed'} ${name} (${planted.says}): ${found === undefined ? `nothing in ${bitesWithin} steps` : `after ${found.steps} steps, ${found.names.join(', ')}`}`,
    );
  }
  return missed === 0 ? 0 : 1;
}

async function findBug(on: Stage, sql: readonly string[]): Promise<{ steps: number; names: readonly string[] } | undefined> {
  let before = 0;
  for (const { history } of histories(bitesWithin)) {
    const { failure, done } = await runHistory(on, history, sql);
    if (failure !== undefined) return { steps: before + done.length, names: failure.names };
    before += history.length;
  }
  return undefined;
}
