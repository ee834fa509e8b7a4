import type { App } from '#platform/app';
import type { GatewayRefund, Trade } from '../store.ts';

export const root = '/sandbox-gateways/stripe';
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** What of a session the store has no column for. */
export interface SessionDetails {
  readonly reference: string | null;
  readonly cancelUrl: string;
  readonly metadata: Readonly<Record<string, string>>;
}
export const intentIdOf = (sessionId: string) => sessionId.replace(/^cs_test_/, 'pi_');
export const sessionIdOf = (intentId: string) => intentId.replace(/^pi_/, 'cs_test_');

export function sessionOf(app: Pick<App, 'publicUrl' | 'clock'>, trade: Trade, isExpanded = false): object {
  // Written when the session was opened.
  const details = JSON.parse(trade.details) as SessionDetails;
  const isPaid = trade.paidAt !== null;
  const isExpired = trade.state === 'closed' || (!isPaid && trade.expiresAt <= app.clock.now());
  return {
    id: trade.tradeNo,
    object: 'checkout.session',
    amount_subtotal: trade.amountFen,
    amount_total: trade.amountFen,
    cancel_url: details.cancelUrl,
    client_reference_id: details.reference,
    created: seconds(trade.createdAt),
    currency: 'cny',
    expires_at: seconds(trade.expiresAt),
    livemode: false,
    metadata: details.metadata,
    mode: 'payment',
    payment_intent: isPaid ? (isExpanded ? intentOf(trade) : intentIdOf(trade.tradeNo)) : null,
    payment_status: isPaid ? 'paid' : 'unpaid',
    status: isPaid ? 'complete' : isExpired ? 'expired' : 'open',
    success_url: trade.returnUrl,
    url: isPaid || isExpired ? null : `${app.publicUrl()}${root}/cashier?trade_no=${trade.tradeNo}`,
  };
}

function intentOf(trade: Trade): object {
  const created = seconds(trade.paidAt ?? trade.createdAt);
  return {
    id: intentIdOf(trade.tradeNo),
    object: 'payment_intent',
    amount: trade.amountFen,
    currency: 'cny',
    status: 'succeeded',
    latest_charge: {
      id: intentIdOf(trade.tradeNo).replace('pi_', 'ch_'),
      object: 'charge',
      created,
      paid: true,
      amount_refunded: trade.refundedFen,
    },
  };
}

const refundStates = { processing: 'pending', succeeded: 'succeeded', failed: 'failed' } as const;

export function refundOf(refund: GatewayRefund): object {
  return {
    id: refund.refundId,
    object: 'refund',
    amount: refund.amountFen,
    created: seconds(refund.createdAt),
    currency: 'cny',
    // Written when the refund was asked for.
    metadata: JSON.parse(refund.details) as Record<string, string>,
    payment_intent: intentIdOf(refund.outTradeNo),
    reason: refund.reason,
    status: refundStates[refund.state],
  };
}
