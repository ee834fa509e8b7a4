import { setTimeout as delay } from 'node:timers/promises';
import { createApi, isProblem, type Api, type ApiProblem } from '@tuanzi/client';
import type { Gate } from './gate.ts';
import type { Installation } from './installation.ts';
import type { Notebook } from './notebook.ts';
import type { Person, PreparedShop } from './prepare-shop.ts';
import type { Random } from './random.ts';

/** What everybody of the load works with. */
export interface World {
  readonly at: Installation;
  readonly shop: PreparedShop;
  readonly notebook: Notebook;
  readonly random: Random;
  readonly gate: Gate;
  /** Found by the load itself, such as another answer to the same request. */
  readonly problems: string[];
}

/** Longer than the longest outage the test makes, so that a client hears the answer of a database that was only slow. */
const timeoutMs = 30_000;

export function apiOf({ at }: World, { cookie }: Person): Api {
  return createApi({ baseUrl: at.url, headers: { cookie }, locale: () => 'en', timeoutMs });
}

export type Certain<T> =
  | { readonly end: 'acknowledged'; readonly value: T }
  | { readonly end: 'refused'; readonly problem: ApiProblem }
  | { readonly end: 'unknown' };

/**
 * Asks until the answer is certain, as a patient client does; `isPatient` false gives up after the first answer that
 * did not come, and never learns what became of the request.
 */
export async function askUntilCertain<T>(world: World, call: () => Promise<T>, isPatient = true): Promise<Certain<T>> {
  for (;;) {
    try {
      return { end: 'acknowledged', value: await call() };
    } catch (error) {
      if (!isProblem(error)) throw error;
      if (!error.isUncertain) return { end: 'refused', problem: error };
      if (!isPatient || world.gate.isOver()) return { end: 'unknown' };
      await delay(50 + world.random.below(100));
    }
  }
}
