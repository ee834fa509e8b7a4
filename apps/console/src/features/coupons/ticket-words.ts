import type { ConsoleCoupon, CouponTerms } from '@tuanzi/contract/coupons';
import { formatFen } from '@tuanzi/ui/money.tsx';

export type TicketLanguage = 'zh' | 'en';
/** What a ticket says is drawn from. */
export type TicketFacts = Pick<ConsoleCoupon, 'terms' | 'perPersonMax' | 'claimUntil' | 'validDays' | 'useFrom' | 'useUntil'>;
type Amounts = Pick<CouponTerms, 'kind' | 'amountFen' | 'percentOff' | 'capFen' | 'thresholdFen'>;
type Scope = Pick<CouponTerms, 'productIds' | 'isForNewBuyers' | 'worksWithOffers'>;

const yuan = (fen: number | null) => formatFen(fen ?? 0, 'auto');

/** 20 off is 8 折, 15 is 8.5 折. */
export const tenthsOf = (percentOff: number): string => String((100 - percentOff) / 10);

/** The figure on the stub in its parts: what is large, and what stands small beside it. */
export function figureOf({ kind, amountFen, percentOff }: Amounts, language: TicketLanguage): { large: string; small: string } {
  if (kind === 'amount') return { large: yuan(amountFen).replace('¥', ''), small: '¥' };
  const percent = percentOff ?? 0;
  return language === 'zh' ? { large: tenthsOf(percent), small: '折' } : { large: `${percent}%`, small: 'off' };
}

export function thresholdWords({ thresholdFen }: Amounts, language: TicketLanguage): string {
  if (language === 'zh') return thresholdFen === 0 ? '无门槛' : `满 ${yuan(thresholdFen)} 可用`;
  return thresholdFen === 0 ? 'No minimum' : `Over ${yuan(thresholdFen)}`;
}

/** All of it in one line: "满 ¥100 减 ¥20". */
export function offWords(terms: Amounts, language: TicketLanguage): string {
  const { kind, amountFen, percentOff, capFen, thresholdFen } = terms;
  const hasThreshold = thresholdFen > 0;
  const [from, percent] = [yuan(thresholdFen), percentOff ?? 0];
  if (language === 'zh') {
    if (kind === 'amount') return hasThreshold ? `满 ${from} 减 ${yuan(amountFen)}` : `减 ${yuan(amountFen)}`;
    return `${hasThreshold ? `满 ${from} 打 ` : ''}${tenthsOf(percent)} 折，最多减 ${yuan(capFen)}`;
  }
  const over = hasThreshold ? ` over ${from}` : '';
  return kind === 'amount' ? `${yuan(amountFen)} off${over}` : `${percent}% off${over}, up to ${yuan(capFen)}`;
}

/** For which products, and for whom. */
export function scopeWords({ productIds, isForNewBuyers, worksWithOffers }: Scope, language: TicketLanguage): string[] {
  const count = productIds.length;
  if (language === 'zh')
    return [
      count === 0 ? '全店商品可用' : `限 ${count} 款指定商品`,
      ...(isForNewBuyers ? ['仅限未在本店买过的新客'] : []),
      worksWithOffers ? '可与拼团价同享' : '拼团价不可用',
    ];
  return [
    count === 0 ? 'For everything in the shop' : count === 1 ? 'For one chosen product' : `For ${count} chosen products`,
    ...(isForNewBuyers ? ['Only if you have not bought here yet'] : []),
    worksWithOffers ? 'Also counts on group prices' : 'Not on group prices',
  ];
}

/** Everything else a ticket says, in the order and the words shoppers read it in. */
export function conditionsOf(
  { terms, perPersonMax, claimUntil, validDays, useFrom, useUntil }: TicketFacts,
  language: TicketLanguage,
  date: (at: string) => string,
): string[] {
  const isChinese = language === 'zh';
  const [from, until] = [date(useFrom ?? claimUntil), date(useUntil ?? claimUntil)];
  const validity =
    validDays === null
      ? isChinese
        ? `${from} 至 ${until} 可用`
        : `Use it ${from} – ${until}`
      : isChinese
        ? `领取后 ${validDays} 天内可用`
        : `Use it within ${validDays === 1 ? 'a day' : `${validDays} days`} of claiming`;
  const cap = yuan(terms.capFen);
  return [
    validity,
    ...(terms.kind === 'percent' ? [isChinese ? `最多减 ${cap}` : `At most ${cap} off`] : []),
    ...scopeWords(terms, language),
    isChinese ? '每单限用一张' : 'One per order',
    isChinese ? `每人限领 ${perPersonMax} 张` : perPersonMax === 1 ? 'One per person' : `Up to ${perPersonMax} per person`,
    isChinese ? `${date(claimUntil)} 截止领取` : `Claim it by ${date(claimUntil)}`,
  ];
}
