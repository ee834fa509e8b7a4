import type { SceneEntry } from '@tuanzi/contract/scenes';

/** Written within the same minute by the same person: one block under one name and face. */
export function followsOn(entry: SceneEntry, before: SceneEntry | undefined): boolean {
  if (entry.type !== 'comment' || before?.type !== 'comment' || before.author.id !== entry.author.id) return false;
  return Date.parse(entry.at) - Date.parse(before.at) < 60_000;
}

/** What counts as a message to whoever comes back: said, announced or dropped by others. */
const isToRead = (entry: SceneEntry, myId: string): boolean =>
  (entry.type === 'comment' || entry.type === 'announcement' || entry.type === 'card.dropped') && entry.author.id !== myId;

/** The first of the last `unread` messages of others; the oldest one on screen when not all of them are here yet. */
export function firstUnread(entries: readonly SceneEntry[], unread: number, myId: string): number | null {
  if (unread <= 0) return null;
  const toRead = entries.filter((entry) => isToRead(entry, myId));
  return toRead[Math.max(0, toRead.length - unread)]?.seq ?? null;
}
