import { lockOrders } from '#modules/orders';
import { getShop } from '#modules/shops';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import type { KnownCaller } from '#platform/http/access';
import { once, type IdempotencyClaim } from '#platform/idempotency';
import { newId } from '#platform/ids';
import type { PayerScene } from '#platform/ports/payment';
import { Problem, problem } from '#platform/problem';
import { closeOthers } from './ask-provider.ts';
import { findProvider } from './find-provider.ts';
import { keptCashier } from './present.ts';
import { paymentCheckDelayMs } from './rules.ts';
import { insertPayment, readOpenPayment, readPayment, saveCashier, type PaymentRow } from './store.ts';

export interface PaymentStart {
  readonly orderId: string;
  readonly provider: string;
  readonly returnPath?: string | undefined;
  readonly scene: PayerScene;
  readonly payerIp: string;
  readonly payerCode?: string | undefined;
}

/**
 * Opens a payment, the order's only one here: what failed before, or was opened for another device, is closed at its
 * provider. Then a row first, then the provider outside of any transaction, then what the payer does next. If the provider does not answer the row stays, and asking again goes on with it, so there are never two cashiers open.
 */
export async function startPayment(
  app: App,
  caller: KnownCaller,
  { claim, ...start }: PaymentStart & { claim: IdempotencyClaim },
): Promise<PaymentRow> {
  const port = findProvider(app, start.provider);
  await closeOthers(app, { ...start, buyerId: caller.accountId });
  const { paymentId } = await app.transact(caller, (ctx) =>
    once(ctx, claim, () => openPayment(ctx, { ...start, buyerId: caller.accountId })),
  );
  const payment = must(await readPayment(app.read(caller), paymentId), 'a payment was opened');
  if (payment.cashierUrl !== null || payment.state !== 'pending') return payment;
  const opened = await port
    .open({
      merchantRef: payment.id,
      amountFen: payment.amountFen,
      description: payment.description,
      expiresAt: payment.expiresAt,
      notifyUrl: `${app.publicUrl()}/api/payment-callbacks/${payment.provider}`,
      returnUrl: `${app.publicUrl()}${payment.returnPath}`,
      scene: start.scene,
      payerIp: start.payerIp,
      payerCode: start.payerCode,
    })
    .catch((error: unknown) => {
      if (error instanceof Problem) throw error;
      app.log.warn({ err: error, provider: payment.provider, paymentId }, 'the payment provider did not open a payment');
      throw problem('provider_unavailable');
    });
  const known = { ...keptCashier(opened.cashier), scene: start.scene, providerRef: opened.providerRef };
  await app.transact(caller, (ctx) => saveCashier(ctx, payment.id, known));
  return { ...payment, ...known };
}

async function openPayment(
  ctx: Ctx,
  { orderId, provider, returnPath, scene, buyerId }: PaymentStart & { buyerId: string },
): Promise<{ paymentId: string }> {
  // Under the order's lock: an order that closes after this finds the payment and closes it as well.
  const order = (await lockOrders(ctx, [orderId])).get(orderId);
  if (order?.buyerId !== buyerId) throw problem('not_found');
  if (order.state !== 'unpaid' || order.payBy <= ctx.now) throw problem('order_not_unpaid');
  const open = await readOpenPayment(ctx, orderId, provider);
  // What was opened elsewhere could not be closed a moment ago, and cannot be paid here.
  if (open !== undefined && open.scene !== scene && open.cashierUrl !== null) throw problem('provider_unavailable');
  if (open !== undefined) return { paymentId: open.id };
  const shop = must(await getShop(ctx, order.shopId), 'an order belongs to a shop');
  const id = newId('pay', ctx.now.getTime());
  await insertPayment(ctx, {
    id,
    orderId,
    shopId: order.shopId,
    buyerId,
    provider,
    amountFen: order.totalFen,
    description: `${shop.name.zh} ${order.number}`,
    returnPath: returnPath ?? `/orders/${orderId}`,
    scene,
    expiresAt: order.payBy,
    nextCheckAt: new Date(ctx.now.getTime() + paymentCheckDelayMs(0)),
  });
  return { paymentId: id };
}
