import type { ProblemCode } from '@tuanzi/contract';
import type { SceneSnapshot } from '@tuanzi/contract/scenes';
import type { Actor, Ctx } from '#platform/ctx';
import { extensionPoint } from '#platform/extension-point';
import type { SceneRow } from './store.ts';

export type SceneRole = NonNullable<SceneSnapshot['me']>['role'];
export type CardKindName = 'product' | 'group-buy' | 'coupon';

/** What can be dropped as a card. Provided under the kind's name by the module that owns it. */
export interface CardKind {
  /** What cards of these things show now, the same for everybody; unknown things are missing. */
  present(ctx: Ctx, refIds: readonly string[]): Promise<Map<string, unknown>>;
  /** The shop a thing belongs to; null when there is no such thing to drop. */
  shopOf(ctx: Ctx, refId: string): Promise<string | null>;
}
export const cardKinds = extensionPoint<CardKind>('card kinds');

/** Somebody at the door of a scene. */
export interface AtDoor {
  readonly scene: SceneRow;
  readonly caller: Actor;
}
export interface Standing {
  /** What they are there; null keeps them out altogether. */
  readonly role: SceneRole | null;
  /** Why they may not speak, or null. Mutes, limits and words are looked after by scenes. */
  readonly refusal: ProblemCode | null;
}

/** What a scene is the place of. Provided under the scene's kind. */
export interface SceneKind {
  /** What each may do where they stand, in the order asked. Thousands come in one moment, so it takes many. */
  standingsOf(ctx: Ctx, asked: readonly AtDoor[]): Promise<readonly Standing[]>;
  /** Whether chat may be sampled for viewers of a flooded room. */
  readonly isSampled: boolean;
}
export const sceneKinds = extensionPoint<SceneKind>('scene kinds');
