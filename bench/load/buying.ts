import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { testAddress as address } from '../../apps/server/src/modules/orders/testing.ts';
import type { Buyer } from './shop-under-load.ts';

/** What a shopper does over HTTP on the way to a paid order, the cashier of the provider included. */
export function createBuying(shopUrl: string, shoppers: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: shoppers * 2 });
  async function call<T>(buyer: Buyer, method: string, path: string, body?: object): Promise<T> {
    const answer = await send(agent, new URL(path, shopUrl), { method, cookie: buyer.cookie, body });
    if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    return (answer.text === '' || !answer.isJson ? undefined : JSON.parse(answer.text)) as T;
  }
  async function pay(buyer: Buyer, orderId: string): Promise<void> {
    const payment = await call<{ cashierUrl: string }>(buyer, 'POST', `/api/orders/${orderId}/payments`, { provider: 'sandbox' });
    await call(buyer, 'POST', `${new URL(payment.cashierUrl, shopUrl).pathname}/pay`);
    // The shopper comes back from the cashier and looks.
    for (;;) {
      const { state } = await call<{ state: string }>(buyer, 'GET', `/api/orders/${orderId}`);
      if (state === 'paid') return;
      await delay(20);
    }
  }
  return {
    call,
    pay,
    async checkOut(buyer: Buyer, skuId: string, linkCode: string): Promise<void> {
      await call(buyer, 'PUT', `/api/cart/${skuId}`, { quantity: 1 });
      const lines = [{ skuId, quantity: 1 }];
      const { totalFen } = await call<{ totalFen: number }>(buyer, 'POST', '/api/quote', { lines, province: address.province });
      const order = await call<{ id: string }>(buyer, 'POST', '/api/orders', {
        lines,
        address,
        expectedTotalFen: totalFen,
        trace: { linkCode },
      });
      await pay(buyer, order.id);
    },
    close: () => agent.destroy(),
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
