import type { BenchOptions, Outcome } from '../outcome.ts';
import { spread } from '../outcome.ts';
import { findBroken } from './exactness.ts';
import { emptyRoute, type Measure, type Prepared } from './measure.ts';
import { connections, send, type LoadResult, type LoadSize } from './send.ts';
import { cpuMicrosEach, startShop, type CpuSeconds, type ShopUnderLoad } from './shop-under-load.ts';

const rounds = 3;

/** Sends one kind of load to a real server, in turns with the reference, and asks the database afterwards whether all of it is exact. */
export async function measureLoad(name: string, measure: Measure, { seconds, profileDir }: BenchOptions): Promise<Outcome> {
  const shop = await startShop({ buyerCount: measure.buyerCount, profileDir, env: measure.env ?? {} });
  try {
    const prepared = await measure.prepare(shop);
    const { work, beside, cpuMicros } = await runRounds(shop, measure, prepared, seconds);
    const more: Record<string, number> = {};
    for (const [what, measureOther] of Object.entries(prepared.others ?? {})) more[what] = Math.round((await measureOther()).perSecond);
    const wrong = [...(await prepared.check()), ...(await findBroken(shop))];
    const ratios = work.map(
      ({ perSecond }, i) => perSecond / (typeof measure.against === 'number' ? measure.against : (beside[i]?.perSecond ?? Infinity)),
    );
    const { median: ratio } = spread(ratios);
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
        cpuMicros,
        ...more,
        lost: [...work, ...beside].reduce((sum, result) => sum + result.lost, 0),
        wrong: wrong.slice(0, 20),
      },
    };
  } finally {
    await shop.stop();
  }
}

async function reference(shop: ShopUnderLoad, against: Measure['against'], size: LoadSize): Promise<LoadResult> {
  return against === 'healthz' ? send(shop.url, () => ({ method: 'GET', path: '/healthz', headers: {} }), size) : emptyRoute(shop, size);
}

async function runRounds(shop: ShopUnderLoad, { against }: Measure, prepared: Prepared, seconds: number) {
  await reference(shop, against, { seconds: 2 });
  await prepared.before?.();
  await prepared.round({ seconds: 2 });
  const [onWork, onReference] = [createMeter(shop), createMeter(shop)];
  for (let i = 0; i < rounds; i++) {
    await onReference.run(() => reference(shop, against, { seconds }));
    await prepared.before?.();
    await onWork.run(() => prepared.round({ seconds }));
  }
  return { work: onWork.results, beside: onReference.results, cpuMicros: { each: onWork.cpuMicros(), reference: onReference.cpuMicros() } };
}

/** Rounds of one kind, and what they cost the processor. */
function createMeter(shop: ShopUnderLoad) {
  const results: LoadResult[] = [];
  let spent: CpuSeconds = { server: 0, postgres: 0 };
  return {
    results,
    async run(round: () => Promise<LoadResult>): Promise<void> {
      const before = shop.cpuSeconds();
      results.push(await round());
      const after = shop.cpuSeconds();
      spent = { server: spent.server + after.server - before.server, postgres: spent.postgres + after.postgres - before.postgres };
    },
    cpuMicros: () =>
      cpuMicrosEach(
        { server: 0, postgres: 0 },
        spent,
        results.reduce((sum, { answered }) => sum + answered, 0),
      ),
  };
}
