/** The ways to pay, by where the shopper is, at the sandbox gateways of the real providers. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, launchBrowser, phone } from './browser.ts';
import { buildWeb } from '../tools/build-web.ts';
import { startInstallation, type Installation } from './installation.ts';
import { ask, send } from './people.ts';

const address = { recipient: '安娜', phone: '13800000000', province: '陕西省', city: '西安市', district: '雁塔区', street: '雁翔路 99 号' };
const gateways = '/sandbox-gateways';
let at: Installation;
let browser: Browser;
let sku: { id: string; priceFen: number };

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation({ SANDBOX_GATEWAYS: '1' });
  browser = await launchBrowser();
  const operator = await desktop(browser);
  await send(operator, at.url, '/api/auth/email/sign-in', { email: 'owner@tuanzi.local', password: 'tuanzi-demo-2026' });
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(operator, at.url, '/api/me');
  const products = `/api/console/shops/${me.shops[0]?.shopId}/products`;
  const { items } = await ask<{ items: { id: string }[] }>(operator, at.url, `${products}?limit=5`);
  const product = await ask<{ skus: { id: string; priceFen: number }[] }>(operator, at.url, `${products}/${items[1]?.id}`);
  if (product.skus[0] === undefined) throw new Error('a product has a SKU');
  sku = product.skus[0];
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
}, 60_000);

let number = 13_700_000_100;

/** Places an order as somebody who has proved a phone number. */
async function anOrder(who: BrowserContext): Promise<string> {
  const mobile = String((number += 1));
  await send(who, at.url, '/api/auth/phone/code', { phone: mobile });
  await send(who, at.url, '/api/auth/phone/sign-in', { phone: mobile, code: await at.codeFor(mobile) });
  const lines = [{ skuId: sku.id, quantity: 1 }];
  return (await send<{ id: string }>(who, at.url, '/api/orders', { lines, address, expectedTotalFen: sku.priceFen })).id;
}

async function choose(page: Page, orderId: string, provider: string): Promise<void> {
  await page.goto(`${at.url}/pay/${orderId}`);
  await page.getByTestId(`way-${provider}`).click();
  await page.getByTestId('pay').click();
}

const paid = (page: Page) => page.locator('[data-testid=order-page][data-state=paid]').waitFor();
const shot = async (page: Page, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
};

test('at a computer a code is shown to scan; when the phone has paid, the page goes on by itself', async () => {
  const desk = await desktop(browser);
  const page = await desk.newPage();
  const orderId = await anOrder(desk);
  await page.goto(`${at.url}/pay/${orderId}`);
  await page.getByTestId('way-wechat').waitFor();
  await shot(page, 'desk-choice');
  await choose(page, orderId, 'wechat');
  const code = page.getByTestId('scan-to-pay').locator('img');
  await code.waitFor();
  await shot(page, 'desk-scan');
  const content = (await code.getAttribute('data-content')) ?? '';
  expect(await code.evaluate((image) => 'naturalWidth' in image && Number(image.naturalWidth))).toBeGreaterThan(0);
  const wallet = await (await phone(browser)).newPage();
  await wallet.goto(`${at.url}${gateways}/wechat-pay/wallet`);
  await shot(wallet, 'wallet');
  await wallet.locator(`a[href*="${content.split('pr=')[1]}"]`).click();
  await shot(wallet, 'wallet-pay');
  await wallet.locator('button.primary').click();
  await paid(page);
}, 90_000);

test('who leaves the code chooses another way, in English as well', async () => {
  const desk = await desktop(browser, { locale: 'en-US' });
  const page = await desk.newPage();
  const orderId = await anOrder(desk);
  await choose(page, orderId, 'wechat');
  await page.getByText('scan to pay').waitFor();
  await shot(page, 'desk-scan-en');
  await page.getByText('Pay another way').click();
  await page.getByTestId('way-sandbox').click();
  await page.getByTestId('pay').click();
  await page.waitForURL(/\/sandbox-pay\/cashier\//);
}, 90_000);

test('on a phone the provider’s page opens and leads back to the order', async () => {
  const who = await phone(browser);
  const page = await who.newPage();
  const orderId = await anOrder(who);
  await page.goto(`${at.url}/pay/${orderId}`);
  await page.getByTestId('way-wechat').waitFor();
  await shot(page, 'phone-choice');
  await choose(page, orderId, 'wechat');
  await page.waitForURL(/wechat-pay\/cashier/);
  await page.locator('button.primary').click();
  await paid(page);
}, 90_000);

test('Alipay’s page opens at a computer and Stripe’s on a phone, and both lead back to the paid order', async () => {
  for (const [who, provider] of [
    [await desktop(browser), 'alipay'],
    [await phone(browser), 'stripe'],
  ] as const) {
    const page = await who.newPage();
    const orderId = await anOrder(who);
    await choose(page, orderId, provider);
    await page.waitForURL(new RegExp(`sandbox-gateways/${provider}/cashier`));
    await shot(page, `cashier-${provider}`);
    await page.locator('button.primary').click();
    await paid(page);
  }
}, 90_000);

test('inside WeChat the payer is recognised on the way, the app’s sheet is asked, and the order’s page says how it ended', async () => {
  const who = await browser.newContext({
    userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 XWEB/1 MicroMessenger/8.0.50',
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  });
  // What the browser of WeChat gives its pages: here it pays at the gateway with what it is handed.
  await who.addInitScript((cashier) => {
    Object.assign(window, {
      WeixinJSBridge: {
        invoke(_call: string, params: { package: string }, answer: (result: object) => void) {
          void fetch(`${cashier}/pay?trade_no=${params.package.replace('prepay_id=', '')}`, {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            redirect: 'manual',
          }).then(() => answer({ err_msg: 'get_brand_wcpay_request:ok' }));
        },
      },
    });
  }, `${gateways}/wechat-pay/cashier`);
  const page = await who.newPage();
  const orderId = await anOrder(who);
  await choose(page, orderId, 'wechat');
  await paid(page);
}, 90_000);
