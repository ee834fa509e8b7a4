import jsqr from 'jsqr';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { catalogModule } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { shopsModule } from '#modules/shops';
import { createTestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { anAccount } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { linkMeta } from './page-meta.ts';
import { drawPoster } from './poster/draw-poster.ts';
import { removeOldPosters } from './poster/get-poster.ts';
import { posterHeight, posterWidth } from './poster/poster-design.ts';
import type { PosterFacts } from './poster/poster-facts.ts';
import { posterWords, priceParts } from './poster/poster-facts.ts';
import { linksModule } from './module.ts';

const modules = [identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, linksModule];
// A CommonJS package: what its types call the default export sits one level down.
const readQr = jsqr.default;

async function qrOf(png: Buffer): Promise<string | undefined> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return readQr(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

async function aSharedProduct() {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id);
  const owner = await anAccount(t, { nickname: '小红' });
  const { body } = await t.call('POST /api/links', { body: { target: { kind: 'product', id: product.productId } } }, owner);
  return { t, owner, code: body.code, posterUrl: body.posterUrl };
}

test('the poster’s code leads to the link, and the same poster is drawn once for everybody', async () => {
  const { t, code, posterUrl } = await aSharedProduct();
  expect(posterUrl).toBe(`/l/${code}/poster.png`);
  const [first, second] = await Promise.all([t.http.inject({ url: posterUrl }), t.http.inject({ url: posterUrl })]);
  expect(first.statusCode).toBe(200);
  expect(first.headers['content-type']).toBe('image/png');
  const { width, height } = await sharp(first.rawPayload).metadata();
  expect([width, height]).toEqual([posterWidth, posterHeight]);
  expect(await qrOf(first.rawPayload)).toBe(`http://shop.test/l/${code}`);
  expect(second.rawPayload.equals(first.rawPayload)).toBe(true);
  const english = await t.http.inject({ url: `${posterUrl}?locale=en` });
  expect(english.headers['etag']).not.toBe(first.headers['etag']);
  const again = await t.http.inject({ url: posterUrl, headers: { 'if-none-match': String(first.headers['etag']) } });
  expect(again.statusCode).toBe(304);
  expect(await t.read().db.selectFrom('links.posters').select('key').execute()).toHaveLength(2);
});

test('posters of a week ago are removed, from the table and from the storage', async () => {
  const { t, posterUrl } = await aSharedProduct();
  await t.http.inject({ url: posterUrl });
  const [row] = await t.read().db.selectFrom('links.posters').select('key').execute();
  expect(await t.app.ports.storage.get(row?.key ?? '')).toBeDefined();
  expect(await removeOldPosters(t.app)).toBe(0);
  t.clock.advance(8 * 24 * 3_600_000);
  expect(await removeOldPosters(t.app)).toBe(1);
  expect(await t.app.ports.storage.get(row?.key ?? '')).toBeUndefined();
});

test('an unknown code, a forged one and an unknown language are answered, not drawn', async () => {
  const { t, posterUrl } = await aSharedProduct();
  for (const url of ['/l/zzzzzzzzzz/poster.png', '/l/zzzz-zzzz/poster.png', `${posterUrl}?locale=xx`]) {
    const answer = await t.http.inject({ url });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'link_unknown' });
  }
});

test('any words fit on a poster: long names, families of emoji, right-to-left, pictures that are not', async () => {
  const hard: PosterFacts = {
    locale: 'zh',
    kind: 'team',
    shopName: '店'.repeat(120),
    sharerName: '👨‍👩‍👧‍👦مرحبا',
    avatarKey: null,
    pictureKey: null,
    title: 'Supercalifragilistic'.repeat(6),
    subtitle: null,
    priceFen: 10_000_000_000,
    compareAtFen: 10_000_000_000,
    team: { paidCount: 51, size: 50 },
    endsText: '11月23日 21:30 截止',
    isOver: true,
    url: `https://a-rather-long-host-name.example.com/shop/l/${'x'.repeat(10)}`,
  };
  const png = await drawPoster({ facts: hard, picture: Buffer.from('not a picture'), avatar: Buffer.alloc(0) });
  expect(await qrOf(png)).toBe(hard.url);
});

test('prices and seats in words', () => {
  expect(priceParts(3990)).toEqual(['39', '.90']);
  expect(priceParts(100)).toEqual(['1', '']);
  expect(priceParts(123_405)).toEqual(['1,234', '.05']);
  const facts = { locale: 'zh', kind: 'team', team: { paidCount: 2, size: 3 } } as PosterFacts;
  expect(posterWords(facts).team).toBe('3 人团，还差 1 人成团');
  expect(posterWords({ ...facts, locale: 'en' }).team).toBe('Team of 3 · 1 more to go');
});

test('a chat shows title, price, sharer and poster of a link before it is opened', async () => {
  const { t, code } = await aSharedProduct();
  const meta = await linkMeta(t.read(), `/l/${code}`, 'zh');
  expect(meta?.title).toBe('洛川红富士苹果');
  expect(meta?.description).toContain('小红');
  expect(meta?.imageUrl).toBe(`/l/${code}/poster.png?locale=zh`);
});
