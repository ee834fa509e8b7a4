import type { SceneState } from '@tuanzi/client';
import { useState } from 'react';
import { firstUnread } from './grouping.ts';

/**
 * Where the unread began when this screen opened. It stays there: reading must not move the line one is looking for.
 * `unread` is null until the server has counted for this visit.
 */
export function useUnreadStart(scene: SceneState, unread: number | null, myId: string | null): number | null {
  const [start, setStart] = useState<{ seq: number | null }>();
  if (start === undefined && scene.snapshot !== null && unread !== null && myId !== null) {
    const found = { seq: firstUnread(scene.entries, unread, myId) };
    setStart(found);
    return found.seq;
  }
  return start?.seq ?? null;
}
