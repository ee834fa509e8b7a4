import type { Picture, Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { extensionPoint } from '#platform/extension-point';
import type { TargetKind } from './rules.ts';

/** What a link opens, as its owner module tells it: enough to understand it in three seconds. */
export interface TargetPreview {
  /** Where the shop app goes on. */
  readonly path: string;
  readonly title: Title;
  readonly subtitle: Title | null;
  readonly picture: Picture | null;
  readonly priceFen: number | null;
  readonly compareAtFen: number | null;
  readonly endsAt: Date | string | null;
  readonly isOver: boolean;
  /** Whose shop it is, for the poster; the first shop when left out. */
  readonly shopId?: string;
  /** How far a team is, for the poster. */
  readonly team?: { readonly paidCount: number; readonly size: number };
}

/** By kind of target. Unknown ids are missing from the map. */
export interface LinkTarget {
  preview(ctx: Ctx, ids: readonly string[]): Promise<Map<string, TargetPreview>>;
}
export const linkTargets = extensionPoint<LinkTarget>('link targets');

export function targetOf(kind: TargetKind): LinkTarget | undefined {
  return linkTargets.get(kind);
}
