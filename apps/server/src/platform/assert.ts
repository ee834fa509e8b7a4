/** For our own bugs: what fails here is answered with a plain 500 and logged with its stack. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`cannot happen: ${why}`);
}

/** Narrows away undefined where the surrounding code guarantees a value. */
export function must<T>(value: T | undefined | null, why: string): T {
  assert(value !== undefined && value !== null, why);
  return value;
}
