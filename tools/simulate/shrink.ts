import type { Step } from './plan.ts';
import type { Failure, HistoryResult } from './run-history.ts';

export interface Shrunk {
  readonly steps: readonly Step[];
  readonly result: HistoryResult;
  readonly replays: number;
}

/**
 * Looks for a shorter history that fails in the same way, by leaving out ever smaller parts and playing the rest again.
 * What runs at once does not fail every time, so a part that seems needed is tried twice. Ends when nothing more can
 * be left out, or the time is up.
 */
export async function shrink(
  failed: { steps: readonly Step[]; result: HistoryResult & { failure: Failure } },
  replay: (steps: readonly Step[]) => Promise<HistoryResult>,
  until: number,
): Promise<Shrunk> {
  const isConcurrent = new Set(failed.steps.map(({ lane }) => lane)).size > 1;
  const names = new Set(failed.result.failure.names);
  let replays = 0;
  // What came after the failure had no part in it.
  const lastBatch = failed.result.done.at(-1)?.step.batch ?? Infinity;
  let best: { steps: readonly Step[]; result: HistoryResult } = {
    steps: failed.steps.filter(({ batch }) => batch <= lastBatch),
    result: failed.result,
  };
  const fails = async (steps: readonly Step[]): Promise<HistoryResult | undefined> => {
    for (let attempt = 0; attempt < (isConcurrent ? 2 : 1); attempt++) {
      if (performance.now() > until) return undefined;
      replays += 1;
      const result = await replay(steps);
      if (result.failure?.names.some((name) => names.has(name)) === true) return result;
    }
    return undefined;
  };
  for (let parts = 2; best.steps.length > 1 && performance.now() < until;) {
    const size = Math.ceil(best.steps.length / parts);
    let isShorter = false;
    // From the end: what is late is needed least often for what happened before.
    for (let from = Math.floor((best.steps.length - 1) / size) * size; from >= 0; from -= size) {
      const rest = [...best.steps.slice(0, from), ...best.steps.slice(from + size)];
      const result = rest.length === 0 ? undefined : await fails(rest);
      if (result === undefined) continue;
      best = { steps: rest, result };
      isShorter = true;
    }
    if (size === 1 && !isShorter) break;
    parts = isShorter && size > 1 ? Math.max(2, parts - 1) : Math.min(best.steps.length, parts * 2);
  }
  return { ...best, replays };
}
