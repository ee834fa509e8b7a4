import type { App } from '#platform/app';
import { createCombiner, type Combiner } from '#platform/combiner';
import { systemActor } from '#platform/ctx';
import type { PaymentPort } from '#platform/ports/payment';
import { Problem, problem } from '#platform/problem';
import { createReader } from '#platform/reader';
import { closeOthers } from './ask-provider.ts';
import { findProvider } from './find-provider.ts';
import { openPayments, type OpenRequest } from './open-payments.ts';
import { keptCashier } from './present.ts';
import { readOtherPayments, saveCashiers, type OpenedCashier, type PaymentRow } from './store.ts';

export interface PaymentStart extends OpenRequest {
  readonly payerIp: string;
  readonly payerCode?: string | undefined;
}

/** What a crowd that pays in the same moment shares: one transaction for many rows, before and after the provider is asked. */
interface Desk {
  readonly app: App;
  readonly readOthers: (orderId: string) => Promise<readonly PaymentRow[] | undefined>;
  readonly opening: Combiner<OpenRequest, PaymentRow>;
  readonly keeping: Combiner<OpenedCashier, null>;
}

/** WeChat's page for phones lives five minutes; what is older is opened again, which a provider answers with one as good. */
const cashierFreshMs = 4 * 60_000;
const size = { batchMax: 256, lanes: 1, queueMax: 20_000 };

export function createPaymentStart(app: App): (start: PaymentStart) => Promise<PaymentRow> {
  const opening = createCombiner<OpenRequest, PaymentRow>(
    (requests) => app.transact(systemActor, (ctx) => openPayments(ctx, requests)),
    size,
  );
  const keeping = createCombiner<OpenedCashier, null>(async (opened) => {
    await app.transact(systemActor, (ctx) => saveCashiers(ctx, opened));
    return opened.map(() => ({ ok: true, value: null }));
  }, size);
  app.onClose(() => opening.drain());
  app.onClose(() => keeping.drain());
  const desk = { app, opening, keeping, readOthers: createReader(app, readOtherPayments) };
  return (start) => startPayment(desk, start);
}

/**
 * Opens a payment, the order's only one here: what failed before, or was opened for another device, is closed at its
 * provider. Then a row first, then the provider outside of any transaction, then what the payer does next. If the provider does not answer the row stays, and asking again goes on with it, so there are never two cashiers open.
 */
async function startPayment({ app, readOthers, opening, keeping }: Desk, start: PaymentStart): Promise<PaymentRow> {
  const port = findProvider(app, start.provider);
  await closeOthers(app, (await readOthers(start.orderId)) ?? [], start);
  const payment = await opening.submit(start);
  if (payment.state !== 'pending') return payment;
  // What was opened for another device and could not be closed is opened here again; a provider that minds says so.
  const isFresh = app.clock.now().getTime() - payment.createdAt.getTime() < cashierFreshMs;
  if (payment.cashierUrl !== null && payment.scene === start.scene && isFresh) return payment;
  const opened = await openAtProvider(app, port, { payment, start });
  const known = { ...keptCashier(opened.cashier), scene: start.scene, providerRef: opened.providerRef };
  await keeping.submit({ id: payment.id, ...known });
  return { ...payment, ...known };
}

function openAtProvider(
  app: App,
  port: PaymentPort,
  { payment, start }: { payment: PaymentRow; start: PaymentStart },
): ReturnType<PaymentPort['open']> {
  return port
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
      app.log.warn({ err: error, provider: payment.provider, paymentId: payment.id }, 'the payment provider did not open a payment');
      throw problem('provider_unavailable');
    });
}
