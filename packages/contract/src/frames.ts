/**
 * Frames of the real-time socket at /ws. JSON text, one object a message. Only what a client sends is checked at run
 * time; what the server sends is typed here and encoded once per scene and tick.
 */
import { z } from 'zod';
import { CommentText } from './scenes.ts';
import type { SceneEntry, SceneSnapshot } from './scenes.ts';
import { Id } from './shapes.ts';

/** `n` names the request: the answer carries the same number. */
export const ClientFrame = z.discriminatedUnion('t', [
  /** Enter a scene. `from` is the last sequence seen: what was missed follows without gap or duplicate. */
  z.object({ t: z.literal('enter'), n: z.int(), scene: Id, from: z.int().min(0).optional() }),
  z.object({ t: z.literal('leave'), scene: Id }),
  z.object({ t: z.literal('say'), n: z.int(), scene: Id, text: CommentText, clientId: z.string().min(8).max(40) }),
  z.object({ t: z.literal('like'), scene: Id, count: z.int().min(1).max(50) }),
  z.object({ t: z.literal('tap'), scene: Id, card: Id.optional(), product: Id.optional() }),
  /** Acknowledges everything up to `seq`; sent about every 5 s, because the kernel hides slow readers. */
  z.object({ t: z.literal('ack'), scene: Id, seq: z.int().min(0) }),
  z.object({ t: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export type ServerFrame =
  /** After `enter` without `from`, or when `from` is too old: start afresh from this snapshot. */
  | { t: 'snapshot'; n: number; scene: string; snapshot: SceneSnapshot; now: string }
  /** After `enter` with `from`: everything missed, possibly nothing. */
  | { t: 'resumed'; n: number; scene: string; entries: SceneEntry[]; head: number; online: number; likes: number; now: string }
  /** One tick of a scene: new entries in order. `skipped` counts chat entries left out of a flooded room. */
  | { t: 'tick'; scene: string; entries: SceneEntry[]; head: number; skipped?: number; online?: number; likes?: number }
  | { t: 'ok'; n: number; seq?: number }
  | { t: 'problem'; n?: number; scene?: string; code: string; title: string }
  /** The server is going away or shedding load: reconnect after so many milliseconds, somewhere in the span. */
  | { t: 'go'; afterMs: number; spanMs: number }
  | { t: 'pong'; now: string };

/** Close codes beside the standard ones. */
export const closeCodes = { badFrame: 4400, signInAgain: 4401, tooSlow: 4408, tooManyConnections: 4429 } as const;
