/**
 * Load on a real server: `npm run bench -- NAME [--json] [--seconds N] [--profile DIR]`. The reference runs in the same
 * invocation, in turns with the work; afterwards the database is asked whether every number is exact. The last line of
 * `--json` is one object. Being slow is not an error, as it depends on the machine; being wrong is.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findBroken } from './load/exactness.ts';
import { emptyRoute, measures, type Measure, type Prepared } from './load/measures.ts';
import { connections, send, type LoadResult, type LoadSize } from './load/send.ts';
import { startShop, type ShopUnderLoad } from './load/shop-under-load.ts';

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}
interface Outcome {
  readonly name: string;
  readonly ratio: number;
  readonly bar: number;
  readonly ok: boolean;
  readonly exact: boolean;
  readonly figures: Record<string, unknown>;
}

const rounds = 3;

function spread(values: readonly number[]): Spread {
  const sorted = values.map((value) => Math.round(value * 1000) / 1000).toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}

async function reference(shop: ShopUnderLoad, against: Measure['against'], size: LoadSize): Promise<LoadResult> {
  return against === 'healthz' ? send(shop.url, () => ({ method: 'GET', path: '/healthz', headers: {} }), size) : emptyRoute(shop, size);
}

async function runRounds(
  shop: ShopUnderLoad,
  { against }: Measure,
  prepared: Prepared,
  seconds: number,
): Promise<{ work: LoadResult[]; beside: LoadResult[] }> {
  await reference(shop, against, { seconds: 2 });
  await prepared.round({ seconds: 2 });
  const work: LoadResult[] = [];
  const beside: LoadResult[] = [];
  for (let i = 0; i < rounds; i++) {
    beside.push(await reference(shop, against, { seconds }));
    work.push(await prepared.round({ seconds }));
  }
  return { work, beside };
}

async function run(
  name: string,
  measure: Measure,
  { seconds, profileDir }: { seconds: number; profileDir: string | undefined },
): Promise<Outcome> {
  const shop = await startShop({ buyerCount: measure.buyerCount, profileDir });
  try {
    const prepared = await measure.prepare(shop);
    const { work, beside } = await runRounds(shop, measure, prepared, seconds);
    const more: Record<string, number> = {};
    for (const [what, measureOther] of Object.entries(prepared.others ?? {})) more[what] = Math.round((await measureOther()).perSecond);
    const wrong = [...(await prepared.check()), ...(await findBroken(shop))];
    const ratios = work.map(
      ({ perSecond }, i) => perSecond / (typeof measure.against === 'number' ? measure.against : (beside[i]?.perSecond ?? Infinity)),
    );
    const { median: ratio } = spread(ratios);
    const lost = [...work, ...beside].reduce((sum, result) => sum + result.lost, 0);
    return {
      name,
      ratio,
      bar: measure.bar,
      ok: ratio >= measure.bar && wrong.length === 0,
      exact: wrong.length === 0,
      figures: {
        what: measure.what,
        connections,
        perSecond: spread(work.map((result) => result.perSecond)),
        reference: spread(beside.map((result) => result.perSecond)),
        ratio: spread(ratios),
        p50Ms: spread(work.map((result) => result.p50Ms)),
        p99Ms: spread(work.map((result) => result.p99Ms)),
        ...more,
        lost,
        wrong: wrong.slice(0, 20),
      },
    };
  } finally {
    await shop.stop();
  }
}

const {
  values,
  positionals: [name = ''],
} = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '4' }, profile: { type: 'string' } },
});
const measure = Object.hasOwn(measures, name) ? measures[name] : undefined;
if (measure === undefined) {
  process.stderr.write(`Name what to measure: ${Object.keys(measures).join(', ')}\n`);
  process.exit(2);
}
if (values.profile !== undefined) mkdirSync(values.profile, { recursive: true });
const outcome = await run(name, measure, { seconds: Number(values.seconds), profileDir: values.profile });
if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
else
  process.stdout.write(
    `${name}: ${measure.what}\n  ${JSON.stringify(outcome.figures, null, 2)}\n  ratio ${outcome.ratio} (bar ${outcome.bar}), ${outcome.exact ? 'exact' : 'NOT EXACT'}\n`,
  );
if (!outcome.exact) process.exitCode = 1;
