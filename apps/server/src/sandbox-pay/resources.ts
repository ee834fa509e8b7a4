import { merchantId } from '../platform/ports/sandbox-crypto.ts';
import type { Payment, Refund } from './store.ts';

/** A payment as answers and notices tell it. */
export function transactionResource(payment: Payment): object {
  return {
    mchid: merchantId,
    out_trade_no: payment.outTradeNo,
    transaction_id: payment.transactionId,
    trade_type: 'MWEB',
    trade_state: payment.tradeState,
    success_time: payment.successAt?.toISOString() ?? null,
    amount: { total: payment.amountFen, currency: 'CNY' },
  };
}

export function refundResource(refund: Refund): object {
  return {
    mchid: merchantId,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    out_trade_no: refund.outTradeNo,
    status: refund.status,
    amount: { refund: refund.amountFen, currency: 'CNY' },
  };
}
