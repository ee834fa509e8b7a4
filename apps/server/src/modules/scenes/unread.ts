import type { SceneEntry } from '@tuanzi/contract/scenes';
import type { Ctx } from '#platform/ctx';
import { presentEntries } from './present.ts';
import { countToRead, readLastEntries } from './store.ts';

/** A badge says 99+ beyond this. */
const countMax = 100;

/** How much there is to read in each scene after a place: others' comments, announcements and cards, at most 100. */
export async function unreadOf(
  ctx: Ctx,
  of: readonly { sceneId: string; afterSeq: number }[],
  accountId: string,
): Promise<Map<string, number>> {
  return countToRead(ctx, of, accountId, countMax);
}

/** The newest thing to read in each scene. */
export async function lastEntriesOf(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, SceneEntry>> {
  const rows = await readLastEntries(ctx, sceneIds);
  const entries = await presentEntries(ctx, rows);
  return new Map(
    rows.flatMap((row, i) => {
      const entry = entries[i];
      return entry === undefined ? [] : [[row.sceneId, entry] as const];
    }),
  );
}
