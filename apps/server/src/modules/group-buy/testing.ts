import { sql } from 'kysely';
import { linksModule } from '#modules/links';
import { settlePayments, settleRefunds, type Settlement } from '#modules/orders';
import { createScene, dropCard, scenesModule } from '#modules/scenes';
import type { Module } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { newId, randomText } from '#platform/ids';
import type { CallResult, TestApp } from '../../testing.ts';
import { aProduct, type TestProduct } from '../catalog/testing.ts';
import { anAccount, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { groupBuyModule } from './module.ts';
import { planCampaign, type CampaignPlan } from './plan-campaign.ts';
import { orderModules } from '../orders/testing.ts';

/** What a group buy needs to be sold. */
export const groupBuyModules: readonly Module[] = [...orderModules, linksModule, scenesModule, groupBuyModule];

export interface GroupBuyOptions extends Partial<Omit<CampaignPlan, 'productId' | 'skus'>> {
  readonly stock?: number;
  readonly priceFen?: number;
  readonly groupPriceFen?: number;
}
export interface TestGroupBuy {
  readonly shop: Awaited<ReturnType<typeof aShop>>;
  readonly product: TestProduct;
  readonly skuId: string;
  readonly campaignId: string;
  readonly sceneId: string;
  readonly cardId: string;
  readonly groupPriceFen: number;
}

/** A running group buy of one SKU, for teams of three, dropped as a card into a scene of its shop. */
export async function aGroupBuy(
  t: TestApp,
  { stock = 1000, priceFen = 3990, groupPriceFen = 2990, ...plan }: GroupBuyOptions = {},
): Promise<TestGroupBuy> {
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id, { stock, priceFen });
  const now = t.clock.now().getTime();
  const campaignId = await t.transact((ctx) =>
    planCampaign(ctx, shop.id, {
      productId: product.productId,
      title: { zh: '三人团 🍎', en: 'Team of three' },
      teamSize: 3,
      teamMinutes: 60,
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 7 * 86_400_000).toISOString(),
      quota: 1000,
      perBuyerMax: 5,
      skus: [{ skuId: product.skuId, groupPriceFen }],
      ...plan,
    }),
  );
  const { sceneId, cardId } = await aSceneWith(t, shop.id, campaignId);
  return { shop, product, skuId: product.skuId, campaignId, sceneId, cardId, groupPriceFen };
}

export async function aSceneWith(t: TestApp, shopId: string, campaignId: string): Promise<{ sceneId: string; cardId: string }> {
  const sceneId = newId('scn');
  return t.transact(async (ctx) => {
    await createScene(ctx, { id: sceneId, kind: 'community', shopId, title: { zh: '曲江水果团' }, refId: newId('com') });
    const card = await dropCard(ctx, { sceneId, kind: 'group-buy', refId: campaignId });
    return { sceneId, cardId: card.id };
  });
}

export async function shoppers(t: TestApp, count: number): Promise<TestPerson[]> {
  const people: TestPerson[] = [];
  for (let i = 0; i < count; i++) people.push(await anAccount(t, { nickname: `顾客${i}号` }));
  return people;
}

export interface Buying {
  readonly teamId?: string;
  readonly quantity?: number;
  readonly cardId?: string;
  readonly totalFen?: number;
}

/** Places an order at the group price through the real route; without `teamId` it opens a team from the card. */
export function buy(
  t: TestApp,
  groupBuy: TestGroupBuy,
  person: TestPerson,
  { teamId, quantity = 1, cardId = groupBuy.cardId, totalFen = quantity * groupBuy.groupPriceFen }: Buying = {},
): Promise<CallResult<'POST /api/orders'>> {
  const offer = { kind: 'group-buy' as const, campaignId: groupBuy.campaignId, ...(teamId === undefined ? { cardId } : { teamId }) };
  const address = {
    recipient: '王芳',
    phone: '13800138000',
    province: '陕西省',
    city: '西安市',
    district: '雁塔区',
    street: '小寨路 1 号',
  };
  return t.call(
    'POST /api/orders',
    { body: { lines: [{ skuId: groupBuy.skuId, quantity }], offer, address, expectedTotalFen: totalFen } },
    { cookie: person.cookie, idempotencyKey: `key-${randomText(16)}` },
  );
}

export function pay(t: TestApp, order: { id: string; totalFen: number }): Promise<Settlement[]> {
  return t.transact((ctx) =>
    settlePayments(ctx, [{ orderId: order.id, paymentId: newId('pay'), paidFen: order.totalFen, paidAt: ctx.now }]),
  );
}

/** A team of which the first person has paid. */
export async function aTeam(
  t: TestApp,
  groupBuy: TestGroupBuy,
  leader?: TestPerson,
): Promise<{ teamId: string; orderId: string; leader: TestPerson }> {
  const person = leader ?? (await anAccount(t, { nickname: '团长小红' }));
  const placed = await buy(t, groupBuy, person);
  if (placed.status !== 201 || placed.body.teamId === null) throw new Error(`no team was opened: ${placed.problem.code}`);
  await pay(t, placed.body);
  return { teamId: placed.body.teamId, orderId: placed.body.id, leader: person };
}

/** What must hold of all group buys at any moment; returns every row that breaks it. */
export async function brokenGroupBuys(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`
    select 'team' as what, t.id, t.state, t.size, t.paid_count, t.held_count, m.paid, m.reserved, m.people, null::bigint as units
      from group_buy.teams t
      left join lateral (select count(*) filter (where state = 'paid') as paid, count(*) filter (where state = 'reserved') as reserved,
                                count(*) filter (where paid_at is not null and left_at is null) as ever, count(distinct account_id) filter (where paid_at is not null and left_at is null) as people from group_buy.members where team_id = t.id) m on true
     where t.held_count <> m.reserved or t.paid_count > t.size or (t.state = 'open' and t.paid_count <> m.paid)
        or (t.state = 'completed' and (t.paid_count <> t.size or m.ever <> t.size or m.people <> t.size)) or (t.state in ('failed', 'void') and (m.paid > 0 or t.paid_count <> m.ever))
    union all
    select 'campaign', c.id, null, c.quota, c.claimed, c.paid_members, m.paid, m.units, c.teams_completed, t.completed
      from group_buy.campaigns c
      left join lateral (select coalesce(sum(quantity) filter (where holds_units), 0) as units, count(*) filter (where state = 'paid') as paid from group_buy.members where campaign_id = c.id) m on true
      left join lateral (select count(*) filter (where state = 'completed') as completed, count(*) filter (where state = 'failed') as failed from group_buy.teams where campaign_id = c.id) t on true
     where c.claimed <> m.units or c.claimed > c.quota or c.paid_members <> m.paid or c.teams_completed <> t.completed or c.teams_failed <> t.failed
    union all
    select 'buyer', b.account_id, null, b.units, null, null, null, m.units, null, null
      from group_buy.buyers b join group_buy.campaigns c on c.id = b.campaign_id
      left join lateral (select coalesce(sum(quantity), 0) as units from group_buy.members where campaign_id = b.campaign_id and account_id = b.account_id and holds_units) m on true
     where b.units <> m.units or b.units > c.per_buyer_max`.execute(ctx.db);
  return rows;
}

/** Lets every refund that was asked for so far succeed, as the provider would. */
export async function settleAllRefunds(t: TestApp): Promise<void> {
  await t.transact(async (ctx) => {
    const { rows } = await sql<{
      refundId: string;
    }>`select payload->>'refundId' as refund_id from platform.events where type = 'order.refund-requested'`.execute(ctx.db);
    await settleRefunds(
      ctx,
      rows.map(({ refundId }) => ({ refundId, isSucceeded: true })),
    );
  });
}
