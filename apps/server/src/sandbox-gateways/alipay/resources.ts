import type { GatewayCredentials } from '../credentials.ts';
import type { Trade } from '../store.ts';

export const yuan = {
  of: (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`,
  /** 2026-11-22 20:15:00 in China. */
  clock: (at: Date) => new Date(at.getTime() + 28_800_000).toISOString().slice(0, 19).replace('T', ' '),
};
const finishedAfterMs = 365 * 86_400_000;

function statusOf(trade: Trade, now: Date): string {
  if (trade.state === 'closed' || (trade.state === 'paid' && trade.refundedFen === trade.amountFen)) return 'TRADE_CLOSED';
  if (trade.paidAt !== null) return now.getTime() - trade.paidAt.getTime() > finishedAfterMs ? 'TRADE_FINISHED' : 'TRADE_SUCCESS';
  return trade.expiresAt <= now ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY';
}

export function queryOf(trade: Trade, now: Date): object {
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: 'san***@sandbox',
    trade_status: statusOf(trade, now),
    total_amount: yuan.of(trade.amountFen),
    buyer_user_id: '2088000000000000',
    ...(trade.paidAt !== null && { send_pay_date: yuan.clock(trade.paidAt), receipt_amount: yuan.of(trade.amountFen) }),
  };
}

/** A trade as a notice tells it: a form of texts. */
export function noticeOf(alipay: GatewayCredentials['alipay'], trade: Trade, now: Date): Record<string, string> {
  return {
    notify_type: 'trade_status_sync',
    charset: 'utf-8',
    version: '1.0',
    app_id: alipay.appId,
    auth_app_id: alipay.appId,
    seller_id: alipay.sellerId,
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    trade_status: statusOf(trade, now),
    subject: trade.description,
    total_amount: yuan.of(trade.amountFen),
    receipt_amount: yuan.of(trade.amountFen),
    buyer_pay_amount: yuan.of(trade.amountFen),
    buyer_id: '2088000000000000',
    gmt_create: yuan.clock(trade.createdAt),
    ...(trade.paidAt !== null && { gmt_payment: yuan.clock(trade.paidAt) }),
  };
}
