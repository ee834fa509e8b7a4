import { fruit } from './products-fruit.ts';
import { pantry } from './products-pantry.ts';
import type { Text } from './text.ts';

export type DemoSku = {
  /** Positions in the values of the product's options, in their order. */
  readonly choice: readonly number[];
  readonly code: string;
  readonly priceFen: number;
  readonly stock: number;
  readonly weightGrams: number;
};

export type DemoProduct = {
  readonly handle: string;
  readonly title: Text;
  readonly subtitle: Text;
  /** Where it comes from and who grows it: what a buyer reads before deciding. */
  readonly story: Text;
  readonly origin: Text;
  readonly category: keyof typeof categories;
  readonly options: readonly { readonly name: Text; readonly values: readonly Text[] }[];
  readonly skus: readonly DemoSku[];
  /** Files in ./pictures, the first is the main picture. All are square. */
  readonly pictures: readonly string[];
  /** The main picture's mean colour: the ground while it loads. */
  readonly colour: string;
};

/** In their order; what is under another comes after it. */
export const categories = {
  'fresh-fruit': { name: { zh: '时令鲜果', en: 'Fresh fruit' }, under: null },
  'dried-fruit': { name: { zh: '干果蜜饯', en: 'Dried fruit and nuts' }, under: null },
  'preserved-fruit': { name: { zh: '果干', en: 'Dried fruit' }, under: 'dried-fruit' },
  nuts: { name: { zh: '坚果', en: 'Nuts' }, under: 'dried-fruit' },
  pantry: { name: { zh: '五谷蜂蜜', en: 'Grains and honey' }, under: null },
} as const satisfies Record<string, { readonly name: Text; readonly under: string | null }>;

export const shop = {
  handle: 'qinling',
  name: { zh: '秦岭鲜果', en: 'Qinling Orchards' },
  intro: {
    zh: '我们在西安，跟秦岭南北三十多户果农一起卖果子。熟了再摘，摘了就发，坏一个赔一个。',
    en: 'We are in Xi’an and sell together with some thirty growers on both sides of the Qinling mountains. Picked ripe, sent the same day, every bad piece made good.',
  },
} as const;

export const products: readonly DemoProduct[] = [...fruit, ...pantry];
