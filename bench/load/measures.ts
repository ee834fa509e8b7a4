import { randomUUID } from 'node:crypto';
import { planCampaign } from '../../apps/server/src/modules/group-buy/index.ts';
import { settlePayments } from '../../apps/server/src/modules/orders/index.ts';
import { createScene, dropCard } from '../../apps/server/src/modules/scenes/index.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import { newId } from '../../apps/server/src/platform/ids.ts';
import { countOrders } from './exactness.ts';
import { send, type LoadRequest, type LoadResult, type LoadSize } from './send.ts';
import { priceFen, type Buyer, type ShopUnderLoad } from './shop-under-load.ts';

/** One thing to measure: runs of its own work, and what has to be true afterwards. */
export interface Measure {
  readonly what: string;
  readonly bar: number;
  /** What the bar is held against: the empty route of the same run, or so many a second. */
  readonly against: 'empty' | 'healthz' | number;
  readonly buyerCount: number;
  prepare(shop: ShopUnderLoad): Promise<Prepared>;
}
export interface Prepared {
  /** One round; `isWarmUp` rounds are not counted. */
  round(size: LoadSize): Promise<LoadResult>;
  /** More of the same kind, measured once. */
  readonly others?: Readonly<Record<string, () => Promise<LoadResult>>>;
  /** What is wrong after all rounds, beside what the database says of itself. */
  check(): Promise<string[]>;
}

const address = { recipient: '王芳', phone: '13800138000', province: '陕西省', city: '西安市', district: '雁塔区', street: '小寨路 1 号' };

export function takeTurns<T>(all: readonly T[]): () => T {
  let next = 0;
  return () => all[next++ % all.length] as T;
}

/** Knows the caller, takes from their limit, and answers without a query: what every route costs at least. */
export function emptyRoute({ url, buyers }: ShopUnderLoad, size: LoadSize): Promise<LoadResult> {
  const turn = takeTurns(buyers);
  return send(url, () => ({ method: 'GET', path: '/api/payment-methods', headers: { cookie: turn().cookie } }), size);
}

function get(shop: ShopUnderLoad, path: string, size: LoadSize): Promise<LoadResult> {
  const turn = takeTurns(shop.buyers);
  return send(shop.url, () => ({ method: 'GET', path, headers: { cookie: turn().cookie } }), size);
}

function placing(buyer: Buyer, skuId: string, offer?: object): LoadRequest {
  return {
    method: 'POST',
    path: '/api/orders',
    headers: { cookie: buyer.cookie, 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      lines: [{ skuId, quantity: 1 }],
      address,
      expectedTotalFen: priceFen - (offer === undefined ? 0 : 1000),
      ...(offer !== undefined && { offer }),
    }),
  };
}

const acceptedOf = (result: LoadResult) => result.byStatus['201'] ?? 0;
const others = ({ byStatus }: LoadResult, allowed: readonly string[]) =>
  Object.keys(byStatus).filter((status) => !allowed.includes(status));

const ping: Measure = {
  what: 'an empty route with a known caller, beside a bare one',
  bar: 0.5,
  against: 'healthz',
  buyerCount: 500,
  prepare: async (shop) => ({
    round: (size) => emptyRoute(shop, size),
    others: { me: () => get(shop, '/api/me', { seconds: 3 }) },
    check: async () => [],
  }),
};

const productRead: Measure = {
  what: 'a product page, beside an empty route',
  bar: 0.5,
  against: 'empty',
  buyerCount: 500,
  async prepare(shop) {
    const products = [];
    for (let i = 0; i < 40; i++) products.push(await shop.addProduct(1000));
    const turn = takeTurns(products);
    const buyer = takeTurns(shop.buyers);
    const seen = new Set<string>();
    const round = async (size: LoadSize) => {
      const result = await send(
        shop.url,
        () => ({ method: 'GET', path: `/api/products/${turn().productId}`, headers: { cookie: buyer().cookie } }),
        size,
      );
      for (const status of Object.keys(result.byStatus)) seen.add(status);
      return result;
    };
    return {
      round,
      others: {
        list: () => get(shop, '/api/products?limit=20', { seconds: 3 }),
        home: () => get(shop, '/api/home', { seconds: 3 }),
        search: () => get(shop, '/api/products?q=%E8%8B%B9%E6%9E%9C', { seconds: 3 }),
      },
      check: async () => [...seen].filter((status) => status !== '200').map((status) => `answered ${status}`),
    };
  },
};

const hotOrder: Measure = {
  what: 'placing an order for one SKU everybody wants, beside an empty route',
  bar: 0.6,
  against: 'empty',
  buyerCount: 2000,
  async prepare(shop) {
    const { skuId } = await shop.addProduct(9_000_000);
    const buyer = takeTurns(shop.buyers);
    let accepted = 0;
    const wrong: string[] = [];
    const round = async (size: LoadSize) => {
      const result = await send(shop.url, () => placing(buyer(), skuId), size);
      accepted += acceptedOf(result);
      wrong.push(...others(result, ['201']).map((status) => `an order was answered ${status}`));
      return result;
    };
    return {
      round,
      async check() {
        const few = await shop.addProduct(500);
        const rush = await send(shop.url, () => placing(buyer(), few.skuId), { amount: 1000 });
        const sold = await countOrders(shop, few.skuId);
        const all = await countOrders(shop, skuId);
        return [
          ...wrong,
          // A run that ends by the clock hangs up on orders it no longer waits for: each connection may have one more in the database.
          ...(all.orders >= accepted ? [] : [`${accepted} orders were acknowledged and ${all.orders} are there`]),
          ...(acceptedOf(rush) === 500 && sold.units === 500
            ? []
            : [`of 500 units ${acceptedOf(rush)} were promised and ${sold.units} sold`]),
        ];
      },
    };
  },
};

const teamSize = 50;
const teamsPerRound = 40;

const teamJoin: Measure = {
  what: 'taking seats in teams of one group buy, joins a second',
  bar: 1,
  against: 5000,
  buyerCount: (teamSize + 10) * teamsPerRound,
  async prepare(shop) {
    const product = await shop.addProduct(900_000);
    const { campaignId, cardId } = await openGroupBuy(shop, product);
    const wrong: string[] = [];
    const round = async () => {
      const teams = await openTeams(shop, { skuId: product.skuId, campaignId, cardId });
      let i = 0;
      // Ten more want in than there are seats: the last ones race for what is left and are refused.
      const joiners = shop.buyers.slice(teamsPerRound);
      const result = await send(
        shop.url,
        () => {
          const turn = i++;
          return placing(joiners[turn % joiners.length] as Buyer, product.skuId, {
            kind: 'group-buy',
            campaignId,
            teamId: teams[turn % teams.length],
          });
        },
        { amount: joiners.length },
      );
      wrong.push(...others(result, ['201', '409']).map((status) => `a join was answered ${status}`));
      const {
        rows: [seats],
      } = await shop.app.database.pool.query<{ taken: number }>(
        `select count(*)::int as taken from group_buy.members where team_id = any($1) and state in ('reserved', 'paid')`,
        [teams],
      );
      const expected = teamsPerRound * (teamSize - 1);
      if (acceptedOf(result) !== expected || seats?.taken !== teamsPerRound * teamSize)
        wrong.push(`of ${expected} seats ${acceptedOf(result)} were promised; ${seats?.taken} are taken with the leaders`);
      return result;
    };
    return { round, check: async () => wrong };
  },
};

async function openGroupBuy(
  { app, shopId }: ShopUnderLoad,
  { productId, skuId }: { productId: string; skuId: string },
): Promise<{ campaignId: string; cardId: string }> {
  return app.transact(systemActor, async (ctx) => {
    const now = ctx.now.getTime();
    const campaignId = await planCampaign(ctx, shopId, {
      productId,
      title: { zh: '五十人团' },
      teamSize,
      teamMinutes: 600,
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 86_400_000).toISOString(),
      quota: 900_000,
      perBuyerMax: 999,
      skus: [{ skuId, groupPriceFen: priceFen - 1000 }],
    });
    const sceneId = newId('scn');
    await createScene(ctx, { id: sceneId, kind: 'community', shopId, title: { zh: '曲江水果团' }, refId: newId('com') });
    return { campaignId, cardId: (await dropCard(ctx, { sceneId, kind: 'group-buy', refId: campaignId })).id };
  });
}

/** Teams whose leaders have ordered over HTTP and paid. */
async function openTeams(
  { app, url, buyers }: ShopUnderLoad,
  { skuId, campaignId, cardId }: { skuId: string; campaignId: string; cardId: string },
): Promise<string[]> {
  return Promise.all(
    buyers.slice(0, teamsPerRound).map(async (leader) => {
      const { path, method, headers, body = '' } = placing(leader, skuId, { kind: 'group-buy', campaignId, cardId });
      const response = await fetch(`${url}${path}`, { method, headers: { ...headers, 'content-type': 'application/json' }, body });
      const order = (await response.json()) as { id: string; teamId: string; totalFen: number; code?: string };
      if (response.status !== 201) throw new Error(`no team was opened: ${order.code}`);
      await app.transact(systemActor, (ctx) =>
        settlePayments(ctx, [{ orderId: order.id, paymentId: newId('pay'), paidFen: order.totalFen, paidAt: ctx.now }]),
      );
      return order.teamId;
    }),
  );
}

export const measures: Readonly<Record<string, Measure>> = {
  ping,
  'hot-order': hotOrder,
  'team-join': teamJoin,
  'product-read': productRead,
};
