import type { Access } from '@tuanzi/contract/api';
import type { Actor } from '../ctx.ts';
import { problem } from '../problem.ts';

/** Who sent a request, found out once at its edge. */
export interface Caller extends Actor {
  readonly accountId: string | null;
  readonly kind: 'anonymous' | 'guest' | 'account';
  /** The login this request came with. */
  readonly loginId: string | null;
  readonly isPlatformAdmin: boolean;
  readonly locale: 'zh' | 'en';
  readonly ip: string;
}
/** A caller with a session; what handlers of every route but public ones receive. */
export type KnownCaller = Caller & { readonly accountId: string };

export interface AccessRequest {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

/** Answers for one word before the colon of `access`: returns if the caller may, throws the problem if not. */
export type AccessPolicy = (role: string, request: AccessRequest) => Promise<void> | void;
export type AccessPolicies = Readonly<Record<string, AccessPolicy>>;

/** The rules that need no module. */
export function platformPolicies(secretMatches: (authorization: string | undefined) => boolean): AccessPolicies {
  return {
    public: () => {},
    guest: (_role, { caller }) => void knownCaller(caller),
    account: (_role, { caller }) => void requireAccount(caller),
    platform: (_role, { caller }) => {
      if (!requireAccount(caller).isPlatformAdmin) throw problem('not_allowed');
    },
    internal: (_role, { authorization }) => {
      if (!secretMatches(authorization)) throw problem('not_found');
    },
  };
}

export function knownCaller(caller: Caller): KnownCaller {
  if (caller.accountId === null) throw problem('sign_in_required');
  return caller as KnownCaller;
}

/** Somebody who proved a phone number or e-mail; guests are asked to do so. */
export function requireAccount(caller: Caller): KnownCaller {
  const known = knownCaller(caller);
  if (known.kind !== 'account') throw problem('account_required');
  return known;
}

export function policyFor(policies: AccessPolicies, access: Access): (request: AccessRequest) => Promise<void> | void {
  const [word = '', role = ''] = access.split(':');
  const policy = Object.hasOwn(policies, word) ? policies[word] : undefined;
  if (policy === undefined) throw new Error(`nobody answers for access "${access}"`);
  return (request) => policy(role, request);
}
