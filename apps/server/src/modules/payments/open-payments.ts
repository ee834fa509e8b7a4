import { lockOrders } from '#modules/orders';
import { getShops } from '#modules/shops';
import { must } from '#platform/assert';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { claimKeys, giveBackKeys, keepResults, mergeSameKeys, type IdempotencyClaim } from '#platform/idempotency';
import { newId } from '#platform/ids';
import type { PayerScene } from '#platform/ports/payment';
import { problem } from '#platform/problem';
import { paymentCheckDelayMs } from './rules.ts';
import { insertPayments, readOpenPayments, readPayments, type NewPayment, type PaymentRow } from './store.ts';

export interface OpenRequest {
  readonly orderId: string;
  readonly buyerId: string;
  readonly provider: string;
  readonly returnPath?: string | undefined;
  readonly scene: PayerScene;
  readonly claim: IdempotencyClaim;
}

/**
 * The rows of payments that are to be opened at their providers, for any number of requests: an order's open one at
 * this provider goes on, else there is a new one. Each request gets its own verdict; one that fails leaves nothing
 * behind, its key included.
 */
export async function openPayments(ctx: Ctx, requests: readonly OpenRequest[]): Promise<Verdict<PaymentRow>[]> {
  const { leaders, answerAll } = mergeSameKeys(requests);
  const ids = leaders.map(() => newId('pay', ctx.now.getTime()));
  const claims = await claimKeys(
    ctx,
    leaders.map(({ claim }, i) => ({ ...claim, result: { paymentId: ids[i] } })),
  );
  const verdicts = leaders.map((_, i): Verdict<string> | undefined => {
    const claim = must(claims[i], 'every key is answered');
    if (claim.state === 'reused') return { ok: false, error: problem('idempotency_key_reused') };
    return claim.state === 'done' ? { ok: true, value: (claim.result as { paymentId: string }).paymentId } : undefined;
  });
  const fresh = leaders.flatMap((request, i) => (verdicts[i] === undefined ? [{ request, i, id: must(ids[i], 'one for each') }] : []));
  const decided = await decide(ctx, fresh);
  fresh.forEach(({ i }, at) => (verdicts[i] = must(decided[at], 'every request is decided')));
  const known = fresh.filter(({ i, id }) => verdicts[i]?.ok === true && verdicts[i].value !== id);
  const failed = fresh.filter(({ i }) => verdicts[i]?.ok === false);
  const [rows] = await Promise.all([
    readPayments(
      ctx,
      verdicts.flatMap((verdict) => (verdict?.ok === true ? verdict.value : [])),
    ),
    keepResults(
      ctx,
      known.map(({ request, i }) => ({ ...request.claim, result: { paymentId: verdicts[i]?.ok === true ? verdicts[i].value : null } })),
    ),
    giveBackKeys(
      ctx,
      failed.map(({ request }) => request.claim),
    ),
  ]);
  return answerAll(
    new Map(
      leaders.map((request, i): [OpenRequest, Verdict<PaymentRow>] => {
        const verdict = must(verdicts[i], 'every request is decided');
        return [request, verdict.ok ? { ok: true, value: must(rows.get(verdict.value), 'a payment was opened') } : verdict];
      }),
    ),
  );
}

interface Fresh {
  readonly request: OpenRequest;
  /** Of the payment, if there will be a new one. */
  readonly id: string;
}

/** Which payment each request goes on with; new ones are written. */
async function decide(ctx: Ctx, fresh: readonly Fresh[]): Promise<Verdict<string>[]> {
  if (fresh.length === 0) return [];
  const orderIds = [...new Set(fresh.map(({ request }) => request.orderId))];
  // Under the orders' locks: an order that closes after this finds the payment and closes it as well.
  const [orders, open] = await Promise.all([lockOrders(ctx, orderIds), readOpenPayments(ctx, orderIds)]);
  const openAt = new Map(open.map((payment) => [`${payment.orderId} ${payment.provider}`, payment]));
  const wanted: Omit<NewPayment, 'description'>[] = [];
  const verdicts = fresh.map(({ request, id }): Verdict<string> => {
    const { orderId, provider, scene, buyerId, returnPath } = request;
    const order = orders.get(orderId);
    if (order?.buyerId !== buyerId) return { ok: false, error: problem('not_found') };
    if (order.state !== 'unpaid' || order.payBy <= ctx.now) return { ok: false, error: problem('order_not_unpaid') };
    const known = openAt.get(`${orderId} ${provider}`);
    if (known !== undefined) return { ok: true, value: known.id };
    openAt.set(`${orderId} ${provider}`, { id, orderId, provider, scene, cashierUrl: null });
    wanted.push({
      id,
      orderId,
      shopId: order.shopId,
      buyerId,
      provider,
      amountFen: order.totalFen,
      returnPath: returnPath ?? `/orders/${orderId}`,
      scene,
      expiresAt: order.payBy,
      nextCheckAt: new Date(ctx.now.getTime() + paymentCheckDelayMs(0)),
    });
    return { ok: true, value: id };
  });
  const shops = await getShops(ctx, [...new Set(wanted.map((payment) => payment.shopId))]);
  await insertPayments(
    ctx,
    wanted.map((payment) => {
      const shop = must(shops.get(payment.shopId), 'an order belongs to a shop');
      const order = must(orders.get(payment.orderId), 'a payment belongs to an order');
      return { ...payment, description: `${shop.name.zh} ${order.number}` };
    }),
  );
  return verdicts;
}
