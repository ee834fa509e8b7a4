import type { ProblemCode } from '@tuanzi/contract';
import type { SceneSnapshot } from '@tuanzi/contract/scenes';
import type { Actor, Ctx } from '#platform/ctx';
import { extensionPoint } from '#platform/extension-point';
import type { SceneRow } from './store.ts';

export type SceneRole = NonNullable<SceneSnapshot['me']>['role'];
export type CardKindName = 'product' | 'group-buy';

/** What can be dropped as a card. Provided under the kind's name by the module that owns it. */
export interface CardKind {
  /** What cards of these things show now, the same for everybody; unknown things are missing. */
  present(ctx: Ctx, refIds: readonly string[]): Promise<Map<string, unknown>>;
  /** The shop a thing belongs to; null when there is no such thing to drop. */
  shopOf(ctx: Ctx, refId: string): Promise<string | null>;
}
export const cardKinds = extensionPoint<CardKind>('card kinds');

/** What a scene is the place of. Provided under the scene's kind. */
export interface SceneKind {
  /** What somebody is in a scene; null keeps them out altogether. */
  roleOf(ctx: Ctx, scene: SceneRow, caller: Actor): Promise<SceneRole | null>;
  /** Why somebody may not speak, or null. Mutes, limits and words are looked after by scenes. */
  mayComment(ctx: Ctx, scene: SceneRow, caller: Actor): Promise<ProblemCode | null>;
  /** Whether chat may be sampled for viewers of a flooded room. */
  readonly isSampled: boolean;
}
export const sceneKinds = extensionPoint<SceneKind>('scene kinds');
