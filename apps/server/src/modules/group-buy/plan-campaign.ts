import type { z } from 'zod';
import type { CampaignInput } from '@tuanzi/contract/group-buy';
import { record } from '#modules/audit';
import { getProductFacts, getSkus } from '#modules/catalog';
import { cardsChanged } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { announceTimes } from './announce-times.ts';
import {
  hasTeams,
  insertCampaign,
  lockCampaigns,
  markEnded,
  readPrices,
  updateCampaign,
  type Campaign,
  type NewCampaign,
} from './store.ts';

export type CampaignPlan = z.output<typeof CampaignInput>;

export async function planCampaign(ctx: Ctx, shopId: string, plan: CampaignPlan): Promise<string> {
  const id = newId('cam', ctx.now.getTime());
  await checkPlan(ctx, shopId, plan);
  await insertCampaign(ctx, rowOf(id, shopId, plan));
  await announceTimes(ctx, { id, startsAt: new Date(plan.startsAt), endsAt: new Date(plan.endsAt) });
  await record(ctx, { shopId, action: 'group-buy.planned', targetId: id, detail: { ...plan } });
  return id;
}

/** Once a team exists people rely on its price and size: then only the end and the quota move. */
export async function changeCampaign(
  ctx: Ctx,
  { shopId, campaignId, plan }: { shopId: string; campaignId: string; plan: CampaignPlan },
): Promise<void> {
  const campaign = await lockOne(ctx, shopId, campaignId);
  if (plan.quota < campaign.claimed)
    throw problem('invalid_input', {
      errors: [{ in: 'body', path: 'quota', code: 'too_small', message: `${campaign.claimed} units are sold or held already` }],
    });
  if (await hasTeams(ctx, campaignId)) {
    if (!isSameOffer(campaign, plan) || !isSamePrice(await readPrices(ctx, [campaignId]), plan)) throw problem('campaign_in_use');
    if (new Date(plan.endsAt) <= ctx.now || new Date(plan.endsAt) <= campaign.startsAt) throw problem('campaign_time_wrong');
  } else await checkPlan(ctx, shopId, plan);
  await updateCampaign(ctx, rowOf(campaignId, shopId, plan));
  await announceTimes(ctx, { id: campaignId, startsAt: new Date(plan.startsAt), endsAt: new Date(plan.endsAt) });
  await cardsChanged(ctx, 'group-buy', [campaignId]);
  await record(ctx, { shopId, action: 'group-buy.changed', targetId: campaignId, detail: { ...plan } });
}

/** No team is opened any more; those that are open run to their deadline. */
export async function endCampaign(ctx: Ctx, shopId: string, campaignId: string): Promise<void> {
  await lockOne(ctx, shopId, campaignId);
  await markEnded(ctx, campaignId);
  await cardsChanged(ctx, 'group-buy', [campaignId]);
  await record(ctx, { shopId, action: 'group-buy.ended', targetId: campaignId, detail: {} });
}

async function lockOne(ctx: Ctx, shopId: string, campaignId: string): Promise<Campaign> {
  const [campaign] = await lockCampaigns(ctx, [campaignId]);
  if (campaign === undefined || campaign.shopId !== shopId) throw problem('not_found');
  return campaign;
}

async function checkPlan(ctx: Ctx, shopId: string, plan: CampaignPlan): Promise<void> {
  if (new Date(plan.endsAt) <= new Date(plan.startsAt) || new Date(plan.endsAt) <= ctx.now) throw problem('campaign_time_wrong');
  const product = (await getProductFacts(ctx, [plan.productId])).get(plan.productId);
  const skus = await getSkus(
    ctx,
    plan.skus.map((sku) => sku.skuId),
  );
  if (product === undefined || product.shopId !== shopId || !product.isOnSale || skus.size !== plan.skus.length)
    throw problem('product_unavailable');
  for (const { skuId, groupPriceFen } of plan.skus) {
    const sku = skus.get(skuId);
    if (sku === undefined || sku.productId !== plan.productId || !sku.isOnSale) throw problem('product_unavailable');
    if (groupPriceFen >= sku.priceFen) throw problem('group_price_not_lower', { skuId });
  }
}

function rowOf(id: string, shopId: string, { title, startsAt, endsAt, ...plan }: CampaignPlan): NewCampaign {
  return { ...plan, id, shopId, titleZh: title.zh, titleEn: title.en ?? null, startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
}

function isSameOffer(campaign: Campaign, plan: CampaignPlan): boolean {
  return (
    campaign.productId === plan.productId &&
    campaign.teamSize === plan.teamSize &&
    campaign.teamMinutes === plan.teamMinutes &&
    campaign.perBuyerMax === plan.perBuyerMax &&
    campaign.startsAt.getTime() === new Date(plan.startsAt).getTime() &&
    campaign.titleZh === plan.title.zh &&
    campaign.titleEn === (plan.title.en ?? null)
  );
}

function isSamePrice(now: readonly { skuId: string; groupPriceFen: number }[], plan: CampaignPlan): boolean {
  const prices = new Map(now.map((price) => [price.skuId, price.groupPriceFen]));
  return prices.size === plan.skus.length && plan.skus.every((sku) => prices.get(sku.skuId) === sku.groupPriceFen);
}
