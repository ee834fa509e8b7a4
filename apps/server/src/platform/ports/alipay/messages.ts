import { z } from 'zod';
import { readChineseClock } from '../chinese-time.ts';
import type { ProviderPayment } from '../payment.ts';
import { fenOfYuan } from '../yuan.ts';

const TradeStatus = z.enum(['WAIT_BUYER_PAY', 'TRADE_CLOSED', 'TRADE_SUCCESS', 'TRADE_FINISHED']);
const states = { WAIT_BUYER_PAY: 'pending', TRADE_CLOSED: 'closed', TRADE_SUCCESS: 'paid', TRADE_FINISHED: 'paid' } as const;

export const Trade = z.object({
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: TradeStatus,
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
});
export const Refunded = z.object({ out_trade_no: z.string(), fund_change: z.enum(['Y', 'N']), refund_fee: z.string() });
/** Without refund_status the refund is not known; Alipay answers well all the same. */
export const RefundFound = z.object({ out_request_no: z.string().optional(), refund_status: z.string().optional() });
export const BillLink = z.object({ bill_download_url: z.url() });
export const Notice = z.object({
  notify_id: z.string().min(1).max(128),
  app_id: z.string(),
  seller_id: z.string().optional(),
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: TradeStatus,
  total_amount: z.string(),
  gmt_payment: z.string().optional(),
  gmt_refund: z.string().optional(),
});

/** A trade that is closed after all of it was refunded was paid; Alipay tells the two apart only by the time of payment. */
export function paymentOf({
  trade_no: providerRef,
  trade_status: status,
  total_amount: total,
  send_pay_date: at,
}: z.infer<typeof Trade>): ProviderPayment {
  const paidAt = at === undefined ? undefined : readChineseClock(at);
  const state = status === 'TRADE_CLOSED' && paidAt !== undefined ? 'paid' : states[status];
  if (state !== 'paid') return { state, providerRef, paidFen: 0, paidAt: null };
  if (paidAt === undefined) throw new Error('Alipay: a paid trade has a time of payment');
  return { state, providerRef, paidFen: fenOfYuan(total), paidAt };
}
