import type { SceneSnapshot } from '@tuanzi/contract/scenes';
import type { App } from '#platform/app';
import { createCombiner, type Verdict } from '#platform/combiner';
import { systemActor, type Actor, type Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { sceneKinds, type SceneRole, type Standing } from './extension-points.ts';
import { readScenes, type SceneRow } from './store.ts';
import { readMutes } from './store-scene-state.ts';

interface Asked {
  readonly sceneId: string;
  readonly caller: Actor;
}
/** Somebody who may see a scene. */
export interface Admitted {
  readonly scene: SceneRow;
  readonly role: SceneRole;
  readonly refusal: Standing['refusal'];
}
/** With what the scene tells them of themselves. */
export interface Entrant extends Admitted {
  readonly me: SceneSnapshot['me'];
}
/** Lets in whoever may see a scene; `not_found` says nothing about whether it exists. */
export type Door = (sceneId: string, caller: Actor) => Promise<Entrant>;

/**
 * Thousands come in when a host says so. All who ask in one moment are answered by the same few statements, and what is
 * asked while those are under way waits for the next, so nobody enters by what was so before they came.
 */
export function createDoor(app: App): Door {
  const asked = createCombiner<Asked, Entrant>((entrants) => readEntrants(app.read(systemActor), entrants), {
    batchMax: 500,
    lanes: 3,
    queueMax: 50_000,
  });
  return (sceneId, caller) => asked.submit({ sceneId, caller });
}

/** The scene somebody may see, within a command. */
export async function requireScene(ctx: Ctx, sceneId: string, caller: Actor): Promise<Admitted> {
  const [admitted] = await admit(ctx, [{ sceneId, caller }]);
  if (admitted === undefined) throw problem('not_found');
  return admitted;
}

/** Undefined for whoever may not see the scene they ask for. */
async function admit(ctx: Ctx, asked: readonly Asked[]): Promise<(Admitted | undefined)[]> {
  const found = await readScenes(ctx, [...new Set(asked.map(({ sceneId }) => sceneId))]);
  const scenes = new Map(found.map((scene) => [scene.id, scene]));
  const admitted: (Admitted | undefined)[] = asked.map(() => undefined);
  const atDoor = asked.flatMap(({ sceneId, caller }, i) => {
    const scene = scenes.get(sceneId);
    return scene === undefined ? [] : [{ scene, caller, i }];
  });
  for (const [kind, of] of Map.groupBy(atDoor, ({ scene }) => scene.kind)) {
    const standings = (await sceneKinds.get(kind)?.standingsOf(ctx, of)) ?? [];
    for (const [at, { scene, i }] of of.entries()) {
      const { role, refusal } = standings[at] ?? { role: null, refusal: null };
      if (role !== null) admitted[i] = { scene, role, refusal };
    }
  }
  return admitted;
}

async function readEntrants(ctx: Ctx, asked: readonly Asked[]): Promise<Verdict<Entrant>[]> {
  const known = asked.flatMap(({ sceneId, caller: { accountId } }) => (accountId === null ? [] : [{ sceneId, accountId }]));
  const [admitted, mutes] = await Promise.all([admit(ctx, asked), readMutes(ctx, known)]);
  return asked.map(({ sceneId, caller: { accountId } }, i) => {
    const found = admitted[i];
    if (found === undefined) return { ok: false, error: problem('not_found') };
    if (accountId === null) return { ok: true, value: { ...found, me: null } };
    const mutedUntil = mutes.get(`${sceneId} ${accountId}`) ?? null;
    const canComment = found.refusal === null && mutedUntil === null;
    const me = { accountId, role: found.role, canComment, mutedUntil: mutedUntil?.toISOString() ?? null };
    return { ok: true, value: { ...found, me } };
  });
}
