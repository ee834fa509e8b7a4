import { countOrders } from './exactness.ts';
import { acceptedOf, emptyRoute, get, others, placing, takeTurns, type Measure } from './measure.ts';
import { send, type LoadSize } from './send.ts';
import { teamJoin } from './team-join.ts';

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
    return { round, check: async () => [...seen].filter((status) => status !== '200').map((status) => `answered ${status}`) };
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

const feedRead: Measure = {
  what: 'pages of the shelves, as many different ones as a shop has categories, beside an empty route',
  bar: 0.5,
  against: 'empty',
  buyerCount: 500,
  async prepare(shop) {
    for (let i = 0; i < 200; i++) await shop.addProduct(1000);
    const paths = takeTurns(['/api/products?limit=20', '/api/products?limit=10', `/api/products?limit=20&categoryId=${shop.categoryId}`]);
    const buyer = takeTurns(shop.buyers);
    const wrong = new Set<string>();
    const round = async (size: LoadSize) => {
      const result = await send(shop.url, () => ({ method: 'GET', path: paths(), headers: { cookie: buyer().cookie } }), size);
      for (const status of others(result, ['200'])) wrong.add(`answered ${status}`);
      return result;
    };
    return {
      round,
      others: {
        home: () => get(shop, '/api/home', { seconds: 3 }),
        search: () => get(shop, '/api/products?q=%E8%8B%B9%E6%9E%9C', { seconds: 3 }),
      },
      check: async () => [...wrong],
    };
  },
};

export const measures: Readonly<Record<string, Measure>> = {
  ping,
  'hot-order': hotOrder,
  'team-join': teamJoin,
  'product-read': productRead,
  'feed-read': feedRead,
};
