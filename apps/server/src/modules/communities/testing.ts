import { anAccount, type TestPerson } from '../identity/testing.ts';
import type { TestApp } from '../../testing.ts';
import { createCommunity } from './save-community.ts';
import type { CommunityFacts } from './store.ts';

/** A community with its leader signed in. */
export async function aCommunity(
  t: TestApp,
  shopId: string,
  facts: Partial<CommunityFacts> = {},
): Promise<{ id: string; sceneId: string; leader: TestPerson }> {
  const leader = await anAccount(t, { nickname: '王大姐' });
  const made = await t.transact((ctx) =>
    createCommunity(ctx, shopId, {
      name: { zh: '曲江水果团', en: 'Qujiang fruit group' },
      intro: { zh: '住曲江的邻居，一起买当季水果' },
      rules: { zh: '不发广告' },
      coverId: null,
      leaderId: leader.accountId,
      capacity: 500,
      ...facts,
    }),
  );
  return { ...made, leader };
}
