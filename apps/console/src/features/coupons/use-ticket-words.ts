import type { CouponTerms } from '@tuanzi/contract/coupons';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { offWords, scopeWords, type TicketLanguage } from './ticket-words.ts';

/** What a ticket says, in the language on screen. */
export function useTicketWords(): { language: TicketLanguage; off: (terms: CouponTerms) => string; scope: (terms: CouponTerms) => string } {
  const language = useLanguage().language === 'en' ? 'en' : 'zh';
  return { language, off: (terms) => offWords(terms, language), scope: (terms) => scopeWords(terms, language).join(' · ') };
}
