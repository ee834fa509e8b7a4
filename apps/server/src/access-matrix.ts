/**
 * Who gets what answer from which route, derived from the policies the contract declares. docs/access.md is printed from
 * here, and access.test.ts asks the real routes.
 */
import { contract } from '@tuanzi/contract';
import { shopRoles, type Api, type Operation, type Route, type ShopRole } from '@tuanzi/contract/api';

/** Somebody with as many rights as their name says, and no more. */
export interface CallerFacts {
  readonly name: string;
  readonly kind: 'anonymous' | 'guest' | 'account';
  /** What they are in the shop, if they work there. */
  readonly role: ShopRole | null;
  /** What they are in the community. */
  readonly inCommunity: 'leader' | 'member' | null;
  /** The session is theirs to host. */
  readonly isItsHost: boolean;
  /** The order, the payment, the address and the login are theirs. */
  readonly isItsBuyer: boolean;
  readonly isKeeper: boolean;
}
const someone = { kind: 'account', role: null, inCommunity: null, isItsHost: false, isItsBuyer: false, isKeeper: false } as const;

/** The columns of the matrix. */
export const callers = [
  { ...someone, name: 'nobody', kind: 'anonymous' },
  { ...someone, name: 'guest', kind: 'guest' },
  { ...someone, name: 'shopper' },
  { ...someone, name: 'its buyer', isItsBuyer: true },
  { ...someone, name: 'member', inCommunity: 'member' },
  { ...someone, name: 'leader', inCommunity: 'leader' },
  { ...someone, name: 'other shop’s owner' },
  ...shopRoles.toReversed().map((role): CallerFacts => ({ ...someone, name: role, role })),
  { ...someone, name: 'its host', role: 'host', isItsHost: true },
  { ...someone, name: 'keeper', isKeeper: true },
] as const satisfies readonly CallerFacts[];

/** `null` lets in; anything else is the code of the refusal. */
export type Verdict = null | 'sign_in_required' | 'account_required' | 'not_allowed' | 'members_only' | 'not_found';
export const refusalStatus = {
  sign_in_required: 401,
  account_required: 403,
  not_allowed: 403,
  members_only: 403,
  not_found: 404,
} as const satisfies Record<NonNullable<Verdict>, number>;

const isAtLeast = (role: ShopRole | null, least: string) =>
  role !== null && shopRoles.indexOf(role) <= shopRoles.indexOf(least as ShopRole);
const keepsScene = (caller: CallerFacts) => caller.inCommunity === 'leader' || isAtLeast(caller.role, 'operator');

/** What the word of the policy says by itself. The scene of the matrix is that of a community. */
function byPolicy({ access }: Operation, caller: CallerFacts): Verdict {
  const [word, role = ''] = access.split(':') as [string, string?];
  if (word === 'internal') return 'not_found';
  if (word === 'public' || access === 'scene:visitor') return null;
  if (caller.kind === 'anonymous') return 'sign_in_required';
  if (word === 'guest') return null;
  if (word === 'scene') {
    if (role === 'member') return keepsScene(caller) || caller.inCommunity !== null ? null : 'members_only';
    return keepsScene(caller) ? null : 'not_allowed';
  }
  if (caller.kind === 'guest') return 'account_required';
  if (word === 'account') return null;
  if (word === 'platform') return caller.isKeeper ? null : 'not_allowed';
  if (word === 'shop') return isAtLeast(caller.role, role) ? null : 'not_allowed';
  if (word === 'session') {
    const isHost = caller.isItsHost || isAtLeast(caller.role, 'operator');
    return isHost || (role === 'moderator' && isAtLeast(caller.role, 'moderator')) ? null : 'not_allowed';
  }
  throw new Error(`the matrix does not know ${access}`);
}

interface FinerRule {
  readonly says: string;
  readonly judge: (caller: CallerFacts) => Verdict;
}
const isKnown = (caller: CallerFacts) => caller.kind !== 'anonymous';

/** Where a handler asks more than the policy: what depends on the thing itself. */
const finerRules: Readonly<Partial<Record<Route, FinerRule>>> = {
  'POST /api/orders': {
    says: 'an account; a saved address must be one’s own (404)',
    judge: (caller) => (caller.kind === 'guest' ? 'account_required' : null),
  },
  'POST /api/scenes/{sceneId}/comments': {
    says: 'in a community its members and those who keep it speak; in a live room whoever has a session, guests if the shop lets them',
    judge: (caller) => (!isKnown(caller) ? 'sign_in_required' : keepsScene(caller) || caller.inCommunity !== null ? null : 'members_only'),
  },
  'DELETE /api/scenes/{sceneId}/entries/{seq}': {
    says: 'the author, and those who keep the scene',
    judge: (caller) =>
      !isKnown(caller) ? 'sign_in_required' : keepsScene(caller) || caller.inCommunity === 'member' ? null : 'not_allowed',
  },
  'DELETE /api/communities/{communityId}/members/{accountId}': {
    says: 'the leader, and the shop’s operators',
    judge: (caller) => (keepsScene(caller) ? null : 'not_allowed'),
  },
  'POST /api/me/reviews/{reviewId}/addition': { says: 'who wrote the review', judge: (caller) => (caller.isItsBuyer ? null : 'not_found') },
  'POST /api/communities/{communityId}/read': { says: 'members', judge: (caller) => (caller.inCommunity !== null ? null : 'not_found') },
};
/** What belongs to one person is not there for anybody else. */
const owned = /\{(orderId|paymentId|addressId|loginId)\}/;
const isOwned = (route: Route, { access }: Operation) => (access === 'guest' || access === 'account') && owned.test(route);

export function verdictFor(route: Route, operation: Operation, caller: CallerFacts): Verdict {
  const verdict = byPolicy(operation, caller);
  if (verdict !== null) return verdict;
  if (isOwned(route, operation) && !caller.isItsBuyer) return 'not_found';
  return finerRules[route]?.judge(caller) ?? null;
}

const intro = `# Who may call what
Printed from the policies in packages/contract by \`npm run openapi\`; a test asks every route as every caller here and
compares. ✓ lets in (the request may still be refused for what it asks), a number is the status of the refusal.

- A suspended account, a session that expired or was ended, and a forged or altered cookie are **nobody**, on every route.
- **its buyer** owns the order, payment, address and session named in the address; for everybody else those are not there (404).
- **member** and **leader** belong to the community named in the address, whose scene is the one in the scene routes.
- **its host** hosts the live session in the address; **host** is another host of the same shop.
- **keeper** keeps the installation, and is not thereby staff of any shop.
- Roles act within their own shop: another shop's products, orders, campaigns, sessions and communities are not there (404),
  whatever the shop in the address.
- \`/internal\` is for the installation's own processes with their shared secret, and is not there for anybody else.
`;

export function printAccessMatrix(): string {
  const operations = Object.entries(contract as Api) as [Route, Operation][];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = (verdict: Verdict) => (verdict === null ? '✓' : String(refusalStatus[verdict]));
  const rows = operations.map(([route, operation]) =>
    row([`\`${route}\``, operation.access, ...callers.map((caller) => cell(verdictFor(route, operation, caller)))]),
  );
  const finer = Object.entries(finerRules).map(([route, rule]) => `- \`${route}\`: ${rule?.says}.`);
  return [
    intro,
    row(['route', 'policy', ...callers.map(({ name }) => name)]),
    row(['---', '---', ...callers.map(() => ':-:')]),
    ...rows,
    '\n## Where the thing itself decides',
    ...finer,
    '',
  ].join('\n');
}
