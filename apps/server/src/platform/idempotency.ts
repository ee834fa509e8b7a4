import { createHash } from 'node:crypto';
import { sql } from 'kysely';
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
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url');
}

export type ClaimVerdict = { readonly state: 'new' } | { readonly state: 'done'; readonly result: unknown } | { readonly state: 'reused' };

/**
 * Claims keys in the open transaction, before the work. A key claimed by a transaction that is still running makes this
 * one wait for its end, so two identical requests at once become one effect and the same answer. The same key twice
 * in one batch is answered `new` for the first; callers merge the others.
 */
export async function claimKeys(ctx: Ctx, claims: readonly IdempotencyClaim[]): Promise<ClaimVerdict[]> {
  if (claims.length === 0) return [];
  // Sorted, so that two batches with the same keys wait for each other in one order and cannot deadlock.
  const sorted = claims.toSorted((a, b) => compare(a.accountId + a.key, b.accountId + b.key));
  const { rows: fresh } = await sql<{ accountId: string; key: string }>`
    insert into platform.idempotency_keys (account_id, key, route, body_hash, created_at)
    select a, k, r, h, ${ctx.now} from unnest(${sorted.map((c) => c.accountId)}::text[], ${sorted.map((c) => c.key)}::text[], ${sorted.map((c) => c.route)}::text[], ${sorted.map((c) => c.bodyHash)}::text[]) as claims (a, k, r, h)
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

/** Keeps the results beside the effect, in the same transaction. Claims of failed requests are given back by `null`. */
export async function storeResults(ctx: Ctx, results: readonly { claim: IdempotencyClaim; result: unknown }[]): Promise<void> {
  const done = results.filter((entry) => entry.result !== null);
  const failed = results.filter((entry) => entry.result === null);
  if (done.length > 0) {
    await sql`
      update platform.idempotency_keys k set result = r.result::jsonb
        from unnest(${done.map((d) => d.claim.accountId)}::text[], ${done.map((d) => d.claim.key)}::text[], ${done.map((d) => JSON.stringify(d.result))}::text[]) as r (account_id, key, result)
       where k.account_id = r.account_id and k.key = r.key`.execute(ctx.db);
  }
  if (failed.length > 0) {
    await sql`
      delete from platform.idempotency_keys k using unnest(${failed.map((d) => d.claim.accountId)}::text[], ${failed.map((d) => d.claim.key)}::text[]) as r (account_id, key)
       where k.account_id = r.account_id and k.key = r.key`.execute(ctx.db);
  }
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
  await storeResults(ctx, [{ claim, result }]);
  return result;
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
