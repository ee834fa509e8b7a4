/**
 * The contract kit. A contract is a plain object, 'VERB /path' → operation; types flow from it to the server's
 * handlers and to the clients' calls with no code generation, and the OpenAPI document is printed from it.
 */
import type { z } from 'zod';

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Route = `${Verb} /${string}`;

/**
 * Who may call a route. The part before the colon names the policy, the part after it the least role:
 * - `public`   anyone, signed in or not
 * - `guest`    anyone with a session, guests included
 * - `account`  a person who proved a phone number or an e-mail address
 * - `platform:admin`  the keeper of this installation
 * - `shop:ROLE`       a member of the shop in `{shopId}` with at least ROLE
 * - `session:ROLE`    host or moderator of the live session in `{sessionId}`, or the shop's operators
 * - `scene:ROLE`      visitor, member or leader of the scene in `{sceneId}`
 * - `internal`  another process of this installation, by its shared secret
 * Order, address and payment routes are `guest` and answer 404 for what belongs to somebody else.
 */
export type Access =
  | 'public'
  | 'guest'
  | 'account'
  | 'internal'
  | 'platform:admin'
  | `shop:${ShopRole}`
  | `session:${'host' | 'moderator'}`
  | `scene:${'visitor' | 'member' | 'leader'}`;

/** From most to least; a role includes those after it. `staff` is anybody who works for the shop. */
export const shopRoles = ['owner', 'admin', 'operator', 'host', 'moderator', 'staff'] as const;
export type ShopRole = (typeof shopRoles)[number];

export interface Operation {
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly reply: z.ZodType;
  readonly status?: 200 | 201 | 202;
  /** Required: the call must carry an Idempotency-Key; the same key and body answer the same, another body is refused. */
  readonly idempotency?: 'required';
  /** Calls allowed per minute and caller; the default is in the configuration. */
  readonly perMinute?: number;
  /** Stable codes of the problems this operation may answer with, beside those every operation may. */
  readonly problems?: readonly string[];
}
export type Api = Readonly<Record<Route, Operation>>;

export function defineApi<const A extends Api>(api: A): A {
  return api;
}

/** A problem is declared once: status, English title, Chinese title. The code never changes once released. */
export type ProblemDefinition = readonly [status: number, en: string, zh: string];
export function defineProblems<const P extends Record<string, ProblemDefinition>>(problems: P): P {
  return problems;
}

type Part = 'params' | 'query' | 'body';
/** What a caller sends. */
export type Input<O> = { [K in keyof O as K extends Part ? K : never]: z.input<Extract<O[K], z.ZodType>> };
/** What a handler receives: the same parts, parsed and with defaults applied. */
export type Parsed<O> = { [K in keyof O as K extends Part ? K : never]: z.output<Extract<O[K], z.ZodType>> };
export type Reply<O> = O extends { reply: infer T extends z.ZodType } ? z.output<T> : never;
/** What a handler returns. */
export type ReplyInput<O> = O extends { reply: infer T extends z.ZodType } ? z.input<T> : never;
export type ProblemCodes<O> = O extends { problems: readonly (infer P)[] } ? P : never;
