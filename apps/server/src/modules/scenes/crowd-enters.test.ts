import { expect, test } from 'vitest';
import { auditModule } from '#modules/audit';
import { catalogModule } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { policyModule } from '#modules/policy';
import { scenesModule } from '#modules/scenes';
import { shopsModule } from '#modules/shops';
import { createTestApp } from '../../testing.ts';
import { anAccount } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { append } from './append.ts';
import { aScene, aViewer, listen, provideTestScenes, type Viewer } from './testing.ts';

const modules = [policyModule, auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, scenesModule];
const said = 30;

test('a crowd that comes in while somebody speaks misses nothing, and everybody is themselves', async () => {
  provideTestScenes();
  const t = await createTestApp(modules);
  const [shop, host, shopper] = [await aShop(t), await anAccount(t), await anAccount(t)];
  const scene = await aScene(t, { shopId: shop.id, kind: 'session', roles: { [host.accountId]: 'host' } });
  const { socketUrl } = await listen(t.http);
  const people = [host, shopper, undefined];
  const viewers = await Promise.all(
    Array.from({ length: 45 }, (_, i) => {
      const cookie = people[i % people.length]?.cookie;
      return i < 20 && cookie !== undefined ? aViewer(socketUrl, { cookie }) : aViewer(socketUrl);
    }),
  );
  const speak = async () => {
    for (let i = 0; i < said; i++)
      await t.transact((ctx) => append(ctx, scene, [{ type: 'announcement', authorId: host.accountId, text: `第 ${i} 句` }]));
  };
  const enter = async () => {
    for (const viewer of viewers) {
      viewer.send({ t: 'enter', n: 1, scene });
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all([speak(), enter()]);

  for (const [i, viewer] of viewers.entries()) {
    const snapshot = await viewer.until((frame) => frame.t === 'snapshot');
    if (snapshot.t !== 'snapshot') throw new Error('a snapshot was waited for');
    const { head, recent, me } = snapshot.snapshot;
    await viewer.until((frame) => head === said || (frame.t === 'tick' && frame.head === said));
    // A frame on its way while the snapshot was read may bring an entry again; clients keep what is after their head.
    const seqs = [...recent.map((entry) => entry.seq), ...ticked(viewer).filter((seq) => seq > head)];
    expect(seqs).toEqual(Array.from({ length: said }, (_, n) => n + 1));
    const person = i < 20 ? people[i % people.length] : undefined;
    expect(me?.accountId).toBe(person?.accountId);
    expect(me?.role).toBe(person === host ? 'host' : person === undefined ? undefined : 'visitor');
  }
});

const ticked = (viewer: Viewer) => viewer.entries().map((entry) => entry.seq);
