import type { LineInput, OfferInput, Quote, Trace } from '@tuanzi/contract/orders';
import type { z } from 'zod';
import { decideStock, getLevels, holdStock, type StockDecision } from '#modules/inventory';
import { offerKinds, quote, reductionKeepers } from '#modules/pricing';
import { getShops, type Shop } from '#modules/shops';
import { must } from '#platform/assert';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { claimKeys, giveBackKeys, mergeSameKeys, type IdempotencyClaim } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { keptTrace, orderEvent } from './events.ts';
import { mergeLines, orderNumber, type PostalAddress, type WantedLine } from './rules.ts';
import { insertOrders, markSavepoint, returnToSavepoint, type Order } from './store.ts';

export interface PlaceRequest {
  readonly buyerId: string;
  readonly claim: IdempotencyClaim;
  readonly lines: readonly z.infer<typeof LineInput>[];
  readonly offer?: OfferInput | undefined;
  readonly couponId?: string | undefined;
  readonly address: PostalAddress;
  readonly expectedTotalFen: number;
  readonly note: string;
  readonly trace?: Trace | undefined;
}

/** A fresh order as it was written; one placed before under the same key is only named. */
export type Placed = { readonly order: Order; readonly shop: Shop } | { readonly knownId: string };

/** A request on its way through a batch. Once it has a verdict it goes no further. */
interface Draft {
  readonly request: PlaceRequest;
  readonly orderId: string;
  readonly lines: readonly WantedLine[];
  quote?: Quote;
  shop?: Shop;
  payBy?: Date;
  team?: { teamId: string; isWaiting: boolean };
  error?: unknown;
}

/**
 * Places any number of orders in the caller's transaction with a handful of statements. Each request gets its own
 * verdict; one that fails leaves nothing behind, its idempotency key included, so that it may be sent again.
 *
 * Order of work: keys, prices with their coupons, seats, stock, orders. Every lock is taken in that order by everybody, and seats come
 * before stock because only an order with a seat can have something to give back (see holdSeatsAndStock).
 */
export async function placeOrders(ctx: Ctx, requests: readonly PlaceRequest[]): Promise<Verdict<Placed>[]> {
  const { leaders, answerAll } = mergeSameKeys(requests);
  const drafts = leaders.map((request): Draft => ({ request, orderId: newId('ord', ctx.now.getTime()), lines: mergeLines(request.lines) }));
  const claims = await claimKeys(
    ctx,
    drafts.map(({ request, orderId }) => ({ ...request.claim, result: { orderId } satisfies StoredResult })),
  );
  const answers = new Map<PlaceRequest, Verdict<Placed>>();
  const fresh: Draft[] = [];
  drafts.forEach((draft, i) => {
    const claim = must(claims[i], 'every key is answered');
    if (claim.state === 'new') fresh.push(draft);
    else if (claim.state === 'reused') answers.set(draft.request, refused(problem('idempotency_key_reused')));
    else answers.set(draft.request, { ok: true, value: { knownId: (claim.result as StoredResult).orderId } });
  });
  await priceDrafts(ctx, fresh);
  const { decision, sentAway } = await holdSeatsAndStock(ctx, fresh.filter(isAlive));
  const placed = fresh.filter(isAlive).map((draft) => ({ draft, order: orderOf(ctx, draft) }));
  const orders = placed.map(({ order }) => order);
  const failed = fresh.filter((draft) => !isAlive(draft));
  // Sent together, because the stock everybody wants stays locked until all of it is written.
  await Promise.all([
    holdStock(ctx, decision),
    insertOrders(ctx, orders),
    takeCoupons(ctx, orders),
    ctx.publish('order.placed', ...orders.map((order) => orderEvent(order, ctx.now))),
    giveBackKeys(
      ctx,
      failed.map(({ request }) => request.claim),
    ),
  ]);
  await explainSendingAway(ctx, sentAway);
  for (const { draft, order } of placed)
    answers.set(draft.request, { ok: true, value: { order, shop: must(draft.shop, 'a placed order has a shop') } });
  for (const draft of failed) answers.set(draft.request, refused(draft.error));
  return answerAll(answers);
}

interface StoredResult {
  readonly orderId: string;
}

const isAlive = (draft: Draft) => draft.error === undefined;
const refused = (error: unknown): Verdict<Placed> => ({ ok: false, error });

async function priceDrafts(ctx: Ctx, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const quotes = await quote(
    ctx,
    drafts.map(({ request, lines }) => ({
      accountId: request.buyerId,
      lines,
      province: request.address.province,
      offer: request.offer,
      coupon: request.couponId,
    })),
    { ignoresStock: true, locksCoupons: true },
  );
  drafts.forEach((draft, i) => {
    const verdict = must(quotes[i], 'every request is priced');
    if (!verdict.ok) draft.error = verdict.error;
    else draft.quote = verdict.value;
  });
  refuseSameCoupon(drafts.filter(isAlive));
  const priced = drafts.filter(isAlive);
  const shops = await getShops(ctx, [...new Set(priced.flatMap((draft) => draft.quote?.shopId ?? []))]);
  for (const draft of priced) {
    const found = must(draft.quote, 'a living draft is priced');
    const shop = must(shops.get(found.shopId), 'what is priced belongs to a shop');
    if (!shop.isOpen || found.problems.length > 0)
      draft.error = problem('product_unavailable', { skuId: found.problems[0]?.skuId ?? null });
    else if (found.totalFen !== draft.request.expectedTotalFen) draft.error = problem('price_changed', { totalFen: found.totalFen });
    draft.shop = shop;
    draft.payBy = new Date(ctx.now.getTime() + shop.paymentMinutes * 60_000);
  }
}

/** Two orders of one moment cannot both have it: the first does. */
function refuseSameCoupon(drafts: readonly Draft[]): void {
  const taken = new Set<string>();
  for (const draft of drafts) {
    const { couponId } = draft.request;
    if (couponId === undefined) continue;
    if (taken.has(couponId)) draft.error = problem('coupon_unusable');
    taken.add(couponId);
  }
}

/** The coupons in the prices of these orders, as held from now on. */
async function takeCoupons(ctx: Ctx, orders: readonly Order[]): Promise<void> {
  const taken = orders.flatMap((order) => {
    const reasons = order.lines.flatMap((line) => line.reasons.filter(({ code }) => code === 'coupon'));
    const id = reasons[0]?.ref;
    return id == null ? [] : [{ id, orderId: order.id, discountFen: -reasons.reduce((sum, reason) => sum + reason.amountFen, 0) }];
  });
  if (taken.length > 0) await must(reductionKeepers.get('coupon'), 'who priced it keeps it').take(ctx, taken);
}

/**
 * Takes seats, then stock. Stock decides each order whole or not at all, so alone it leaves nothing behind. Where an
 * order got its seat and then no stock, everything since the savepoint is undone and done again without it: undoing
 * by hand would leave traces, such as a team nobody is in. Each round loses at least one order, so it ends; and after a
 * few rounds seats that come free are not dealt out again, because a crowd before the last seats of something sold out
 * would take a round for each of its people while the campaign is locked.
 */
async function holdSeatsAndStock(ctx: Ctx, drafts: readonly Draft[]): Promise<{ decision: StockDecision; sentAway: readonly Draft[] }> {
  const lost = new Set<Draft>();
  const sentAway: Draft[] = [];
  const hasOffers = drafts.some(({ request }) => request.offer !== undefined);
  for (let rounds = 1; ; rounds++) {
    const round = drafts.filter((draft) => !lost.has(draft));
    if (round.length === 0) return { decision: { verdicts: [], held: [] }, sentAway };
    for (const draft of round) delete draft.error;
    await Promise.all([
      hasOffers ? markSavepoint(ctx) : undefined,
      claimSeats(
        ctx,
        round.filter(({ request }) => request.offer !== undefined),
      ),
    ]);
    const seated = round.filter(isAlive);
    const decision = await decideStock(
      ctx,
      seated.map(({ orderId, lines }) => ({ ref: orderId, lines })),
    );
    const losers = seated.filter((draft, i) => {
      const verdict = must(decision.verdicts[i], 'stock answers every request');
      if (!verdict.ok) draft.error = problem('out_of_stock', { skuId: verdict.skuId });
      return !verdict.ok && draft.request.offer !== undefined;
    });
    if (losers.length === 0) return { decision, sentAway };
    const refusedNow = round.filter((draft) => !isAlive(draft) && draft.request.offer !== undefined && !losers.includes(draft));
    await returnToSavepoint(ctx);
    for (const draft of losers) lost.add(draft);
    if (rounds < roundsOpenMax) continue;
    for (const draft of refusedNow) lost.add(draft);
    sentAway.push(...refusedNow);
  }
}

const roundsOpenMax = 6;

/** Told to come again, because a seat may be free by then; or that the others of this batch left nothing to have it for. */
async function explainSendingAway(ctx: Ctx, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const levels = await getLevels(ctx, [...new Set(drafts.flatMap(({ lines }) => lines.map((line) => line.skuId)))]);
  for (const draft of drafts) {
    const missing = draft.lines.find((line) => (levels.get(line.skuId)?.available ?? 0) < line.quantity);
    draft.error = missing === undefined ? problem('busy', { retryAfterSeconds: 1 }) : problem('out_of_stock', { skuId: missing.skuId });
  }
}

async function claimSeats(ctx: Ctx, drafts: readonly Draft[]): Promise<void> {
  for (const [kind, group] of Map.groupBy(drafts, (draft) => draft.request.offer?.kind ?? '')) {
    const play = offerKinds.get(kind);
    if (play === undefined) {
      for (const draft of group) draft.error = problem('campaign_not_running');
      continue;
    }
    const verdicts = await play.claim(
      ctx,
      group.map(({ orderId, request, lines, payBy, quote: found }) => ({
        orderId,
        accountId: request.buyerId,
        offer: must(request.offer, 'only offers are claimed'),
        lines,
        totalFen: must(found, 'a living draft is priced').totalFen,
        payBy: must(payBy, 'a priced draft has a time to pay'),
      })),
    );
    group.forEach((draft, i) => {
      const verdict = must(verdicts[i], 'a play answers every request');
      if (verdict.ok) draft.team = verdict.value;
      else draft.error = verdict.error;
    });
  }
}

function orderOf(ctx: Ctx, { request, orderId, quote: priced, shop, payBy, team }: Draft): Order {
  const found = must(priced, 'a placed order is priced');
  const nowMs = ctx.now.getTime();
  const { buyerId, offer, address, note } = request;
  const trace = keptTrace(request.trace);
  return {
    id: orderId,
    number: orderNumber(ctx.now, must(shop, 'a placed order has a shop').timeZone),
    shopId: found.shopId,
    buyerId,
    state: 'unpaid',
    isWaiting: team?.isWaiting ?? false,
    offerKind: offer?.kind ?? null,
    campaignId: offer?.campaignId ?? null,
    teamId: team?.teamId ?? null,
    ...trace,
    cardId: offer?.cardId ?? trace.cardId,
    goodsFen: found.goodsFen,
    freightFen: found.freightFen,
    totalFen: found.totalFen,
    paidFen: 0,
    refundedFen: 0,
    refundPendingFen: 0,
    address,
    note,
    createdAt: ctx.now,
    payBy: must(payBy, 'a placed order has a time to pay'),
    paidAt: null,
    shippedAt: null,
    deliveredAt: null,
    completedAt: null,
    closedAt: null,
    closeReason: null,
    carrier: null,
    trackingNo: null,
    lines: found.lines.map((line, position) => ({
      id: newId('lin', nowMs),
      orderId,
      position,
      skuId: line.skuId,
      productId: line.productId,
      title: line.title,
      options: line.options,
      picture: line.picture,
      quantity: line.quantity,
      unitPriceFen: line.unitPriceFen,
      totalFen: line.totalFen,
      reasons: line.reasons,
      refundedFen: 0,
      refundPendingFen: 0,
    })),
  };
}
