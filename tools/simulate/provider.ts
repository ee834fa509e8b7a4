import type { Alarm } from './play.ts';
import type { PaymentPort, ProviderNotice } from '../../apps/server/src/platform/ports/payment.ts';

/** How the provider feels: whether its answers arrive, and how refunds go. */
export interface ProviderMood {
  /** `before` and `after`: the answer is lost, and the work was not done or was. */
  lost: 'nothing' | 'before' | 'after';
  refunds: 'slow' | 'instant';
}
export interface ProviderPayment {
  readonly ref: string;
  readonly amountFen: number;
  state: 'pending' | 'paid' | 'failed' | 'closed';
  paidFen: number;
  paidAt: Date | null;
}
export interface ProviderRefund {
  readonly ref: string;
  readonly paymentRef: string;
  readonly amountFen: number;
  state: 'pending' | 'succeeded' | 'failed';
}

/**
 * A payment provider as seen from the shop: a system of its own that loses nothing, while everything between it and
 * the shop goes wrong. What it holds is what really happened to the money; the shop must come to agree.
 */
export interface SimulatedProvider {
  readonly port: PaymentPort;
  readonly mood: ProviderMood;
  readonly payments: ReadonlyMap<string, ProviderPayment>;
  readonly refunds: ReadonlyMap<string, ProviderRefund>;
  /** Notices not delivered yet, oldest first. */
  readonly notices: ProviderNotice[];
  /** What a shop must never ask for. */
  readonly alarms: Alarm[];
  press(ref: string, button: 'pay' | 'fail', paidFen?: number): void;
  endRefund(ref: string, isSucceeded: boolean): void;
}

export function createProvider(name: string, now: () => Date): SimulatedProvider {
  const payments = new Map<string, ProviderPayment>();
  const refunds = new Map<string, ProviderRefund>();
  const notices: ProviderNotice[] = [];
  const alarms: Alarm[] = [];
  const mood: ProviderMood = { lost: 'nothing', refunds: 'slow' };
  let noticeCount = 0;
  const noticeId = () => `${name}-notice-${++noticeCount}`;
  const answer = async <T>(work: () => T): Promise<T> => {
    if (mood.lost === 'before') throw new Error('the provider did not answer');
    const done = work();
    if (mood.lost === 'after') throw new Error('the provider did not answer');
    return done;
  };
  const tellPayment = (payment: ProviderPayment, state: 'paid' | 'failed') =>
    notices.push({
      kind: 'payment',
      noticeId: noticeId(),
      merchantRef: payment.ref,
      providerRef: `${name}-${payment.ref}`,
      state,
      paidFen: payment.paidFen,
      paidAt: payment.paidAt ?? now(),
    });

  function endRefund(ref: string, isSucceeded: boolean): void {
    const refund = refunds.get(ref);
    if (refund?.state !== 'pending') return;
    refund.state = isSucceeded ? 'succeeded' : 'failed';
    notices.push({ kind: 'refund', noticeId: noticeId(), refundRef: ref, state: refund.state, refundedFen: refund.amountFen });
  }

  function startRefund({ merchantRef, refundRef, amountFen }: { merchantRef: string; refundRef: string; amountFen: number }) {
    const known = refunds.get(refundRef);
    if (known !== undefined) {
      if (known.amountFen !== amountFen || known.paymentRef !== merchantRef)
        alarms.push({ name: 'a refund was asked for again with something else in it', detail: refundRef });
      return { state: known.state };
    }
    const payment = payments.get(merchantRef);
    const goneFen = [...refunds.values()].reduce(
      (sum, refund) => sum + (refund.paymentRef === merchantRef && refund.state !== 'failed' ? refund.amountFen : 0),
      0,
    );
    if (payment?.state !== 'paid' || goneFen + amountFen > payment.paidFen)
      alarms.push({
        name: 'a refund asks for more than its payment has left',
        detail: `refund ${refundRef} of ${amountFen} asks for more than payment ${merchantRef} has left (${(payment?.paidFen ?? 0) - goneFen})`,
      });
    refunds.set(refundRef, { ref: refundRef, paymentRef: merchantRef, amountFen, state: 'pending' });
    if (mood.refunds === 'instant') endRefund(refundRef, true);
    return { state: refunds.get(refundRef)?.state ?? 'pending' };
  }

  const port: PaymentPort = {
    name,
    title: { zh: name, en: name },
    isSandbox: true,
    noticeAnswer: { code: 'SUCCESS' },
    open: ({ merchantRef, amountFen }) =>
      answer(() => {
        if (!payments.has(merchantRef))
          payments.set(merchantRef, { ref: merchantRef, amountFen, state: 'pending', paidFen: 0, paidAt: null });
        return { providerRef: `${name}-${merchantRef}`, cashierUrl: `/cashier/${merchantRef}` };
      }),
    query: (merchantRef) =>
      answer(() => {
        const payment = payments.get(merchantRef);
        return payment && { state: payment.state, providerRef: `${name}-${merchantRef}`, paidFen: payment.paidFen, paidAt: payment.paidAt };
      }),
    close: (merchantRef) =>
      answer(() => {
        const payment = payments.get(merchantRef);
        if (payment === undefined || payment.state === 'paid') return { isPaid: payment !== undefined };
        payment.state = 'closed';
        return { isPaid: false };
      }),
    refund: (input) => answer(() => startRefund(input)),
    queryRefund: (refundRef) =>
      answer(() => {
        const refund = refunds.get(refundRef);
        return refund && { state: refund.state };
      }),
    readNotice: ({ rawBody }) => {
      const read = JSON.parse(rawBody.toString('utf8')) as ProviderNotice;
      return Promise.resolve(read.kind === 'payment' ? { ...read, paidAt: new Date(read.paidAt) } : read);
    },
  };

  return {
    port,
    mood,
    payments,
    refunds,
    notices,
    alarms,
    endRefund,
    press(ref, button, paidFen) {
      const payment = payments.get(ref);
      if (payment === undefined || payment.state === 'closed' || payment.state === 'paid') return;
      payment.state = button === 'pay' ? 'paid' : 'failed';
      if (button === 'pay') Object.assign(payment, { paidFen: paidFen ?? payment.amountFen, paidAt: now() });
      tellPayment(payment, button === 'pay' ? 'paid' : 'failed');
    },
  };
}
