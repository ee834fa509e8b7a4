/** What one measurement says: the last line of `--json`. */
export interface Outcome {
  readonly name: string;
  /** Against the reference of the same run, or against the bar's own unit. */
  readonly ratio: number;
  readonly bar: number;
  /** True where less is better, such as a wait. */
  readonly isLessBetter?: boolean;
  readonly ok: boolean;
  /** Whether every number was right, however fast; a run that is not exact fails. */
  readonly exact: boolean;
  readonly figures: Readonly<Record<string, unknown>>;
}

export interface BenchOptions {
  readonly seconds: number;
  /** Where a CPU profile of the server goes. */
  readonly profileDir: string | undefined;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export const rounded = (value: number) => Math.round(value * 1000) / 1000;

export function spread(values: readonly number[]): Spread {
  const sorted = values.map(rounded).toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}
