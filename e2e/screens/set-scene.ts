import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Browser, BrowserContext } from 'playwright-core';
import { phone } from '../browser.ts';
import { until, type Installation } from '../installation.ts';
import { ask, goOnAir, send, signInToConsole } from '../people.ts';
import type { Actor } from './list.ts';

const orchard = join(import.meta.dirname, '../../apps/server/demo/pictures/live-orchard.webp');
const frames = 30;

/** A camera that looks at the orchard and slowly comes nearer; a Motion JPEG is pictures one after another. */
export async function orchardCamera(): Promise<string> {
  const pictures: Buffer[] = [];
  for (let i = 0; i < frames; i++) {
    const zoom = 1 + (i < frames / 2 ? i : frames - i) * 0.006;
    const [width, height] = [Math.round(720 * zoom), Math.round(1280 * zoom)];
    const nearer = await sharp(orchard).resize(width, height, { fit: 'cover' }).toBuffer();
    const middle = { left: (width - 720) >> 1, top: (height - 1280) >> 1, width: 720, height: 1280 };
    pictures.push(await sharp(nearer).extract(middle).jpeg({ quality: 85 }).toBuffer());
  }
  const file = join(mkdtempSync(join(tmpdir(), 'tuanzi-camera-')), 'orchard.mjpeg');
  writeFileSync(file, Buffer.concat(pictures));
  return file;
}

interface Campaign {
  id: string;
  title: { zh: string };
  productId: string;
  skus: { skuId: string; groupPriceFen: number }[];
}
interface Session {
  id: string;
  sceneId: string;
  shelf: { id: string }[];
}
export interface SetScene {
  readonly operator: BrowserContext;
  /** Has ordered, opened a team, shares as a promoter. */
  readonly shopper: BrowserContext;
  readonly ids: Readonly<Record<Actor, string>>;
}

/** An evening as it is in the middle: a room on air with people in it, a team that waits, orders in several states. */
export async function setScene(at: Installation, browser: Browser, operator: BrowserContext): Promise<SetScene> {
  const page = await operator.newPage();
  await signInToConsole(page, at.url, 'owner@tuanzi.local');
  const { me } = await ask<{ me: { shops: { shopId: string }[] } }>(operator, at.url, '/api/me');
  const shopId = me.shops[0]?.shopId ?? '';
  const ofShop = <T>(path: string) => ask<{ items: T[] }>(operator, at.url, `/api/console/shops/${shopId}${path}`);
  const sessions = (await ofShop<{ id: string; state: string }>('/sessions')).items;
  const communities = (await ofShop<{ id: string; sceneId: string }>('/communities')).items;
  const campaigns = (await ofShop<Campaign>('/group-buys')).items;
  const coupons = (await ofShop<{ id: string; isListed: boolean; terms: { isForNewBuyers: boolean } }>('/coupons')).items;
  const coupon = named(coupons.find(({ isListed, terms }) => isListed && !terms.isForNewBuyers));
  const campaign = named(campaigns.find(({ title }) => title.zh.includes('洛川')));
  const planned = sessions
    .filter(({ state }) => state === 'scheduled')
    .map(({ id }) => ask<Session>(operator, at.url, `/api/sessions/${id}`));
  const session = named((await Promise.all(planned)).find(({ shelf }) => shelf.some(({ id }) => id === campaign.productId)));
  await page.goto(`${at.url}/console/live/${session.id}/studio`);
  await page.getByTestId('studio').waitFor();
  await goOnAir(page);
  await send(operator, at.url, `/api/studio/${session.id}/pin`, { productId: campaign.productId });
  const { cards } = await ask<{ cards: { id: string; refId: string }[] }>(operator, at.url, `/api/scenes/${session.sceneId}`);
  const card =
    cards.find(({ refId }) => refId === campaign.id) ??
    (await send<{ id: string }>(operator, at.url, `/api/scenes/${session.sceneId}/cards`, { kind: 'group-buy', refId: campaign.id }));
  const shopper = await phone(browser);
  const { teamId, orderId, code } = await openTeam(at, shopper, campaign, card.id);
  await send(shopper, at.url, `/api/coupons/${coupon.id}/claims`);
  await talk(at, browser, session.sceneId);
  const unpaid = await send<{ id: string }>(shopper, at.url, '/api/orders', await anOrder(shopper, at.url, campaign));
  const basket = await fillBasket(shopper, at.url, [campaign.productId, ...session.shelf.map(({ id }) => id)]);
  return {
    operator,
    shopper,
    ids: {
      sessionId: session.id,
      endedId: sessions.find(({ state }) => state === 'ended')?.id ?? session.id,
      productId: campaign.productId,
      communityId: named(communities[0]).id,
      teamId,
      code,
      unpaidId: unpaid.id,
      orderId,
      shopId,
      campaignId: campaign.id,
      couponId: coupon.id,
      basket,
    },
  };
}

function named<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the demo shop lacks what the scene needs');
  return found;
}

const address = {
  recipient: '陈小满',
  phone: '13911112222',
  province: '陕西省',
  city: '西安市',
  district: '雁塔区',
  street: '雁翔路 99 号',
};

/** A team opened from the room's card and paid for, with a link to share. */
async function openTeam(at: Installation, shopper: BrowserContext, campaign: Campaign, cardId: string) {
  await send(shopper, at.url, '/api/auth/phone/code', { phone: address.phone });
  await send(shopper, at.url, '/api/auth/phone/sign-in', { phone: address.phone, code: await at.codeFor(address.phone) });
  const { skuId, groupPriceFen } = named(campaign.skus[0]);
  const order = await send<{ id: string; teamId: string }>(shopper, at.url, '/api/orders', {
    lines: [{ skuId, quantity: 1 }],
    offer: { kind: 'group-buy', campaignId: campaign.id, cardId },
    address,
    expectedTotalFen: groupPriceFen,
  });
  const { cashierUrl } = await send<{ cashierUrl: string }>(shopper, at.url, `/api/orders/${order.id}/payments`, { provider: 'sandbox' });
  await shopper.request.post(`${new URL(cashierUrl, at.url).href}/pay`);
  const state = async () => (await ask<{ state: string }>(shopper, at.url, `/api/orders/${order.id}`)).state;
  await until(async () => (await state()) === 'paid', 'the paid order');
  await send(shopper, at.url, '/api/promoter', { hasAcceptedRules: true });
  const { code } = await send<{ code: string }>(shopper, at.url, '/api/links', { target: { kind: 'team', id: order.teamId } });
  return { orderId: order.id, teamId: order.teamId, code };
}

const lines: readonly (readonly [name: string, text: string])[] = [
  ['北门老陈', '这批果子是昨天摘的吗？'],
  ['栗子🌰', '10 斤装一箱大概多少个'],
  ['阿布', '看着就脆 🍎'],
  ['小满妈妈', '已拼，等发货～'],
  ['北门老陈', '主播切一个看看'],
];

async function talk(at: Installation, browser: Browser, sceneId: string): Promise<void> {
  const people = new Map<string, BrowserContext>();
  for (const [name, text] of lines) {
    const who = people.get(name) ?? (await phone(browser));
    if (!people.has(name)) await send(who, at.url, '/api/auth/guest', { nickname: name });
    people.set(name, who);
    await send(who, at.url, `/api/scenes/${sceneId}/comments`, { text, clientId: crypto.randomUUID() });
  }
  for (const who of people.values()) await who.close();
}

/** Two lines in the cart, and where they should go. */
async function fillBasket(shopper: BrowserContext, url: string, productIds: readonly string[]): Promise<string> {
  await send(shopper, url, '/api/me/addresses', { ...address, isDefault: true });
  const [first, second] = [...new Set(productIds)];
  const lines: string[] = [];
  for (const [quantity, productId] of [first, second].entries()) {
    const product = await ask<{ skus: { id: string }[] }>(shopper, url, `/api/products/${named(productId)}`);
    const { id } = named(product.skus[0]);
    await send(shopper, url, `/api/cart/${id}`, { quantity: quantity + 1 }, 'PUT');
    lines.push(`${id}:${quantity + 1}`);
  }
  return lines.join(',');
}

async function anOrder(shopper: BrowserContext, url: string, campaign: Campaign) {
  const product = await ask<{ skus: { id: string; priceFen: number }[] }>(shopper, url, `/api/products/${campaign.productId}`);
  const sku = named(product.skus[0]);
  return { lines: [{ skuId: sku.id, quantity: 1 }], address, expectedTotalFen: sku.priceFen };
}
