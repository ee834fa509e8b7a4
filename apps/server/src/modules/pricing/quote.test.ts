import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Quote } from '@tuanzi/contract/orders';
import { auditModule } from '#modules/audit';
import { catalogModule, setProductStatus } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { inventoryModule, reserve } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { shopsModule } from '#modules/shops';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { offerKinds, pricingModule, quote, type OfferKind, type QuoteRequest } from './index.ts';

const start = () => createTestApp([auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, pricingModule]);
const accountId = 'acc_somebody';

/** A play as pricing sees it: campaigns by id take a share off every SKU, and the one named full has no seat left. */
const discounts = new Map<string, number>();
let timesAsked = 0;
const play: OfferKind = {
  price(_ctx, requests) {
    timesAsked += 1;
    return Promise.resolve(
      requests.map(({ offer, lines }) => {
        const unitFen = discounts.get(offer.campaignId);
        if (unitFen === undefined) return { ok: false, error: problem('team_full', { otherTeamIds: ['tm_1'] }) };
        return {
          ok: true,
          value: {
            prices: new Map(lines.slice(0, 1).map((line) => [line.skuId, unitFen])),
            label: { zh: '3人团', en: 'Team of 3' },
            ref: offer.campaignId,
          },
        };
      }),
    );
  },
  claim: () => Promise.resolve([]),
  release: () => Promise.resolve(),
  paid: () => Promise.resolve(new Map()),
  refunded: () => Promise.resolve(),
};
offerKinds.provide('group-buy', play);
const offer = (campaignId: string) => ({ kind: 'group-buy' as const, campaignId });
function aCampaign(unitFen: number): string {
  const id = newId('cmp');
  discounts.set(id, unitFen);
  return id;
}

async function priced(t: TestApp, request: Omit<QuoteRequest, 'accountId'>): Promise<Quote> {
  const [verdict] = await quote(t.read(), [{ accountId, ...request }]);
  if (verdict?.ok !== true) throw verdict?.error;
  return verdict.value;
}
const sum = (reasons: readonly { amountFen: number }[]) => reasons.reduce((total, reason) => total + reason.amountFen, 0);
function expectSums(found: Quote): void {
  for (const line of found.lines) {
    expect(sum(line.reasons)).toBe(line.totalFen);
    expect(line.unitPriceFen * line.quantity).toBe(line.totalFen);
    expect(line.reasons[0]?.code).toBe('shop-price');
  }
  expect(sum(found.reasons)).toBe(found.totalFen);
  expect(found.lines.reduce((total, line) => total + line.totalFen, 0)).toBe(found.goodsFen);
  expect(found.goodsFen + found.freightFen).toBe(found.totalFen);
}

describe('a quote', () => {
  test('says what every line costs and why; the same SKU twice is one line', async () => {
    const t = await start();
    const shop = await aShop(t);
    const [apple, pear] = [await aProduct(t, shop.id, { priceFen: 3990 }), await aProduct(t, shop.id, { priceFen: 550 })];
    const found = await priced(t, {
      lines: [
        { skuId: apple.skuId, quantity: 2 },
        { skuId: pear.skuId, quantity: 1 },
        { skuId: apple.skuId, quantity: 1 },
      ],
    });
    expect(found).toMatchObject({
      shopId: shop.id,
      totalFen: 3 * 3990 + 550,
      freightFen: 0,
      problems: [],
      lines: [
        { skuId: apple.skuId, quantity: 3 },
        { skuId: pear.skuId, quantity: 1 },
      ],
    });
    expect(found.reasons.map(({ code, amountFen }) => [code, amountFen])).toEqual([
      ['shop-price', 12_520],
      ['free-freight', 0],
    ]);
    expectSums(found);
  });

  test('with an offer shows what the offer changes, on the lines it is for', async () => {
    const t = await start();
    const shop = await aShop(t);
    const [apple, pear] = [await aProduct(t, shop.id, { priceFen: 3990 }), await aProduct(t, shop.id, { priceFen: 550 })];
    const campaignId = aCampaign(2990);
    const found = await priced(t, {
      lines: [
        { skuId: apple.skuId, quantity: 2 },
        { skuId: pear.skuId, quantity: 1 },
      ],
      offer: offer(campaignId),
    });
    expect(found.lines[0]).toMatchObject({
      unitPriceFen: 2990,
      totalFen: 5980,
      reasons: [
        { code: 'shop-price', amountFen: 7980 },
        { code: 'group-buy', amountFen: -2000, label: { zh: '3人团' }, ref: campaignId },
      ],
    });
    expect(found.lines[1]?.reasons).toHaveLength(1);
    expect(found.totalFen).toBe(6530);
    expectSums(found);
  });

  test('never costs more by an offer: once the shop asks less than a running group buy, everybody pays what the shop asks', async () => {
    const t = await start();
    const shop = await aShop(t);
    const [apple, pear] = [await aProduct(t, shop.id, { priceFen: 1990 }), await aProduct(t, shop.id, { priceFen: 2990 })];
    const found = await priced(t, {
      lines: [
        { skuId: apple.skuId, quantity: 2 },
        { skuId: pear.skuId, quantity: 1 },
      ],
      offer: offer(aCampaign(2990)),
    });
    expect(found).toMatchObject({
      totalFen: 2 * 1990 + 2990,
      problems: [],
      lines: [{ unitPriceFen: 1990, reasons: [{ code: 'shop-price', amountFen: 3980 }] }, {}],
    });
    expectSums(found);
  });

  test('adds up, whatever the prices, quantities and offers', async () => {
    const t = await start();
    const shop = await aShop(t);
    const products = await Promise.all([1, 99, 12_345, 100_000].map((priceFen) => aProduct(t, shop.id, { priceFen })));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ sku: fc.nat(3), quantity: fc.integer({ min: 1, max: 999 }) }), { minLength: 1, maxLength: 8 }),
        fc.option(fc.nat(200_000)),
        async (lines, unitFen) => {
          expectSums(
            await priced(t, {
              lines: lines.map(({ sku, quantity }) => ({ skuId: products[sku]?.skuId ?? '', quantity })),
              ...(unitFen !== null && { offer: offer(aCampaign(unitFen)) }),
            }),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('lists what is off sale or out of stock instead of failing, and still shows what it costs', async () => {
    const t = await start();
    const shop = await aShop(t);
    const [apple, pear, date] = [await aProduct(t, shop.id, { stock: 5 }), await aProduct(t, shop.id), await aProduct(t, shop.id)];
    await t.transact((ctx) => reserve(ctx, [{ ref: newId('ord'), lines: [{ skuId: apple.skuId, quantity: 3 }] }]));
    await t.transact((ctx) => setProductStatus(ctx, pear, 'archived'));
    const lines = [
      { skuId: apple.skuId, quantity: 3 },
      { skuId: pear.skuId, quantity: 1 },
      { skuId: date.skuId, quantity: 10 },
    ];
    const found = await priced(t, { lines });
    expect(found.problems).toMatchObject([
      { skuId: apple.skuId, code: 'out_of_stock' },
      { skuId: pear.skuId, code: 'product_unavailable' },
    ]);
    expect(found.lines).toHaveLength(3);
    const [blind] = await quote(t.read(), [{ accountId, lines }], { ignoresStock: true });
    expect(blind).toMatchObject({ ok: true, value: { problems: [{ code: 'product_unavailable' }] } });
  });

  test('many requests are answered each by itself, a play asked once for all of its own', async () => {
    const t = await start();
    const [shop, other] = [await aShop(t), await aShop(t)];
    const [apple, foreign] = [await aProduct(t, shop.id), await aProduct(t, other.id)];
    timesAsked = 0;
    const one = [{ skuId: apple.skuId, quantity: 1 }];
    const verdicts = await quote(t.read(), [
      { accountId, lines: one },
      { accountId, lines: [{ skuId: newId('sku'), quantity: 1 }] },
      { accountId, lines: [...one, { skuId: foreign.skuId, quantity: 1 }] },
      { accountId, lines: one, offer: offer(aCampaign(100)) },
      { accountId, lines: one, offer: offer('cmp_full') },
    ]);
    expect(timesAsked).toBe(1);
    expect(verdicts).toMatchObject([
      { ok: true, value: { totalFen: 3990 } },
      { ok: false, error: { code: 'product_unavailable' } },
      { ok: false, error: { code: 'several_shops' } },
      { ok: true, value: { totalFen: 100 } },
      { ok: false, error: { code: 'team_full', extra: { otherTeamIds: ['tm_1'] } } },
    ]);
  });
});

describe('POST /api/quote', () => {
  test('shows a guest the whole quote; a refused offer is listed, at the shop’s prices', async () => {
    const t = await start();
    const shop = await aShop(t);
    const { skuId } = await aProduct(t, shop.id);
    const guest = await aGuest(t);
    const body = { lines: [{ skuId, quantity: 2 }], offer: { kind: 'group-buy' as const, campaignId: newId('cmp') } };
    const refused = await t.call('POST /api/quote', { body }, { ...guest, headers: { 'x-locale': 'en' } });
    expect(refused.body).toMatchObject({
      totalFen: 7980,
      problems: [{ skuId: null, code: 'team_full', title: 'This team is already full.' }],
    });
    discounts.set(body.offer.campaignId, 2000);
    expect((await t.call('POST /api/quote', { body: { ...body, province: '陕西省' } }, guest)).body).toMatchObject({
      totalFen: 4000,
      problems: [],
    });
    const short = await t.call('POST /api/quote', { body: { lines: [{ skuId, quantity: 999 }] } }, guest);
    expect(short.body.problems).toEqual([{ skuId, code: 'out_of_stock', title: '库存不足' }]);
  });

  test('refuses what cannot be shown: unknown SKUs, several shops, more than an order may cost, nobody', async () => {
    const t = await start();
    const [shop, other] = [await aShop(t), await aShop(t)];
    const [apple, foreign, dear] = [
      await aProduct(t, shop.id),
      await aProduct(t, other.id),
      await aProduct(t, shop.id, { priceFen: 9_000_000_000 }),
    ];
    const guest = await aGuest(t);
    const ask = (...lines: { skuId: string; quantity: number }[]) => t.call('POST /api/quote', { body: { lines } }, guest);
    expect((await ask({ skuId: newId('sku'), quantity: 1 })).problem.code).toBe('product_unavailable');
    expect((await ask({ skuId: apple.skuId, quantity: 1 }, { skuId: foreign.skuId, quantity: 1 })).problem.code).toBe('several_shops');
    expect((await ask({ skuId: dear.skuId, quantity: 2 })).problem.code).toBe('invalid_input');
    for (const quantity of [0, -1, 1.5, 1000]) expect((await ask({ skuId: apple.skuId, quantity })).problem.code).toBe('invalid_input');
    expect((await t.call('POST /api/quote', { body: { lines: [{ skuId: apple.skuId, quantity: 1 }] } })).status).toBe(401);
  });

  test('says when the shop is closed', async () => {
    const t = await start();
    const shop = await aShop(t, { isOpen: false });
    const { skuId } = await aProduct(t, shop.id);
    expect((await t.call('POST /api/quote', { body: { lines: [{ skuId, quantity: 1 }] } }, await aGuest(t))).body.problems).toMatchObject([
      { skuId: null, code: 'product_unavailable' },
    ]);
  });
});
