import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { CampaignSeats } from './rules.ts';
import type {} from './tables.ts';

export interface Campaign extends CampaignSeats {
  readonly shopId: string;
  readonly productId: string;
  readonly titleZh: string;
  readonly titleEn: string | null;
  readonly teamsCompleted: number;
  readonly teamsFailed: number;
  readonly paidMembers: number;
}
export interface SkuPrice {
  readonly campaignId: string;
  readonly skuId: string;
  readonly groupPriceFen: number;
}

const campaignColumns = sql.raw(
  'id, shop_id, product_id, title_zh, title_en, team_size, team_minutes, starts_at, ends_at, ended_at, quota, claimed, per_buyer_max, teams_completed, teams_failed, paid_members',
);

// Campaigns

export interface NewCampaign {
  readonly id: string;
  readonly shopId: string;
  readonly productId: string;
  readonly titleZh: string;
  readonly titleEn: string | null;
  readonly teamSize: number;
  readonly teamMinutes: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly quota: number;
  readonly perBuyerMax: number;
  readonly skus: readonly { skuId: string; groupPriceFen: number }[];
}

export async function insertCampaign(ctx: Ctx, { skus, ...campaign }: NewCampaign): Promise<void> {
  await ctx.db
    .insertInto('groupBuy.campaigns')
    .values({ ...campaign, createdAt: ctx.now })
    .execute();
  await insertSkus(ctx, campaign.id, skus);
}

export async function updateCampaign(ctx: Ctx, { skus, id, ...campaign }: NewCampaign): Promise<void> {
  await ctx.db.updateTable('groupBuy.campaigns').set(campaign).where('id', '=', id).execute();
  await ctx.db.deleteFrom('groupBuy.campaignSkus').where('campaignId', '=', id).execute();
  await insertSkus(ctx, id, skus);
}

async function insertSkus(ctx: Ctx, campaignId: string, skus: NewCampaign['skus']): Promise<void> {
  await ctx.db
    .insertInto('groupBuy.campaignSkus')
    .values(skus.map((sku, position) => ({ ...sku, campaignId, position })))
    .execute();
}

export async function markEnded(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.updateTable('groupBuy.campaigns').set({ endedAt: ctx.now }).where('id', '=', id).where('endedAt', 'is', null).execute();
}

/** The one lock of this module: whatever takes or returns seats holds its campaigns' rows first, in order of id. */
export async function lockCampaigns(ctx: Ctx, ids: readonly string[]): Promise<Campaign[]> {
  const { rows } =
    await sql<Campaign>`select ${campaignColumns} from group_buy.campaigns where id = any(${[...ids]}::text[]) order by id for update`.execute(
      ctx.db,
    );
  return rows;
}

export async function readCampaigns(ctx: Ctx, ids: readonly string[]): Promise<Campaign[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Campaign>`select ${campaignColumns} from group_buy.campaigns where id = any(${[...ids]}::text[])`.execute(
    ctx.db,
  );
  return rows;
}

export async function readPrices(ctx: Ctx, campaignIds: readonly string[]): Promise<SkuPrice[]> {
  if (campaignIds.length === 0) return [];
  const { rows } =
    await sql<SkuPrice>`select campaign_id, sku_id, group_price_fen from group_buy.campaign_skus where campaign_id = any(${[...campaignIds]}::text[]) order by campaign_id, position`.execute(
      ctx.db,
    );
  return rows;
}

export async function readCampaignsOfShop(
  ctx: Ctx,
  {
    shopId,
    state,
    teamsEndBefore,
    cursor,
    limit,
  }: { shopId: string; state?: string | undefined; teamsEndBefore?: Date | undefined; cursor?: string | undefined; limit: number },
): Promise<Campaign[]> {
  const inState =
    {
      draft: sql`ended_at is null and starts_at > ${ctx.now} and ends_at > ${ctx.now}`,
      running: sql`ended_at is null and starts_at <= ${ctx.now} and ends_at > ${ctx.now}`,
      ended: sql`(ended_at is not null or ends_at <= ${ctx.now})`,
    }[state ?? ''] ?? sql`true`;
  const isEnding =
    teamsEndBefore === undefined
      ? sql`true`
      : sql`exists (select 1 from group_buy.teams t where t.campaign_id = campaigns.id and t.state = 'open' and t.paid_count > 0 and t.ends_at > ${ctx.now} and t.ends_at <= ${teamsEndBefore})`;
  const { rows } =
    await sql<Campaign>`select ${campaignColumns} from group_buy.campaigns where shop_id = ${shopId} and (${cursor ?? null}::text is null or id < ${cursor ?? null}) and ${inState} and ${isEnding} order by id desc limit ${limit}`.execute(
      ctx.db,
    );
  return rows;
}

export async function hasTeams(ctx: Ctx, campaignId: string): Promise<boolean> {
  return (
    (await ctx.db.selectFrom('groupBuy.teams').select('id').where('campaignId', '=', campaignId).limit(1).executeTakeFirst()) !== undefined
  );
}

export async function readCampaignFigures(ctx: Ctx, ids: readonly string[]): Promise<Map<string, { teamsOpen: number; paidFen: number }>> {
  const { rows } = await sql<{ id: string; teamsOpen: number; paidFen: number }>`
    select c.id, (select count(*) from group_buy.teams t where t.campaign_id = c.id and t.state = 'open' and t.paid_count > 0) as teams_open,
           (select coalesce(sum(m.total_fen), 0) from group_buy.members m where m.campaign_id = c.id and m.state = 'paid') as paid_fen
      from unnest(${[...ids]}::text[]) as c (id)`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Changes counters of locked campaigns. CHECK constraints refuse whatever would go below zero or above the quota. */
export async function changeCampaigns(
  ctx: Ctx,
  changes: readonly { id: string; claimed?: number; completed?: number; failed?: number; paidMembers?: number }[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update group_buy.campaigns c set claimed = c.claimed + d.claimed, teams_completed = c.teams_completed + d.completed, teams_failed = c.teams_failed + d.failed, paid_members = c.paid_members + d.paid
      from (select id, sum(claimed)::int as claimed, sum(completed)::int as completed, sum(failed)::int as failed, sum(paid)::int as paid
              from unnest(${changes.map((c) => c.id)}::text[], ${changes.map((c) => c.claimed ?? 0)}::int[], ${changes.map((c) => c.completed ?? 0)}::int[], ${changes.map((c) => c.failed ?? 0)}::int[], ${changes.map((c) => c.paidMembers ?? 0)}::int[]) as u (id, claimed, completed, failed, paid) group by id) d
     where c.id = d.id`.execute(ctx.db);
}

// Buyers

export async function readUnits(
  ctx: Ctx,
  pairs: readonly { campaignId: string; accountId: string }[],
): Promise<{ campaignId: string; accountId: string; units: number }[]> {
  if (pairs.length === 0) return [];
  const { rows } = await sql<{ campaignId: string; accountId: string; units: number }>`
    select b.campaign_id, b.account_id, b.units from group_buy.buyers b
      join (select distinct * from unnest(${pairs.map((p) => p.campaignId)}::text[], ${pairs.map((p) => p.accountId)}::text[])) as p (campaign_id, account_id) on p.campaign_id = b.campaign_id and p.account_id = b.account_id`.execute(
    ctx.db,
  );
  return rows;
}

export interface UnitChange {
  readonly campaignId: string;
  readonly accountId: string;
  readonly units: number;
}

export async function addUnits(ctx: Ctx, changes: readonly UnitChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into group_buy.buyers as b (campaign_id, account_id, units)
    select campaign_id, account_id, sum(units) from unnest(${changes.map((c) => c.campaignId)}::text[], ${changes.map((c) => c.accountId)}::text[], ${changes.map((c) => c.units)}::int[]) as u (campaign_id, account_id, units) group by 1, 2
    on conflict (campaign_id, account_id) do update set units = b.units + excluded.units`.execute(ctx.db);
}

export async function giveBackUnits(ctx: Ctx, changes: readonly UnitChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update group_buy.buyers b set units = b.units - u.units
      from (select campaign_id, account_id, sum(units)::int as units from unnest(${changes.map((c) => c.campaignId)}::text[], ${changes.map((c) => c.accountId)}::text[], ${changes.map((c) => c.units)}::int[]) as u (campaign_id, account_id, units) group by 1, 2) u
     where b.campaign_id = u.campaign_id and b.account_id = u.account_id`.execute(ctx.db);
}

export async function readRunningCampaigns(ctx: Ctx, shopId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select id from group_buy.campaigns where shop_id = ${shopId} and ended_at is null and starts_at <= ${ctx.now} and ends_at > ${ctx.now} order by ends_at limit ${limit}`.execute(
    ctx.db,
  );
  return rows.map((row) => row.id);
}
