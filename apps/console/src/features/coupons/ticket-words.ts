import type { CouponTerms } from '@tuanzi/contract/coupons';
import { formatFen } from '@tuanzi/ui/money.tsx';

export type TicketLanguage = 'zh' | 'en';
type Terms = Pick<CouponTerms, 'kind' | 'amountFen' | 'percentOff' | 'capFen' | 'thresholdFen'>;

const yuan = (fen: number | null) => formatFen(fen ?? 0, 'auto');

/** 20 off is 8 折, 15 is 8.5 折. */
export const tenthsOf = (percentOff: number): string => String((100 - percentOff) / 10);

/** The big figure of a ticket. */
export function faceWords({ kind, amountFen, percentOff }: Terms, language: TicketLanguage): string {
  if (kind === 'amount') return language === 'zh' ? yuan(amountFen) : `${yuan(amountFen)} off`;
  return language === 'zh' ? `${tenthsOf(percentOff ?? 0)} 折` : `${percentOff ?? 0}% off`;
}

/** What has to be bought for it, and where it ends. */
export function conditionWords({ kind, capFen, thresholdFen }: Terms, language: TicketLanguage): string {
  const cap = kind === 'percent' && capFen !== null ? yuan(capFen) : null;
  if (language === 'zh') {
    const from = thresholdFen === 0 ? '无门槛' : `满 ${yuan(thresholdFen)} 可用`;
    return cap === null ? from : `${from}，最多减 ${cap}`;
  }
  const from = thresholdFen === 0 ? 'No minimum' : `From ${yuan(thresholdFen)}`;
  return cap === null ? from : `${from}, up to ${cap}`;
}

/** All of it in one line: "满 ¥100 减 ¥20". */
export function offWords(terms: Terms, language: TicketLanguage): string {
  const { kind, amountFen, percentOff, capFen, thresholdFen } = terms;
  if (language === 'zh') {
    const from = thresholdFen === 0 ? '' : `满 ${yuan(thresholdFen)} `;
    if (kind === 'amount') return `${from}${from === '' ? '立减' : '减'} ${yuan(amountFen)}`;
    return `${from}${from === '' ? '' : '打 '}${tenthsOf(percentOff ?? 0)} 折，最多减 ${yuan(capFen)}`;
  }
  const from = thresholdFen === 0 ? '' : ` from ${yuan(thresholdFen)}`;
  return `${faceWords(terms, 'en')}${from}${kind === 'percent' ? `, up to ${yuan(capFen)}` : ''}`;
}

/** For which products, and for whom. */
export function scopeWords(
  { productIds, isForNewBuyers, worksWithOffers }: Pick<CouponTerms, 'productIds' | 'isForNewBuyers' | 'worksWithOffers'>,
  language: TicketLanguage,
): string {
  const count = productIds.length;
  const parts =
    language === 'zh'
      ? [
          count === 0 ? '全店商品' : `指定 ${count} 种商品`,
          ...(isForNewBuyers ? ['新客专享'] : []),
          worksWithOffers ? '拼团价也可用' : '拼团价不可用',
        ]
      : [
          count === 0 ? 'Everything in the shop' : count === 1 ? 'One product' : `${count} products`,
          ...(isForNewBuyers ? ['new buyers only'] : []),
          worksWithOffers ? 'also at group prices' : 'not at group prices',
        ];
  return parts.join(' · ');
}
