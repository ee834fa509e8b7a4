import type { Clock } from '../../clock.ts';
import { ProviderRefusal } from '../call-provider.ts';
import { chineseClock } from '../chinese-time.ts';
import type { OpenPayment, PaymentPort, ProviderPayment, RefundState } from '../payment.ts';
import { yuanOf } from '../yuan.ts';
import { callAlipay, signedParams, type AlipayCall } from './exchange.ts';
import { paymentOf, RefundFound, Refunded, Trade } from './messages.ts';
import { readBill } from './read-bill.ts';
import { readNotice } from './read-notice.ts';
import type { AlipaySettings } from './settings.ts';

/** After these the same refund is asked for again; every other refusal ends it. */
const passingRefusals = new Set([
  'ACQ.SYSTEM_ERROR',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH',
  'ACQ.REFUND_ACCOUNT_BALANCE_NOT_ENOUGH',
  'ACQ.MUTIPLE_REQUEST_CONFLICT',
]);
const subjectMax = 256;
/** A page that is over in less would not even load. */
const shortestMs = 70_000;

/** Alipay: its page at a computer and on a phone, for a merchant of their own, in public-key mode. */
export function createAlipay(settings: AlipaySettings, clock: Clock): PaymentPort {
  const ask = (method: string, content: object, notifyUrl?: string): Promise<unknown> =>
    callAlipay(settings, clock, { method, content, ...(notifyUrl !== undefined && { notifyUrl }) });
  const query = async (merchantRef: string): Promise<ProviderPayment | undefined> => {
    const found = await unlessUnknown(ask('alipay.trade.query', { out_trade_no: merchantRef }));
    return found === undefined ? undefined : paymentOf(Trade.parse(found));
  };
  return {
    name: 'alipay',
    title: { zh: '支付宝', en: 'Alipay' },
    isSandbox: settings.isSandbox,
    scenes: ['desktop', 'phone'],
    noticeAnswer: 'success',
    // The trade begins when the payer opens the page; until then Alipay knows nothing of it.
    open: async (input) => ({ providerRef: null, cashier: { kind: 'redirect', url: await pageOf(settings, clock, input) } }),
    query: ({ merchantRef }) => query(merchantRef),
    async close({ merchantRef }) {
      try {
        await ask('alipay.trade.close', { out_trade_no: merchantRef });
        return { isPaid: false };
      } catch (error) {
        if (!(error instanceof ProviderRefusal)) throw error;
        if (error.code === 'ACQ.TRADE_NOT_EXIST') return { isPaid: false };
        // The same words for what is paid and for what is closed already.
        if (error.code === 'ACQ.TRADE_STATUS_ERROR') return { isPaid: (await query(merchantRef))?.state === 'paid' };
        throw error;
      }
    },
    refund: (input) => startRefund(ask, input),
    queryRefund: ({ merchantRef, refundRef }) => queryRefund(ask, { merchantRef, refundRef }),
    readNotice: (notice) => Promise.resolve().then(() => readNotice(settings, notice)),
    readBill: (day) => readBill(settings, clock, day),
  };
}

type Ask = (method: string, content: object) => Promise<unknown>;

async function pageOf(settings: AlipaySettings, clock: Clock, input: OpenPayment): Promise<string> {
  const isPhone = input.scene !== 'desktop';
  const now = clock.now();
  const call: AlipayCall = {
    method: isPhone ? 'alipay.trade.wap.pay' : 'alipay.trade.page.pay',
    notifyUrl: input.notifyUrl,
    returnUrl: input.returnUrl,
    content: {
      out_trade_no: input.merchantRef,
      total_amount: yuanOf(input.amountFen),
      // Characters Alipay refuses in a subject.
      subject: Array.from(input.description.replaceAll(/[/=&]/g, ' ')).slice(0, subjectMax).join(''),
      product_code: isPhone ? 'QUICK_WAP_WAY' : 'FAST_INSTANT_TRADE_PAY',
      time_expire: chineseClock(new Date(Math.max(input.expiresAt.getTime(), now.getTime() + shortestMs))),
      ...(isPhone && { quit_url: input.returnUrl }),
    },
  };
  return `${settings.pageUrl()}?${new URLSearchParams(await signedParams(settings, call, now))}`;
}

async function startRefund(
  ask: Ask,
  { merchantRef, refundRef, amountFen, totalFen, reason }: Parameters<PaymentPort['refund']>[0],
): Promise<{ state: RefundState }> {
  // Without a number Alipay takes every repeat for another refund.
  if (refundRef === '') throw new Error('Alipay: a refund needs a number of its own');
  if (amountFen > totalFen) return { state: 'failed' };
  const content = {
    out_trade_no: merchantRef,
    refund_amount: yuanOf(amountFen),
    out_request_no: refundRef,
    refund_reason: reason.slice(0, 256),
  };
  try {
    const { fund_change: change } = Refunded.parse(await ask('alipay.trade.refund', content));
    if (change === 'Y') return { state: 'succeeded' };
    // A repeat, or money that is still under way.
    return (await queryRefund(ask, { merchantRef, refundRef })) ?? { state: 'pending' };
  } catch (error) {
    if (!(error instanceof ProviderRefusal) || !error.code.startsWith('ACQ.') || passingRefusals.has(error.code)) throw error;
    // Refused for good, unless an earlier request with this number was taken and its answer lost.
    return (await queryRefund(ask, { merchantRef, refundRef })) ?? { state: 'failed' };
  }
}

async function queryRefund(
  ask: Ask,
  { merchantRef, refundRef }: { merchantRef: string; refundRef: string },
): Promise<{ state: RefundState } | undefined> {
  const found = await unlessUnknown(ask('alipay.trade.fastpay.refund.query', { out_trade_no: merchantRef, out_request_no: refundRef }));
  const { out_request_no: number, refund_status: status } = RefundFound.parse(found ?? {});
  if (number !== refundRef || status === undefined) return undefined;
  return { state: status === 'REFUND_SUCCESS' ? 'succeeded' : 'pending' };
}

async function unlessUnknown(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProviderRefusal && error.code === 'ACQ.TRADE_NOT_EXIST') return undefined;
    throw error;
  }
}
