import { problem } from '../../problem.ts';
import { readChineseClock } from '../chinese-time.ts';
import type { ProviderNotice, ReceivedMessage } from '../payment.ts';
import { fenOfYuan } from '../yuan.ts';
import { Notice } from './messages.ts';
import type { AlipaySettings } from './settings.ts';
import { contentOf, isSignedRsa2 } from './signature.ts';

/** Anything that is not authentic, whole and about this app and merchant is refused by the same answer, whatever is wrong with it. */
export function readNotice(settings: AlipaySettings, { rawBody }: ReceivedMessage): ProviderNotice {
  try {
    const pairs = [...new URLSearchParams(rawBody.toString('utf8'))];
    const params = Object.fromEntries(pairs);
    // One name twice would let what is signed differ from what is read.
    if (pairs.length !== Object.keys(params).length) throw new Error('a name twice');
    if (params['sign_type'] !== 'RSA2') throw new Error('signed in another way');
    if (!isSignedRsa2(settings.publicKey, contentOf(params, ['sign', 'sign_type']), params['sign'] ?? ''))
      throw new Error('not signed by Alipay');
    return noticeOf(settings, Notice.parse(params));
  } catch {
    throw problem('callback_rejected');
  }
}

/** Notices have no age: Alipay repeats them for a day with the same signature, and each counts once by its id. */
function noticeOf(settings: AlipaySettings, notice: ReturnType<typeof Notice.parse>): ProviderNotice {
  if (notice.app_id !== settings.appId) throw new Error('a notice of another app');
  if (settings.sellerId !== undefined && notice.seller_id !== settings.sellerId) throw new Error('a notice of another merchant');
  const isPaid = notice.trade_status === 'TRADE_SUCCESS' || notice.trade_status === 'TRADE_FINISHED';
  // A refund is told of as a change of its trade; its end was known when it was asked for.
  if (!isPaid || notice.gmt_refund !== undefined) return { kind: 'other' };
  const paidAt = notice.gmt_payment === undefined ? undefined : readChineseClock(notice.gmt_payment);
  if (paidAt === undefined) throw new Error('a paid trade has a time of payment');
  const [merchantRef, providerRef] = [notice.out_trade_no, notice.trade_no];
  return {
    kind: 'payment',
    noticeId: notice.notify_id,
    merchantRef,
    providerRef,
    state: 'paid',
    paidFen: fenOfYuan(notice.total_amount),
    paidAt,
  };
}
