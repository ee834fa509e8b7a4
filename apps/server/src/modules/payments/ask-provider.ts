import type { App } from '#platform/app';
import { systemActor } from '#platform/ctx';
import type { PaymentPort } from '#platform/ports/payment';
import { paymentCheckDelayMs, refundCheckDelayMs, refundRefOf, unknownForMs, lastLookMs } from './rules.ts';
import { settlePaymentOutcomes, settleRefundOutcomes, type PaymentOutcome, type RefundOutcome } from './settle-outcomes.ts';
import { markSent, takeDuePayments, takeDueRefunds, type PaymentRow, type RefundRow } from './store.ts';

/** Asked at once; a provider answers in fractions of a second. */
const batchMax = 20;
const paymentDelaysMs = Array.from({ length: 6 }, (_, i) => paymentCheckDelayMs(i));
const refundDelaysMs = Array.from({ length: 10 }, (_, i) => refundCheckDelayMs(i));

/**
 * Asks about payments whose notice did not come, and closes those whose order is over or that failed: a cashier may let
 * the shopper try again after a failure. Returns how many were looked at.
 */
export async function checkPayments(app: App): Promise<number> {
  const due = await app.transact(systemActor, (ctx) => takeDuePayments(ctx, { limit: batchMax, delaysMs: paymentDelaysMs, lastLookMs }));
  const forgotten = due.filter((payment) => app.ports.payments[payment.provider] === undefined && isLongOver(app, payment));
  await settleAsked(app, [
    ...(await askAll(app, due, (port, payment) => askAbout(app, port, payment))),
    // Nobody is left to ask.
    ...forgotten.map(closedOutcome),
  ]);
  return due.length;
}

/** Closes what failed of an order or is open for another device, so that a new cashier is the only one. What cannot be closed now is tried again by itself, and money that comes twice goes back. */
export async function closeOthers(
  app: App,
  open: readonly PaymentRow[],
  of: { buyerId: string; provider: string; scene: string },
): Promise<void> {
  const isOther = ({ state, provider, scene, cashierUrl, isCloseWanted }: PaymentRow) =>
    state === 'failed' || (provider === of.provider && scene !== of.scene && cashierUrl !== null && !isCloseWanted);
  const others = open.filter((payment) => payment.buyerId === of.buyerId && isOther(payment));
  await settleAsked(app, await askAll(app, others, (port, payment) => askAbout(app, port, { ...payment, isCloseWanted: true })));
}

async function settleAsked(app: App, outcomes: readonly PaymentOutcome[]): Promise<void> {
  if (outcomes.length > 0) await app.transact(systemActor, (ctx) => settlePaymentOutcomes(ctx, outcomes));
}

const isLongOver = (app: App, payment: PaymentRow) => payment.expiresAt.getTime() + unknownForMs <= app.clock.now().getTime();

async function askAbout(app: App, port: PaymentPort, payment: PaymentRow): Promise<PaymentOutcome | undefined> {
  const isOver = payment.state === 'failed' || payment.isCloseWanted || payment.expiresAt <= app.clock.now();
  const known = await port.query(refOf(payment));
  if (known === undefined) {
    // Never opened there, or opened by a request that has not answered yet: then it is closed at the next look.
    const isUnopened = isOver && payment.cashierUrl === null && payment.checks > 1;
    return isUnopened || isLongOver(app, payment) ? closedOutcome(payment) : undefined;
  }
  if (known.state === 'paid' || known.state === 'closed') return outcomeOf(payment, known);
  if (known.state === 'pending' && !isOver) return undefined;
  // Paid between the question and the close: asking again brings the money in.
  const { isPaid } = await port.close(refOf(payment));
  if (!isPaid) return closedOutcome(payment);
  const paid = await port.query(refOf(payment));
  return paid === undefined ? undefined : outcomeOf(payment, paid);
}

const refOf = ({ id, providerRef }: PaymentRow) => ({ merchantRef: id, providerRef });

function closedOutcome({ id, providerRef }: PaymentRow): PaymentOutcome {
  return { paymentId: id, state: 'closed', providerRef, paidFen: 0, paidAt: null };
}

function outcomeOf(
  payment: PaymentRow,
  known: { state: string; providerRef: string; paidFen: number; paidAt: Date | null },
): PaymentOutcome | undefined {
  if (known.state !== 'paid' && known.state !== 'failed' && known.state !== 'closed') return undefined;
  return { paymentId: payment.id, state: known.state, providerRef: known.providerRef, paidFen: known.paidFen, paidAt: known.paidAt };
}

/** Sends refunds on their way and asks about those that are. Returns how many were looked at. */
export async function moveRefunds(app: App): Promise<number> {
  const due = await app.transact(systemActor, (ctx) => takeDueRefunds(ctx, { limit: batchMax, delaysMs: refundDelaysMs }));
  const sent: { id: string; attempt: number }[] = [];
  const outcomes = await askAll(app, due, async (port, refund): Promise<RefundOutcome | undefined> => {
    const refundRef = refundRefOf(refund.id, refund.attempt);
    const known =
      refund.state === 'sent'
        ? await port.queryRefund({ merchantRef: refund.paymentId, providerRef: refund.providerRef, refundRef })
        : undefined;
    const { state } = known ?? (await sendRefund(app, port, { ...refund, refundRef }));
    sent.push({ id: refund.id, attempt: refund.attempt });
    return state === 'pending' ? undefined : { refundId: refund.id, attempt: refund.attempt, state };
  });
  if (sent.length > 0) {
    await app.transact(systemActor, async (ctx) => {
      await settleRefundOutcomes(ctx, outcomes);
      await markSent(ctx, sent);
    });
  }
  return due.length;
}

function sendRefund(
  app: App,
  port: PaymentPort,
  refund: RefundRow & { refundRef: string; paidFen: number; providerRef: string | null },
): Promise<{ state: 'pending' | 'succeeded' | 'failed' }> {
  return port.refund({
    merchantRef: refund.paymentId,
    providerRef: refund.providerRef,
    refundRef: refund.refundRef,
    amountFen: refund.amountFen,
    totalFen: refund.paidFen,
    reason: refund.reason,
    notifyUrl: `${app.publicUrl()}/api/payment-callbacks/${port.name}`,
  });
}

/** One provider that does not answer holds nothing up but its own: what failed is asked again at its next time. */
async function askAll<T extends { id: string; provider: string }, R>(
  app: App,
  items: readonly T[],
  ask: (port: PaymentPort, item: T) => Promise<R | undefined>,
): Promise<R[]> {
  const answers = await Promise.all(
    items.map(async (item) => {
      const port = app.ports.payments[item.provider];
      if (port === undefined) return undefined;
      try {
        return await ask(port, item);
      } catch (error) {
        app.log.warn({ err: error, provider: item.provider, id: item.id }, 'the payment provider did not answer');
        return undefined;
      }
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}
