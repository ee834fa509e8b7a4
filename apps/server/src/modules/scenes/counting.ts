import type { App } from '#platform/app';
import { systemActor } from '#platform/ctx';
import { newId } from '#platform/ids';
import type { Gateway } from '#platform/live/gateway';
import { countArrivals, createArrivals, type Arrivals } from './count-arrivals.ts';
import { countLikes, countTaps } from './count-taps.ts';
import { raisePeaks, readOnline, writePresence } from './presence.ts';
import { readLikes } from './store-scene-state.ts';
import { createTally, type Tally } from './tally.ts';

/** What one server counts, and how it is written down and told. */
export interface Counting {
  readonly likes: Tally;
  readonly taps: Tally;
  readonly arrivals: Arrivals;
  writeCounts(): Promise<void>;
  /** People of each scene on this server; nobody anywhere when it leaves. */
  writePeople(people: ReadonlyMap<string, number>): Promise<void>;
  /** Tells the sockets how many are here and how many hearts there are, over all servers. */
  tellCounters(gateway: Gateway, scenes: readonly string[]): Promise<void>;
}

/** Presence is renewed this often even when nothing changes; others let it count for three times as long. */
const presenceEveryMs = 5000;

export function createCounting(app: App): Counting {
  const serverId = newId('srv');
  const likes = createTally();
  const taps = createTally();
  const arrivals = createArrivals();
  let told = { at: 0, people: '[]' };
  return {
    likes,
    taps,
    arrivals,
    async writeCounts() {
      const [hearts, tapped, arrived] = [likes.take(), taps.take(), arrivals.take()];
      if (hearts.size > 0) await app.transact(systemActor, (ctx) => countLikes(ctx, hearts));
      if (tapped.size > 0) await app.transact(systemActor, (ctx) => countTaps(ctx, tapped));
      if (arrived.size > 0) await app.transact(systemActor, (ctx) => countArrivals(ctx, arrived));
    },
    async writePeople(people) {
      const text = JSON.stringify([...people].filter(([, count]) => count > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      if (text === told.people && (text === '[]' || Date.now() - told.at < presenceEveryMs)) return;
      await app.transact(systemActor, (ctx) => writePresence(ctx, serverId, people));
      told = { at: Date.now(), people: text };
    },
    async tellCounters(gateway, scenes) {
      if (scenes.length === 0) return;
      const ctx = app.read(systemActor);
      const [online, hearts] = await Promise.all([readOnline(ctx, scenes), readLikes(ctx, scenes)]);
      for (const scene of scenes) gateway.setCounters(scene, { online: online.get(scene) ?? 0, likes: hearts.get(scene) ?? 0 });
      await app.transact(systemActor, (tx) => raisePeaks(tx, online));
    },
  };
}
