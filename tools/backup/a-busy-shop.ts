import { createApi, randomKey, type Api } from '@tuanzi/client';
import { demoPassword } from '../../apps/server/src/demo/demo-accounts.ts';
import { testAddress as address } from '../../apps/server/src/modules/orders/testing.ts';
import { ask } from '../../apps/server/src/testing-start.ts';

/** Shoppers who place and pay orders in a running demo shop, one after the other, until told to stop. */
export interface Load {
  /** Resolves once so many orders have been placed. */
  placed(count: number): Promise<void>;
  /** Resolves with how many were placed in all. */
  stop(): Promise<number>;
}

export async function startLoad(url: string, shoppers: readonly string[]): Promise<Load> {
  let isStopped = false;
  let count = 0;
  const waiting = new Set<() => void>();
  const buy = async (api: Api, skuId: string) => {
    while (!isStopped) {
      await buyOne(url, api, skuId);
      count += 1;
      for (const look of waiting) look();
    }
  };
  const apis = await Promise.all(shoppers.map((email) => signIn(url, email)));
  const skuId = await findSku(apis[0] ?? createApi({ baseUrl: url }));
  const all = Promise.all(apis.map((api) => buy(api, skuId)));
  return {
    placed: (wanted) =>
      Promise.race([
        new Promise<void>((resolve) => {
          const look = () => {
            if (count < wanted) return;
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
          look();
        }),
        all.then(() => {}),
      ]),
    async stop() {
      isStopped = true;
      await all;
      return count;
    },
  };
}

export async function signIn(url: string, email: string): Promise<Api> {
  const { cookie, status, text } = await ask(`${url}/api/auth/email/sign-in`, { method: 'POST', body: { email, password: demoPassword } });
  if (status !== 200) throw new Error(`nobody signs in as ${email}: ${text}`);
  return createApi({ baseUrl: url, headers: { cookie }, locale: () => 'en', timeoutMs: 60_000 });
}

/** The one with the most in stock. */
async function findSku(api: Api): Promise<string> {
  const { items } = await api('GET /api/products', {});
  const product = items.toSorted((a, b) => b.stock - a.stock)[0];
  const { skus } = await api('GET /api/products/{productId}', { params: { productId: product?.id ?? '' } });
  return skus.toSorted((a, b) => b.stock - a.stock)[0]?.id ?? '';
}

async function buyOne(url: string, api: Api, skuId: string): Promise<void> {
  const lines = [{ skuId, quantity: 1 }];
  const { totalFen } = await api('POST /api/quote', { body: { lines, province: address.province } });
  const order = await api('POST /api/orders', { body: { lines, address, expectedTotalFen: totalFen } }, { idempotencyKey: randomKey() });
  const { cashierUrl } = await api(
    'POST /api/orders/{orderId}/payments',
    { params: { orderId: order.id }, body: { provider: 'sandbox' } },
    { idempotencyKey: randomKey() },
  );
  await ask(`${url}${cashierUrl}/pay`, { method: 'POST', body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
}
