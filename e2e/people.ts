import type { Browser, BrowserContext, Page } from 'playwright-core';
import { desktop } from './browser.ts';
import { until, type Installation } from './installation.ts';

/** What people do on a screen, in the words of the journey. */
export async function signInToConsole(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/console`);
  await page.getByTestId('email').fill(email);
  await page.getByTestId('password').fill('tuanzi-demo-2026');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('me-menu').waitFor();
}

/** The demo shop's owner at the console, and the shop's id. */
export async function openOwner(browser: Browser, url: string): Promise<{ operator: BrowserContext; page: Page; shopId: string }> {
  const operator = await desktop(browser);
  const page = await operator.newPage();
  await signInToConsole(page, url, 'owner@tuanzi.local');
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(operator, url, '/api/me');
  return { operator, page, shopId: me.shops[0]?.shopId ?? '' };
}

/** Answers the sheet that asks for a phone number, wherever it came up. */
export async function provePhone(page: Page, at: Installation, phone: string): Promise<void> {
  await page.getByTestId('phone-input').fill(phone);
  await page.getByTestId('phone-submit').click();
  await page.getByTestId('code-input').fill(await at.codeFor(phone));
  await page.getByTestId('phone-submit').click();
  await page.getByTestId('phone-sheet').waitFor({ state: 'detached' });
}

export async function fillAddress(page: Page, recipient: string): Promise<void> {
  await page.locator('input[name=recipient]').fill(recipient);
  await page.locator('input[name=phone]').fill('13800000000');
  await page.locator('select[name=province]').selectOption('陕西省');
  await page.locator('select[name=city]').selectOption('西安市');
  await page.locator('select[name=district]').selectOption('雁塔区');
  await page.locator('input[name=street]').fill('雁翔路 99 号');
}

/** From the checkout page to the paid order; `button` is the choice at the sandbox cashier. */
export async function payAtCashier(page: Page, button: 'pay' | 'pay-repeat' = 'pay'): Promise<string> {
  await page.waitForURL(/\/sandbox-pay\/cashier\//);
  await page.locator(`form[action*="/${button}?"] button`).click();
  await page.waitForURL(/\/orders\/ord_/);
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** From the open studio to the picture on air. Where the camera was allowed before it opens by itself, so the one button may change under the finger. */
export async function goOnAir(studio: Page): Promise<void> {
  const buttons = ['go-live', 'open-camera'].map((id) => studio.getByTestId(id));
  await until(
    async () => {
      for (const button of buttons) if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => {});
      return studio.getByTestId('stop-live').isVisible();
    },
    'the host on air',
    40_000,
  );
}

/** Asks the API as the person whose browser this is. */
export async function ask<T>(context: BrowserContext, url: string, path: string): Promise<T> {
  const response = await context.request.get(`${url}${path}`);
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

export async function send<T>(
  context: BrowserContext,
  url: string,
  path: string,
  body: unknown = {},
  method: 'POST' | 'PUT' = 'POST',
): Promise<T> {
  const response = await context.request.fetch(`${url}${path}`, {
    method,
    data: body,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** True once the picture on a page has moved on by a second. */
export async function watchesMovingPicture(page: Page): Promise<void> {
  const timeOf = () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
  const first = await until(async () => (await timeOf()) > 0 && timeOf(), 'a first picture', 30_000);
  await until(async () => (await timeOf()) > first + 1, 'a moving picture', 30_000);
}
