/**
 * What buyers say: a parcel arrives, its buyer reviews it with a picture, strangers read it, the shop answers at its
 * desk, a stranger asks and the buyer answers.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../tools/build-web.ts';
import { desktop, launchBrowser, phone } from './browser.ts';
import { startInstallation, until, type Installation } from './installation.ts';
import { ask, payAtCashier, provePhone, send, signInToConsole } from './people.ts';

interface Product {
  id: string;
  rating?: object;
  skus: { id: string; priceFen: number }[];
}

const address = { recipient: '安娜', phone: '13800000000', province: '陕西省', city: '西安市', district: '雁塔区', street: '雁翔路 99 号' };
let at: Installation;
let browser: Browser;
let operator: BrowserContext;
let shopId: string;
let product: Product;
let ana: BrowserContext;
let page: Page;
let orderId: string;

async function aShopper(number: string, look: BrowserContext): Promise<BrowserContext> {
  await send(look, at.url, '/api/auth/phone/code', { phone: number });
  await send(look, at.url, '/api/auth/phone/sign-in', { phone: number, code: await at.codeFor(number) });
  return look;
}

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation();
  browser = await launchBrowser();
  operator = await desktop(browser);
  await send(operator, at.url, '/api/auth/email/sign-in', { email: 'owner@tuanzi.local', password: 'tuanzi-demo-2026' });
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(operator, at.url, '/api/me');
  shopId = me.shops[0]?.shopId ?? '';
  const { items } = await ask<{ items: Product[] }>(operator, at.url, '/api/products?limit=50');
  const { id } = items.find((each) => each.rating === undefined)!;
  product = await ask<Product>(operator, at.url, `/api/products/${id}`);
  ana = await aShopper('13700000021', await phone(browser));
  page = await ana.newPage();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
}, 60_000);

const sectionText = async (who: Page) => {
  await who.goto(`${at.url}/products/${product.id}`);
  const section = who.getByTestId('product-reviews');
  await section.waitFor();
  return section.innerText();
};

describe('what buyers say of what they received', () => {
  test('a product nobody has reviewed says so, and only a parcel that arrived can be reviewed', async () => {
    expect(await sectionText(page)).toContain('还没有评价');
    const sku = product.skus[0]!;
    const order = await send<{ id: string }>(ana, at.url, '/api/orders', {
      lines: [{ skuId: sku.id, quantity: 1 }],
      address,
      expectedTotalFen: sku.priceFen,
    });
    await page.goto(`${at.url}/pay/${order.id}`);
    orderId = await payAtCashier(page);
    await page.locator('[data-testid=order-page][data-state=paid]').waitFor();
    expect(await page.getByTestId('write-review').count()).toBe(0);
    await send(operator, at.url, `/api/console/shops/${shopId}/orders/${orderId}/ship`, { carrier: '顺丰', trackingNo: 'SF1234567890' });
    await page.getByTestId('receive-order').click();
    await page.getByRole('dialog').getByRole('button', { name: '确认收货' }).click();
    await page.getByTestId('write-review').click();
    await page.getByTestId('review-form').waitFor();
  }, 90_000);

  test('the buyer gives stars, words and a picture, once', async () => {
    await page.getByTestId('send-review').click();
    await page.getByText('先选几颗星').waitFor();
    await page.getByTestId('star-4').check({ force: true });
    await page.getByTestId('review-text').fill('皮薄汁多 🍐，有一个压了一点。');
    const buffer = await sharp({ create: { width: 600, height: 600, channels: 3, background: '#b8c25a' } })
      .jpeg()
      .toBuffer();
    await page.getByTestId('review-picture-input').setInputFiles({ name: 'pear.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByText('1/9').waitFor();
    await page.getByTestId('send-review').click();
    await page.getByText('没有待评价的商品').waitFor();
    const { items } = await ask<{ items: { state: string }[] }>(ana, at.url, `/api/orders/${orderId}/reviews`);
    expect(items.map(({ state }) => state)).toEqual(['reviewed']);
  }, 60_000);

  test('a stranger reads it, opens the picture, and finds it useful after proving a phone', async () => {
    const stranger = await phone(browser);
    const reading = await stranger.newPage();
    const words = await sectionText(reading);
    expect(words).toContain('4.0');
    expect(words).toContain('皮薄汁多 🍐');
    await reading.getByTestId('all-reviews').click();
    await reading.getByTestId('average').waitFor();
    await reading.getByTestId('review-picture').click();
    await reading.getByTestId('picture-viewer').waitFor();
    await reading.getByTestId('viewer-close').click();
    await reading.getByTestId('picture-viewer').waitFor({ state: 'detached' });
    await reading.getByTestId('useful').click();
    await provePhone(reading, at, '13700000022');
    await until(async () => (await reading.getByTestId('useful').innerText()).includes('有用 1'), 'the vote');
    await reading.getByTestId('only-5').click();
    await reading.getByText('没有这样的评价').waitFor();
    await reading.goto(`${at.url}/products/${product.id}/questions`);
    await reading.getByTestId('ask-text').fill('放冰箱能存多久？');
    await reading.getByTestId('ask-send').click();
    await reading.getByTestId('question').waitFor();
    await stranger.close();
  }, 90_000);

  test('the shop replies at its desk and answers the question; the buyer answers as somebody who bought it', async () => {
    const desk = await (await desktop(browser)).newPage();
    await signInToConsole(desk, at.url, 'owner@tuanzi.local');
    await desk.goto(`${at.url}/console/reviews?need=unanswered`);
    const row = desk.getByTestId('console-review').filter({ hasText: '皮薄汁多' });
    await row.getByTestId('reply').click();
    await row.getByTestId('reply-text').fill('谢谢您，压坏的那个给您退。');
    await row.getByTestId('reply-send').click();
    await row.waitFor({ state: 'detached' });
    await desk.goto(`${at.url}/console/reviews?tab=questions`);
    const asked = desk.getByTestId('console-question').filter({ hasText: '放冰箱' });
    await asked.getByTestId('answer-question').click();
    await asked.getByTestId('reply-text').fill('冷藏两周。');
    await asked.getByTestId('reply-send').click();
    await asked.getByText('冷藏两周。').waitFor();
    await desk.context().close();
    expect(await sectionText(page)).toContain('压坏的那个给您退');
    await page.getByTestId('product-questions').click();
    await page.getByTestId('open-question').click();
    const answers = page.getByTestId('one-answer');
    await answers.filter({ hasText: '冷藏两周' }).filter({ hasText: '店家' }).waitFor();
    await page.getByTestId('answer-text').fill('我放了十天没坏');
    await page.getByTestId('answer-send').click();
    await answers.filter({ hasText: '我放了十天没坏' }).waitFor();
  }, 90_000);

  test('later the buyer adds to it; on a desktop and in English it is all there', async () => {
    await page.goto(`${at.url}/me/reviews?tab=written`);
    await page.getByTestId('add-to-review').click();
    await page.getByTestId('review-text').fill('吃完了，第二箱已经下单。');
    await page.getByTestId('send-addition').click();
    await page.getByTestId('my-review').filter({ hasText: '第二箱已经下单' }).waitFor();
    const reading = await (await desktop(browser)).newPage();
    await reading.goto(`${at.url}/products/${product.id}/reviews?lang=en`);
    await reading.getByTestId('filter-addition').click();
    const text = await reading.getByTestId('review').innerText();
    for (const words of ['皮薄汁多', 'Added', '第二箱已经下单', 'The shop replied', 'Useful 1']) expect(text).toContain(words);
  }, 60_000);
});
