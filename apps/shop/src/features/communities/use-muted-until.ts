import type { SceneState } from '@tuanzi/client';
import { useNow } from '@tuanzi/ui/time.ts';

/** When a mute of mine ends, by the server's clock; null while I may speak. It ends by itself on the second. */
export function useMutedUntil({ me, clockOffsetMs }: Pick<SceneState, 'me' | 'clockOffsetMs'>): string | null {
  const nowMs = useNow() + clockOffsetMs;
  const until = me?.mutedUntil ?? null;
  return until !== null && Date.parse(until) > nowMs ? until : null;
}
