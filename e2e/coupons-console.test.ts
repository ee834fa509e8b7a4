/**
 * A coupon at the console, from its form to its end: planned, seen in the list, dropped into a community, claimed by a
 * shopper, and stopped. Each step is then asked of the API; each test goes on where the one before it stopped.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../tools/build-web.ts';
import { launchBrowser, phone } from './browser.ts';
import { startInstallation, until, type Installation } from './installation.ts';
import { ask, openOwner, send } from './people.ts';

let at: Installation;
let browser: Browser;
let operator: BrowserContext;
let page: Page;
let shopId: string;
let couponId: string;

const console_ = <T>(path: string) => ask<T>(operator, at.url, `/api/console/shops/${shopId}${path}`);

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation();
  browser = await launchBrowser();
  ({ operator, page, shopId } = await openOwner(browser, at.url));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
}, 60_000);

describe('a coupon of 秦岭鲜果', () => {
  test('is planned by its form, which says the worst case and names what is wrong before anything is sent', async () => {
    await page.getByTestId('nav-coupons').click();
    await page.getByTestId('new-coupon').first().click();
    await page.getByTestId('coupon-threshold').fill('50');
    await page.getByTestId('coupon-amount').fill('60');
    await page.getByTestId('save-coupon').click();
    // A title is missing, and it would take off more than it asks for.
    await until(async () => (await page.locator('.ant-form-item-explain-error').count()) === 2, 'two mistakes at their fields');
    await page.getByTestId('coupon-title').fill('满 50 减 5');
    await page.getByTestId('coupon-title-en').fill('Five off fifty');
    await page.getByTestId('coupon-amount').fill('5');
    await page.getByTestId('coupon-quantity').fill('20');
    expect(await page.getByTestId('worst-all').innerText()).toBe('¥100');
    expect(await page.getByTestId('worst-one').innerText()).toBe('¥5');
    // Shoppers of both languages are shown beside the form.
    expect(await page.getByTestId('ticket-zh').innerText()).toContain('满 ¥50 可用');
    expect(await page.getByTestId('ticket-en').innerText()).toContain('Five off fifty');
    await page.getByTestId('save-coupon').click();
    await page.waitForURL(/\/coupons\/cpn_/);
    couponId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await console_(`/coupons/${couponId}`)).toMatchObject({
      title: { zh: '满 50 减 5', en: 'Five off fifty' },
      terms: { kind: 'amount', amountFen: 500, thresholdFen: 5000, productIds: [] },
      quantity: 20,
      state: 'running',
      claimed: 0,
    });
  }, 60_000);

  test('is in the list, and in the list of those that can be claimed', async () => {
    await page.getByTestId('nav-coupons').click();
    const row = page.getByTestId('coupon-row').filter({ hasText: '满 50 减 5' });
    await row.waitFor();
    expect(await row.innerText()).toContain('0 / 20');
    await page.goto(`${at.url}/console/coupons?state=running`);
    await row.waitFor();
    await page.goto(`${at.url}/console/coupons?state=stopped`);
    await page.locator('.tz-empty').waitFor();
    expect(await row.count()).toBe(0);
  }, 60_000);

  test('is dropped into a community, where its card counts who claims it', async () => {
    const { items } = await console_<{ items: { id: string; sceneId: string }[] }>('/communities');
    const [community] = items;
    await page.goto(`${at.url}/console/communities/${community?.id}`);
    await page.getByTestId('drop-card').click();
    await page.getByTestId('drop-coupons').click();
    await page.getByTestId(`drop-${couponId}`).click();
    const card = page.getByTestId(`card-${couponId}`);
    await card.waitFor();
    await page.keyboard.press('Escape');
    const { cards } = await ask<{ cards: { refId: string; kind: string }[] }>(operator, at.url, `/api/scenes/${community?.sceneId}`);
    expect(cards.find(({ refId }) => refId === couponId)?.kind).toBe('coupon');
    const shopper = await shopperWith('13700000019');
    await send(shopper, at.url, `/api/coupons/${couponId}/claims`);
    await until(async () => (await card.innerText()).includes('1 / 20'), 'the card to count the claim');
    await shopper.close();
  }, 60_000);

  test('once claimed keeps what it promises: those fields stand, the others change', async () => {
    await page.goto(`${at.url}/console/coupons/${couponId}/edit`);
    await page.getByTestId('coupon-locked').waitFor();
    expect(await page.getByTestId('coupon-amount').isDisabled()).toBe(true);
    await page.getByTestId('coupon-quantity').fill('30');
    await page.getByTestId('save-coupon').click();
    await page.waitForURL((url) => url.pathname.endsWith(`/coupons/${couponId}`));
    expect(await console_(`/coupons/${couponId}`)).toMatchObject({ quantity: 30, claimed: 1, terms: { amountFen: 500 } });
    await page.getByTestId('coupon-claims').locator('tbody .tz-avatar').first().waitFor();
  }, 60_000);

  test('is stopped once it was said what that means, and cannot be claimed any more', async () => {
    await page.goto(`${at.url}/console/coupons/${couponId}`);
    await page.getByTestId('stop-coupon').click();
    const [keep, yes] = [page.locator('.ant-modal-confirm-btns button').first(), page.locator('.ant-modal-confirm-btns button').last()];
    await keep.click();
    await keep.waitFor({ state: 'detached' });
    await page.getByTestId('stop-coupon').click();
    await yes.click();
    await page.locator('[data-testid=coupon-state][data-state=stopped]').waitFor();
    expect(await page.getByTestId('edit-coupon').count()).toBe(0);
    expect(await console_(`/coupons/${couponId}`)).toMatchObject({ state: 'stopped', claimed: 1 });
    const shopper = await shopperWith('13700000020');
    const refused = await shopper.request.post(`${at.url}/api/coupons/${couponId}/claims`, {
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(await refused.json()).toMatchObject({ code: 'coupon_not_running' });
    await shopper.close();
  }, 60_000);
});

/** A shopper with a proved phone number. */
async function shopperWith(number: string): Promise<BrowserContext> {
  const shopper = await phone(browser);
  await send(shopper, at.url, '/api/auth/phone/code', { phone: number });
  await send(shopper, at.url, '/api/auth/phone/sign-in', { phone: number, code: await at.codeFor(number) });
  return shopper;
}
