import { problem } from '../../problem.ts';
import type { ProviderNotice, ReceivedMessage } from '../payment.ts';
import { currency, Event, Refund, Session, stateOf } from './messages.ts';
import type { StripeSettings } from './settings.ts';
import { isSignedWebhook } from './signature.ts';

/** Anything that is not authentic, fresh, whole and of this mode is refused by the same answer, whatever is wrong with it. */
export function readNotice(settings: StripeSettings, { headers, rawBody, now }: ReceivedMessage): ProviderNotice {
  try {
    if (!isSignedWebhook(settings.webhookSecret, headers['stripe-signature'] ?? '', { body: rawBody, now }))
      throw new Error('not signed by Stripe');
    const event = Event.parse(JSON.parse(rawBody.toString('utf8')));
    // What is tried out in test mode is no money.
    if (event.livemode !== /^(sk|rk)_live_/.test(settings.secretKey)) throw new Error('an event of the other mode');
    return noticeOf(event);
  } catch {
    throw problem('callback_rejected');
  }
}

/** An account may sell in other ways as well: what does not carry our reference is none of ours. */
function noticeOf({ id: noticeId, type, created, data }: ReturnType<typeof Event.parse>): ProviderNotice {
  if (type.startsWith('checkout.session.')) {
    const session = Session.parse(data.object);
    const merchantRef = session.client_reference_id ?? '';
    if (!merchantRef.startsWith('pay_')) return { kind: 'other' };
    if (session.currency !== currency) throw new Error('money of another currency');
    const about = { kind: 'payment', noticeId, merchantRef, providerRef: session.id } as const;
    if (session.payment_status === 'paid')
      return { ...about, state: 'paid', paidFen: session.amount_total, paidAt: new Date(created * 1000) };
    return type === 'checkout.session.async_payment_failed'
      ? { ...about, state: 'failed', paidFen: 0, paidAt: new Date(0) }
      : { kind: 'other' };
  }
  if (type.startsWith('refund.') || type === 'charge.refund.updated') {
    const refund = Refund.parse(data.object);
    const refundRef = refund.metadata['refund_ref'];
    const state = stateOf(refund);
    if (refundRef === undefined || state === 'pending') return { kind: 'other' };
    return { kind: 'refund', noticeId, refundRef, state, refundedFen: refund.amount };
  }
  return { kind: 'other' };
}
