import type { Ctx } from '#platform/ctx';

/** Who came into which scene. Only people the scene let in are added, so made-up scenes cost nothing. */
export interface Arrivals {
  add(sceneId: string, accountId: string): void;
  /** Who came since the last time. */
  take(): Map<string, Set<string>>;
}

export function createArrivals(): Arrivals {
  let arrived = new Map<string, Set<string>>();
  return {
    add(sceneId, accountId) {
      const people = arrived.get(sceneId) ?? new Set();
      arrived.set(sceneId, people.add(accountId));
    },
    take() {
      const taken = arrived;
      arrived = new Map();
      return taken;
    },
  };
}

/** Arrivals of one second, as one event a scene. */
export async function countArrivals(ctx: Ctx, arrived: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  await ctx.publish(
    'scene.entered',
    ...[...arrived].map(([sceneId, people]) => ({ sceneId, accountIds: [...people], at: ctx.now.toISOString() })),
  );
}
