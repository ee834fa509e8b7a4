/** A community, where nothing is ever left out, and the room of a live session, both full of the same people. */
import { createCommunity } from '../../apps/server/src/modules/communities/index.ts';
import { getSessions, planSession } from '../../apps/server/src/modules/live/index.ts';
import { announce, sceneOf } from '../../apps/server/src/modules/scenes/index.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import type { ShopUnderLoad } from '../load/shop-under-load.ts';
import { saidNow, stateTypes } from './languages.ts';

export interface Rooms {
  /** The community first. */
  readonly sceneIds: readonly [string, string];
  headOf(sceneId: string): Promise<number>;
  /** A state entry, by a command in another process than the one with the sockets. */
  announce(sceneId: string): Promise<void>;
  /** What the log holds after a sequence, as the database says. */
  logAfter(sceneId: string, seq: number): Promise<{ readonly stateSeqs: number[]; readonly comments: number }>;
}

export async function openRooms({ app, url, shopId, buyers }: ShopUnderLoad, speakers: number): Promise<Rooms> {
  const [leader] = buyers;
  if (leader === undefined) throw new Error('somebody has to lead');
  const community = await app.transact(systemActor, (ctx) =>
    createCommunity(ctx, shopId, {
      name: { zh: '曲江水果团' },
      intro: null,
      rules: null,
      coverId: null,
      leaderId: leader.accountId,
      capacity: 100_000,
    }),
  );
  for (let i = 1; i < speakers; i += 50) {
    await Promise.all(
      buyers.slice(i, Math.min(i + 50, speakers)).map(async ({ cookie }) => {
        const response = await fetch(`${url}/api/communities/${community.id}/join`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: '{}',
        });
        if (response.status !== 201) throw new Error(`nobody can join: ${response.status}`);
      }),
    );
  }
  const session = await goLive({ app, url, shopId });
  return {
    sceneIds: [community.sceneId, session],
    headOf: async (sceneId) => (await sceneOf(app.read(systemActor), [sceneId])).get(sceneId)?.head ?? 0,
    announce: (sceneId) => app.transact(systemActor, (ctx) => announce(ctx, { sceneId, authorId: leader.accountId, text: saidNow() })),
    async logAfter(sceneId, seq) {
      const { rows } = await app.database.pool.query<{ seq: number; type: string }>(
        'select seq::int as seq, type from scenes.entries where scene_id = $1 and seq > $2 order by seq',
        [sceneId, seq],
      );
      return {
        stateSeqs: rows.filter(({ type }) => stateTypes.has(type)).map((row) => row.seq),
        comments: rows.filter(({ type }) => type === 'comment').length,
      };
    },
  };
}

/** A session on air, as the media server reports it. */
async function goLive({ app, url, shopId }: Pick<ShopUnderLoad, 'app' | 'url' | 'shopId'>): Promise<string> {
  const {
    rows: [owner],
  } = await app.database.pool.query<{ accountId: string }>(
    'select account_id as "accountId" from identity.memberships where shop_id = $1',
    [shopId],
  );
  if (owner === undefined) throw new Error('a shop has an owner');
  const sessionId = await app.transact(systemActor, (ctx) =>
    planSession(ctx, shopId, {
      title: { zh: '洛川果园的早上' },
      intro: null,
      coverId: null,
      hostId: owner.accountId,
      startsAt: new Date(ctx.now.getTime() + 60_000).toISOString(),
      productIds: [],
      communityId: null,
    }),
  );
  const started = { sessionId, at: new Date().toISOString(), protocol: 'rtmp', codec: 'h264', width: 720, height: 1280, hasAudio: true };
  const response = await fetch(`${url}/internal/media-hooks/started`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(started),
  });
  if (!response.ok) throw new Error(`the session did not start: ${response.status}`);
  const session = (await getSessions(app.read(systemActor), [sessionId])).get(sessionId);
  if (session === undefined) throw new Error('a planned session is there');
  return session.sceneId;
}
