import { setTimeout as delay } from 'node:timers/promises';
import { createBuying } from './load/buying.ts';
import { findBroken } from './load/exactness.ts';
import { takeTurns } from './load/measure.ts';
import { cpuMicrosEach, priceFen, startShop, type ShopUnderLoad } from './load/shop-under-load.ts';
import { spread, type BenchOptions, type Outcome } from './outcome.ts';

const shoppers = 32;
const rounds = 3;
/** The most completed orders a second Vendure reached on such a machine, with two server processes; Medusa reached 1.6. */
const othersBestPerSecond = 7.5;
const bar = 100;

/**
 * Shoppers who go all the way: cart, quote, order with address and traced link, payment, the provider's cashier and its
 * signed notice, until the order says paid; then the ledger and the commission. The provider's own work runs on the same
 * machine, in the same process.
 */
export async function measureCheckout({ seconds, profileDir }: BenchOptions): Promise<Outcome> {
  const shop = await startShop({ buyerCount: 400, profileDir, env: { SANDBOX_PAY: '1' } });
  const buying = createBuying(shop.url, shoppers);
  try {
    const [promoter, ...buyers] = shop.buyers;
    if (promoter === undefined) throw new Error('there is nobody to share');
    const { skuId, productId } = await shop.addProduct(9_000_000);
    await buying.call(promoter, 'POST', '/api/promoter', { hasAcceptedRules: true });
    const link = await buying.call<{ code: string }>(promoter, 'POST', '/api/links', { target: { kind: 'product', id: productId } });
    const turn = takeTurns(buyers);
    const tookMs: number[] = [];
    const round = async (forSeconds: number) => {
      const endsAt = performance.now() + forSeconds * 1000;
      const startedAt = performance.now();
      let completed = 0;
      const walk = async () => {
        while (performance.now() < endsAt) {
          const beganAt = performance.now();
          await buying.checkOut(turn(), skuId, link.code);
          tookMs.push(performance.now() - beganAt);
          completed += 1;
        }
      };
      await Promise.all(Array.from({ length: shoppers }, walk));
      return { completed, perSecond: completed / ((performance.now() - startedAt) / 1000) };
    };
    const warmUp = await round(2);
    tookMs.length = 0;
    const cpuBefore = shop.cpuSeconds();
    const counted = [];
    for (let i = 0; i < rounds; i++) counted.push(await round(seconds));
    const cpuMicros = cpuMicrosEach(
      cpuBefore,
      shop.cpuSeconds(),
      counted.reduce((sum, each) => sum + each.completed, 0),
    );
    const all = warmUp.completed + counted.reduce((sum, each) => sum + each.completed, 0);
    const wrong = await findWrong(shop, all);
    const perSecond = spread(counted.map((each) => each.perSecond));
    const ratio = Math.round((perSecond.median / othersBestPerSecond) * 10) / 10;
    const sorted = tookMs.toSorted((a, b) => a - b);
    return {
      name: 'checkout',
      ratio,
      bar,
      ok: ratio >= bar && wrong.length === 0,
      exact: wrong.length === 0,
      figures: {
        what: 'completed orders, from the cart to the paid order with its commission',
        shoppers,
        perSecond,
        cpuMicros,
        othersBestPerSecond,
        p50Ms: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
        p99Ms: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
        completed: all,
        wrong: wrong.slice(0, 20),
      },
    };
  } finally {
    buying.close();
    await shop.stop();
  }
}

/** Everybody paid what it costs once, the shop's books say so, and the promoter is promised a share of each. */
async function findWrong(shop: ShopUnderLoad, completed: number): Promise<string[]> {
  const wrong = await findBroken(shop);
  const { rows } = await shop.app.database.pool.query<{ paid: number; paidFen: number; posted: number }>(
    `select (select count(*)::int from orders.orders where state = 'paid') as paid,
            (select coalesce(sum(paid_fen), 0)::bigint from orders.orders) as "paidFen",
            (select count(*)::int from ledger.transfers where kind = 'payment') as posted`,
  );
  const [found] = rows;
  if (found?.paid !== completed) wrong.push(`${completed} orders were completed and ${found?.paid} are paid`);
  if (found?.paidFen !== completed * priceFen) wrong.push(`${completed * priceFen} fen were paid and ${found?.paidFen} arrived`);
  if (found?.posted !== completed) wrong.push(`${completed} payments and ${found?.posted} in the books`);
  for (let i = 0; ; i++) {
    const commissions = await shop.app.database.pool.query<{ n: number }>('select count(*)::int as n from promoters.commissions');
    if (commissions.rows[0]?.n === completed) return wrong;
    if (i === 100) return [...wrong, `${completed} orders by a traced link and ${commissions.rows[0]?.n} commissions`];
    await delay(200);
  }
}
