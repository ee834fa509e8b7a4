import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { publishTurns } from './publish-turns.ts';
import { decide, mergeLines, type StockRequest, type StockVerdict } from './rules.ts';
import { insertReservations, lockLevels, selectKnownRefs } from './store.ts';

/**
 * Promises units to a batch of orders: each gets all of its lines or none, in the order of the array. Exact whatever
 * else runs: the levels are locked in SKU order, the batch is decided here, and one statement writes all of it. Three
 * statements for any number of orders.
 *
 * An order that is known already is answered `ok` and changes nothing, whatever became of it since.
 */
export async function reserve(ctx: Ctx, requests: readonly StockRequest[]): Promise<StockVerdict[]> {
  if (requests.length === 0) return [];
  const byRef = new Map(requests.map(({ ref, lines }) => [ref, { ref, lines: mergeLines(lines) }]));
  const skuIds = new Set(requests.flatMap(({ lines }) => lines.map((line) => line.skuId)));
  const levels = await lockLevels(ctx, [...skuIds]);
  const known = await selectKnownRefs(ctx, [...byRef.keys()]);
  const asked = [...byRef.values()].filter(({ ref }) => !known.has(ref));
  const available = new Map(levels.map((level) => [level.skuId, level.isOpen ? level.onHand - level.reserved : 0]));
  const decided = decide(available, asked);
  const verdicts = new Map(asked.map(({ ref }, i) => [ref, must(decided[i], 'every request is decided')]));
  const held = asked.flatMap(({ ref, lines }) => (verdicts.get(ref)?.ok === true ? lines.map((line) => ({ ref, ...line })) : []));
  if (held.length > 0) await publishTurns(ctx, await insertReservations(ctx, held));
  return requests.map(({ ref }) => verdicts.get(ref) ?? { ok: true });
}
