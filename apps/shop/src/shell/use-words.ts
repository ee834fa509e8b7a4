import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { useCallback } from 'react';

type ShopWords = { readonly zh: string; readonly en?: string | undefined };

/** The shop's own words in the language on screen; Chinese where the shop has written no English. */
export function useWords(): (words: ShopWords) => string {
  const { language } = useLanguage();
  return useCallback((words) => (language === 'en' ? (words.en ?? words.zh) : words.zh), [language]);
}

/** The values a SKU is told apart by, as one line. */
export function useChoiceWords(): (options: readonly ShopWords[]) => string {
  const words = useWords();
  return useCallback((options) => options.map(words).join(' · '), [words]);
}

/** "2.4 万" or "24K": counts that everybody reads at a glance. */
export function useCountFormat(): (count: number) => string {
  const { language } = useLanguage();
  return useCallback(
    (count) => new Intl.NumberFormat(language, count < 10_000 ? {} : { notation: 'compact', maximumFractionDigits: 1 }).format(count),
    [language],
  );
}
