import { setTimeout as delay } from 'node:timers/promises';
import { createLiveSocket, isProblem, randomKey, type LiveSocket } from '@tuanzi/client';
import WebSocket from 'ws';
import { apiOf, askUntilCertain, type World } from './load.ts';
import type { Person } from './prepare-shop.ts';

export const talkerCount = 4;
/** A room lets one person say about one thing a second. */
const betweenMs = 1_100;

export function openLiveSocket(world: World, person: Person): LiveSocket {
  return createLiveSocket({
    api: apiOf(world, person),
    url: `${world.at.url.replace('http', 'ws')}/ws`,
    // Back as quickly as the client ever comes: a crowd would spread out, and this is one person.
    random: () => 0,
    open: (url) => {
      const socket = new WebSocket(url, { headers: { cookie: person.cookie }, perMessageDeflate: false });
      socket.on('error', () => {});
      // The same interface, from a library that can send a cookie.
      return socket as unknown as globalThis.WebSocket;
    },
  });
}

/** Talks in both rooms with the client the shop uses, which says everything once, whatever happens to the connection. */
export async function talk(world: World, person: Person): Promise<void> {
  const { communityId, sceneIds } = world.shop;
  const live = openLiveSocket(world, person);
  // Whoever still waits for a word to be taken in is told that nobody will.
  void world.gate.over.then(() => live.close());
  try {
    const isMember = await askUntilCertain(world, () =>
      apiOf(world, person)('POST /api/communities/{communityId}/join', { params: { communityId }, body: {} }),
    );
    if (isMember.end === 'acknowledged') world.notebook.write({ what: 'join', communityId, accountId: person.accountId });
    const rooms = sceneIds.map((sceneId) => live.enter(sceneId).channel);
    while (await world.gate.pass()) {
      for (const room of rooms) {
        const text = `苹果甜吗 ${randomKey(10)}`;
        const line = { what: 'comment' as const, sceneId: room.sceneId, accountId: person.accountId, text };
        await room.say(text).then(
          ({ seq }) => world.notebook.write({ ...line, end: 'acknowledged', seq }),
          (error: unknown) => {
            if (!isProblem(error)) throw error;
            world.notebook.write({ ...line, end: error.isUncertain ? 'unknown' : 'refused', seq: null });
          },
        );
      }
      await delay(betweenMs);
    }
  } finally {
    live.close();
  }
}
