/**
 * How long the very same command, with nothing else in between, counts as one tap of a trembling finger. Longer than a
 * double click takes (500 ms by the systems' settings), shorter than anybody means the same thing twice.
 */
const sameTapMs = 700;

/**
 * A double click is one command, also when the first answer came before the second click: the second gets the first
 * one's answer. A refused command may be tried again at once, and any other command in between makes it a new one.
 */
export function createSameTap(now: () => number = Date.now): <T>(name: string, run: () => Promise<T>) => Promise<T> {
  let last: { name: string; promise: Promise<unknown>; doneAt: number | null } | null = null;
  return <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const isSame = last?.name === name && (last.doneAt === null || now() - last.doneAt < sameTapMs);
    // The same name is the same route with the same input, so the answer has the same shape.
    if (last !== null && isSame) return last.promise as Promise<T>;
    const tap = { name, promise: run(), doneAt: null as number | null };
    last = tap;
    tap.promise.then(
      () => {
        tap.doneAt = now();
      },
      () => {
        if (last === tap) last = null;
      },
    );
    return tap.promise;
  };
}
