import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { useCallback } from 'react';

export interface ShopText {
  readonly zh: string;
  readonly en?: string | undefined;
}

/** Words of the shop in the language on screen; Chinese where there is no English. */
export function useText(): (text: ShopText | null | undefined) => string {
  const { language } = useLanguage();
  return useCallback((text) => (text === null || text === undefined ? '' : language === 'en' ? (text.en ?? text.zh) : text.zh), [language]);
}

/** The values a SKU is told apart by, as one line. */
export function useChoiceText(): (options: readonly ShopText[]) => string {
  const text = useText();
  return useCallback((options) => options.map(text).join(' · '), [text]);
}
