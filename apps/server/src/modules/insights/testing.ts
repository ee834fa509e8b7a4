import { communitiesModule } from '#modules/communities';
import { getSessions, liveModule, planSession } from '#modules/live';
import { promotersModule } from '#modules/promoters';
import { dropCard } from '#modules/scenes';
import type { Module } from '#platform/app';
import { must } from '#platform/assert';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aGroupBuy, groupBuyModules, type TestGroupBuy } from '../group-buy/testing.ts';
import { insightsModule } from './module.ts';

export const insightsModules: readonly Module[] = [...groupBuyModules, communitiesModule, liveModule, promotersModule, insightsModule];

export interface Studio extends TestGroupBuy {
  readonly t: TestApp;
  readonly sessionId: string;
  readonly roomId: string;
  readonly roomCardId: string;
}

/** A shop with a live session into whose room its group buy was dropped; `sceneId` and `cardId` are those of its community. */
export async function aStudio(): Promise<Studio> {
  const t = await createTestApp(insightsModules);
  const groupBuy = await aGroupBuy(t);
  const sessionId = await t.transact((ctx) =>
    planSession(ctx, groupBuy.shop.id, {
      title: { zh: '早市直播', en: 'Morning market' },
      intro: null,
      coverId: null,
      hostId: groupBuy.shop.owner.accountId,
      startsAt: new Date(t.clock.now().getTime() + 3_600_000).toISOString(),
      productIds: [groupBuy.product.productId],
      communityId: null,
    }),
  );
  const roomId = must((await getSessions(t.read(), [sessionId])).get(sessionId), 'it was planned').sceneId;
  const card = await t.transact((ctx) => dropCard(ctx, { sceneId: roomId, kind: 'group-buy', refId: groupBuy.campaignId }));
  return { ...groupBuy, t, sessionId, roomId, roomCardId: card.id };
}
