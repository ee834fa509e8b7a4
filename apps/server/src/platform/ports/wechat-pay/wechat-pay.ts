import type { Clock } from '../../clock.ts';
import { ProviderRefusal } from '../call-provider.ts';
import type { PayerScene, PaymentPort, RefundState } from '../payment.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { paymentOf, Refund, refundStates, Transaction } from './messages.ts';
import { openPayment } from './open-payment.ts';
import { signInUrl } from './payers.ts';
import { readBill } from './read-bill.ts';
import { readNotice, refuseForeign } from './read-notice.ts';
import type { WechatPaySettings } from './settings.ts';

/** These end a refund for good; after any other refusal the same refund is asked for again. */
const finalRefusals = new Set(['INVALID_REQUEST', 'PARAM_ERROR', 'RULE_LIMIT', 'USER_ACCOUNT_ABNORMAL', 'TRADE_OVERDUE']);
/** A 404 in other words comes from somewhere on the way. */
const unknownCodes = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS', 'NOT_FOUND']);
const reasonMax = 80;

/** WeChat Pay, API v3, for a merchant of their own. */
export function createWechatPay(settings: WechatPaySettings, clock: Clock): PaymentPort {
  const exchange = createExchange(settings, clock);
  const { merchantId } = settings;
  const pathOf = (merchantRef: string) => `/v3/pay/transactions/out-trade-no/${encodeURIComponent(merchantRef)}`;
  return {
    name: 'wechat',
    title: { zh: '微信支付', en: 'WeChat Pay' },
    isSandbox: settings.isSandbox,
    scenes: scenesOf(settings),
    noticeAnswer: { code: 'SUCCESS' },
    // The number of the transaction is known when somebody pays.
    open: async (input) => ({ providerRef: null, cashier: await openPayment(exchange, clock, input) }),
    async query({ merchantRef }) {
      const found = await unlessUnknown(exchange.send('GET', `${pathOf(merchantRef)}?mchid=${merchantId}`));
      if (found === undefined) return undefined;
      const transaction = Transaction.parse(found);
      refuseForeign(settings, transaction);
      return paymentOf(transaction);
    },
    async close({ merchantRef }) {
      try {
        await exchange.send('POST', `${pathOf(merchantRef)}/close`, { mchid: merchantId });
        return { isPaid: false };
      } catch (error) {
        if (!(error instanceof ProviderRefusal)) throw error;
        if (error.code === 'ORDERPAID') return { isPaid: true };
        if (error.code === 'ORDER_CLOSED' || error.code === 'ORDERCLOSED') return { isPaid: false };
        throw error;
      }
    },
    refund: (input) => startRefund(exchange, input),
    queryRefund: ({ refundRef }) => queryRefund(exchange, refundRef),
    readNotice: (notice) => readNotice(exchange, notice),
    payerSignInUrl: ({ scene, returnUrl }) => signInUrl(settings, scene, returnUrl),
    readBill: (day) => readBill(exchange, day),
  };
}

function scenesOf({ appSecret, miniProgram }: WechatPaySettings): PayerScene[] {
  return [
    'desktop',
    'phone',
    ...(appSecret === undefined ? [] : (['wechat'] as const)),
    ...(miniProgram === undefined ? [] : (['mini-program'] as const)),
  ];
}

async function startRefund(exchange: Exchange, input: Parameters<PaymentPort['refund']>[0]): Promise<{ state: RefundState }> {
  try {
    const started = await exchange.send('POST', '/v3/refund/domestic/refunds', {
      out_trade_no: input.merchantRef,
      out_refund_no: input.refundRef,
      reason: Array.from(input.reason).slice(0, reasonMax).join(''),
      notify_url: input.notifyUrl,
      amount: { refund: input.amountFen, total: input.totalFen, currency: 'CNY' },
    });
    return { state: refundStates[Refund.parse(started).status] };
  } catch (error) {
    if (!(error instanceof ProviderRefusal) || !finalRefusals.has(error.code)) throw error;
    // Refused for good, unless an earlier request with this number was taken and its answer lost.
    return (await queryRefund(exchange, input.refundRef)) ?? { state: 'failed' };
  }
}

async function queryRefund(exchange: Exchange, refundRef: string): Promise<{ state: RefundState } | undefined> {
  const found = await unlessUnknown(exchange.send('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(refundRef)}`));
  return found === undefined ? undefined : { state: refundStates[Refund.parse(found).status] };
}

async function unlessUnknown(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProviderRefusal && unknownCodes.has(error.code)) return undefined;
    throw error;
  }
}
