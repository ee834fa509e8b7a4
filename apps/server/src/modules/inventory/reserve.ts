import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { publishTurns } from './publish-turns.ts';
import { decide, mergeLines, type StockRequest, type StockVerdict } from './rules.ts';
import { insertReservations, lockLevels, selectKnownRefs, type Held, type Level } from './store.ts';

/** Which orders of a batch get their units, decided under the lock of the levels and not written yet. */
export interface StockDecision {
  readonly verdicts: readonly StockVerdict[];
  readonly held: readonly Held[];
}

/**
 * Decides a batch of new orders: each gets all of its lines or none, in the order of the array. Exact whatever else
 * runs, because the levels stay locked, in SKU order, until the transaction ends. `holdStock` writes it, beside whatever
 * else the orders need: while a SKU everybody wants is locked, nothing should wait that need not.
 */
export async function decideStock(ctx: Ctx, requests: readonly StockRequest[]): Promise<StockDecision> {
  if (requests.length === 0) return { verdicts: [], held: [] };
  return decideAmong(await lockLevels(ctx, skuIdsOf(requests)), requests);
}

export async function holdStock(ctx: Ctx, { held }: StockDecision): Promise<void> {
  if (held.length > 0) await publishTurns(ctx, await insertReservations(ctx, held));
}

/** Decides and writes. An order that is known already is answered `ok` and changes nothing, whatever became of it since. */
export async function reserve(ctx: Ctx, requests: readonly StockRequest[]): Promise<StockVerdict[]> {
  if (requests.length === 0) return [];
  const levels = await lockLevels(ctx, skuIdsOf(requests));
  const known = await selectKnownRefs(
    ctx,
    requests.map(({ ref }) => ref),
  );
  const fresh = new Map(requests.filter(({ ref }) => !known.has(ref)).map((request) => [request.ref, request]));
  const decision = decideAmong(levels, [...fresh.values()]);
  await holdStock(ctx, decision);
  const verdicts = new Map([...fresh.keys()].map((ref, i) => [ref, must(decision.verdicts[i], 'every request is decided')]));
  return requests.map(({ ref }) => verdicts.get(ref) ?? { ok: true });
}

function skuIdsOf(requests: readonly StockRequest[]): string[] {
  return [...new Set(requests.flatMap(({ lines }) => lines.map((line) => line.skuId)))];
}

function decideAmong(levels: readonly Level[], requests: readonly StockRequest[]): StockDecision {
  const available = new Map(levels.map((level) => [level.skuId, level.isOpen ? level.onHand - level.reserved : 0]));
  const asked = requests.map(({ ref, lines }) => ({ ref, lines: mergeLines(lines) }));
  const verdicts = decide(available, asked);
  const held = asked.flatMap(({ ref, lines }, i) => (verdicts[i]?.ok === true ? lines.map((line) => ({ ref, ...line })) : []));
  return { verdicts, held };
}
