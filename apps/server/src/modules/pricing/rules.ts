import type { PriceReason, Quote } from '@tuanzi/contract/orders';
import type { Title } from '@tuanzi/contract/shapes';
import type { z } from 'zod';
import type { SkuSnapshot } from '#modules/catalog';
import { assert } from '#platform/assert';

export interface Line {
  readonly skuId: string;
  readonly quantity: number;
}
type Reason = z.infer<typeof PriceReason>;
export type PricedLine = Quote['lines'][number];
/** How an offer changes the price of a line. */
export interface LineOffer {
  readonly code: Reason['code'];
  readonly unitPriceFen: number;
  readonly label: Title;
  readonly ref: string;
}

/** The most one order may cost (¥100 million); the contract carries no larger sum. */
export const totalFenMax = 10_000_000_000;

const labels = {
  shopPrice: { zh: '店铺价', en: 'Shop price' },
  freeFreight: { zh: '包邮', en: 'Free delivery' },
} as const satisfies Record<string, Title>;

/** Every SKU once, with all that is wanted of it, in the order of first mention. */
export function mergeLines(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of lines) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  return [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
}

/**
 * A line with the reasons of its price: what the shop asks, then what an offer changes about it. They add up to the
 * line's total. Nobody pays more for coming by an offer: once the shop asks less, the offer changes nothing.
 */
export function priceLine({ quantity }: Line, sku: SkuSnapshot, made: LineOffer | undefined): PricedLine {
  const offer = made !== undefined && made.unitPriceFen > sku.priceFen ? undefined : made;
  const unitPriceFen = offer?.unitPriceFen ?? sku.priceFen;
  assert(Number.isSafeInteger(unitPriceFen) && unitPriceFen >= 0 && quantity > 0, 'a price is a whole number of fen');
  const totalFen = unitPriceFen * quantity;
  const reasons: Reason[] = [{ code: 'shop-price', amountFen: sku.priceFen * quantity, label: labels.shopPrice, ref: null }];
  if (offer !== undefined)
    reasons.push({ code: offer.code, amountFen: totalFen - sku.priceFen * quantity, label: offer.label, ref: offer.ref });
  assert(sumOf(reasons) === totalFen, 'the reasons of a line add up to its total');
  const { skuId, productId, title, options, picture } = sku;
  return { skuId, productId, title, options, picture, quantity, unitPriceFen, totalFen, reasons };
}

/** All lines together. Delivery is part of every price, and the quote says so. */
export function addUp({
  lines,
  ...given
}: Pick<Quote, 'shopId' | 'problems' | 'couponId' | 'coupons'> & { readonly lines: readonly PricedLine[] }): Quote {
  const goodsFen = lines.reduce((sum, line) => sum + line.totalFen, 0);
  const freight: Reason = { code: 'free-freight', amountFen: 0, label: labels.freeFreight, ref: null };
  const reasons = [...mergeReasons(lines.flatMap((line) => line.reasons)), freight];
  const totalFen = goodsFen + freight.amountFen;
  assert(sumOf(reasons) === totalFen, 'the reasons of a quote add up to its total');
  return { ...given, lines: [...lines], goodsFen, freightFen: freight.amountFen, totalFen, reasons };
}

/** The same reason on several lines is one reason of the whole. */
function mergeReasons(reasons: readonly Reason[]): Reason[] {
  const merged = new Map<string, Reason>();
  for (const reason of reasons) {
    const key = `${reason.code} ${reason.ref ?? ''}`;
    merged.set(key, { ...reason, amountFen: reason.amountFen + (merged.get(key)?.amountFen ?? 0) });
  }
  return [...merged.values()];
}

function sumOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, reason) => sum + reason.amountFen, 0);
}
