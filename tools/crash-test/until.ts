import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until there is an answer; what never comes is named. */
export async function until<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  timeoutMs: number,
): Promise<T> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > endsAt) throw new CrashTestProblem(`waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}`);
    await delay(50);
  }
}

/** What is wrong with the product, as opposed to a bug of this test. */
export class CrashTestProblem extends Error {
  override readonly name = 'CrashTestProblem';
}

/** A promise that must end within so long. */
export async function within<T>(promise: Promise<T>, what: string, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CrashTestProblem(`waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}`)), timeoutMs);
  });
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}
