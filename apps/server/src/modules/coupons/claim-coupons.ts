import { hasBought } from '#modules/orders';
import { cardsChanged } from '#modules/scenes';
import { must } from '#platform/assert';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { claimKeys, giveBackKeys, mergeSameKeys, type IdempotencyClaim } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { couponState, useTimes } from './rules.ts';
import { countClaims, insertClaims, lockCoupons, type Coupon, type NewClaim } from './store.ts';

export interface ClaimRequest {
  readonly couponId: string;
  readonly accountId: string;
  readonly claim: IdempotencyClaim;
}

/**
 * Hands out coupons, for any number of requests in one transaction: never more than there are, and never more to one
 * person than one may have. Answers with the ids of what was claimed; a request that fails gives its key back.
 */
export async function claimCoupons(ctx: Ctx, requests: readonly ClaimRequest[]): Promise<Verdict<string>[]> {
  const { leaders, answerAll } = mergeSameKeys(requests);
  const ids = leaders.map(() => newId('cpc', ctx.now.getTime()));
  const keys = await claimKeys(
    ctx,
    leaders.map(({ claim }, i) => ({ ...claim, result: { claimId: ids[i] } })),
  );
  const answers = new Map<ClaimRequest, Verdict<string>>();
  const fresh: { request: ClaimRequest; id: string }[] = [];
  leaders.forEach((request, i) => {
    const key = must(keys[i], 'every key is answered');
    if (key.state === 'new') fresh.push({ request, id: must(ids[i], 'one for each') });
    else if (key.state === 'reused') answers.set(request, { ok: false, error: problem('idempotency_key_reused') });
    else answers.set(request, { ok: true, value: (key.result as { claimId: string }).claimId });
  });
  const claimed = await handOut(ctx, fresh, answers);
  const failed = fresh.filter(({ request }) => answers.get(request)?.ok === false);
  await Promise.all([
    insertClaims(ctx, claimed),
    giveBackKeys(
      ctx,
      failed.map(({ request }) => request.claim),
    ),
  ]);
  await ctx.publish(
    'coupon.claimed',
    ...claimed.map(({ id, couponId, shopId, accountId }) => ({ claimId: id, couponId, shopId, accountId, at: ctx.now.toISOString() })),
  );
  if (claimed.length > 0) await cardsChanged(ctx, 'coupon', [...new Set(claimed.map(({ couponId }) => couponId))]);
  return answerAll(answers);
}

/** Decides each request under the locks of the coupons, and answers it. */
async function handOut(
  ctx: Ctx,
  fresh: readonly { readonly request: ClaimRequest; readonly id: string }[],
  answers: Map<ClaimRequest, Verdict<string>>,
): Promise<NewClaim[]> {
  if (fresh.length === 0) return [];
  const accountIds = [...new Set(fresh.map(({ request }) => request.accountId))];
  const coupons = await lockCoupons(ctx, [...new Set(fresh.map(({ request }) => request.couponId))].toSorted());
  const counts = await countClaims(ctx, [...coupons.keys()], accountIds);
  const forNewBuyers = fresh.flatMap(({ request: { couponId, accountId } }) => {
    const coupon = coupons.get(couponId);
    return coupon?.isForNewBuyers === true ? [{ accountId, shopId: coupon.shopId }] : [];
  });
  const bought = await hasBought(ctx, forNewBuyers);
  const left = new Map([...coupons.values()].map((coupon) => [coupon.id, coupon.quantity - coupon.claimed]));
  const claimed: NewClaim[] = [];
  for (const { request, id } of fresh) {
    const { couponId, accountId } = request;
    const coupon = coupons.get(couponId);
    const name = `${couponId} ${accountId}`;
    const had = counts.get(name) ?? 0;
    const refusal = refusalOf(coupon, {
      now: ctx.now,
      had,
      left: left.get(couponId) ?? 0,
      hasBought: bought.has(`${accountId} ${coupon?.shopId}`),
    });
    if (coupon === undefined || refusal !== undefined) {
      answers.set(request, { ok: false, error: refusal ?? problem('not_found') });
      continue;
    }
    counts.set(name, had + 1);
    left.set(couponId, (left.get(couponId) ?? 0) - 1);
    claimed.push({ id, couponId, shopId: coupon.shopId, accountId, nth: had + 1, claimedAt: ctx.now, ...useTimes(coupon, ctx.now) });
    answers.set(request, { ok: true, value: id });
  }
  return claimed;
}

function refusalOf(coupon: Coupon | undefined, at: { now: Date; had: number; left: number; hasBought: boolean }): Error | undefined {
  if (coupon === undefined) return problem('not_found');
  if (couponState(coupon, at.now) !== 'running') return problem('coupon_not_running');
  if (at.had >= coupon.perPersonMax) return problem('coupon_limit_reached');
  if (at.left <= 0) return problem('coupon_all_claimed');
  if (coupon.isForNewBuyers && at.hasBought) return problem('coupon_new_buyers_only');
  return undefined;
}
