import { createRandom } from './random.ts';

/** What people, operators, the provider and the machine do, and how often beside each other. */
const weights = {
  browse: 3,
  cart: 1.5,
  order: 14,
  'open-team': 6,
  'join-team': 15,
  pay: 30,
  'deliver-notices': 4,
  cancel: 2,
  'retry-order': 2,
  ship: 8,
  deliver: 8,
  receive: 4,
  refund: 4,
  'end-refunds': 4,
  'provider-mood': 2,
  link: 3,
  follow: 5,
  promote: 1,
  'join-community': 3,
  'leave-community': 1,
  comment: 8,
  like: 2,
  reconnect: 4,
  'drop-card': 2,
  'withdraw-card': 1.5,
  'remove-comment': 1,
  announce: 0.5,
  pin: 1,
  price: 2,
  stock: 3,
  shelve: 0.7,
  'plan-campaign': 1.5,
  'end-campaign': 0.6,
  quota: 0.7,
  'plan-coupon': 2,
  'claim-coupon': 6,
  'stop-coupon': 0.3,
  settings: 0.3,
  'on-air': 1.2,
  wait: 1.3,
  'wait-days': 0.35,
  subscriber: 9,
  sweep: 9,
  job: 1.5,
  work: 4,
} as const;
export type StepKind = keyof typeof weights | 'settle';

/** How a transaction under way ends badly: before its commit, with its connection, or with nobody left to tell that it committed. */
export type Fault = 'abort' | 'cut' | 'unheard';

/**
 * One thing somebody does, as data. Numbers choose among what is there when it is done, so a step means something
 * whatever was left out before it.
 */
export interface Step {
  readonly id: number;
  readonly kind: StepKind;
  /** Steps of one batch run at once in so many lanes; what must hold is checked after it. */
  readonly batch: number;
  readonly lane: number;
  readonly who: number;
  readonly pick: number;
  readonly amount: number;
  readonly mode: number;
  readonly waitMs: number;
  readonly fault?: Fault;
}

export interface PlanOptions {
  readonly seed: number;
  readonly steps: number;
  readonly concurrency: number;
}

const stepsPerBatch = 20;
const numberMax = 1_000_000;
/** After so many batches everything begun is brought to its end; at the end of a history as well. */
const batchesPerSettle = 35;

/** The same options always make the same plan. */
export function makePlan({ seed, steps, concurrency }: PlanOptions): Step[] {
  const random = createRandom(seed);
  const plan: Step[] = [];
  for (let batch = 0; plan.length < steps; batch++) {
    if (batch > 0 && batch % batchesPerSettle === 0) {
      plan.push({ id: plan.length, kind: 'settle', batch, lane: 0, who: 0, pick: 0, amount: 0, mode: 0, waitMs: 0 });
      continue;
    }
    // A crowd at one thing: in half of the batches most look at the same few objects.
    const crowd = random.below(2) === 0 ? random.below(numberMax) : undefined;
    for (let i = 0; i < stepsPerBatch && plan.length < steps; i++) plan.push(makeStep(plan.length, batch, i % concurrency, crowd));
  }
  return plan;

  function makeStep(id: number, batch: number, lane: number, crowd: number | undefined): Step {
    const fault = random.below(100) < 5 ? random.pick({ abort: 3, cut: 1, unheard: 2 }) : undefined;
    const number = () => random.below(numberMax);
    return {
      id,
      kind: random.pick(weights),
      batch,
      lane,
      who: number(),
      pick: crowd === undefined || random.below(4) === 0 ? number() : crowd,
      amount: number(),
      mode: number(),
      waitMs: 50 + random.below(2000),
      ...(fault !== undefined && { fault }),
    };
  }
}

/** "3,7-9" for 3, 7, 8, 9. */
export function showIds(ids: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < ids.length;) {
    let end = i;
    while (ids[end + 1] === (ids[end] ?? 0) + 1) end += 1;
    parts.push(end > i ? `${ids[i]}-${ids[end]}` : `${ids[i]}`);
    i = end + 1;
  }
  return parts.join(',');
}

export function readIds(text: string): Set<number> {
  return new Set(
    text.split(',').flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    }),
  );
}
