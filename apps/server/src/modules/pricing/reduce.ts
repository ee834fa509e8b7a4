import type { QuoteCoupon } from '@tuanzi/contract/orders';
import { assert } from '#platform/assert';
import { splitByWeight } from '#platform/money';
import type { Reduction } from './reductions.ts';
import type { PricedLine } from './rules.ts';

export interface Judged {
  readonly reduction: Reduction;
  readonly discountFen: number;
  readonly refusal: QuoteCoupon['refusal'];
  readonly missingFen: number;
}

/** A line at the price of a play: its reasons say so. */
const hasOffer = (line: PricedLine) => line.reasons.some(({ code }) => code !== 'shop-price' && code !== 'coupon');

function countsFor(line: PricedLine, { productIds, worksWithOffers }: Reduction['terms']): boolean {
  return (productIds.length === 0 || productIds.includes(line.productId)) && (worksWithOffers || !hasOffer(line));
}

/**
 * What a reduction takes off these lines: at most what it counts for costs, and never all of the order, because an
 * order of nothing could not be paid.
 */
export function judge(lines: readonly PricedLine[], reduction: Reduction): Judged {
  const { terms } = reduction;
  const refused = (refusal: Judged['refusal'], missingFen = 0): Judged => ({ reduction, discountFen: 0, refusal, missingFen });
  if (reduction.refusal !== null) return refused(reduction.refusal);
  const meant = lines.filter((line) => countsFor(line, terms));
  if (meant.length === 0)
    return refused(lines.some((line) => countsFor(line, { ...terms, worksWithOffers: true })) ? 'offer' : 'other-products');
  const sumFen = totalOf(meant);
  if (sumFen < terms.thresholdFen) return refused('threshold', terms.thresholdFen - sumFen);
  const offFen =
    terms.kind === 'amount' ? (terms.amountFen ?? 0) : Math.min(Math.floor((sumFen * (terms.percentOff ?? 0)) / 100), terms.capFen ?? 0);
  const discountFen = Math.min(offFen, sumFen, totalOf(lines) - 1);
  return discountFen > 0 ? { reduction, discountFen, refusal: null, missingFen: 0 } : refused('threshold');
}

/** The best first: what takes off most, and of those the one that ends first; then those that lack least. */
export function judgeAll(lines: readonly PricedLine[], reductions: readonly Reduction[]): Judged[] {
  return reductions
    .map((reduction) => judge(lines, reduction))
    .toSorted(
      (a, b) =>
        b.discountFen - a.discountFen ||
        Number(a.refusal !== 'threshold') - Number(b.refusal !== 'threshold') ||
        a.missingFen - b.missingFen ||
        a.reduction.useUntil.getTime() - b.reduction.useUntil.getTime() ||
        (a.reduction.id < b.reduction.id ? -1 : 1),
    );
}

/** The lines with their parts of a discount taken off, by what each costs; the parts add up to it exactly. */
export function takeOff(lines: readonly PricedLine[], { reduction, discountFen }: Judged): PricedLine[] {
  const parts = splitByWeight(
    discountFen,
    lines.map((line) => (countsFor(line, reduction.terms) ? line.totalFen : 0)),
  );
  return lines.map((line, i) => {
    const partFen = parts[i] ?? 0;
    if (partFen === 0) return line;
    assert(partFen <= line.totalFen, 'no line costs less than nothing');
    const reason = { code: 'coupon' as const, amountFen: -partFen, label: reduction.title, ref: reduction.id };
    return { ...line, totalFen: line.totalFen - partFen, reasons: [...line.reasons, reason] };
  });
}

const totalOf = (lines: readonly PricedLine[]) => lines.reduce((sum, line) => sum + line.totalFen, 0);
