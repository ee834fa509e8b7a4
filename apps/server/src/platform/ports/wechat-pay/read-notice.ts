import { problem } from '../../problem.ts';
import type { ProviderNotice, ReceivedMessage } from '../payment.ts';
import type { Exchange } from './exchange.ts';
import { Notice, paymentOf, RefundNotice, refundStates, Transaction } from './messages.ts';
import { unseal } from './signature.ts';
import type { WechatPaySettings } from './settings.ts';

/** Anything that is not authentic, fresh, whole and about this merchant is refused by the same answer, whatever is wrong with it. */
export async function readNotice(exchange: Exchange, { headers, rawBody, now }: ReceivedMessage): Promise<ProviderNotice> {
  try {
    const text = rawBody.toString('utf8');
    if (!(await exchange.isAuthentic({ text, now, header: (name) => headers[name] ?? '' }))) throw problem('callback_rejected');
    return noticeOf(Notice.parse(JSON.parse(text)), exchange.settings);
  } catch {
    throw problem('callback_rejected');
  }
}

function noticeOf({ id, event_type: type, resource }: Notice, settings: WechatPaySettings): ProviderNotice {
  if (!type.startsWith('TRANSACTION.') && !type.startsWith('REFUND.')) return { kind: 'other' };
  const content: unknown = JSON.parse(unseal(settings.apiKey, resource));
  if (type.startsWith('REFUND.')) {
    const refund = RefundNotice.parse(content);
    if (refund.mchid !== settings.merchantId) throw new Error('a refund of another merchant');
    const state = refundStates[refund.refund_status];
    if (state === 'pending') return { kind: 'other' };
    return { kind: 'refund', noticeId: id, refundRef: refund.out_refund_no, state, refundedFen: refund.amount.refund };
  }
  const transaction = Transaction.parse(content);
  refuseForeign(settings, transaction);
  const { state, providerRef, paidFen, paidAt } = paymentOf(transaction);
  // Only success is announced; whatever else is said is found by asking.
  if (state !== 'paid' || paidAt === null) return { kind: 'other' };
  return { kind: 'payment', noticeId: id, merchantRef: transaction.out_trade_no, providerRef, state, paidFen, paidAt };
}

/** A transaction of another merchant, or of another app of this one, says nothing of our payments. */
export function refuseForeign(settings: WechatPaySettings, { appid, mchid }: Transaction): void {
  if (mchid !== settings.merchantId || (appid !== settings.appId && appid !== settings.miniProgram?.appId))
    throw new Error('WeChat Pay: a transaction of another merchant or app');
}
