import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestRefunds } from '#modules/orders';
import { must } from '#platform/assert';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct, type TestProduct } from '../catalog/testing.ts';
import { anAccount, type TestPerson } from '../identity/testing.ts';
import { aPicture } from '../media/testing.ts';
import { endRefunds } from '../orders/testing.ts';
import { aShop } from '../shops/testing.ts';
import { aReceiver, brokenRatings, reviewModules, type ReceivedOrder } from './testing.ts';

type Step =
  | { kind: 'review'; order: number; stars: number; hasPicture: boolean }
  | { kind: 'add' | 'remove' | 'reply' | 'refund'; order: number; hasPicture: boolean }
  | { kind: 'useful' | 'useless'; order: number; person: number }
  | { kind: 'answer'; order: number };

const order = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('review' as const), order, stars: fc.integer({ min: 1, max: 5 }), hasPicture: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('add' as const, 'remove' as const, 'reply' as const, 'refund' as const),
      order,
      hasPicture: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('useful' as const, 'useless' as const), order, person: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('answer' as const), order }) },
);

interface World {
  readonly t: TestApp;
  readonly owner: TestPerson;
  readonly keeper: TestPerson;
  readonly people: readonly TestPerson[];
  readonly orders: readonly ReceivedOrder[];
  readonly pictureId: string;
  readonly questionId: string;
  readonly product: TestProduct;
  readonly reviewIds: Map<string, string>;
}

test('whatever people do at once, the sums of a product are those of its reviews', async () => {
  const t = await createTestApp(reviewModules);
  const shop = await aShop(t);
  const keeper = await anAccount(t, { isPlatformAdmin: true });
  const people = [await anAccount(t), await anAccount(t), await anAccount(t)];
  const pictureId = (await aPicture(t)).id;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 8 }), async (rounds) => {
      const product = await aProduct(t, shop.id, { stock: 20 });
      const orders: ReceivedOrder[] = [];
      for (let i = 0; i < 6; i++) orders.push(await aReceiver(t, product.skuId));
      await t.drain();
      const params = { productId: product.productId };
      const { body: question } = await t.call('POST /api/products/{productId}/questions', { params, body: { text: '甜吗？' } }, people[0]);
      const world: World = {
        t,
        owner: shop.owner,
        keeper,
        people,
        orders,
        pictureId,
        questionId: question.id,
        product,
        reviewIds: new Map(),
      };
      for (const round of rounds) {
        // All of a round at once, over the real routes.
        const statuses = await Promise.all(round.map((each) => play(world, each)));
        expect(statuses.filter((status) => status >= 500)).toEqual([]);
        expect(await brokenRatings(t.read())).toEqual([]);
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 240_000);

async function play(world: World, each: Step): Promise<number> {
  const { t, owner, keeper, people, pictureId, questionId, reviewIds } = world;
  const of = must(world.orders[each.order], 'six orders');
  const reviewId = reviewIds.get(of.id) ?? 'rev_0123456789abcdef';
  switch (each.kind) {
    case 'review': {
      const body = { lineId: of.lineId, stars: each.stars, text: '好吃', pictureIds: each.hasPicture ? [pictureId] : [] };
      const said = await t.call('POST /api/orders/{orderId}/reviews', { params: { orderId: of.id }, body }, of.buyer);
      if (said.status === 201) reviewIds.set(of.id, said.body.id);
      return said.status;
    }
    case 'add': {
      const body = { text: '又吃了一周', pictureIds: each.hasPicture ? [pictureId] : [] };
      return (await t.call('POST /api/me/reviews/{reviewId}/addition', { params: { reviewId }, body }, of.buyer)).status;
    }
    case 'remove':
      return (
        await t.call(
          'POST /api/platform/removals',
          { body: { kind: 'review', targetId: reviewId, reason: 'illegal', note: '测试' } },
          keeper,
        )
      ).status;
    case 'reply': {
      const params = { shopId: of.shopId, reviewId };
      return (
        await t.call('PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply', { params, body: { text: `谢谢 ${Math.random()}` } }, owner)
      ).status;
    }
    case 'refund':
      await t.transact((ctx) => requestRefunds(ctx, [{ orderId: of.id, reason: '坏果', cause: 'by-shop' }])).catch(() => {});
      await endRefunds(t, of.id);
      return 200;
    case 'useful':
      return (await t.call('PUT /api/reviews/{reviewId}/useful', { params: { reviewId } }, people[each.person])).status;
    case 'useless':
      return (await t.call('DELETE /api/reviews/{reviewId}/useful', { params: { reviewId } }, people[each.person])).status;
    case 'answer':
      return (await t.call('POST /api/questions/{questionId}/answers', { params: { questionId }, body: { text: '甜' } }, of.buyer)).status;
  }
}
