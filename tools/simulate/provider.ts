import type { Alarm } from './play.ts';
import type { PaymentPort, MoneyNotice } from '../../apps/server/src/platform/ports/payment.ts';

/** How the provider feels: whether its answers arrive, and how refunds go. */
export interface ProviderMood {
  /** `before` and `after`: the answer is lost, and the work was not done or was. */
  lost: 'nothing' | 'before' | 'after';
  /** So many answers are lost before it is well again. */
  lostCount: number;
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
export class SimulatedProvider {
  readonly mood: ProviderMood = { lost: 'nothing', lostCount: 0, refunds: 'slow' };
  readonly payments = new Map<string, ProviderPayment>();
  readonly refunds = new Map<string, ProviderRefund>();
  /** Notices not delivered yet, oldest first. */
  readonly notices: MoneyNotice[] = [];
  /** What a shop must never ask for. */
  readonly alarms: Alarm[] = [];
  readonly port: PaymentPort;
  readonly #name: string;
  readonly #now: () => Date;
  #noticeCount = 0;

  constructor(name: string, now: () => Date) {
    this.#name = name;
    this.#now = now;
    this.port = portOf(this, name);
  }

  press(ref: string, button: 'pay' | 'fail', paidFen?: number): void {
    const payment = this.payments.get(ref);
    if (payment === undefined || payment.state === 'closed' || payment.state === 'paid') return;
    const isPaid = button === 'pay';
    payment.state = isPaid ? 'paid' : 'failed';
    if (isPaid) Object.assign(payment, { paidFen: paidFen ?? payment.amountFen, paidAt: this.#now() });
    this.notices.push({
      kind: 'payment',
      noticeId: this.#nextNoticeId(),
      merchantRef: ref,
      providerRef: `${this.#name}-${ref}`,
      state: isPaid ? 'paid' : 'failed',
      paidFen: payment.paidFen,
      paidAt: payment.paidAt ?? this.#now(),
    });
  }

  startRefund({ merchantRef, refundRef, amountFen }: { merchantRef: string; refundRef: string; amountFen: number }): {
    state: ProviderRefund['state'];
  } {
    const known = this.refunds.get(refundRef);
    if (known !== undefined) {
      if (known.amountFen !== amountFen || known.paymentRef !== merchantRef)
        this.alarms.push({ name: 'a refund was asked for again with something else in it', detail: refundRef });
      return { state: known.state };
    }
    const payment = this.payments.get(merchantRef);
    const goneFen = [...this.refunds.values()].reduce(
      (sum, refund) => sum + (refund.paymentRef === merchantRef && refund.state !== 'failed' ? refund.amountFen : 0),
      0,
    );
    if (payment?.state !== 'paid' || goneFen + amountFen > payment.paidFen)
      this.alarms.push({
        name: 'a refund asks for more than its payment has left',
        detail: `${refundRef} of ${amountFen}; ${merchantRef} has ${(payment?.paidFen ?? 0) - goneFen}`,
      });
    const refund: ProviderRefund = { ref: refundRef, paymentRef: merchantRef, amountFen, state: 'pending' };
    this.refunds.set(refundRef, refund);
    if (this.mood.refunds === 'instant') this.endRefund(refundRef, true);
    return { state: refund.state };
  }

  endRefund(ref: string, isSucceeded: boolean): void {
    const refund = this.refunds.get(ref);
    if (refund?.state !== 'pending') return;
    refund.state = isSucceeded ? 'succeeded' : 'failed';
    this.notices.push({
      kind: 'refund',
      noticeId: this.#nextNoticeId(),
      refundRef: ref,
      state: refund.state,
      refundedFen: refund.amountFen,
    });
  }

  #nextNoticeId(): string {
    this.#noticeCount += 1;
    return `${this.#name}-notice-${this.#noticeCount}`;
  }
}

/** The way to the provider and back, on which answers are lost. */
function portOf(provider: SimulatedProvider, name: string): PaymentPort {
  const { mood, payments, refunds } = provider;
  const answer = async <T>(work: () => T): Promise<T> => {
    const lost = mood.lostCount > 0 ? mood.lost : 'nothing';
    if (lost !== 'nothing') mood.lostCount -= 1;
    if (lost === 'before') throw new Error('the provider did not answer');
    const done = work();
    if (lost === 'after') throw new Error('the provider did not answer');
    return Promise.resolve(done);
  };
  return {
    name,
    title: { zh: name, en: name },
    isSandbox: true,
    scenes: ['phone'],
    noticeAnswer: { code: 'SUCCESS' },
    open: ({ merchantRef, amountFen }) =>
      answer(() => {
        if (!payments.has(merchantRef))
          payments.set(merchantRef, { ref: merchantRef, amountFen, state: 'pending', paidFen: 0, paidAt: null });
        return { providerRef: `${name}-${merchantRef}`, cashier: { kind: 'redirect', url: `/cashier/${merchantRef}` } };
      }),
    query: ({ merchantRef }) =>
      answer(() => {
        const payment = payments.get(merchantRef);
        return payment && { state: payment.state, providerRef: `${name}-${merchantRef}`, paidFen: payment.paidFen, paidAt: payment.paidAt };
      }),
    close: ({ merchantRef }) =>
      answer(() => {
        const payment = payments.get(merchantRef);
        if (payment === undefined || payment.state === 'paid') return { isPaid: payment !== undefined };
        payment.state = 'closed';
        return { isPaid: false };
      }),
    refund: (input) => answer(() => provider.startRefund(input)),
    queryRefund: ({ refundRef }) =>
      answer(() => {
        const refund = refunds.get(refundRef);
        return refund && { state: refund.state };
      }),
    readNotice: ({ rawBody }) => {
      // Written by this file, a moment ago.
      const read = JSON.parse(rawBody.toString('utf8')) as MoneyNotice;
      return Promise.resolve(read.kind === 'payment' ? { ...read, paidAt: new Date(read.paidAt) } : read);
    },
  };
}
