import { useSyncExternalStore } from 'react';
import type { Player, PlayerState } from './player/player.ts';

const none: PlayerState = { phase: 'starting', isMuted: true, source: null, isWide: false };
const nothing = () => () => {};

export function usePlayerState(player: Player | null): PlayerState {
  return useSyncExternalStore(player?.subscribe ?? nothing, player?.state ?? (() => none));
}
