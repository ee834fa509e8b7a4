import { useSyncExternalStore } from 'react';
import { createPlayer, type Player } from './player/player.ts';
import type { LoadSources } from './player/player.ts';

/** The picture of one live session. It outlives the room's page, so that paying does not mean missing the show. */
export type Docked = {
  readonly sessionId: string;
  readonly title: string;
  readonly isLandscape: boolean;
  readonly player: Player;
  readonly isInRoom: boolean;
};

let docked: Docked | null = null;
const listeners = new Set<() => void>();

function set(next: Docked | null): void {
  docked = next;
  for (const listener of listeners) listener();
}

/** Opens the picture of a session, or takes over the one that is already playing. */
export function openInRoom(session: { sessionId: string; title: string; isLandscape: boolean }, load: LoadSources): Player {
  if (docked?.sessionId === session.sessionId) {
    set({ ...docked, ...session, isInRoom: true });
    return docked.player;
  }
  docked?.player.stop();
  const player = createPlayer(load);
  set({ ...session, player, isInRoom: true });
  return player;
}

/** The room's page is gone. A picture that plays goes on small; one that does not is let go. */
export function leaveRoom(sessionId: string): void {
  if (docked?.sessionId !== sessionId) return;
  if (docked.player.state().phase === 'playing') set({ ...docked, isInRoom: false });
  else closeDock();
}

export function closeDock(): void {
  docked?.player.stop();
  set(null);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function useDocked(): Docked | null {
  return useSyncExternalStore(subscribe, () => docked);
}
