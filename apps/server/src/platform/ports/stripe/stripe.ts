import { ProviderRefusal } from '../call-provider.ts';
import type { OpenPayment, PaymentPort, PaymentRef, ProviderPayment, RefundState } from '../payment.ts';
import { callStripe, type StripeCall } from './exchange.ts';
import { currency, Refund, Refunds, Session, stateOf } from './messages.ts';
import { readNotice } from './read-notice.ts';
import type { StripeSettings } from './settings.ts';

/** Stripe takes no shorter time than half an hour; what is over earlier is closed by us. The same input gives the same end, as it must under one key. */
const shortestSeconds = 31 * 60;
/** These end a refund for good; after any other refusal the same refund is asked for again. */
const finalCodes = new Set([
  'charge_already_refunded',
  'charge_disputed',
  'amount_too_large',
  'invalid_request_error',
  'parameter_invalid_integer',
]);
const refundsMax = 100;

/** Stripe Checkout: its own page, reached by a link, for cards and whatever else the account offers. */
export function createStripe(settings: StripeSettings): PaymentPort {
  const ask = (call: StripeCall) => callStripe(settings, call);
  const readSession = async ({ merchantRef, providerRef }: PaymentRef): Promise<Session | undefined> => {
    // Nobody was given the link of a session whose number did not arrive.
    if (providerRef === null) return undefined;
    const call: StripeCall = {
      method: 'GET',
      path: `/v1/checkout/sessions/${encodeURIComponent(providerRef)}`,
      params: { expand: { 0: 'payment_intent.latest_charge' } },
    };
    const found = await unlessUnknown(ask(call));
    if (found === undefined) return undefined;
    const session = Session.parse(found);
    if (session.client_reference_id !== merchantRef || session.currency !== currency)
      throw new Error('Stripe: a session of another payment');
    return session;
  };
  return {
    name: 'stripe',
    title: { zh: '银行卡（Stripe）', en: 'Card (Stripe)' },
    isSandbox: settings.isSandbox,
    scenes: ['desktop', 'phone', 'wechat'],
    noticeAnswer: { code: 'SUCCESS' },
    async open(input) {
      const session = Session.parse(await ask(sessionCall(input)));
      if (typeof session.url !== 'string') throw new Error('Stripe: a session without a page');
      return { providerRef: session.id, cashier: { kind: 'redirect', url: session.url } };
    },
    async query(payment) {
      const session = await readSession(payment);
      return session === undefined ? undefined : paymentOf(session);
    },
    async close(payment) {
      if (payment.providerRef === null) return { isPaid: false };
      try {
        await ask({ method: 'POST', path: `/v1/checkout/sessions/${encodeURIComponent(payment.providerRef)}/expire` });
        return { isPaid: false };
      } catch (error) {
        if (!(error instanceof ProviderRefusal) || error.status !== 400) throw error;
        // Only what is open can be closed: it is paid, or closed already.
        const session = await readSession(payment);
        if (session === undefined || session.status === 'open') throw error;
        return { isPaid: session.status === 'complete' };
      }
    },
    refund: async (input) => startRefund(ask, intentOf(await readSession(input)), input),
    queryRefund: async (input) => queryRefund(ask, intentOf(await readSession(input)), input.refundRef),
    readNotice: (notice) => Promise.resolve().then(() => readNotice(settings, notice)),
  };
}

function sessionCall(input: OpenPayment): StripeCall {
  return {
    method: 'POST',
    path: '/v1/checkout/sessions',
    idempotencyKey: `open-${input.merchantRef}`,
    params: {
      mode: 'payment',
      client_reference_id: input.merchantRef,
      success_url: input.returnUrl,
      cancel_url: input.returnUrl,
      expires_at: Math.floor(input.expiresAt.getTime() / 1000) + shortestSeconds,
      line_items: { 0: { quantity: 1, price_data: { currency, unit_amount: input.amountFen, product_data: { name: input.description } } } },
      payment_intent_data: { metadata: { merchant_ref: input.merchantRef } },
    },
  };
}

function paymentOf(session: Session): ProviderPayment {
  const isPaid = session.payment_status === 'paid';
  const state = isPaid ? 'paid' : session.status === 'expired' ? 'closed' : 'pending';
  const intent = session.payment_intent;
  const charge = typeof intent === 'object' ? intent?.latest_charge : undefined;
  const paidAt = new Date((typeof charge === 'object' && charge !== null ? charge.created : session.created) * 1000);
  return { state, providerRef: session.id, paidFen: isPaid ? session.amount_total : 0, paidAt: isPaid ? paidAt : null };
}

/** What refunds are made of; there once somebody began to pay. */
function intentOf(session: Session | undefined): string {
  const intent = session?.payment_intent;
  const id = typeof intent === 'string' ? intent : intent?.id;
  if (id === undefined) throw new Error('Stripe: a refund of what nobody paid');
  return id;
}

type Ask = (call: StripeCall) => Promise<unknown>;

async function startRefund(
  ask: Ask,
  intent: string,
  { refundRef, amountFen }: { refundRef: string; amountFen: number },
): Promise<{ state: RefundState }> {
  // Keys are kept for a day; a refund that is tried again later is found by its number.
  const known = await queryRefund(ask, intent, refundRef);
  if (known !== undefined) return known;
  const params = { payment_intent: intent, amount: amountFen, reason: 'requested_by_customer', metadata: { refund_ref: refundRef } };
  try {
    return {
      state: stateOf(Refund.parse(await ask({ method: 'POST', path: '/v1/refunds', idempotencyKey: `refund-${refundRef}`, params }))),
    };
  } catch (error) {
    if (!(error instanceof ProviderRefusal) || error.status !== 400 || !finalCodes.has(error.code)) throw error;
    return (await queryRefund(ask, intent, refundRef)) ?? { state: 'failed' };
  }
}

async function queryRefund(ask: Ask, intent: string, refundRef: string): Promise<{ state: RefundState } | undefined> {
  const { data } = Refunds.parse(await ask({ method: 'GET', path: '/v1/refunds', params: { payment_intent: intent, limit: refundsMax } }));
  const found = data.find((refund) => refund.metadata['refund_ref'] === refundRef);
  return found === undefined ? undefined : { state: stateOf(found) };
}

async function unlessUnknown(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProviderRefusal && error.status === 404 && error.code === 'resource_missing') return undefined;
    throw error;
  }
}
