import type { ProblemCode } from '@tuanzi/contract';
import type { OfferInput, Quote } from '@tuanzi/contract/orders';
import { getSkus, type SkuSnapshot } from '#modules/catalog';
import { getLevels, type StockLevel } from '#modules/inventory';
import { getShops } from '#modules/shops';
import { must } from '#platform/assert';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { Problem, problem, problemTitle } from '#platform/problem';
import { offerKinds, type OfferPrice } from './offer-kinds.ts';
import { judgeAll, takeOff, type Judged } from './reduce.ts';
import { reductionKeepers, type Reduction } from './reductions.ts';
import { addUp, mergeLines, priceLine, totalFenMax, type Line, type LineOffer } from './rules.ts';

export interface QuoteRequest {
  readonly accountId: string;
  readonly lines: readonly Line[];
  readonly offer?: OfferInput | undefined;
  /** A coupon by its id, the best there is, or none; without it nobody looks for any. */
  readonly coupon?: string | undefined;
  /** Where it goes to; delivery costs nothing anywhere yet. */ readonly province?: string | undefined;
  /** Of the problems' titles. */ readonly locale?: 'zh' | 'en';
}
export interface QuoteOptions {
  /** An offer that does not hold is listed among the problems, at the shop's prices, instead of refusing the quote. */
  readonly isForShow?: boolean;
  /** Leaves out whether there is enough; for whoever reserves right after, which alone is exact. */
  readonly ignoresStock?: boolean;
  /** Coupons in the price stay as they are until the end of the transaction. */
  readonly locksCoupons?: boolean;
}
type Listed = Quote['problems'];

/**
 * What each request would cost now, with every reason; one pass for any number of requests. Nothing is reserved.
 * What a shopper can mend is listed in the quote (`product_unavailable`, `out_of_stock`); what leaves nothing to show
 * refuses it: unknown SKUs, several shops, and an offer that does not hold.
 */
export async function quote(ctx: Ctx, requests: readonly QuoteRequest[], options: QuoteOptions = {}): Promise<Verdict<Quote>[]> {
  const asked = requests.map((request) => ({ ...request, lines: mergeLines(request.lines) }));
  const skuIds = [...new Set(asked.flatMap(({ lines }) => lines.map((line) => line.skuId)))];
  const isForSale = options.ignoresStock !== true;
  const [skus, levels, offers] = await Promise.all([
    getSkus(ctx, skuIds),
    isForSale ? getLevels(ctx, skuIds) : undefined,
    priceOffers(ctx, asked),
  ]);
  const closedShops = isForSale ? await findClosedShops(ctx, skus) : new Set<string>();
  const around: Around = { skus, offers, options, levels, closedShops, reductions: await readReductions(ctx, asked, { skus, options }) };
  return asked.map((request, i) => {
    try {
      return { ok: true, value: quoteOne(request, i, around) };
    } catch (error) {
      // Only the expected kind belongs to one request; a bug stops the batch.
      if (!(error instanceof Problem)) throw error;
      return { ok: false, error };
    }
  });
}

interface Around {
  readonly skus: ReadonlyMap<string, SkuSnapshot>;
  readonly offers: ReadonlyMap<number, Verdict<OfferPrice>>;
  readonly levels: ReadonlyMap<string, StockLevel> | undefined;
  readonly closedShops: ReadonlySet<string>;
  readonly options: QuoteOptions;
  /** What the shopper holds, by the request's place in the batch; missing where nobody asked. */
  readonly reductions: ReadonlyMap<number, readonly Reduction[]>;
}

function quoteOne({ lines, offer, coupon, locale = 'zh' }: QuoteRequest, index: number, around: Around): Quote {
  const listed: Listed = [];
  const list = (skuId: string | null, code: ProblemCode) => listed.push({ skuId, code, title: problemTitle(code, locale) });
  const snapshots = lines.map(({ skuId }) => around.skus.get(skuId));
  const [first] = snapshots;
  if (first === undefined || snapshots.includes(undefined)) throw problem('product_unavailable');
  if (snapshots.some((sku) => sku?.shopId !== first.shopId)) throw problem('several_shops');
  if (around.closedShops.has(first.shopId)) list(null, 'product_unavailable');
  const held = around.offers.get(index);
  if (held?.ok === false) {
    if (around.options.isForShow !== true || !(held.error instanceof Problem)) throw held.error;
    list(null, held.error.code);
  }
  const priced = lines.map((line) => {
    const sku = must(around.skus.get(line.skuId), 'unknown SKUs were refused');
    if (!sku.isOnSale) list(line.skuId, 'product_unavailable');
    else if (around.levels !== undefined && (around.levels.get(line.skuId)?.available ?? 0) < line.quantity)
      list(line.skuId, 'out_of_stock');
    return priceLine(line, sku, lineOffer(offer, held, line.skuId));
  });
  const judged = judgeAll(priced, around.reductions.get(index) ?? []);
  const chosen = chooseReduction(judged, coupon);
  if (chosen === undefined && isNamed(coupon)) {
    if (around.options.isForShow !== true) throw problem('coupon_unusable');
    list(null, 'coupon_unusable');
  }
  const total = addUp({
    shopId: first.shopId,
    lines: chosen === undefined ? priced : takeOff(priced, chosen),
    problems: listed,
    couponId: chosen?.reduction.id ?? null,
    coupons: judged.map(presentJudged),
  });
  if (total.totalFen > totalFenMax)
    throw problem('invalid_input', {
      errors: [{ in: 'body', path: 'lines', code: 'too_big', message: 'one order costs ¥100 million at most' }],
    });
  return total;
}

const isNamed = (coupon: string | undefined) => coupon !== undefined && coupon !== 'best' && coupon !== 'none';

function chooseReduction(judged: readonly Judged[], coupon: string | undefined): Judged | undefined {
  if (coupon === undefined || coupon === 'none') return undefined;
  return judged.find(({ reduction, refusal }) => refusal === null && (coupon === 'best' || reduction.id === coupon));
}

function presentJudged({ reduction, ...judged }: Judged): Quote['coupons'][number] {
  return { id: reduction.id, title: reduction.title, useUntil: reduction.useUntil.toISOString(), ...judged };
}

/** Asks once for everybody who wants a coupon looked at; whoever places an order has named the one. */
async function readReductions(
  ctx: Ctx,
  requests: readonly QuoteRequest[],
  { skus, options }: { skus: ReadonlyMap<string, SkuSnapshot>; options: QuoteOptions },
): Promise<Map<number, readonly Reduction[]>> {
  const asked = requests.flatMap(({ accountId, coupon, lines }, index) => {
    const shopId = skus.get(lines[0]?.skuId ?? '')?.shopId;
    if (coupon === undefined || shopId === undefined) return [];
    return [{ index, accountId, shopId, ...(options.locksCoupons === true && { only: coupon }) }];
  });
  const keeper = reductionKeepers.get('coupon');
  if (asked.length === 0 || keeper === undefined) return new Map();
  const held = await keeper.held(ctx, asked, { locks: options.locksCoupons === true });
  return new Map(asked.map(({ index }, i) => [index, must(held[i], 'everybody who asks is answered')]));
}

function lineOffer(offer: OfferInput | undefined, held: Verdict<OfferPrice> | undefined, skuId: string): LineOffer | undefined {
  const unitPriceFen = held?.ok === true ? held.value.prices.get(skuId) : undefined;
  if (offer === undefined || held?.ok !== true || unitPriceFen === undefined) return undefined;
  return { code: offer.kind, unitPriceFen, label: held.value.label, ref: held.value.ref };
}

/** Asks each play once for all of its offers. By the request's place in the batch. */
async function priceOffers(ctx: Ctx, requests: readonly QuoteRequest[]): Promise<Map<number, Verdict<OfferPrice>>> {
  const asked = requests.flatMap(({ accountId, lines, offer }, index) =>
    offer === undefined ? [] : [{ index, request: { accountId, lines, offer } }],
  );
  const answers = new Map<number, Verdict<OfferPrice>>();
  for (const [kind, group] of Map.groupBy(asked, ({ request }) => request.offer.kind)) {
    const play = offerKinds.get(kind);
    const verdicts =
      play === undefined
        ? []
        : await play.price(
            ctx,
            group.map(({ request }) => request),
          );
    group.forEach(({ index }, i) =>
      answers.set(
        index,
        play === undefined ? { ok: false, error: problem('offer_not_here') } : must(verdicts[i], 'a play answers every request'),
      ),
    );
  }
  return answers;
}

async function findClosedShops(ctx: Ctx, skus: ReadonlyMap<string, SkuSnapshot>): Promise<Set<string>> {
  const shops = await getShops(ctx, [...new Set([...skus.values()].map((sku) => sku.shopId))]);
  return new Set([...shops.values()].filter((shop) => !shop.isOpen).map((shop) => shop.id));
}
