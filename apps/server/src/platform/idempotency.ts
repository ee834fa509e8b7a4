import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { must } from './assert.ts';
import type { Verdict } from './combiner.ts';
import type { Ctx } from './ctx.ts';
import { problem } from './problem.ts';

/** One caller's promise that a repeated request is the same request. */
export interface IdempotencyClaim {
  readonly accountId: string;
  readonly key: string;
  readonly route: string;
  readonly bodyHash: string;
}

export function hashBody(value: unknown): string {
  return hash('sha256', JSON.stringify(value) ?? '', 'base64url');
}

export type ClaimVerdict = { readonly state: 'new' } | { readonly state: 'done'; readonly result: unknown } | { readonly state: 'reused' };

/** A claim whose result is known before the work, such as the id of what will be made; it saves storing it afterwards. */
export type ClaimedResult = IdempotencyClaim & { readonly result?: unknown };

/**
 * Claims keys in the open transaction, before the work. A key claimed by a transaction that is still running makes this
 * one wait for its end, so two identical requests at once become one effect and the same answer. The same key twice
 * in one batch is answered `new` for the first; callers merge the others.
 */
export async function claimKeys(ctx: Ctx, claims: readonly ClaimedResult[]): Promise<ClaimVerdict[]> {
  if (claims.length === 0) return [];
  // Sorted, so that two batches with the same keys wait for each other in one order and cannot deadlock.
  const sorted = claims.toSorted((a, b) => compare(a.accountId, b.accountId) || compare(a.key, b.key));
  const results = sorted.map(({ result }) => (result === undefined ? null : JSON.stringify(result)));
  const { rows: fresh } = await sql<{ accountId: string; key: string }>`
    insert into platform.idempotency_keys (account_id, key, route, body_hash, result, created_at)
    select a, k, r, h, v::jsonb, ${ctx.now} from unnest(${sorted.map((c) => c.accountId)}::text[], ${sorted.map((c) => c.key)}::text[], ${sorted.map((c) => c.route)}::text[], ${sorted.map((c) => c.bodyHash)}::text[], ${results}::text[]) as claims (a, k, r, h, v)
    on conflict do nothing returning account_id, key`.execute(ctx.db);
  const isFresh = new Set(fresh.map((row) => `${row.accountId} ${row.key}`));
  const stale = claims.filter((claim) => !isFresh.has(`${claim.accountId} ${claim.key}`));
  const known = stale.length === 0 ? new Map<string, Stored>() : await readKeys(ctx, stale);
  return claims.map((claim) => {
    const name = `${claim.accountId} ${claim.key}`;
    if (isFresh.has(name)) return { state: 'new' };
    const stored = known.get(name);
    if (stored === undefined || stored.route !== claim.route || stored.bodyHash !== claim.bodyHash) return { state: 'reused' };
    return { state: 'done', result: stored.result };
  });
}

/**
 * The same key twice in one batch is one request: the first leads, the others get its answer, or are refused if they ask
 * for something else.
 */
export function mergeSameKeys<Q extends { readonly claim: IdempotencyClaim }>(requests: readonly Q[]) {
  const byKey = new Map<string, Q>();
  const leaderOf = requests.map((request) => {
    const name = `${request.claim.accountId} ${request.claim.key}`;
    const leader = byKey.get(name) ?? request;
    byKey.set(name, leader);
    return leader;
  });
  return {
    leaders: [...byKey.values()],
    /** For each request, in order, from those of the leaders. */
    answerAll<R>(answers: ReadonlyMap<Q, Verdict<R>>): Verdict<R>[] {
      return requests.map(({ claim }, i) => {
        const leader = must(leaderOf[i], 'every request has a leader');
        const isSame = claim.bodyHash === leader.claim.bodyHash && claim.route === leader.claim.route;
        return isSame ? must(answers.get(leader), 'every leader is answered') : { ok: false, error: problem('idempotency_key_reused') };
      });
    },
  };
}

/** Gives the keys of requests that failed back, so that they may be sent again once what was wrong is mended. */
export async function giveBackKeys(ctx: Ctx, claims: readonly IdempotencyClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    delete from platform.idempotency_keys k using unnest(${claims.map((c) => c.accountId)}::text[], ${claims.map((c) => c.key)}::text[]) as r (account_id, key)
     where k.account_id = r.account_id and k.key = r.key`.execute(ctx.db);
}

/** Nobody repeats a request after a day; its key is forgotten then, a few thousand at once. Returns how many were. */
export async function forgetKeys(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - keptForMs);
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from platform.idempotency_keys where (account_id, key) in (select account_id, key from platform.idempotency_keys where created_at < ${before} order by created_at limit 5000 for update skip locked) returning 1
    )
    select count(*) as n from gone`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}
const keptForMs = 86_400_000;

/** Runs one command at most once per key. `null` means the route asks for no key. */
export async function once<R>(ctx: Ctx, claim: IdempotencyClaim | null, work: () => Promise<R>): Promise<R> {
  if (claim === null) return work();
  const [verdict] = await claimKeys(ctx, [claim]);
  if (verdict?.state === 'reused') throw problem('idempotency_key_reused');
  // What was stored is what this same function returned for the same route before.
  if (verdict?.state === 'done') return verdict.result as R;
  const result = await work();
  await keepResults(ctx, [{ ...claim, result }]);
  return result;
}

/** For those whose result was not known when they claimed their key. */
export async function keepResults(ctx: Ctx, claims: readonly ClaimedResult[]): Promise<void> {
  if (claims.length === 0) return;
  const results = claims.map(({ result }) => JSON.stringify(result) ?? null);
  await sql`
    update platform.idempotency_keys k set result = r.result::jsonb
      from unnest(${claims.map((c) => c.accountId)}::text[], ${claims.map((c) => c.key)}::text[], ${results}::text[]) as r (account_id, key, result)
     where k.account_id = r.account_id and k.key = r.key`.execute(ctx.db);
}

interface Stored {
  route: string;
  bodyHash: string;
  result: unknown;
}

async function readKeys(ctx: Ctx, claims: readonly IdempotencyClaim[]): Promise<Map<string, Stored>> {
  const { rows } = await sql<Stored & { accountId: string; key: string }>`
    select k.account_id, k.key, k.route, k.body_hash, k.result from platform.idempotency_keys k
      join unnest(${claims.map((c) => c.accountId)}::text[], ${claims.map((c) => c.key)}::text[]) as c (account_id, key) on c.account_id = k.account_id and c.key = k.key`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [`${row.accountId} ${row.key}`, row]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
