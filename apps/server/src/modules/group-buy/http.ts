import { groupBuy } from '@tuanzi/contract/group-buy';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { changeCampaign, endCampaign, planCampaign } from './plan-campaign.ts';
import { listCampaigns, listMyTeams, showCampaign, showCampaignWithTeams, showGroupBuy, showTeam } from './show-teams.ts';

export function groupBuyRoutes(app: App, http: FastifyInstance): void {
  mount(http, groupBuy, {
    'GET /api/group-buys/{campaignId}': ({ params, caller }) => showGroupBuy(app.read(caller), params.campaignId),
    'GET /api/teams/{teamId}': ({ params, caller }) => showTeam(app.read(caller), params.teamId, caller),
    'GET /api/me/teams': ({ query, caller }) => listMyTeams(app.read(caller), caller.accountId, query),
    'GET /api/console/shops/{shopId}/group-buys': ({ params, query, caller }) => listCampaigns(app.read(caller), params.shopId, query),
    'POST /api/console/shops/{shopId}/group-buys': async ({ params, body, caller }) => {
      const campaignId = await app.transact(caller, (ctx) => planCampaign(ctx, params.shopId, body));
      return showCampaign(app.read(caller), params.shopId, campaignId);
    },
    'GET /api/console/shops/{shopId}/group-buys/{campaignId}': ({ params, caller }) =>
      showCampaignWithTeams(app.read(caller), params.shopId, params.campaignId),
    'PUT /api/console/shops/{shopId}/group-buys/{campaignId}': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => changeCampaign(ctx, { ...params, plan: body }));
      return showCampaign(app.read(caller), params.shopId, params.campaignId);
    },
    'POST /api/console/shops/{shopId}/group-buys/{campaignId}/end': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => endCampaign(ctx, params.shopId, params.campaignId));
      return showCampaign(app.read(caller), params.shopId, params.campaignId);
    },
  });
}
