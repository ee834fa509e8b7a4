import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Fen, Id, Instant, PageQuery, Person, Picture, Title, page } from './shapes.ts';

export const campaignStates = ['draft', 'running', 'ended'] as const;
export const CampaignSku = z.object({ skuId: Id, options: z.array(Title), shopPriceFen: Fen, groupPriceFen: Fen });
export const CampaignView = z
  .object({
    id: Id,
    shopId: Id,
    productId: Id,
    title: Title,
    product: z.object({ title: Title, picture: Picture.nullable() }),
    state: z.enum(campaignStates),
    teamSize: z.int(),
    teamMinutes: z.int(),
    startsAt: Instant,
    endsAt: Instant,
    quota: z.int().meta({ description: 'Units this campaign may sell, apart from the shop’s stock.' }),
    quotaLeft: z.int(),
    perBuyerMax: z.int(),
    skus: z.array(CampaignSku),
    lowestPriceFen: Fen,
    shopPriceFen: Fen,
  })
  .meta({ id: 'CampaignView' });
export type CampaignView = z.infer<typeof CampaignView>;
export const TeamView = z
  .object({
    id: Id,
    campaignId: Id,
    state: z.enum(['open', 'completed', 'failed']),
    size: z.int(),
    paidCount: z.int(),
    seatsLeft: z.int().meta({ description: 'Neither paid nor held by somebody at the cashier.' }),
    endsAt: Instant,
    completedAt: Instant.nullable(),
    leader: Person,
    members: z.array(Person.extend({ joinedAt: Instant, isLeader: z.boolean() })),
  })
  .meta({ id: 'TeamView' });
export type TeamView = z.infer<typeof TeamView>;
/** State of a group-buy card, the same for everybody in the scene. */
export const GroupBuyCard = z
  .object({ campaign: CampaignView, openTeams: z.array(TeamView), completedTeams: z.int(), paidMembers: z.int() })
  .meta({ id: 'GroupBuyCard' });
export type GroupBuyCard = z.infer<typeof GroupBuyCard>;

export const CampaignInput = z.object({
  productId: Id,
  title: Title,
  teamSize: z.int().min(2).max(50),
  teamMinutes: z.int().min(5).max(10_080),
  startsAt: Instant,
  endsAt: Instant,
  quota: z.int().min(1).max(1_000_000),
  perBuyerMax: z.int().min(1).max(999),
  skus: z
    .array(z.object({ skuId: Id, groupPriceFen: Fen.min(1) }))
    .min(1)
    .max(100),
});
const ofShop = z.object({ shopId: Id, campaignId: Id });
export const groupBuy = defineApi({
  'GET /api/group-buys/{campaignId}': {
    summary: 'A group buy and its open teams',
    access: 'public',
    params: z.object({ campaignId: Id }),
    reply: GroupBuyCard,
  },
  'GET /api/teams/{teamId}': {
    summary: 'A team, what it buys, and whether I am in it',
    access: 'public',
    params: z.object({ teamId: Id }),
    reply: z.object({
      team: TeamView,
      campaign: CampaignView,
      cardId: Id.nullable(),
      mine: z
        .object({
          orderId: Id,
          state: z.enum(['reserved', 'paid', 'released', 'refunding', 'refunded']),
          movedTo: Id.nullable().meta({ description: 'Paid too late for this team, I was given a seat in that one.' }),
        })
        .nullable(),
      otherTeams: z.array(TeamView).meta({ description: 'Open teams to offer when this one is full or over.' }),
    }),
  },
  'GET /api/me/teams': {
    summary: 'Teams I am in',
    access: 'guest',
    query: PageQuery,
    reply: page(z.object({ team: TeamView, campaign: CampaignView, orderId: Id })),
  },
  'GET /api/console/shops/{shopId}/group-buys': {
    summary: 'Group buys of a shop',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    query: PageQuery.extend({
      state: z.enum(campaignStates).optional(),
      teamsEndBefore: Instant.optional().meta({
        description: 'Only those with a team that somebody paid for and that ends unless it fills up by then.',
      }),
    }),
    reply: page(CampaignView.extend({ teamsOpen: z.int(), teamsCompleted: z.int(), teamsFailed: z.int(), paidFen: Fen })),
  },
  'POST /api/console/shops/{shopId}/group-buys': {
    summary: 'Plan a group buy',
    access: 'shop:operator',
    params: z.object({ shopId: Id }),
    body: CampaignInput,
    reply: CampaignView,
    status: 201,
    problems: ['group_price_not_lower', 'campaign_time_wrong', 'product_unavailable'],
  },
  'GET /api/console/shops/{shopId}/group-buys/{campaignId}': {
    summary: 'One group buy with its teams',
    access: 'shop:staff',
    params: ofShop,
    reply: z.object({ campaign: CampaignView, teams: z.array(TeamView) }),
  },
  'PUT /api/console/shops/{shopId}/group-buys/{campaignId}': {
    summary: 'Change a group buy; once teams exist only its end and quota',
    access: 'shop:operator',
    params: ofShop,
    body: CampaignInput,
    reply: CampaignView,
    problems: ['group_price_not_lower', 'campaign_time_wrong', 'campaign_in_use', 'product_unavailable'],
  },
  'POST /api/console/shops/{shopId}/group-buys/{campaignId}/end': {
    summary: 'End now: no new teams; open teams run to their deadline',
    access: 'shop:operator',
    params: ofShop,
    reply: CampaignView,
  },
});
export const groupBuyProblems = defineProblems({
  /** All seats are taken, possibly while the shopper was deciding. `otherTeamIds` names open teams to offer. */
  team_full: [409, 'This team is already full.', '这个团已经满员了'],
  team_ended: [410, 'This team has ended.', '这个团已经结束了'],
  already_in_team: [409, 'You are in this team already.', '你已经在这个团里了'],
  campaign_not_running: [409, 'This group buy is not running.', '拼团活动未在进行'],
  campaign_sold_out: [409, 'This group buy is sold out.', '拼团商品已抢光'],
  campaign_limit_reached: [409, 'You have bought as many as one person may.', '已达到每人限购数量'],
  /** The group price holds only in the scenes the group buy was dropped into. */
  offer_not_here: [409, 'This price holds only where the group buy was offered.', '该价格仅在活动所在的直播间或社群有效'],
  group_price_not_lower: [422, 'The group price must be below the shop price.', '拼团价必须低于店铺价'],
  campaign_time_wrong: [422, 'A group buy must end after it starts, and in the future.', '活动结束时间必须晚于开始时间且在未来'],
  campaign_in_use: [409, 'Teams exist already; only the end and the quota can change.', '已有人开团，只能修改结束时间和数量'],
});
