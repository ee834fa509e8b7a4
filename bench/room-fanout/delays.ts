/** Delays as pairs of milliseconds and how often, from several processes. */
export function summed(lists: readonly (readonly number[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const pairs of lists)
    for (let i = 0; i < pairs.length; i += 2) counts.set(pairs[i] ?? 0, (counts.get(pairs[i] ?? 0) ?? 0) + (pairs[i + 1] ?? 0));
  return counts;
}

export const countOf = (delays: ReadonlyMap<number, number>) => [...delays.values()].reduce((sum, count) => sum + count, 0);

/** The delay that so large a share of all was not above. */
export function percentile(delays: ReadonlyMap<number, number>, share: number): number {
  const wanted = countOf(delays) * share;
  let seen = 0;
  for (const [delay, count] of [...delays].toSorted(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= wanted) return delay;
  }
  return 0;
}
