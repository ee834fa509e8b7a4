import { createCommunity, readCommunity } from '../../apps/server/src/modules/communities/index.ts';
import { createProduct } from '../../apps/server/src/modules/catalog/index.ts';
import { createAccount, grantRole, openSession } from '../../apps/server/src/modules/identity/index.ts';
import { createGuest } from '../../apps/server/src/modules/identity/create-account.ts';
import { planCampaign } from '../../apps/server/src/modules/group-buy/index.ts';
import { getSessions, planSession } from '../../apps/server/src/modules/live/index.ts';
import { becomePromoter } from '../../apps/server/src/modules/promoters/become-promoter.ts';
import { dropCard } from '../../apps/server/src/modules/scenes/index.ts';
import { createShop } from '../../apps/server/src/modules/shops/index.ts';
import { systemActor, type Ctx } from '../../apps/server/src/platform/ctx.ts';
import { must } from '../../apps/server/src/platform/assert.ts';
import type { Server } from './server.ts';

export interface Person {
  readonly accountId: string;
  readonly isGuest: boolean;
  cookie: string;
}
export interface Sku {
  readonly skuId: string;
  readonly productId: string;
}
export interface Campaign {
  readonly id: string;
  readonly skuId: string;
  readonly productId: string;
}
export interface Card {
  readonly id: string;
  readonly sceneId: string;
  readonly kind: 'product' | 'group-buy';
  readonly refId: string;
}
export interface Place {
  readonly sceneId: string;
  readonly kind: 'session' | 'community';
  readonly refId: string;
}
/** What is there when a history begins. Plain data: made once, in a database that each history gets a copy of. */
export interface Setting {
  readonly startMs: number;
  readonly shopId: string;
  readonly owner: Person;
  readonly people: readonly Person[];
  readonly skus: readonly Sku[];
  readonly campaigns: readonly Campaign[];
  readonly cards: readonly Card[];
  readonly places: readonly Place[];
}

const accountCount = 12;
const guestCount = 2;
const promoterCount = 4;
const productCount = 5;
const dayMs = 86_400_000;

/** A small shop with little stock, where everybody wants the same things. */
export async function setTheStage({ app }: Server): Promise<Setting> {
  const startMs = app.clock.now().getTime();
  return app.transact(systemActor, async (ctx) => {
    const owner = await aPerson(ctx, 0);
    const people: Person[] = [];
    for (let i = 1; i <= accountCount; i++) people.push(await aPerson(ctx, i));
    for (let i = 0; i < guestCount; i++) people.push(await signIn(ctx, (await createGuest(ctx, { nickname: `游客${i}` })).id, true));
    for (const person of people.slice(0, promoterCount)) await becomePromoter(ctx, person.accountId);
    const seller = {
      legalName: '眉县秦岭果业有限公司',
      licenceNo: '91610326MA6XXXXX0X',
      address: '陕西省宝鸡市眉县',
      contact: '0917-5540000',
    };
    const { id: shopId } = await createShop(ctx, {
      name: { zh: '秦岭鲜果', en: 'Qinling Fruit' },
      ownerId: owner.accountId,
      seller,
      paymentMinutes: 40,
    });
    await grantRole(ctx, { accountId: people[0]!.accountId, shopId, role: 'operator' });
    const skus: Sku[] = [];
    for (let i = 0; i < productCount; i++) skus.push(...(await aProduct(ctx, shopId, i)));
    const places = await somePlaces(ctx, {
      shopId,
      hostId: owner.accountId,
      leaderId: people[0]!.accountId,
      productIds: skus.map((sku) => sku.productId),
    });
    const campaigns: Campaign[] = [];
    for (const [i, teamSize] of [2, 3, 4].entries()) campaigns.push(await aCampaign(ctx, { shopId, sku: skus[i]!, teamSize }));
    const cards: Card[] = [];
    for (const { sceneId } of places)
      for (const { id } of campaigns)
        cards.push({
          id: (await dropCard(ctx, { sceneId, kind: 'group-buy', refId: id, authorId: owner.accountId })).id,
          sceneId,
          kind: 'group-buy',
          refId: id,
        });
    return { startMs, shopId, owner, people, skus, campaigns, cards, places };
  });
}

export async function signIn(ctx: Ctx, accountId: string, isGuest: boolean): Promise<Person> {
  const { token } = await openSession(ctx, { accountId, device: 'simulation' });
  return { accountId, isGuest, cookie: `tuanzi_session=${token}` };
}

async function aPerson(ctx: Ctx, n: number): Promise<Person> {
  const { id } = await createAccount(ctx, { nickname: `顾客${n}号`, phone: `138${String(n).padStart(8, '0')}` });
  return signIn(ctx, id, false);
}

async function aProduct(ctx: Ctx, shopId: string, n: number): Promise<Sku[]> {
  const skuCount = 1 + (n % 2);
  const { productId, skuIds } = await createProduct(ctx, shopId, {
    subtitle: null,
    story: null,
    origin: null,
    categoryId: null,
    compareBasis: null,
    pictureIds: [],
    title: { zh: `第${n}种苹果`, en: `Apple no. ${n}` },
    status: 'on_sale',
    optionNames: skuCount === 1 ? [] : [{ zh: '规格', en: 'Size' }],
    skus: Array.from({ length: skuCount }, (_, i) => ({
      code: `SKU-${n}-${i}`,
      compareAtFen: null,
      weightGrams: 0,
      stock: 15 + 10 * n,
      options: skuCount === 1 ? [] : [{ zh: `${i + 1} 斤` }],
      // Odd prices, so that shares and parts of refunds need rounding.
      priceFen: 1999 + 777 * n + 131 * i,
    })),
  });
  return skuIds.map((skuId) => ({ skuId, productId }));
}

async function somePlaces(
  ctx: Ctx,
  of: { shopId: string; hostId: string; leaderId: string; productIds: readonly string[] },
): Promise<Place[]> {
  const sessionId = await planSession(ctx, of.shopId, {
    title: { zh: '早市直播', en: 'Morning market' },
    intro: null,
    coverId: null,
    hostId: of.hostId,
    startsAt: new Date(ctx.now.getTime() + 3_600_000).toISOString(),
    productIds: [...new Set(of.productIds)],
    communityId: null,
  });
  const session = must((await getSessions(ctx, [sessionId])).get(sessionId), 'it was planned');
  const { id: communityId } = await createCommunity(ctx, of.shopId, {
    name: { zh: '曲江水果团' },
    intro: null,
    rules: null,
    coverId: null,
    capacity: 8,
    leaderId: of.leaderId,
  });
  const community = must(await readCommunity(ctx, communityId, null), 'it was made');
  return [
    { sceneId: session.sceneId, kind: 'session', refId: sessionId },
    { sceneId: community.sceneId, kind: 'community', refId: communityId },
  ];
}

async function aCampaign(ctx: Ctx, { shopId, sku, teamSize }: { shopId: string; sku: Sku; teamSize: number }): Promise<Campaign> {
  const id = await planCampaign(ctx, shopId, {
    productId: sku.productId,
    title: { zh: `${teamSize}人团`, en: `Team of ${teamSize}` },
    teamSize,
    teamMinutes: 6 * teamSize,
    startsAt: new Date(ctx.now.getTime() - 60_000).toISOString(),
    endsAt: new Date(ctx.now.getTime() + 500 * dayMs).toISOString(),
    quota: 40,
    perBuyerMax: 4,
    skus: [{ skuId: sku.skuId, groupPriceFen: 1501 + teamSize }],
  });
  return { id, skuId: sku.skuId, productId: sku.productId };
}
