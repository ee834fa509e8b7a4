/** A coupon's way: offered, claimed where one meets it, in the price by itself, used once paid, and back when nothing came of the order. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../tools/build-web.ts';
import { desktop, launchBrowser, phone } from './browser.ts';
import { startInstallation, until, type Installation } from './installation.ts';
import { ask, fillAddress, payAtCashier, provePhone, send } from './people.ts';

interface Sku {
  id: string;
  priceFen: number;
}
interface Held {
  id: string;
  coupon: { id: string };
  state: string;
  orderId: string | null;
}

const day = 86_400_000;
const address = { recipient: '安娜', phone: '13800000000', province: '陕西省', city: '西安市', district: '雁塔区', street: '雁翔路 99 号' };
let at: Installation;
let browser: Browser;
let owner: BrowserContext;
let shopId: string;
let productId: string;
let sku: Sku;
let ana: BrowserContext;
let page: Page;

/** Takes five yuan off whatever costs more than that, for as many as there are. */
async function plan(
  title: string,
  more: { amountFen?: number; thresholdFen?: number; perPersonMax?: number; quantity?: number } = {},
): Promise<string> {
  const now = at.clock.now().getTime();
  const { amountFen = 500, thresholdFen = 0, perPersonMax = 1, quantity = 50 } = more;
  const { id } = await send<{ id: string }>(owner, at.url, `/api/console/shops/${shopId}/coupons`, {
    title: { zh: title, en: title },
    terms: {
      kind: 'amount',
      amountFen,
      percentOff: null,
      capFen: null,
      thresholdFen,
      productIds: [],
      isForNewBuyers: false,
      worksWithOffers: false,
    },
    quantity,
    perPersonMax,
    claimFrom: new Date(now - 60_000).toISOString(),
    claimUntil: new Date(now + 10 * day).toISOString(),
    validDays: 7,
  });
  return id;
}

const claim = (who: BrowserContext, couponId: string) => send<Held>(who, at.url, `/api/coupons/${couponId}/claims`);
const held = async (state: string) => (await ask<{ items: Held[] }>(ana, at.url, `/api/me/coupons?state=${state}`)).items;
const ticket = (couponId: string) => page.locator(`[data-testid=coupon-ticket][data-id=${couponId}]`);
const checkout = () => page.goto(`${at.url}/checkout?items=${sku.id}:1`);
const total = () => page.getByTestId('checkout').locator('.sh-foot').innerText();
const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation();
  browser = await launchBrowser();
  owner = await desktop(browser);
  await send(owner, at.url, '/api/auth/email/sign-in', { email: 'owner@tuanzi.local', password: 'tuanzi-demo-2026' });
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(owner, at.url, '/api/me');
  shopId = me.shops[0]?.shopId ?? '';
  const { items } = await ask<{ items: { id: string }[] }>(owner, at.url, `/api/products?shopId=${shopId}`);
  productId = items[1]?.id ?? '';
  sku = (await ask<{ skus: Sku[] }>(owner, at.url, `/api/products/${productId}`)).skus[0]!;
  ana = await phone(browser);
  page = await ana.newPage();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
}, 60_000);

describe('a coupon', () => {
  let couponId: string;

  test('is claimed on the page of a product, after the phone number is proved, with every condition in sight', async () => {
    couponId = await plan('秋天的五块', { thresholdFen: 1000 });
    await page.goto(`${at.url}/products/${productId}`);
    await page.getByTestId('coupon-strip').click();
    const words = await ticket(couponId).innerText();
    for (const part of ['满 ¥10 可用', '领取后 7 天内可用', '全店商品可用', '拼团价不可用', '每人限领 1 张', '还剩 50 张'])
      expect(words).toContain(part);
    await ticket(couponId).getByTestId('claim-coupon').click();
    await provePhone(page, at, '13700000031');
    await ticket(couponId).locator('[data-claimable=claimed]').waitFor();
    expect((await held('usable')).map(({ coupon }) => coupon.id)).toEqual([couponId]);
  }, 60_000);

  test('is in the price by itself, can be left out, and is used once the order is paid', async () => {
    await checkout();
    await fillAddress(page, '安娜');
    await page.getByTestId('coupon-row').getByText('-¥5.00').waitFor();
    expect(await total()).toContain(yuan(sku.priceFen - 500).slice(1));
    expect(await page.getByTestId('quote').innerText()).toContain('优惠券 秋天的五块 -¥5');
    await page.getByTestId('choose-coupon').click();
    await page.getByTestId('coupon-none').click();
    await page.getByTestId('coupon-row').getByText('不使用').waitFor();
    await until(async () => (await total()).includes(yuan(sku.priceFen).slice(1)), 'the full price');
    await page.getByTestId('choose-coupon').click();
    await page.getByTestId('coupon-option').first().click();
    await page.getByTestId('coupon-row').getByText('-¥5.00').waitFor();
    await page.getByTestId('place-order').click();
    const orderId = await payAtCashier(page);
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor();
    const order = await page.getByTestId('order-page').innerText();
    for (const part of ['-¥5.00', yuan(sku.priceFen), yuan(sku.priceFen - 500)]) expect(order).toContain(part);
    await until(async () => (await held('used')).some(({ state }) => state === 'used'), 'the used coupon');
    await page.goto(`${at.url}/me/coupons?state=used`);
    await ticket(couponId).getByTestId('coupon-order').click();
    await page.waitForURL(new RegExp(`/orders/${orderId}$`));
  }, 90_000);

  test('is held by an order that waits, and free again when that is cancelled', async () => {
    couponId = await plan('再来五块');
    await claim(ana, couponId);
    await checkout();
    await page.getByTestId('coupon-row').getByText('-¥5.00').waitFor();
    await page.getByTestId('place-order').click();
    await page.waitForURL(/\/sandbox-pay\/cashier\//);
    await page.goto(`${at.url}/me/coupons`);
    expect(await ticket(couponId).innerText()).toContain('待付款订单占用中');
    await ticket(couponId).getByTestId('coupon-order').click();
    await page.getByTestId('cancel-order').click();
    await page.getByRole('dialog').getByRole('button', { name: '取消订单' }).click();
    await page.locator('[data-testid=order-page][data-state=closed]').waitFor();
    await until(async () => (await held('usable')).every(({ state }) => state === 'usable'), 'the coupon back');
    await page.goto(`${at.url}/me/coupons`);
    expect(await ticket(couponId).innerText()).toContain('去使用');
    await page.goto(`${at.url}/me`);
    expect(await page.getByTestId('coupon-count').innerText()).toBe('1 张可用');
  }, 90_000);

  test('that was used elsewhere meanwhile costs nothing: the price is worked out anew, and said so', async () => {
    const better = await plan('先到先得十块', { amountFen: 1000 });
    const { id } = await claim(ana, better);
    await plan('囤货券', { amountFen: 5000, thresholdFen: sku.priceFen + 990_050 }).then((big) => claim(ana, big));
    await checkout();
    await page.getByTestId('coupon-row').getByText('-¥10.00').waitFor();
    await page.getByTestId('choose-coupon').click();
    const refused = page.locator('[data-testid=coupon-option][data-refusal=threshold]');
    expect(await refused.innerText()).toContain('还差 ¥9,900.50 可用');
    expect(await refused.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByTestId('coupon-choice').waitFor({ state: 'detached' });
    const lines = [{ skuId: sku.id, quantity: 1 }];
    await send(ana, at.url, '/api/orders', { lines, couponId: id, address, expectedTotalFen: sku.priceFen - 1000 });
    await page.getByTestId('place-order').click();
    const problem = page.locator('[data-testid=order-problem][data-code=coupon_unusable]');
    await problem.getByText('没有扣款').waitFor();
    await page.getByTestId('coupon-row').getByText('-¥5.00').waitFor();
    expect(await problem.innerText()).toContain(`原来 ${yuan(sku.priceFen - 1000)}，现在 ${yuan(sku.priceFen - 500)}`);
    await page.getByTestId('place-order').click();
    await page.waitForURL(/\/sandbox-pay\/cashier\//);
  }, 90_000);

  test('dropped into a group is claimed in the conversation, and everybody sees how many are left', async () => {
    const rare = await plan('群里限量两张', { quantity: 2 });
    const { items } = await ask<{ items: { id: string; sceneId: string }[] }>(owner, at.url, '/api/communities');
    const community = items[0]!;
    await send(ana, at.url, `/api/communities/${community.id}/join`).catch(() => undefined);
    const ben = await phone(browser);
    await send(ben, at.url, '/api/auth/phone/code', { phone: '13700000032' });
    await send(ben, at.url, '/api/auth/phone/sign-in', { phone: '13700000032', code: await at.codeFor('13700000032') });
    await page.goto(`${at.url}/communities/${community.id}/chat`);
    await page.getByTestId('chat-log').waitFor();
    await send(owner, at.url, `/api/scenes/${community.sceneId}/cards`, { kind: 'coupon', refId: rare });
    await ticket(rare).getByText('还剩 2 张').waitFor();
    await claim(ben, rare);
    await ticket(rare).getByText('还剩 1 张').waitFor();
    await ticket(rare).getByTestId('claim-coupon').click();
    await ticket(rare).locator('[data-claimable=claimed]').waitFor();
  }, 90_000);
});
