import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../tools/build-web.ts';
import { launchBrowser, phone } from './browser.ts';
import { startInstallation, until, type Installation } from './installation.ts';
import { ask, openOwner } from './people.ts';

let at: Installation;
let browser: Browser;
let operator: BrowserContext;
let page: Page;
let shopId: string;

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation();
  browser = await launchBrowser();
  ({ operator, page, shopId } = await openOwner(browser, at.url));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
});

describe('categories', () => {
  test('categories are kept in order in both languages, and a product form adds one in place', async () => {
    interface Kept {
      items: { id: string; name: { zh: string; en?: string }; parentId: string | null; productCount: number }[];
    }
    const kept = () => ask<Kept>(operator, at.url, `/api/console/shops/${shopId}/categories`);
    await page.goto(`${at.url}/console/products/categories`);
    await page.getByTestId('new-category').click();
    await page.getByTestId('category-name').fill('茶');
    await page.getByTestId('category-name-en').fill('Tea');
    await page.getByTestId('category-save').click();
    const row = page.getByTestId('category-row').filter({ hasText: 'Tea' });
    await row.waitFor();
    // Among those of the first level it moves up; what is under another one stays there.
    await row.getByTestId('category-up').click();
    const placeOfTea = async () =>
      (await kept()).items.filter(({ parentId }) => parentId === null).findIndex(({ name }) => name.en === 'Tea');
    await until(async () => (await placeOfTea()) === 2, 'the tea before the pantry');
    await page.goto(`${at.url}/console/products/new`);
    await page.getByTestId('title-zh').fill('午子仙毫');
    await page.getByTestId('product-category').click();
    await page.getByTestId('add-category').click();
    await page.getByTestId('category-name').fill('绿茶');
    await page.getByTestId('category-save').click();
    await page.getByTestId('category-name').waitFor({ state: 'detached' });
    await page.getByTestId('sku-code').fill('TEA-1');
    await page.getByTestId('sku-price').fill('88');
    await page.getByTestId('save-product').click();
    const greenTea = async () => (await kept()).items.find(({ name }) => name.zh === '绿茶');
    await until(async () => (await greenTea())?.productCount === 1, 'a product in the new category');
    await page.goto(`${at.url}/console/products/categories`);
    const used = page.getByTestId('category-row').filter({ hasText: '绿茶' });
    await used.getByTestId('category-more').click();
    await page.locator('.ant-dropdown-menu-item-danger').click();
    await page.getByTestId('category-delete').click();
    await used.waitFor({ state: 'detached' });
    expect(await greenTea()).toBeUndefined();
  }, 60_000);

  test('a shopper goes into the tree and out of it again, in English, and the shop’s name and the search are read whole', async () => {
    const shopper = await phone(browser, { locale: 'en-US' });
    const shown = await shopper.newPage();
    for (const width of [360, 390]) {
      await shown.setViewportSize({ width, height: 800 });
      await shown.goto(at.url);
      await shown.getByTestId('home').waitFor();
      const cut = await shown
        .locator('header .tz-line-1')
        .evaluateAll(
          (lines) => lines.filter((line) => line.scrollHeight > line.clientHeight + 1 || line.scrollWidth > line.clientWidth + 1).length,
        );
      expect({ width, cut }).toEqual({ width, cut: 0 });
    }
    await shown.getByTestId('category').filter({ hasText: 'Dried fruit and nuts' }).click();
    await shown.getByTestId('category').filter({ hasText: 'Nuts' }).last().click();
    await shown.getByText('Shangluo walnuts').waitFor();
    await until(async () => (await shown.getByText('Luochuan Fuji apples').count()) === 0, 'the nuts alone');
    await shown.goto(`${at.url}/search`);
    await shown.getByTestId('category').filter({ hasText: 'Grains and honey' }).click();
    await shown.getByText('Foping cornel honey').waitFor();
    await shown.getByTestId('search-input').fill('rice');
    await shown.getByText('Foping cornel honey').waitFor({ state: 'detached' });
    await shown.getByText('Yangxian black rice').waitFor();
    await shopper.close();
  }, 60_000);
});
