import type { PaymentView } from '@tuanzi/contract/payments';
import type { z } from 'zod';
import type { PaymentRow } from './store.ts';

export function presentPayment(payment: PaymentRow): z.infer<typeof PaymentView> {
  const { id, orderId, amountFen, createdAt, succeededAt } = payment;
  return {
    id,
    orderId,
    amountFen,
    state: stateOf(payment),
    cashierUrl: payment.state === 'pending' ? payment.cashierUrl : null,
    createdAt: createdAt.toISOString(),
    succeededAt: succeededAt?.toISOString() ?? null,
  };
}

function stateOf({ state, paidFen, refundedFen }: PaymentRow): z.infer<typeof PaymentView>['state'] {
  if (state === 'succeeded') return refundedFen === paidFen ? 'refunded' : 'succeeded';
  return state === 'closed' ? 'failed' : state;
}
