import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { balancesOf, totalOf } from '#modules/ledger';
import { aProduct } from '../modules/catalog/testing.ts';
import { anAccount, type TestPerson } from '../modules/identity/testing.ts';
import { brokenStock } from '../modules/inventory/testing.ts';
import { anOrder, brokenOrders } from '../modules/orders/testing.ts';
import { aShop } from '../modules/shops/testing.ts';
import type { PayerScene } from '../platform/ports/payment.ts';
import type { GatewayTestApp } from './testing.ts';

/** A shop with a product and somebody who buys two of it for ¥30. */
export async function aShopper(t: GatewayTestApp) {
  const shop = await aShop(t);
  const { skuId } = await aProduct(t, shop.id, { stock: 100, priceFen: 1500 });
  const buyer = await anAccount(t);
  return { shop, skuId, buyer, order: () => anOrder(t, { buyer, lines: [{ skuId, quantity: 2 }] }) };
}

export async function start(
  t: GatewayTestApp,
  orderId: string,
  buyer: TestPerson,
  { scene = 'phone', payerCode }: { scene?: PayerScene; payerCode?: string } = {},
) {
  const answer = await t.call(
    'POST /api/orders/{orderId}/payments',
    { params: { orderId }, body: { provider: t.port.name, scene, payerCode, returnPath: `/orders/${orderId}?from=pay` } },
    { cookie: buyer.cookie, idempotencyKey: randomUUID() },
  );
  const page = answer.body?.cashier?.kind === 'redirect' ? answer.body.cashier.url : '';
  return { ...answer, page: page === '' ? '' : await visit(t, page) };
}

export async function untouched(t: GatewayTestApp): Promise<void> {
  expect({ stock: await brokenStock(t.read()), orders: await brokenOrders(t.read()), books: await totalOf(t.read()) }).toEqual({
    stock: [],
    orders: [],
    books: 0,
  });
}

/** What lies at the provider, and what the shop holds of it. */
export async function clearing(t: GatewayTestApp, shopId: string): Promise<number[]> {
  return [...(await balancesOf(t.read(), [`provider:${t.port.name}`, `shop:${shopId}:held`])).values()];
}

/** Opens a page as a payer would; some lead on to another one. */
async function visit(t: GatewayTestApp, page: string): Promise<string> {
  const answer = await fetch(page.replace('http://shop.test', t.url), { redirect: 'manual' });
  const next = answer.headers.get('location');
  return next === null ? page : new URL(next, page).href;
}
