import type { Title } from '@tuanzi/contract/shapes';
import { assert, must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { insertEntries, lockScenes, type EntryDraft, type SceneRow } from './store.ts';

/** What other modules may put into a log. Comments, cards, pins and status have commands of their own. */
export type NewEntry =
  | { readonly type: 'announcement'; readonly authorId: string; readonly text: string }
  | {
      readonly type: 'ticker';
      readonly what: 'ordered' | 'team-opened' | 'team-joined' | 'team-completed';
      readonly accountId: string;
      readonly title: Title;
      readonly count: number;
      readonly cardId: string | null;
    }
  | { readonly type: 'joined' | 'left'; readonly accountId: string };

/** Of what happened a hundred times in one moment, so many are told; more only scroll by. */
const tickersMax = 20;

/** Adds to a scene's log; the sequences have no gap, because they are given under the scene's row lock and committed with it. */
export async function append(ctx: Ctx, sceneId: string, entries: readonly NewEntry[]): Promise<number[]> {
  const tickers = entries.filter((entry) => entry.type === 'ticker');
  const told = new Set(tickers.slice(-tickersMax));
  return appendDrafts(ctx, sceneId, entries.filter((entry) => entry.type !== 'ticker' || told.has(entry)).map(draftOf));
}

export async function appendDrafts(ctx: Ctx, sceneId: string, drafts: readonly EntryDraft[]): Promise<number[]> {
  if (drafts.length === 0) return [];
  const scene = (await lockScenes(ctx, [sceneId])).get(sceneId);
  assert(scene !== undefined, `scene ${sceneId} exists`);
  return appendLocked(ctx, scene, drafts);
}

/** For a scene this transaction has locked and not yet written to. */
export async function appendLocked(ctx: Ctx, scene: SceneRow, drafts: readonly EntryDraft[]): Promise<number[]> {
  const seqs = drafts.map((_, i) => scene.head + i + 1);
  await insertEntries(
    ctx,
    drafts.map((draft, i) => ({ ...draft, sceneId: scene.id, seq: must(seqs[i], 'one sequence per entry') })),
  );
  ctx.announce(scene.id, scene.head + drafts.length);
  return seqs;
}

/** For many scenes at once. */
export async function appendToMany(ctx: Ctx, batches: ReadonlyMap<string, readonly EntryDraft[]>): Promise<void> {
  if (batches.size === 0) return;
  const scenes = await lockScenes(ctx, [...batches.keys()]);
  const placed = [...batches].flatMap(([sceneId, drafts]) => {
    const scene = scenes.get(sceneId);
    return scene === undefined ? [] : drafts.map((draft, i) => ({ ...draft, sceneId, seq: scene.head + i + 1 }));
  });
  await insertEntries(ctx, placed);
  for (const [sceneId, drafts] of batches) {
    const scene = scenes.get(sceneId);
    if (scene !== undefined) ctx.announce(sceneId, scene.head + drafts.length);
  }
}

export function draftOf(entry: NewEntry): EntryDraft {
  if (entry.type === 'announcement') return { type: 'announcement', authorId: entry.authorId, body: { text: entry.text } };
  if (entry.type !== 'ticker') return { type: entry.type, authorId: entry.accountId, body: {} };
  const { what, title, count, cardId } = entry;
  return { type: 'ticker', authorId: entry.accountId, body: { what, title, count, cardId } };
}
