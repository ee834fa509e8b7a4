/**
 * An afternoon of the operator at the console: everything is done by its form, with clicks and keys, and each step is
 * then asked of the API. Each test goes on where the one before it stopped.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../tools/build-web.ts';
import { desktop, launchBrowser, phone, tablet } from './browser.ts';
import { startInstallation, until, type Installation } from './installation.ts';
import { ask, goOnAir, payAtCashier, send, signInToConsole } from './people.ts';

let at: Installation;
let browser: Browser;
let operator: BrowserContext;
let page: Page;
let shopId: string;
let cover: Buffer;
let sessionId: string;
let campaignId: string;

const console_ = <T>(path: string) => ask<T>(operator, at.url, `/api/console/shops/${shopId}${path}`);
const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: cover });
/** A choice in the list that a select has opened; lists of selects used before stay in the page, hidden. */
const choice = (words: string) => page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: words }).first();

beforeAll(async () => {
  await buildWeb();
  at = await startInstallation();
  browser = await launchBrowser();
  operator = await desktop(browser);
  page = await operator.newPage();
  // Any real picture will do; the browser draws one.
  await page.setContent('<body style="margin:0;height:100vh;background:linear-gradient(#f2a93b,#d93a22)"></body>');
  cover = await page.screenshot({ clip: { x: 0, y: 0, width: 360, height: 480 } });
  await signInToConsole(page, at.url, 'owner@tuanzi.local');
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(operator, at.url, '/api/me');
  shopId = me.shops[0]?.shopId ?? '';
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await at?.stop();
}, 60_000);

/** Where a failed step is seen; kept out of the way of a good run. */
afterEach(async ({ task }) => {
  const folder = process.env['E2E_SHOTS'];
  if (folder === undefined || task.result?.state !== 'fail') return;
  await page.screenshot({ path: join(folder, `console-${task.name.slice(0, 24)}.png`) }).catch(() => {});
});

describe('an afternoon at the console of 秦岭鲜果', () => {
  test('a live session is planned by its form: title, an uploaded cover, a shelf put in order by dragging', async () => {
    await page.getByTestId('nav-live').click();
    await page.getByTestId('session-new').first().click();
    await page.getByTestId('session-save').click();
    // An empty title is said at its field, and nothing was sent.
    await page.locator('.ant-form-item-explain-error').first().waitFor();
    await page.getByTestId('session-title').fill('今晚试吃 🍎');
    await page.locator('.lv-upload input[type=file]').setInputFiles({ ...picture('notes.png'), buffer: Buffer.from('no picture') });
    await page.locator('.ant-message-error').waitFor();
    await page.locator('.lv-upload input[type=file]').setInputFiles(picture('cover.png'));
    await page.locator('.lv-upload-cover img').waitFor();
    await page.getByTestId('shelf-add').click();
    const offers = page.locator('.shf-choice button');
    for (const index of [0, 1]) {
      await offers.nth(index).click();
      // Each is said to be on the shelf before the next is taken.
      await until(async () => offers.nth(index).isDisabled(), 'the product on the shelf');
    }
    await page.keyboard.press('Escape');
    await offers.first().waitFor({ state: 'hidden' });
    const rows = page.locator('.shf-row');
    const planned = await rows.locator('> .tz-line-1').allInnerTexts();
    expect(planned).toHaveLength(2);
    const grip = page.locator('.shf-grip').first();
    await grip.scrollIntoViewIfNeeded();
    const box = (await grip.boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.move(box.x + 8, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 8, box.y + 72, { steps: 4 });
    await page.mouse.up();
    await until(async () => (await rows.first().locator('> .tz-line-1').innerText()) === planned[1], 'the second product to come first');
    await page.getByTestId('session-save').click();
    await page.waitForURL(/\/console\/live$/);
    const { items } = await console_<{ items: { id: string; title: { zh: string } }[] }>('/sessions?state=scheduled');
    sessionId = items.find(({ title }) => title.zh === '今晚试吃 🍎')?.id ?? '';
    const session = await ask<{ cover: { width: number } | null; shelf: { title: { zh: string } }[] }>(
      operator,
      at.url,
      `/api/sessions/${sessionId}`,
    );
    expect(session.cover?.width).toBe(360);
    expect(session.shelf.map(({ title }) => title.zh)).toEqual(planned.toReversed());
  }, 60_000);

  test('a community is created by its form', async () => {
    await page.getByTestId('nav-communities').click();
    await page.getByTestId('community-new').first().click();
    await page.getByTestId('community-name').fill('试吃团');
    await page.locator('.ant-modal input[type=file]').setInputFiles(picture('community.png'));
    await page.locator('.ant-modal .lv-upload-cover img').waitFor();
    // A trembling finger founds one community.
    await page.getByTestId('community-save').dblclick();
    await page.getByTestId('community-name').waitFor({ state: 'hidden' });
    await page.locator('.cm-card', { hasText: '试吃团' }).waitFor();
    const { items } = await console_<{ items: { name: { zh: string } }[] }>('/communities');
    expect(items.filter(({ name }) => name.zh === '试吃团')).toHaveLength(1);
  }, 60_000);

  test('a group buy is planned by its form, and dropped into the studio by its own', async () => {
    await page.getByTestId('nav-campaigns').click();
    await page.getByTestId('new-campaign').first().click();
    await page.getByTestId('pick-product').click();
    await page.keyboard.type('柿饼');
    await choice('柿饼').click();
    await page.getByTestId('campaign-title').fill('两人拼柿饼');
    await page.getByTestId('team-size').fill('2');
    // A price above the shop's is named at the row, and nothing is sent.
    const price = page.getByTestId('group-price').first();
    const groupPrice = await price.inputValue();
    await price.fill('99999');
    await page.getByTestId('save-campaign').click();
    await page.locator('.cp-price-words[data-wrong]').first().waitFor();
    await price.fill(groupPrice);
    // It starts now: what has not begun cannot be dropped.
    const starts = page.locator('.ant-picker-range input').first();
    await starts.click();
    await starts.fill(wallClock(at.clock.now().getTime() - 3_600_000));
    for (const _ of ['from', 'to']) await page.locator('.ant-picker-dropdown:visible .ant-picker-ok button').click();
    await page.locator('.ant-picker-dropdown').waitFor({ state: 'hidden' });
    await page.getByTestId('save-campaign').click();
    await page.waitForURL(/\/campaigns\/cam_/);
    campaignId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.goto(`${at.url}/console/live/${sessionId}/studio`);
    await page.getByTestId('drop-card').click();
    await page.getByTestId(`drop-${campaignId}`).click();
    await page.getByTestId(`card-${campaignId}`).waitFor();
    await page.keyboard.press('Escape');
    const { sceneId } = await ask<{ sceneId: string }>(operator, at.url, `/api/sessions/${sessionId}`);
    const { cards } = await ask<{ cards: { refId: string; kind: string }[] }>(operator, at.url, `/api/scenes/${sceneId}`);
    expect(cards).toMatchObject([{ refId: campaignId, kind: 'group-buy' }]);
  }, 60_000);

  test('a paid order is shipped and marked as delivered by its forms', async () => {
    const shopper = await phone(browser);
    const order = await buySomething(shopper);
    await page.goto(`${at.url}/console/orders?need=to-ship`);
    await page.getByTestId('order-row').first().click();
    await page.getByTestId('ship').click();
    await page.getByTestId('ship-confirm').click();
    await page.locator('.ant-form-item-explain-error').first().waitFor();
    await page.locator('input[data-testid=ship-carrier], [data-testid=ship-carrier] input').fill('顺丰');
    await choice('顺丰').click();
    await page.getByTestId('ship-number').fill('SF1234567890');
    await page.getByTestId('ship-confirm').click();
    await page.getByTestId('deliver').click();
    await page.getByTestId('deliver-confirm').click();
    await page.getByTestId('deliver').waitFor({ state: 'detached' });
    expect(await console_(`/orders/${order}`)).toMatchObject({
      state: 'delivered',
      parcel: { carrier: '顺丰速运', trackingNo: 'SF1234567890' },
    });
    await shopper.close();
  }, 60_000);

  test('somebody is made staff by phone number, and loses the role again', async () => {
    await page.goto(`${at.url}/console/settings/staff`);
    await page.getByTestId('add-staff').click();
    await page.getByTestId('staff-contact').fill('13866666666');
    await page.getByTestId('staff-save').click();
    // Nobody has that number: said at the field, and what was typed stays.
    await page.locator('.ant-modal .ant-form-item-explain-error').waitFor();
    expect(await page.getByTestId('staff-contact').inputValue()).toBe('13866666666');
    const staff = page.getByTestId('staff');
    const before = await staff.count();
    await page.getByTestId('staff-contact').fill('13900000005');
    await page.getByTestId('staff-save').click();
    await until(async () => (await staff.count()) === before + 1, 'the new member of staff');
    const { items } = await console_<{ items: { person: { id: string }; role: string; since: string }[] }>('/staff');
    const newest = items.toSorted((a, b) => b.since.localeCompare(a.since))[0];
    expect(newest?.role).toBe('operator');
    await page.getByTestId(`staff-end-${newest?.person.id}`).click();
    await page.getByTestId('staff-end-confirm').click();
    await until(async () => (await staff.count()) === before, 'the role to end');
    expect(await console_<{ items: unknown[] }>('/staff')).toMatchObject({ items: { length: before } });
  }, 60_000);

  test('a planned session is called off: who waits in its room is told, and its plan and its studio are closed', async () => {
    const startsAt = new Date(at.clock.now().getTime() + 3_600_000).toISOString();
    const plan = { title: { zh: '改天再播' }, intro: null, coverId: null, startsAt, productIds: [], communityId: null };
    const { me } = await ask<{ me: { id: string } }>(operator, at.url, '/api/me');
    const { id } = await send<{ id: string }>(operator, at.url, `/api/console/shops/${shopId}/sessions`, { ...plan, hostId: me.id });
    const shopper = await phone(browser);
    const room = await shopper.newPage();
    await room.goto(`${at.url}/live/${id}`);
    await room.getByTestId('scheduled-room').waitFor();
    await page.goto(`${at.url}/console/live/${id}/plan`);
    await page.getByTestId('session-cancel').click();
    const [keep, yes] = [page.locator('.ant-modal-confirm-btns button').first(), page.locator('.ant-modal-confirm-btns button').last()];
    await keep.click();
    await keep.waitFor({ state: 'detached' });
    await page.getByTestId('session-cancel').click();
    await yes.click();
    await page.waitForURL(/\/console\/live$/);
    await room.getByTestId('scheduled-room').waitFor({ state: 'detached' });
    await room.getByText('这场直播取消了').waitFor();
    for (const place of ['plan', 'studio']) {
      await page.goto(`${at.url}/console/live/${id}/${place}`);
      await page.getByText('这场直播取消了').waitFor();
    }
    await shopper.close();
  }, 60_000);

  test('a host whose picture goes away reads what viewers see, and is back with one tap', async () => {
    await page.goto(`${at.url}/console/live/${sessionId}/studio`);
    await page.getByTestId('studio').waitFor();
    await goOnAir(page);
    const status = (value: string) => page.locator(`[data-testid=studio][data-status=${value}]`).waitFor();
    await status('live');
    await page.getByTestId('stop-live').click();
    await status('interrupted');
    await page.getByTestId('host-away').waitFor();
    await goOnAir(page);
    await status('live');
    await page.getByTestId('host-away').waitFor({ state: 'detached' });
    await page.getByTestId('end-session').click();
    await page.getByTestId('end-session-confirm').click();
    await page.waitForURL(new RegExp(`/console/live/${sessionId}$`));
  }, 90_000);

  test('several products are taken off sale at once and put back; what was refused stays chosen', async () => {
    await page.goto(`${at.url}/console/products?status=on_sale`);
    const row = page.getByTestId('product-row');
    await row.first().waitFor();
    const before = await row.count();
    for (const index of [0, 1]) await row.nth(index).locator('input[type=checkbox]').click();
    // The network fails the first of the two.
    let isFirst = true;
    const oneOfTwo = async (route: Route) => {
      const isRefused = isFirst;
      isFirst = false;
      await (isRefused ? route.abort() : route.continue());
    };
    await page.route('**/status', oneOfTwo);
    await page.getByTestId('bulk-draft').click();
    await until(async () => (await row.count()) === before - 1, 'one product to leave the list');
    expect(await row.first().locator('input[type=checkbox]').isChecked()).toBe(true);
    await page.unroute('**/status', oneOfTwo);
    await page.getByTestId('bulk-undo').click();
    await until(async () => (await row.count()) === before, 'the product to be back');
    await page.getByTestId('bulk-undo').waitFor({ state: 'detached' });
    // What somebody has changed in the meantime is not undone.
    const changed = row.first();
    const name = changed.locator('.pr-name');
    const path = `/api/console/shops/${shopId}/products/${(await name.getAttribute('href'))?.split('/').at(-1)}`;
    const statusOf = async () => (await ask<{ status: string }>(operator, at.url, path)).status;
    for (const box of await page.locator('tbody input[type=checkbox]:checked').all()) await box.click();
    await changed.locator('input[type=checkbox]').click();
    await page.getByTestId('bulk-draft').click();
    await until(async () => (await statusOf()) === 'draft', 'the product to be off sale');
    await page.getByTestId('bulk-undo').waitFor();
    await send(operator, at.url, `${path}/status`, { status: 'archived' });
    await page.getByTestId('bulk-undo').click();
    await page.getByText('之后又被改过').waitFor();
    expect(await statusOf()).toBe('archived');
    await send(operator, at.url, `${path}/status`, { status: 'on_sale' });
  }, 60_000);

  test('on a tablet and on a phone every row shows its name and its state, however long the name', async () => {
    const title = { zh: '秦岭深处老树野生核桃仁无添加原味炭火慢烤大颗粒礼盒装送长辈送朋友过年走亲戚一级特选包邮到家今年新货现摘现发🍎' };
    const skus = [{ code: 'WALNUT-1', options: [], priceFen: 9_999_999, stock: 5 }];
    await send(operator, at.url, `/api/console/shops/${shopId}/products`, { title, skus, status: 'on_sale' });
    for (const form of [tablet, phone]) {
      const small = await form(browser, { more: { storageState: await operator.storageState() } });
      for (const list of ['products', 'campaigns', 'orders']) {
        const shown = await small.newPage();
        await shown.goto(`${at.url}/console/${list}`);
        const row = shown.locator('.ant-table-row').first();
        await row.waitFor();
        const { width } = shown.viewportSize() ?? { width: 0 };
        for (const cell of [row.locator('.cs-fill'), row.locator('td').last()]) {
          const box = await cell.boundingBox();
          expect(box?.x).toBeGreaterThan(0);
          expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThan(width);
        }
        await shown.close();
      }
      await small.close();
    }
  }, 60_000);

  test('a password is changed by who knows it, which signs out every other device; so does signing out everywhere else', async () => {
    const elsewhere = await phone(browser);
    const signInElsewhere = (password: string) =>
      send(elsewhere, at.url, '/api/auth/email/sign-in', { email: 'owner@tuanzi.local', password });
    const isElsewhereIn = async () => (await ask<{ me: object | null }>(elsewhere, at.url, '/api/me')).me !== null;
    await signInElsewhere('tuanzi-demo-2026');
    await page.getByTestId('me-menu').click();
    await page.locator('.ant-dropdown-menu-item').first().click();
    await page.getByTestId('password-current').fill('not this one');
    await page.getByTestId('password-next').fill('短');
    await page.getByTestId('password-again').fill('短');
    await page.getByTestId('password-save').click();
    // Too short is said at the field before anything is sent, a wrong one by the server.
    const mistakes = page.locator('.ant-form-item-explain-error');
    await mistakes.first().waitFor();
    const next = '一个 new password 🍎';
    for (const field of ['next', 'again']) await page.getByTestId(`password-${field}`).fill(next);
    await mistakes.first().waitFor({ state: 'detached' });
    await page.getByTestId('password-save').click();
    await mistakes.first().waitFor();
    await page.getByTestId('password-current').fill('tuanzi-demo-2026');
    await page.getByTestId('password-save').click();
    await until(async () => (await page.getByTestId('password-current').inputValue()) === '', 'the emptied form');
    expect(await isElsewhereIn()).toBe(false);
    await expect(signInElsewhere('tuanzi-demo-2026')).rejects.toThrow('password_wrong');
    await signInElsewhere(next);
    // The one who changed it is still in, and sees the other one come.
    await page.reload();
    await until(async () => (await page.getByTestId('my-session').count()) === 2, 'two devices');
    await page.getByTestId('end-others').click();
    await page.getByTestId('end-others-confirm').click();
    await until(async () => (await page.getByTestId('my-session').count()) === 1, 'one device');
    expect(await isElsewhereIn()).toBe(false);
    await elsewhere.close();
  }, 60_000);

  test('the same on a phone, in the settings of the shop', async () => {
    const mine = await phone(browser);
    await send(mine, at.url, '/api/auth/email/sign-in', { email: 'leader@tuanzi.local', password: 'tuanzi-demo-2026' });
    const lost = await phone(browser);
    const signIn = () => send(lost, at.url, '/api/auth/email/sign-in', { email: 'leader@tuanzi.local', password: 'tuanzi-demo-2026' });
    await signIn();
    const settings = await mine.newPage();
    await settings.goto(`${at.url}/me/settings`);
    await settings.getByTestId('end-others').click();
    await settings.locator('.adm-dialog-button').last().click();
    await settings.getByTestId('end-others').waitFor({ state: 'detached' });
    expect(await ask(lost, at.url, '/api/me')).toMatchObject({ me: null });
    await signIn();
    await settings.getByTestId('change-password').click();
    await settings.getByTestId('password-current').fill('not this one');
    await settings.getByTestId('password-next').fill('a whole new one');
    await settings.getByTestId('password-save').click();
    await settings.locator('.sh-field-problem').waitFor();
    await settings.getByTestId('password-current').fill('tuanzi-demo-2026');
    await settings.getByTestId('password-save').click();
    await settings.getByTestId('change-password').waitFor();
    expect(await ask(lost, at.url, '/api/me')).toMatchObject({ me: null });
    expect(await ask(mine, at.url, '/api/me')).toMatchObject({ me: { email: 'leader@tuanzi.local' } });
    await mine.close();
    await lost.close();
  }, 60_000);
});

/** A moment as the shop's clock shows it, the way the picker reads it. */
function wallClock(atMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
  return parts.format(atMs);
}

/** A shopper with a proved phone number buys one of the first product; the order's id once it is paid. */
async function buySomething(shopper: BrowserContext): Promise<string> {
  await send(shopper, at.url, '/api/auth/phone/code', { phone: '13700000009' });
  await send(shopper, at.url, '/api/auth/phone/sign-in', { phone: '13700000009', code: await at.codeFor('13700000009') });
  const { items } = await console_<{ items: { skus: { id: string }[] }[] }>('/products?status=on_sale&limit=1');
  const lines = [{ skuId: items[0]?.skus[0]?.id, quantity: 1 }];
  const quote = await send<{ totalFen: number }>(shopper, at.url, '/api/quote', { lines });
  const address = {
    recipient: '冬冬',
    phone: '13800000000',
    province: '陕西省',
    city: '西安市',
    district: '雁塔区',
    street: '雁翔路 99 号',
  };
  const order = await send<{ id: string }>(shopper, at.url, '/api/orders', { lines, address, expectedTotalFen: quote.totalFen });
  const till = await shopper.newPage();
  await till.goto(`${at.url}/pay/${order.id}`);
  await payAtCashier(till);
  await until(
    async () => (await ask<{ state: string }>(shopper, at.url, `/api/orders/${order.id}`)).state === 'paid',
    'the order to be paid',
  );
  return order.id;
}
