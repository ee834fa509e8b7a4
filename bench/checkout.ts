import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { testAddress as address } from '../apps/server/src/modules/orders/testing.ts';
import { findBroken } from './load/exactness.ts';
import { takeTurns } from './load/measure.ts';
import { cpuMicrosEach, priceFen, startShop, type Buyer, type ShopUnderLoad } from './load/shop-under-load.ts';
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
  const agent = new Agent({ keepAlive: true, maxSockets: shoppers * 2 });
  try {
    const [promoter, ...buyers] = shop.buyers;
    if (promoter === undefined) throw new Error('there is nobody to share');
    const { skuId, productId } = await shop.addProduct(9_000_000);
    const steps = createSteps(shop, agent, skuId);
    await steps.call(promoter, 'POST', '/api/promoter', { hasAcceptedRules: true });
    const link = await steps.call<{ code: string }>(promoter, 'POST', '/api/links', { target: { kind: 'product', id: productId } });
    const turn = takeTurns(buyers);
    const tookMs: number[] = [];
    const round = async (forSeconds: number) => {
      const endsAt = performance.now() + forSeconds * 1000;
      const startedAt = performance.now();
      let completed = 0;
      const walk = async () => {
        while (performance.now() < endsAt) {
          const beganAt = performance.now();
          await steps.checkOut(turn(), link.code);
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
    agent.destroy();
    await shop.stop();
  }
}

function createSteps(shop: ShopUnderLoad, agent: Agent, skuId: string) {
  async function call<T>(buyer: Buyer, method: string, path: string, body?: object): Promise<T> {
    const answer = await send(agent, new URL(path, shop.url), { method, cookie: buyer.cookie, body });
    if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    return (answer.text === '' || !answer.isJson ? undefined : JSON.parse(answer.text)) as T;
  }
  return {
    call,
    async checkOut(buyer: Buyer, linkCode: string): Promise<void> {
      await call(buyer, 'PUT', `/api/cart/${skuId}`, { quantity: 1 });
      const lines = [{ skuId, quantity: 1 }];
      const { totalFen } = await call<{ totalFen: number }>(buyer, 'POST', '/api/quote', { lines, province: address.province });
      const order = await call<{ id: string }>(buyer, 'POST', '/api/orders', {
        lines,
        address,
        expectedTotalFen: totalFen,
        trace: { linkCode },
      });
      const payment = await call<{ cashierUrl: string }>(buyer, 'POST', `/api/orders/${order.id}/payments`, { provider: 'sandbox' });
      await call(buyer, 'POST', `${new URL(payment.cashierUrl, shop.url).pathname}/pay`);
      // The shopper comes back from the cashier and looks.
      for (;;) {
        const { state } = await call<{ state: string }>(buyer, 'GET', `/api/orders/${order.id}`);
        if (state === 'paid') return;
        await delay(20);
      }
    },
  };
}

function send(
  agent: Agent,
  url: URL,
  { method, cookie, body }: { method: string; cookie: string; body: object | undefined },
): Promise<{ status: number; text: string; isJson: boolean }> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      cookie,
      'idempotency-key': randomUUID(),
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const sent = request(url, { method, headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => void parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const isJson = (response.headers['content-type'] ?? '').includes('json');
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString(), isJson });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
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
