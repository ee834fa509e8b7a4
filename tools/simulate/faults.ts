import type { App, Module, Subscriber } from '../../apps/server/src/platform/app.ts';
import type { Ctx } from '../../apps/server/src/platform/ctx.ts';
import type { Fault } from './plan.ts';

/** What a process that died half-way looks like from the outside. */
export class Died extends Error {
  constructor() {
    super('died half-way, as the simulation wanted');
    this.name = 'Died';
  }
}

/** Lets the next transaction that begins, whoever's it is, end badly. */
export interface Faults {
  arm(fault: Fault): void;
  disarm(): void;
  /** How many struck so far. */
  readonly struck: () => number;
  app<A extends App>(app: A): A;
  modules(modules: readonly Module[]): Module[];
}

export function createFaults(): Faults {
  let armed: Fault | undefined;
  let struck = 0;
  const take = () => {
    const fault = armed;
    armed = undefined;
    if (fault !== undefined) struck += 1;
    return fault;
  };
  const strike = async (fault: Fault | undefined, ctx: Ctx) => {
    if (fault === 'abort') throw new Died();
    if (fault === 'cut')
      await ctx.db.selectNoFrom(({ fn }) => fn('pg_terminate_backend', [fn('pg_backend_pid', [])]).as('isGone')).execute();
  };
  const subscriber = (one: Subscriber): Subscriber => ({
    ...one,
    async handle(ctx, events) {
      const fault = take();
      await one.handle(ctx, events);
      // A subscriber answers nobody, so nobody can be left untold.
      await strike(fault === 'unheard' ? 'abort' : fault, ctx);
    },
  });
  return {
    arm: (fault) => {
      armed = fault;
    },
    disarm: () => {
      armed = undefined;
    },
    struck: () => struck,
    app: (app) => ({
      ...app,
      async transact(actor, work) {
        const fault = take();
        const result = await app.transact(actor, async (ctx) => {
          const done = await work(ctx);
          await strike(fault, ctx);
          return done;
        });
        if (fault === 'unheard') throw new Died();
        return result;
      },
    }),
    modules: (modules) =>
      modules.map((module) => (module.subscribers === undefined ? module : { ...module, subscribers: module.subscribers.map(subscriber) })),
  };
}
