import type { Ctx } from '#platform/ctx';
import type { LinkTargetRef } from './rules.ts';
import { countVisitorsOf, readLinks, type LinkRow } from './store.ts';

export interface Link {
  readonly code: string;
  readonly ownerId: string;
  readonly target: LinkTargetRef;
  readonly sceneId: string | null;
  readonly cardId: string | null;
}

/** What codes stand for. A code nobody made is missing from the map. */
export async function linkOf(ctx: Ctx, codes: readonly string[]): Promise<Map<string, Link>> {
  const rows = await readLinks(ctx, codes);
  return new Map(rows.map((row) => [row.code, linkFrom(row)]));
}

/** How many different people followed somebody's links. */
export async function countVisitors(ctx: Ctx, sharerIds: readonly string[]): Promise<Map<string, number>> {
  const found = await countVisitorsOf(ctx, sharerIds);
  return new Map(sharerIds.map((id) => [id, found.get(id) ?? 0]));
}

function linkFrom(row: LinkRow): Link {
  return {
    code: row.code,
    ownerId: row.ownerId,
    target: { kind: row.targetKind, id: row.targetId },
    sceneId: row.sceneId,
    cardId: row.cardId,
  };
}
