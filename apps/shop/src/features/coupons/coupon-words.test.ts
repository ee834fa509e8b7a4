import type { CouponView, HeldCoupon } from '@tuanzi/contract/coupons';
import type { Translate } from '@tuanzi/ui/i18n.ts';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { zh as Catalogue } from '../../messages-zh.ts';
import {
  claimableOf,
  conditionsOf,
  couponTakenOff,
  figureOf,
  isEndingSoon,
  refusalWords,
  tagOf,
  tenthsOf,
  thresholdWords,
} from './coupon-words.ts';

type T = Translate<typeof Catalogue>;
let zh: T;
let en: T;

beforeAll(async () => {
  vi.stubGlobal('location', { search: '' });
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  const { createMessages } = await import('@tuanzi/ui/i18n.ts');
  const catalogues = { zh: (await import('../../messages-zh.ts')).zh, en: (await import('../../messages-en.ts')).en };
  const speak = async (language: string) => {
    vi.stubGlobal('navigator', { languages: [language], language });
    const messages = createMessages(catalogues);
    await messages.ready;
    return messages.t;
  };
  zh = await speak('zh-CN');
  en = await speak('en-GB');
});

const amount = {
  kind: 'amount' as const,
  amountFen: 2000,
  percentOff: null,
  capFen: null,
  thresholdFen: 9900,
  productIds: [],
  isForNewBuyers: false,
  worksWithOffers: false,
};
const percent = { ...amount, kind: 'percent' as const, amountFen: null, percentOff: 20, capFen: 3000 };
const now = Date.parse('2026-11-23T04:00:00Z');
const at = (days: number) => new Date(now + days * 86_400_000).toISOString();
const coupon: CouponView = {
  id: 'cpn_1',
  shopId: 'shp_1',
  title: { zh: '秋收' },
  terms: amount,
  state: 'running',
  quantity: 100,
  quantityLeft: 40,
  perPersonMax: 2,
  claimFrom: at(-1),
  claimUntil: at(5),
  validDays: 14,
  useFrom: null,
  useUntil: null,
  isListed: true,
  claimedByMe: 0,
};
const held: HeldCoupon = {
  id: 'cpc_1',
  coupon,
  shopName: { zh: '店' },
  state: 'usable',
  claimedAt: at(-1),
  useFrom: at(-1),
  useUntil: at(2),
  orderId: null,
};
const day = (instant: string) => instant.slice(0, 10);

describe('what a coupon takes off', () => {
  test('Chinese says what is left to pay in tenths, English what is taken off', () => {
    expect([20, 15, 1, 50, 95].map(tenthsOf)).toEqual(['8', '8.5', '9.9', '5', '0.5']);
    expect([tagOf(percent, zh), tagOf(percent, en)]).toEqual(['满 ¥99 打 8 折', '20% off over ¥99']);
    expect([figureOf(percent, zh, 'zh-CN'), figureOf(percent, en, 'en')]).toEqual([
      { large: '8', small: '折' },
      { large: '20%', small: 'off' },
    ]);
  });

  test('a threshold is named, and so is that there is none', () => {
    expect([tagOf(amount, zh), tagOf(amount, en)]).toEqual(['满 ¥99 减 ¥20', '¥20 off over ¥99']);
    const plain = { ...amount, thresholdFen: 0 };
    expect([tagOf(plain, zh), thresholdWords(plain, zh), thresholdWords(plain, en)]).toEqual(['减 ¥20', '无门槛', 'No minimum']);
  });
});

describe('before claiming', () => {
  test('every condition is said: time, cap, products, new buyers, group prices, how many and until when', () => {
    const strict = { ...coupon, terms: { ...percent, productIds: ['prd_1', 'prd_2'], isForNewBuyers: true } };
    expect(conditionsOf(strict, undefined, zh, day)).toEqual([
      '领取后 14 天内可用',
      '最多减 ¥30',
      '限 2 款指定商品',
      '仅限未在本店买过的新客',
      '拼团价不可用',
      '每单限用一张',
      '每人限领 2 张',
      '2026-11-28 截止领取',
    ]);
    const dated = { ...coupon, validDays: null, useFrom: at(1), useUntil: at(9), terms: { ...amount, worksWithOffers: true } };
    expect(conditionsOf(dated, undefined, en, day)).toEqual([
      'Use it 2026-11-24 – 2026-12-02',
      'For everything in the shop',
      'Also counts on group prices',
      'One per order',
      'Up to 2 per person',
      'Claim it by 2026-11-28',
    ]);
  });

  test('the button says how things stand, also on a page that was left open', () => {
    const stands = (change: Partial<CouponView>, ms = now) => claimableOf({ ...coupon, ...change }, ms);
    expect(stands({})).toBe('claim');
    expect(stands({ claimedByMe: 1 })).toBe('again');
    expect(stands({ claimedByMe: 2 })).toBe('claimed');
    expect(stands({ quantityLeft: 0 })).toBe('all-claimed');
    expect(stands({ quantityLeft: 0, claimedByMe: 1 })).toBe('claimed');
    expect(stands({ state: 'upcoming', claimFrom: at(1) })).toBe('upcoming');
    expect(stands({ state: 'upcoming', claimFrom: at(1) }, now + 2 * 86_400_000)).toBe('claim');
    expect(stands({ state: 'stopped' })).toBe('stopped');
    expect(stands({}, now + 6 * 86_400_000)).toBe('over');
  });
});

describe('once it is claimed', () => {
  test('what is left of it is the time to use it, and three days before the end it is marked', () => {
    expect(conditionsOf(coupon, held, zh, day)).toEqual(['2026-11-25 前可用', '全店商品可用', '拼团价不可用', '每单限用一张']);
    expect(isEndingSoon(held, now)).toBe(true);
    expect(isEndingSoon({ ...held, useUntil: at(4) }, now)).toBe(false);
    expect(isEndingSoon({ ...held, state: 'used' }, now)).toBe(false);
  });

  test('the checkout says why one takes nothing off, and what is missing', () => {
    const why = (refusal: Parameters<typeof refusalWords>[0]['refusal'], missingFen = 0) => refusalWords({ refusal, missingFen }, zh);
    expect([
      why(null),
      why('threshold', 2640),
      why('threshold'),
      why('other-products'),
      why('offer'),
      why('not-yet'),
      why('new-buyers'),
    ]).toEqual([
      undefined,
      '还差 ¥26.40 可用',
      '金额太小，用不了',
      '不适用于这些商品',
      '拼团价不可用',
      '还没到使用时间',
      '仅限未在本店买过的新客',
    ]);
  });

  test('its parts on the lines of an order are one sum', () => {
    const reason = (code: 'shop-price' | 'coupon', amountFen: number) => ({ code, amountFen, label: { zh: '秋收' }, ref: null });
    expect(
      couponTakenOff([{ reasons: [reason('shop-price', 5000), reason('coupon', -800)] }, { reasons: [reason('coupon', -200)] }]),
    ).toEqual({ title: { zh: '秋收' }, fen: -1000 });
    expect(couponTakenOff([{ reasons: [reason('shop-price', 5000)] }])).toBeNull();
  });
});
