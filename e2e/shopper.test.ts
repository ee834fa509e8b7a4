/**
 * What goes wrong for a shopper, and how the screen says it: a cancelled order, a payment that failed, a price that
 * changed, a team that was full or never filled, and at last a parcel that arrived.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../tools/build-web.ts';
import { desktop, launchBrowser, phone } from './browser.ts';
import { startInstallation, until, type Installation } from './installation.ts';
import { ask, fillAddress, payAtCashier, send } from './people.ts';

interface Sku {
  id: string;
  priceFen: number;
}
interface Product {
  id: string;
  title: { zh: string; en?: string };
  pictures: { id: string }[];
  skus: Sku[];
}
interface Order {
  id: string;
  state: string;
  teamId: string | null;
}
interface Campaign {
  id: string;
  sceneId: string;
  skuId: string;
  groupPriceFen: number;
  offer: { kind: 'group-buy'; campaignId: string; cardId: string };
}

const minute = 60_000;
const address = { recipient: '安娜', phone: '13800000000', province: '陕西省', city: '西安市', district: '雁塔区', street: '雁翔路 99 号' };
let at: Installation;
let browser: Browser;
let operator: BrowserContext;
let shopId: string;
let products: { id: string }[];
let ana: BrowserContext;
let page: Page;

/** A shopper who has proved a phone number. */
async function aShopper(number: string): Promise<BrowserContext> {
  const who = await phone(browser);
  await send(who, at.url, '/api/auth/phone/code', { phone: number });
  await send(who, at.url, '/api/auth/phone/sign-in', { phone: number, code: await at.codeFor(number) });
  return who;
}

const productAt = (index: number) => ask<Product>(operator, at.url, `/api/console/shops/${shopId}/products/${products[index]?.id}`);

async function place(who: BrowserContext, { sku, offer }: { sku: Sku; offer?: Campaign['offer'] & { teamId?: string } }): Promise<Order> {
  const body = { lines: [{ skuId: sku.id, quantity: 1 }], address, expectedTotalFen: sku.priceFen, ...(offer !== undefined && { offer }) };
  return send<Order>(who, at.url, '/api/orders', body);
}

/** Two people, ten minutes, dropped into the room of the next session. */
async function aGroupBuy(index: number): Promise<Campaign> {
  const product = await productAt(index);
  const sku = product.skus[0];
  const { items: sessions } = await ask<{ items: { sceneId: string }[] }>(operator, at.url, '/api/sessions');
  const sceneId = sessions[0]?.sceneId ?? '';
  const now = at.clock.now().getTime();
  const groupPriceFen = (sku?.priceFen ?? 0) - 100;
  const { id } = await send<{ id: string }>(operator, at.url, `/api/console/shops/${shopId}/group-buys`, {
    productId: product.id,
    title: { zh: '两人拼', en: 'For two' },
    teamSize: 2,
    teamMinutes: 10,
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + 600 * minute).toISOString(),
    quota: 10,
    perBuyerMax: 1,
    skus: [{ skuId: sku?.id, groupPriceFen }],
  });
  const card = await send<{ id: string }>(operator, at.url, `/api/scenes/${sceneId}/cards`, { kind: 'group-buy', refId: id });
  return { id, sceneId, skuId: sku?.id ?? '', groupPriceFen, offer: { kind: 'group-buy', campaignId: id, cardId: card.id } };
}

async function payFor(who: BrowserContext, orderId: string): Promise<void> {
  const paying = await who.newPage();
  await paying.goto(`${at.url}/pay/${orderId}`);
  await paying.waitForURL(/\/sandbox-pay\/cashier\//);
  await paying.locator('form[action*="/pay?"] button').click();
  await paying.waitForURL(/\/(orders|teams)\//);
  await until(async () => (await ask<Order>(who, at.url, `/api/orders/${orderId}`)).state === 'paid', 'the paid order');
  await paying.close();
}

const inState = (state: string) => page.locator(`[data-testid=order-page][data-state=${state}]`).waitFor();

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation();
  browser = await launchBrowser();
  operator = await desktop(browser);
  await send(operator, at.url, '/api/auth/email/sign-in', { email: 'owner@tuanzi.local', password: 'tuanzi-demo-2026' });
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(operator, at.url, '/api/me');
  shopId = me.shops[0]?.shopId ?? '';
  products = (await ask<{ items: { id: string }[] }>(operator, at.url, `/api/console/shops/${shopId}/products?limit=20`)).items;
  ana = await aShopper('13700000011');
  page = await ana.newPage();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
}, 60_000);

describe('a shopper for whom not everything goes well', () => {
  test('leaves the cashier, finds the order waiting, and cancels it: nothing was charged', async () => {
    const sku = (await productAt(1)).skus[0];
    await page.goto(`${at.url}/checkout?items=${sku?.id}:1`);
    await fillAddress(page, '安娜');
    await page.getByTestId('place-order').click();
    await page.waitForURL(/\/sandbox-pay\/cashier\//);
    await page.goBack();
    await inState('unpaid');
    await page.getByTestId('pay-again').waitFor();
    await page.getByTestId('cancel-order').click();
    await page.getByRole('dialog').getByRole('button', { name: '取消订单' }).click();
    await inState('closed');
    expect(await page.getByTestId('order-page').innerText()).toContain('没有扣款');
  }, 60_000);

  test('hears that a payment failed, pays again, and confirms the parcel when it is there', async () => {
    const sku = (await productAt(1)).skus[0];
    const order = await place(ana, { sku: sku! });
    await page.goto(`${at.url}/pay/${order.id}`);
    await page.waitForURL(/\/sandbox-pay\/cashier\//);
    await page.locator('form[action*="/fail?"] button').click();
    await page.getByText('付款没有成功').waitFor();
    await page.getByTestId('pay-again').click();
    await payAtCashier(page);
    await inState('paid');
    await send(operator, at.url, `/api/console/shops/${shopId}/orders/${order.id}/ship`, { carrier: '顺丰', trackingNo: 'SF1234567890' });
    await inState('shipped');
    await page.getByTestId('receive-order').click();
    await page.getByRole('dialog').getByRole('button', { name: '确认收货' }).click();
    await inState('delivered');
  }, 60_000);

  test('reads what changed when the price did, and orders at the new one only after seeing it', async () => {
    const product = await productAt(3);
    const [first, ...others] = product.skus;
    await page.goto(`${at.url}/checkout?items=${first?.id}:1`);
    await page.getByTestId('quote').waitFor();
    await page.locator('[data-testid=place-order][data-ready]:enabled').waitFor();
    const skus = [{ ...first, priceFen: (first?.priceFen ?? 0) + 300 }, ...others];
    const body = { ...product, skus, pictureIds: product.pictures.map(({ id }) => id) };
    await send(operator, at.url, `/api/console/shops/${shopId}/products/${product.id}`, body, 'PUT');
    await page.getByTestId('place-order').click();
    const problem = page.locator('[data-testid=order-problem][data-code=price_changed]');
    await problem.getByText(yuan((first?.priceFen ?? 0) + 300)).waitFor();
    expect(await problem.innerText()).toContain(yuan(first?.priceFen ?? 0));
    await page.getByTestId('place-order').click();
    await page.waitForURL(/\/sandbox-pay\/cashier\//);
  }, 60_000);

  test('is too late for a team, and opens one of her own from there', async () => {
    const campaign = await aGroupBuy(2);
    const [ben, cai] = await Promise.all([aShopper('13700000012'), aShopper('13700000013')]);
    const sku = { id: campaign.skuId, priceFen: campaign.groupPriceFen };
    const opened = await place(ben, { sku, offer: campaign.offer });
    await payFor(ben, opened.id);
    const { teamId } = await ask<Order>(ben, at.url, `/api/orders/${opened.id}`);
    await page.goto(`${at.url}/teams/${teamId}`);
    await page.getByTestId('join').click();
    await page.getByTestId('buy-group').click();
    await page.waitForURL(/\/checkout/);
    await page.locator('[data-testid=place-order][data-ready]:enabled').waitFor();
    await place(cai, { sku, offer: { ...campaign.offer, teamId: teamId ?? '' } });
    await page.getByTestId('place-order').click();
    await page.locator('[data-testid=order-problem][data-code=team_full]').waitFor();
    await page.getByTestId('way-open').click();
    await page.getByTestId('order-problem').waitFor({ state: 'detached' });
    await page.locator('[data-testid=place-order]:enabled').click();
    await page.waitForURL(/\/sandbox-pay\/cashier\//);
    await Promise.all([ben.close(), cai.close()]);
  }, 60_000);

  test('sees her money come back, on the team and on the order, when nobody joined', async () => {
    const campaign = await aGroupBuy(4);
    const order = await place(ana, { sku: { id: campaign.skuId, priceFen: campaign.groupPriceFen }, offer: campaign.offer });
    await payFor(ana, order.id);
    const { teamId } = await ask<Order>(ana, at.url, `/api/orders/${order.id}`);
    await page.goto(`${at.url}/teams/${teamId}`);
    await page.locator('[data-testid=team-page][data-state=open]').waitFor();
    at.clock.advance(11 * minute);
    await page.locator('[data-testid=team-page][data-state=failed]').waitFor();
    await page.getByText('付的钱已按原路全额退回').waitFor();
    await page.getByTestId('see-order').click();
    await inState('refunded');
    expect(await page.getByTestId('order-page').innerText()).toContain(`-${yuan(campaign.groupPriceFen)}`);
  }, 60_000);
});

describe('a shopper with two tabs, a bad line and a small phone', () => {
  test('finds what she put into the cart in one tab in the other, and is signed out in both', async () => {
    const dan = await aShopper('13700000014');
    const [one, two] = [await dan.newPage(), await dan.newPage()];
    await one.goto(at.url);
    await one.getByTestId('home').waitFor();
    await two.goto(`${at.url}/products/${products[1]?.id}`);
    await two.getByTestId('buy').click();
    await two.getByTestId('add-to-cart').click();
    await one.getByTestId('cart-button').getByText('购物车里有 1 件').waitFor({ state: 'attached' });
    await one.goto(`${at.url}/cart`);
    await one.getByTestId('cart-line').waitFor();
    await two.goto(`${at.url}/me/settings`);
    await two.getByTestId('sign-out').click();
    await two.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
    await one.getByText('购物车是空的').waitFor();
    await dan.close();
  }, 60_000);

  test('is told that nothing was heard, not that her cart is empty, when the shop cannot be asked', async () => {
    const eve = await aShopper('13700000015');
    const skuId = (await productAt(1)).skus[0]?.id;
    await send(eve, at.url, `/api/cart/${skuId}`, { quantity: 1 }, 'PUT');
    const tab = await eve.newPage();
    for (const [path, shown] of [
      ['/cart', 'cart-line'],
      [`/checkout?items=${skuId}:1`, 'quote'],
    ] as const) {
      await tab.route('**/api/**', (route) => route.abort());
      await tab.goto(`${at.url}${path}`);
      await tab.getByTestId('problem').waitFor();
      await tab.unroute('**/api/**');
      await tab.getByTestId('retry').click();
      await tab.getByTestId(shown).waitFor();
    }
    await eve.close();
  }, 60_000);

  test('sees long names and large prices whole: no page is wider than her phone', async () => {
    const product = await productAt(5);
    const title = { zh: '秦岭深处海拔一千八百米以上云雾缭绕的有机高山老树🍎苹果礼盒超大果径冷链直达限时包邮到家第二件半价' };
    const skus = product.skus.map((sku) => ({ ...sku, priceFen: 99_999_999 }));
    const body = { ...product, title, skus, pictureIds: product.pictures.map(({ id }) => id) };
    await send(operator, at.url, `/api/console/shops/${shopId}/products/${product.id}`, body, 'PUT');
    const fay = await aShopper('13700000016');
    const sku = skus[0]?.id;
    await send(fay, at.url, `/api/cart/${sku}`, { quantity: 9 }, 'PUT');
    const tab = await fay.newPage();
    await tab.setViewportSize({ width: 360, height: 780 });
    for (const [path, shown] of [
      ['/', 'home'],
      [`/products/${product.id}`, 'product-page'],
      ['/cart', 'cart-line'],
      [`/checkout?items=${sku}:9`, 'quote'],
    ] as const) {
      await tab.goto(`${at.url}${path}`);
      await tab.getByTestId(shown).waitFor();
      const widthPx = await tab.evaluate(() => document.documentElement.scrollWidth);
      expect([path, widthPx]).toEqual([path, 360]);
    }
    await fay.close();
  }, 60_000);
});

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;
