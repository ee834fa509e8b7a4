import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCategory, createProduct } from '#modules/catalog';
import { createCommunity } from '#modules/communities';
import { planCoupon } from '#modules/coupons';
import { planCampaign } from '#modules/group-buy';
import { createAccount, grantRole, isInhabited } from '#modules/identity';
import { getSessions, planSession } from '#modules/live';
import { storePicture } from '#modules/media';
import { becomePromoter } from '#modules/promoters';
import { announce, dropCard } from '#modules/scenes';
import { createShop } from '#modules/shops';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import { systemActor, type Ctx } from '#platform/ctx';
import { people } from '../../demo/people.ts';
import { communities, lives } from '../../demo/places.ts';
import { categories, products, shop as demoShop } from '../../demo/products.ts';
import { demoAccounts, demoPassword } from './demo-accounts.ts';
import { createReviews } from './load-reviews.ts';
import { markDemo } from './store.ts';

const pictures = join(import.meta.dirname, '../../demo/pictures');
const hour = 3_600_000;

/** Ids by the handles of the demo texts. */
interface Ids {
  shopId: string;
  people: Map<string, string>;
  products: Map<string, { productId: string; skuIds: string[] }>;
  pictureIds: Map<string, string>;
}

/**
 * Fills an empty installation with the demo shop, through the same commands people use. Pictures are stored first;
 * everything else is one transaction, so a start that is killed half-way leaves an empty shop, not half of one.
 * False where somebody lives already: nothing is added to a real shop.
 */
export async function loadDemo(app: App, print: (line: string) => void): Promise<boolean> {
  if (await isInhabited(app.read(systemActor))) return false;
  print('loading the demo shop …');
  const files = [
    ...people.map(({ avatar }) => avatar),
    ...lives.map(({ cover }) => cover),
    ...communities.map(({ cover }) => cover),
    ...products.flatMap((product) => product.pictures),
  ];
  const stored = new Map<string, { id: string; url: string }>();
  for (const file of new Set(files))
    stored.set(file, await storePicture(app, systemActor, { bytes: await readFile(join(pictures, file)), shopId: null }));
  await app.transact(systemActor, async (ctx) => {
    const avatars = new Map(people.map(({ handle, avatar }) => [handle, must(stored.get(avatar), 'every avatar was stored').url]));
    const ids = await createPeopleAndShop(ctx, avatars, new Map([...stored].map(([file, { id }]) => [file, id])));
    await createProducts(ctx, ids);
    await createPlaces(ctx, ids);
    await createReviews(ctx, ids);
    await markDemo(ctx);
  });
  return true;
}

async function createPeopleAndShop(ctx: Ctx, avatars: ReadonlyMap<string, string>, pictureIds: Map<string, string>): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const { handle, email, phone } of demoAccounts) {
    const person = must(
      people.find((each) => each.handle === handle),
      'every demo account is one of the people',
    );
    const { id } = await createAccount(ctx, {
      nickname: person.nickname.zh,
      phone,
      email,
      ...(email !== undefined && { password: demoPassword }),
      isPlatformAdmin: handle === 'qin-laosan',
      avatarUrl: avatars.get(handle) ?? null,
    });
    ids.set(handle, id);
  }
  const ownerId = must(ids.get('qin-laosan'), 'the owner was made');
  const shop = await createShop(ctx, {
    name: demoShop.name,
    ownerId,
    intro: demoShop.intro,
    timeZone: 'Asia/Shanghai',
    guestsMayComment: true,
    commissionBasisPoints: 800,
    seller: {
      legalName: '西安秦岭鲜果商贸有限公司（演示）',
      licenceNo: '91610000DEMO00001X',
      address: '陕西省西安市曲江新区雁翔路 1 号（演示）',
      contact: '029-8000 0000',
    },
  });
  await grantRole(ctx, { accountId: must(ids.get('lin-xiaoman'), 'the host was made'), shopId: shop.id, role: 'host' });
  await grantRole(ctx, { accountId: must(ids.get('wang-dajie'), 'the leader was made'), shopId: shop.id, role: 'moderator' });
  for (const handle of ['afei', 'doudou']) await becomePromoter(ctx, must(ids.get(handle), 'promoters were made'));
  return { shopId: shop.id, people: ids, products: new Map(), pictureIds };
}

async function createProducts(ctx: Ctx, ids: Ids): Promise<void> {
  const categoryIds = new Map<string, string>();
  for (const [handle, { name, under }] of Object.entries(categories)) {
    const parentId = under === null ? null : must(categoryIds.get(under), 'what is under another comes after it');
    categoryIds.set(handle, await createCategory(ctx, ids.shopId, { name, parentId }));
  }
  for (const product of products) {
    const saved = await createProduct(ctx, ids.shopId, {
      handle: product.handle,
      title: product.title,
      subtitle: product.subtitle,
      story: product.story,
      origin: product.origin,
      categoryId: must(categoryIds.get(product.category), 'products name demo categories'),
      compareBasis: null,
      pictureIds: product.pictures.map((file) => must(ids.pictureIds.get(file), 'every picture was stored')),
      optionNames: product.options.map(({ name }) => name),
      skus: product.skus.map((sku) => ({
        code: sku.code,
        options: sku.choice.map((position, i) => must(product.options[i]?.values[position], 'a choice names an option value')),
        priceFen: sku.priceFen,
        compareAtFen: null,
        stock: sku.stock,
        weightGrams: sku.weightGrams,
      })),
      status: 'on_sale',
    });
    ids.products.set(product.handle, saved);
  }
}

async function createPlaces(ctx: Ctx, ids: Ids): Promise<void> {
  const productIds = (handles: readonly string[]) =>
    handles.map((handle) => must(ids.products.get(handle), 'shelves name demo products').productId);
  const communityIds = new Map<string, { id: string; sceneId: string }>();
  for (const community of communities) {
    const leaderId = must(ids.people.get(community.leader), 'every leader is one of the people');
    const made = await createCommunity(ctx, ids.shopId, {
      name: community.name,
      intro: community.intro,
      rules: community.rules,
      coverId: ids.pictureIds.get(community.cover) ?? null,
      leaderId,
      capacity: 500,
    });
    communityIds.set(community.handle, made);
    await announce(ctx, { sceneId: made.sceneId, authorId: leaderId, text: community.announcement.zh });
  }
  const campaignIds = await createCampaigns(ctx, ids);
  const roomCouponId = await createCoupons(ctx, ids);
  for (const [i, session] of lives.entries()) {
    const sessionId = await planSession(ctx, ids.shopId, {
      title: session.title,
      intro: session.intro,
      coverId: ids.pictureIds.get(session.cover) ?? null,
      hostId: must(ids.people.get(session.host), 'every host is one of the people'),
      startsAt: new Date(ctx.now.getTime() + (i === 0 ? 0.5 : 24 * i) * hour).toISOString(),
      productIds: productIds(session.shelf),
      communityId: i === 0 ? (communityIds.get('qujiang-fruit')?.id ?? null) : null,
    });
    const campaignId = campaignIds[i];
    const { sceneId } = must((await getSessions(ctx, [sessionId])).get(sessionId), 'the session was just planned');
    if (campaignId !== undefined)
      await dropCard(ctx, {
        sceneId,
        kind: 'group-buy',
        refId: campaignId,
        authorId: must(ids.people.get('qin-laosan'), 'the owner was made'),
      });
    if (i === 0)
      await dropCard(ctx, {
        sceneId,
        kind: 'coupon',
        refId: roomCouponId,
        authorId: must(ids.people.get('qin-laosan'), 'the owner was made'),
      });
  }
  const [campaignId] = campaignIds;
  const group = must(communityIds.get('qujiang-fruit'), 'the first community was made');
  if (campaignId !== undefined)
    await dropCard(ctx, {
      sceneId: group.sceneId,
      kind: 'group-buy',
      refId: campaignId,
      authorId: must(ids.people.get('wang-dajie'), 'the leader was made'),
    });
}

async function createCampaigns(ctx: Ctx, ids: Ids): Promise<string[]> {
  const plans = [
    { handle: 'luochuan-fuji', title: { zh: '三人拼洛川苹果', en: 'Luochuan apples for three' }, share: 0.8 },
    { handle: 'fuping-dried-persimmon', title: { zh: '三人拼富平柿饼', en: 'Fuping persimmons for three' }, share: 0.75 },
  ];
  const made: string[] = [];
  for (const { handle, title, share } of plans) {
    const { productId, skuIds } = must(ids.products.get(handle), 'campaigns name demo products');
    const source = must(
      products.find((product) => product.handle === handle),
      'campaigns name demo products',
    );
    made.push(
      await planCampaign(ctx, ids.shopId, {
        productId,
        title,
        teamSize: 3,
        teamMinutes: 24 * 60,
        startsAt: ctx.now.toISOString(),
        endsAt: new Date(ctx.now.getTime() + 30 * 24 * hour).toISOString(),
        quota: 120,
        perBuyerMax: 2,
        skus: skuIds.map((skuId, i) => ({ skuId, groupPriceFen: Math.floor(((source.skus[i]?.priceFen ?? 0) * share) / 10) * 10 })),
      }),
    );
  }
  return made;
}

/** Two that the shop's pages offer, and one for the first live room only; its id. */
async function createCoupons(ctx: Ctx, ids: Ids): Promise<string> {
  const terms = {
    kind: 'amount',
    amountFen: null,
    percentOff: null,
    capFen: null,
    thresholdFen: 0,
    productIds: [],
    isForNewBuyers: false,
    worksWithOffers: false,
  } as const;
  const plan = {
    perPersonMax: 1,
    claimFrom: ctx.now.toISOString(),
    claimUntil: new Date(ctx.now.getTime() + 30 * 24 * hour).toISOString(),
    validDays: 14,
    useFrom: null,
    useUntil: null,
    isListed: true,
  };
  await planCoupon(ctx, ids.shopId, {
    ...plan,
    title: { zh: '新人立减券', en: 'Welcome coupon' },
    terms: { ...terms, amountFen: 1000, thresholdFen: 3900, productIds: [], isForNewBuyers: true },
    quantity: 500,
  });
  await planCoupon(ctx, ids.shopId, {
    ...plan,
    title: { zh: '秋收满减券', en: 'Harvest coupon' },
    terms: { ...terms, amountFen: 2000, thresholdFen: 12_900, productIds: [] },
    quantity: 300,
    perPersonMax: 2,
  });
  return planCoupon(ctx, ids.shopId, {
    ...plan,
    title: { zh: '直播间专享 9 折券', en: '10% off, only in this room' },
    terms: { ...terms, kind: 'percent', percentOff: 10, capFen: 3000, thresholdFen: 5000, productIds: [] },
    quantity: 100,
    validDays: 3,
    isListed: false,
  });
}
