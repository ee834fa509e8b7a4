import { linksModule } from '#modules/links';
import { scenesModule } from '#modules/scenes';
import type { Module } from '#platform/app';
import type { CallResult, TestApp } from '../../testing.ts';
import { aProduct, type TestProduct } from '../catalog/testing.ts';
import { aStaffMember, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { liveModule } from './module.ts';
import { planSession, type SessionPlan } from './plan-session.ts';
import { readSessions } from './store.ts';
import { makeStreamKey } from './stream-key.ts';
import { orderModules } from '../orders/testing.ts';

/** What a live session needs. */
export const liveModules: readonly Module[] = [...orderModules, linksModule, scenesModule, liveModule];

export interface TestSession {
  readonly shop: Awaited<ReturnType<typeof aShop>>;
  readonly host: TestPerson;
  readonly sessionId: string;
  readonly sceneId: string;
  readonly products: readonly TestProduct[];
}

/** A planned session with a host of its own and two products on its shelf. */
export async function aSession(
  t: TestApp,
  plan: Partial<SessionPlan> & { shop?: Awaited<ReturnType<typeof aShop>> } = {},
): Promise<TestSession> {
  const { shop = await aShop(t), ...rest } = plan;
  const host = await aStaffMember(t, shop.id, 'host');
  const products = [await aProduct(t, shop.id), await aProduct(t, shop.id, { title: { zh: '彬州梨', en: 'Binzhou pear' } })];
  const sessionId = await t.transact((ctx) =>
    planSession(ctx, shop.id, {
      title: { zh: '洛川果园的早上 🌅', en: 'A morning in the orchard' },
      intro: null,
      coverId: null,
      hostId: host.accountId,
      startsAt: new Date(t.clock.now().getTime() + 60_000).toISOString(),
      productIds: products.map((product) => product.productId),
      communityId: null,
      ...rest,
    }),
  );
  const [session] = await readSessions(t.read(), [sessionId]);
  if (session === undefined) throw new Error('a planned session is there');
  return { shop, host, sessionId, sceneId: session.sceneId, products };
}

/** Says something as the media server would. */
export function hook(t: TestApp, kind: string, body: Record<string, unknown>): Promise<CallResult<'POST /internal/media-hooks/{kind}'>> {
  return t.call('POST /internal/media-hooks/{kind}', { params: { kind }, body }, { headers: { authorization: `Bearer ${t.app.secret}` } });
}

/** A session on air. */
export async function aLiveSession(t: TestApp, plan: Parameters<typeof aSession>[1] = {}): Promise<TestSession & { streamKey: string }> {
  const session = await aSession(t, plan);
  const streamKey = await t.transact((ctx) => makeStreamKey(ctx, session.sessionId));
  await hook(t, 'started', {
    sessionId: session.sessionId,
    at: t.clock.now().toISOString(),
    protocol: 'rtmp',
    codec: 'h264',
    width: 720,
    height: 1280,
    hasAudio: true,
  });
  return { ...session, streamKey };
}
