import { expect, expectTypeOf, test, vi } from 'vitest';
import type { MessageKey, SameKeys } from './i18n.ts';

const zh = { cart: { empty: '购物车是空的', people: '还差 {{count}} 人' }, ok: '好' } as const;

test('English without a key of the Chinese catalogue, or with one more, does not compile', () => {
  const whole = {
    cart: { empty: 'Your cart is empty', people: { one: '{{count}} more person', other: '{{count}} more people' } },
    ok: 'OK',
  } satisfies SameKeys<typeof zh>;
  // @ts-expect-error a key is missing
  const lacking: SameKeys<typeof zh> = { cart: { empty: 'Your cart is empty' }, ok: 'OK' };
  const surplus: SameKeys<typeof zh> = {
    ...whole,
    // @ts-expect-error a key too many
    more: 'More',
  };
  expect([whole, lacking, surplus]).toHaveLength(3);
  expectTypeOf<MessageKey<typeof zh>>().toEqualTypeOf<'cart.empty' | 'cart.people' | 'ok'>();
});

test('English is fetched only when asked for, and counts in its own way', async () => {
  vi.stubGlobal('location', { search: '' });
  vi.stubGlobal('navigator', { languages: ['zh-CN'], language: 'zh-CN' });
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  const { createMessages } = await import('./i18n.ts');
  let fetched = 0;
  const catalogue = () =>
    createMessages({
      zh,
      en: async () => {
        fetched += 1;
        return { cart: { empty: 'Empty', people: { one: '{{count}} more person', other: '{{count}} more people' } }, ok: 'OK' };
      },
    });
  const chinese = catalogue();
  await chinese.ready;
  expect([chinese.t('cart.people', { count: 1 }), fetched]).toEqual(['还差 1 人', 0]);
  vi.stubGlobal('navigator', { languages: ['en-GB'], language: 'en-GB' });
  const english = catalogue();
  await english.ready;
  expect([english.t('cart.people', { count: 1 }), english.t('cart.people', { count: 2 }), fetched]).toEqual([
    '1 more person',
    '2 more people',
    1,
  ]);
  vi.unstubAllGlobals();
});
