import { join } from 'node:path';
import { ProductInput } from '@tuanzi/contract/catalog';
import { pino } from 'pino';
import { modules } from '../../apps/server/src/app.ts';
import { createProduct } from '../../apps/server/src/modules/catalog/index.ts';
import { createCommunity } from '../../apps/server/src/modules/communities/index.ts';
import { planCampaign } from '../../apps/server/src/modules/group-buy/index.ts';
import { createAccount, openSession } from '../../apps/server/src/modules/identity/index.ts';
import { getSessions, planSession } from '../../apps/server/src/modules/live/index.ts';
import { dropCard } from '../../apps/server/src/modules/scenes/index.ts';
import { createShop } from '../../apps/server/src/modules/shops/index.ts';
import { systemClock } from '../../apps/server/src/platform/clock.ts';
import { parseConfig } from '../../apps/server/src/platform/config.ts';
import { createApp } from '../../apps/server/src/platform/create-app.ts';
import { systemActor, type Ctx } from '../../apps/server/src/platform/ctx.ts';
import { createDiskStorage } from '../../apps/server/src/platform/ports/disk-storage.ts';
import { noMedia } from '../../apps/server/src/platform/ports/media.ts';

export interface Person {
  readonly accountId: string;
  readonly cookie: string;
}
export interface PreparedShop {
  readonly shopId: string;
  readonly owner: Person;
  readonly people: readonly Person[];
  /** Plenty of the first; so few of the second that it is sold out in the middle of the crashes. */
  readonly skus: readonly { readonly skuId: string; readonly priceFen: number }[];
  readonly campaign: { readonly campaignId: string; readonly cardId: string; readonly skuId: string; readonly priceFen: number };
  readonly sessionId: string;
  /** The rooms people talk in: of the live session, and of the community. */
  readonly sceneIds: readonly [string, string];
  readonly communityId: string;
}

const scarceStock = 60;
const priceFen = 2990;
const groupPriceFen = 1990;
const hourMs = 3_600_000;

/** A shop with shoppers, a group buy, a live session and a community, made by the product's own commands. */
export async function prepareShop(folder: string, databaseUrl: string, peopleCount: number): Promise<PreparedShop> {
  const app = await createApp({
    config: parseConfig({ DATABASE_URL: databaseUrl, DATA_DIR: join(folder, 'prepare'), RUN: 'web' }),
    databaseUrl,
    clock: systemClock,
    log: pino({ level: 'error' }),
    name: 'prepare',
    publicUrl: () => 'http://127.0.0.1',
    ports: () => ({
      payments: {},
      sms: { sendCode: () => Promise.resolve() },
      storage: createDiskStorage(join(folder, 'prepare')),
      media: noMedia,
    }),
  });
  try {
    for (const module of modules) module.setup?.(app);
    return await app.transact(systemActor, (ctx) => fillShop(ctx, peopleCount));
  } finally {
    await app.close();
  }
}

async function fillShop(ctx: Ctx, peopleCount: number): Promise<PreparedShop> {
  const owner = await aPerson(ctx, '秦老三', '13900000000');
  const people: Person[] = [];
  for (let i = 0; i < peopleCount; i++) people.push(await aPerson(ctx, `顾客${i}号`, `138${String(i).padStart(8, '0')}`));
  const { id: shopId } = await createShop(ctx, {
    name: { zh: '秦岭鲜果', en: 'Qinling Fruit' },
    ownerId: owner.accountId,
    guestsMayComment: true,
    seller: { legalName: '眉县秦岭果业有限公司', licenceNo: '91610326MA6XXXXX0X', address: '陕西省宝鸡市眉县', contact: '0917-5540000' },
  });
  const plenty = await aProduct(ctx, shopId, 1_000_000);
  const scarce = await aProduct(ctx, shopId, scarceStock);
  const community = await createCommunity(ctx, shopId, {
    name: { zh: '曲江水果团', en: 'Qujiang fruit' },
    intro: null,
    rules: null,
    coverId: null,
    leaderId: owner.accountId,
    capacity: 500,
  });
  const now = ctx.now.getTime();
  const sessionId = await planSession(ctx, shopId, {
    title: { zh: '今晚开播', en: 'Tonight' },
    intro: null,
    coverId: null,
    hostId: owner.accountId,
    startsAt: ctx.now.toISOString(),
    productIds: [plenty.productId, scarce.productId],
    communityId: community.id,
  });
  const campaignId = await planCampaign(ctx, shopId, {
    productId: plenty.productId,
    title: { zh: '三人团', en: 'Team of three' },
    teamSize: 3,
    teamMinutes: 60,
    startsAt: new Date(now - 60_000).toISOString(),
    endsAt: new Date(now + 24 * hourMs).toISOString(),
    quota: 1_000_000,
    perBuyerMax: 999,
    skus: [{ skuId: plenty.skuId, groupPriceFen }],
  });
  const sceneId = (await getSessions(ctx, [sessionId])).get(sessionId)?.sceneId ?? '';
  const { id: cardId } = await dropCard(ctx, { sceneId, kind: 'group-buy', refId: campaignId, authorId: owner.accountId });
  return {
    shopId,
    owner,
    people,
    skus: [plenty, scarce].map(({ skuId }) => ({ skuId, priceFen })),
    campaign: { campaignId, cardId, skuId: plenty.skuId, priceFen: groupPriceFen },
    sessionId,
    sceneIds: [sceneId, community.sceneId],
    communityId: community.id,
  };
}

async function aPerson(ctx: Ctx, nickname: string, phone: string): Promise<Person> {
  const { id } = await createAccount(ctx, { nickname, phone });
  const { token } = await openSession(ctx, { accountId: id, device: 'crash test' });
  return { accountId: id, cookie: `tuanzi_session=${token}` };
}

async function aProduct(ctx: Ctx, shopId: string, stock: number): Promise<{ productId: string; skuId: string }> {
  const { productId, skuIds } = await createProduct(
    ctx,
    shopId,
    ProductInput.parse({
      title: { zh: '洛川红富士苹果', en: 'Luochuan Fuji apples' },
      story: { zh: '塬上昼夜温差大，苹果又脆又甜。' },
      status: 'on_sale',
      skus: [{ code: `C-${stock}`, options: [], priceFen, stock }],
    }),
  );
  return { productId, skuId: skuIds[0] ?? '' };
}
