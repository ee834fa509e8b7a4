import type { GatewayCredentials } from '../credentials.ts';
import type { GatewayRefund, Trade } from '../store.ts';

const states = { open: 'NOTPAY', failed: 'PAYERROR', paid: 'SUCCESS', closed: 'CLOSED' } as const;
const words = { open: '订单未支付', failed: '支付失败', paid: '支付成功', closed: '订单已关闭' } as const;
const refundStates = { processing: 'PROCESSING', succeeded: 'SUCCESS', failed: 'CLOSED' } as const;

/** 2026-11-22T20:15:00+08:00 */
export function chinaTime(at: Date): string {
  return `${new Date(at.getTime() + 28_800_000).toISOString().slice(0, 19)}+08:00`;
}

/** A payment as answers and notices tell it. */
export function transactionOf(wechat: GatewayCredentials['wechat'], trade: Trade): object {
  const state = trade.state === 'paid' && trade.refundedFen > 0 ? 'REFUND' : states[trade.state];
  return {
    appid: trade.appId,
    mchid: wechat.merchantId,
    out_trade_no: trade.outTradeNo,
    trade_state: state,
    trade_state_desc: words[trade.state],
    attach: '',
    amount: {
      total: trade.amountFen,
      currency: 'CNY',
      ...(trade.paidAt !== null && { payer_total: trade.amountFen, payer_currency: 'CNY' }),
    },
    ...(trade.paidAt !== null && {
      transaction_id: trade.tradeNo,
      trade_type: trade.tradeType,
      bank_type: 'OTHERS',
      success_time: chinaTime(trade.paidAt),
      payer: { openid: trade.payer ?? 'o_sandbox_payer' },
    }),
  };
}

export function refundOf(refund: GatewayRefund, trade: Trade): object {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.refundNo,
    transaction_id: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: chinaTime(refund.createdAt),
    ...(refund.state === 'succeeded' && { success_time: chinaTime(refund.endsAt) }),
    status: refundStates[refund.state],
    funds_account: 'AVAILABLE',
    amount: {
      total: trade.amountFen,
      refund: refund.amountFen,
      payer_total: trade.amountFen,
      payer_refund: refund.amountFen,
      settlement_refund: refund.amountFen,
      settlement_total: trade.amountFen,
      discount_refund: 0,
      currency: 'CNY',
    },
  };
}

/** What a notice about a refund holds: other fields than an answer, and another name for its state. */
export function refundNoticeOf(wechat: GatewayCredentials['wechat'], refund: GatewayRefund, trade: Trade): object {
  return {
    mchid: wechat.merchantId,
    out_trade_no: trade.outTradeNo,
    transaction_id: trade.tradeNo,
    out_refund_no: refund.refundNo,
    refund_id: refund.refundId,
    refund_status: refundStates[refund.state],
    ...(refund.state === 'succeeded' && { success_time: chinaTime(refund.endsAt) }),
    user_received_account: '支付用户零钱',
    amount: { total: trade.amountFen, refund: refund.amountFen, payer_total: trade.amountFen, payer_refund: refund.amountFen },
  };
}
