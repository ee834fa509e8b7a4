import type { LogEntry } from './protocol.ts';

export interface Sample {
  readonly shown: readonly LogEntry[];
  readonly left: readonly LogEntry[];
}

/** Messages a person can read in a second; more only scrolls by. */
const shownPerSecond = 20;

/**
 * Chooses what of a flood is shown: everything while chat stays readable, above that an even sample of each window.
 * State and kept entries are always shown and use up no room.
 */
export function createSampler(): (entries: readonly LogEntry[], nowMs: number) => Sample {
  let room = shownPerSecond;
  let at = 0;
  return (entries, nowMs) => {
    room = Math.min(shownPerSecond, room + (Math.max(0, nowMs - at) / 1000) * shownPerSecond);
    at = nowMs;
    const candidates = entries.filter(isDroppable);
    if (candidates.length <= room) {
      room -= candidates.length;
      return { shown: entries, left: [] };
    }
    const places = Math.floor(room);
    room -= places;
    // The last of each of `places` equal parts: the newest words are always among them.
    const chosen = new Set(Array.from({ length: places }, (_, i) => candidates[Math.floor(((i + 1) * candidates.length) / places) - 1]));
    const isShown = (entry: LogEntry) => !isDroppable(entry) || chosen.has(entry);
    return { shown: entries.filter(isShown), left: entries.filter((entry) => !isShown(entry)) };
  };
}

function isDroppable(entry: LogEntry): boolean {
  return entry.kind === 'chat' && !entry.isKept;
}
