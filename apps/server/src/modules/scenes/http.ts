import { scenes } from '@tuanzi/contract/scenes';
import type { FastifyInstance } from 'fastify';
import { readUpload, storePicture } from '#modules/media';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import type { AccessPolicies, Caller } from '#platform/http/access';
import { knownCaller } from '#platform/http/access';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { dropCard, withdrawCard } from './cards.ts';
import type { SceneRole } from './extension-points.ts';
import { announce, mutePerson, removeEntry } from './moderate.ts';
import { presentEntries } from './present.ts';
import { roleOfAccount } from './role-of-account.ts';
import { sceneServer } from './scene-server.ts';
import { requireScene } from './door.ts';
import { readEntriesAfter, readEntriesBefore } from './store.ts';

const done = { ok: true } as const;

export function sceneRoutes(app: App, http: FastifyInstance): void {
  mount(http, scenes, {
    'GET /api/scenes/{sceneId}': async ({ params, caller }) => {
      const { door, readAlike } = sceneServer(app);
      const { me } = await door(params.sceneId, caller);
      return { ...must(await readAlike(params.sceneId), 'a scene that was found stays'), me };
    },
    'GET /api/scenes/{sceneId}/entries': async ({ params, query, caller }) => {
      const ctx = app.read(caller);
      const { before = Number.MAX_SAFE_INTEGER, after, limit } = query;
      const rows =
        after !== undefined
          ? await readEntriesAfter(ctx, params.sceneId, after, limit + 1)
          : await readEntriesBefore(ctx, params.sceneId, before, limit + 1);
      const hasMore = rows.length > limit;
      // Reading back keeps the newest of the page, reading on the oldest.
      const shown = after !== undefined ? rows.slice(0, limit) : rows.slice(-limit);
      return { items: await presentEntries(ctx, shown), hasMore };
    },
    'POST /api/scenes/{sceneId}/comments': async ({ params, body, caller }) => sceneServer(app).comments.post(caller, params.sceneId, body),
    'POST /api/scenes/{sceneId}/pictures': async ({ caller, request }) =>
      storePicture(app, knownCaller(caller), { bytes: await readUpload(request), shopId: null }),
    'DELETE /api/scenes/{sceneId}/entries/{seq}': async ({ params, caller }) => {
      const { accountId } = knownCaller(caller);
      await app.transact(caller, async (ctx) => {
        const { scene, role } = await requireScene(ctx, params.sceneId, caller);
        await removeEntry(ctx, scene, { seq: params.seq, accountId, role });
      });
      return done;
    },
    'POST /api/scenes/{sceneId}/announcement': async ({ params, body, caller }) => {
      await requireLeading(app, params.sceneId, caller);
      await app.transact(caller, (ctx) =>
        announce(ctx, { sceneId: params.sceneId, authorId: knownCaller(caller).accountId, text: body.text }),
      );
      return done;
    },
    'POST /api/scenes/{sceneId}/cards': async ({ params, body, caller }) => {
      await requireLeading(app, params.sceneId, caller);
      return app.transact(caller, (ctx) => dropCard(ctx, { sceneId: params.sceneId, ...body }));
    },
    'DELETE /api/scenes/{sceneId}/cards/{cardId}': async ({ params, caller }) => {
      await requireLeading(app, params.sceneId, caller);
      await app.transact(caller, (ctx) => withdrawCard(ctx, params.sceneId, params.cardId));
      return done;
    },
    'POST /api/scenes/{sceneId}/mutes': async ({ params, body, caller }) => {
      const { accountId: by } = knownCaller(caller);
      await app.transact(caller, async (ctx) => {
        const { scene } = await requireScene(ctx, params.sceneId, caller);
        const roleOfTarget = await roleOfAccount(ctx, scene, body.accountId);
        await mutePerson(ctx, scene, { ...body, by, roleOfTarget });
      });
      return done;
    },
  });
  http.addHook('onReady', () => sceneServer(app).open(http.server));
  http.addHook('preClose', () => sceneServer(app).leave());
}

const ranks: Readonly<Record<SceneRole, number>> = { visitor: 0, member: 1, moderator: 2, host: 3, leader: 3 };
const least: Readonly<Record<string, number>> = { visitor: 0, member: 1, leader: 2 };

/** `scene:visitor` is anybody who may see the scene; `scene:leader` those who keep it, moderators of a live room too. */
export function scenePolicies(app: App): AccessPolicies {
  return {
    async scene(word, { caller, params }) {
      const { role } = await sceneServer(app).door(params['sceneId'] ?? '', caller);
      if (ranks[role] >= (least[word] ?? Infinity)) return;
      throw problem(caller.accountId === null ? 'sign_in_required' : word === 'member' ? 'members_only' : 'not_allowed');
    },
  };
}

/** Moderators look after what people say; what the scene says and sells is for its host or leader. */
async function requireLeading(app: App, sceneId: string, caller: Caller): Promise<void> {
  const { role } = await sceneServer(app).door(sceneId, caller);
  if (role === 'moderator') throw problem('not_allowed');
}
