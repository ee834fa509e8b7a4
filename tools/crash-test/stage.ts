import { join } from 'node:path';
import { followRoom, type Follower } from '../../apps/server/src/testing-follow.ts';
import { broadcast, type Broadcast } from './broadcaster.ts';
import { onDiskMs, recordingsOf, type CutOff } from './check-recordings.ts';
import { openGateway, type Gateway } from './gateway.ts';
import { createGate } from './gate.ts';
import { startInstallation } from './installation.ts';
import { apiOf, askUntilCertain, type World } from './load.ts';
import { createNotebook } from './notebook.ts';
import { prepareShop, type Person } from './prepare-shop.ts';
import { createRandom } from './random.ts';
import { shop, shopperCount, type Teams } from './shoppers.ts';
import { talk, talkerCount } from './talkers.ts';
import { CrashTestProblem } from './until.ts';

/** The product with everybody in it, standing at a shut gate. */
export interface Stage {
  readonly world: World;
  readonly gateway: Gateway;
  readonly broadcast: Broadcast;
  readonly followers: readonly Follower[];
  /** How much of what a viewer had seen a recording may lose to a kill. */
  readonly lostMaxMs: number;
  /** Rejects when somebody of the load fell over, which is a bug of the test or an answer nobody may give. */
  readonly fellOver: Promise<never>;
  /** Ends every process, in whatever state they are. */
  destroy(): Promise<void>;
}

const peopleCount = 60;

export async function setStage({ folder, seed, lostMaxMs }: { folder: string; seed: number; lostMaxMs: number }): Promise<Stage> {
  let url = '';
  const gateway = await openGateway(() => url);
  const at = await startInstallation(folder, gateway);
  url = at.url;
  const prepared = await prepareShop(folder, at.databaseUrl(), peopleCount).catch(async (error: unknown) => {
    gateway.close();
    await at.destroy();
    throw error;
  });
  const world: World = {
    at,
    shop: prepared,
    notebook: createNotebook(join(folder, 'notebook.jsonl')),
    random: createRandom(seed + 1),
    gate: createGate(shopperCount + talkerCount),
    problems: [],
  };
  const { sessionId, owner, sceneIds } = prepared;
  const key = await askUntilCertain(world, () => apiOf(world, owner)('POST /api/studio/{sessionId}/stream-key', { params: { sessionId } }));
  if (key.end !== 'acknowledged') throw new CrashTestProblem('the host got no stream key');
  const live = broadcast(at, { sessionId, streamKey: key.value.streamKey });
  const followers = await Promise.all(sceneIds.map((sceneId) => followRoom(at.url, sceneId, owner)));
  const teams: Teams = [];
  const work = [
    ...Array.from({ length: shopperCount }, () => shop(world, teams)),
    ...prepared.people.slice(0, talkerCount).map((person: Person) => talk(world, person)),
  ];
  const fellOver = new Promise<never>((_, reject) => {
    for (const each of work) each.catch(reject);
  });
  // Nobody may be listening yet.
  fellOver.catch(() => {});
  return {
    world,
    gateway,
    broadcast: live,
    followers,
    lostMaxMs,
    fellOver,
    async destroy() {
      world.gate.end();
      live.close();
      for (const follower of followers) follower.close();
      await at.destroy();
      gateway.close();
      await Promise.allSettled(work);
    },
  };
}

/** The recording that is being made, as it stands: to be compared with what is left of it after a blow. */
export function lookAtRecording({ world, broadcast: live }: Stage): CutOff {
  const recordingId = recordingsOf(world.at, world.shop.sessionId).at(-1);
  if (recordingId === undefined) throw new CrashTestProblem('nothing is being recorded');
  return { recordingId, onDiskMs: onDiskMs(world.at, recordingId), seenMs: live.seenMs() ?? 0 };
}
