import { z } from 'zod';
import type { App } from '../app.ts';
import { problem } from '../problem.ts';
import { payerScenes, type PaymentPort, type ProviderNotice, type ProviderPayment, type RefundState } from './payment.ts';
import {
  authorizationScheme,
  isFresh,
  isSignedBy,
  merchantId,
  newNonce,
  sandboxKeys,
  signMessage,
  unixSeconds,
  unseal,
} from './sandbox-crypto.ts';

/** Where the provider is reached. It runs inside this installation, so by the internal address when this process has one. */
export interface SandboxAddresses {
  readonly publicUrl: string;
  readonly internalUrl: string;
}

const timeoutMs = 8000;
const Opened = z.object({ prepay_id: z.string(), h5_url: z.string() });
const Transaction = z.object({
  out_trade_no: z.string(),
  transaction_id: z.string().nullish(),
  trade_state: z.enum(['NOTPAY', 'SUCCESS', 'PAYERROR', 'CLOSED']),
  success_time: z.iso.datetime().nullish(),
  amount: z.object({ total: z.int() }),
});
const Refund = z.object({
  out_refund_no: z.string(),
  status: z.enum(['PROCESSING', 'SUCCESS', 'ABNORMAL']),
  amount: z.object({ refund: z.int() }),
});
const Notice = z.object({
  id: z.string().min(1).max(100),
  event_type: z.enum(['TRANSACTION.SUCCESS', 'TRANSACTION.FAIL', 'REFUND.SUCCESS', 'REFUND.ABNORMAL']),
  resource: z.object({ algorithm: z.literal('AEAD_AES_256_GCM'), ciphertext: z.string(), associated_data: z.string(), nonce: z.string() }),
});
const paymentStates = { NOTPAY: 'pending', SUCCESS: 'paid', PAYERROR: 'failed', CLOSED: 'closed' } as const;
const refundStates = { PROCESSING: 'pending', SUCCESS: 'succeeded', ABNORMAL: 'failed' } as const;

/** The merchant's side of the sandbox: signs requests, checks answers and notices, as one does for WeChat Pay v3. */
export function createSandboxPayment(app: Omit<App, 'ports'>, addresses: () => SandboxAddresses): PaymentPort {
  const base = () => {
    const { publicUrl, internalUrl } = addresses();
    return app.config.RUN.includes('web') && internalUrl !== '' ? internalUrl : publicUrl;
  };
  const request = (method: 'GET' | 'POST', path: string, body?: object) =>
    send(app, { method, url: new URL(`/sandbox-pay${path}`, base()), body: body === undefined ? '' : JSON.stringify(body) });
  // The shopper comes back on the origin they left from, and notices need not leave the machine.
  const pathOf = (url: string) => {
    const { pathname, search } = new URL(url);
    return pathname + search;
  };
  const noticeUrl = (url: string) => new URL(pathOf(url), base()).href;
  return {
    name: 'sandbox',
    title: { zh: '沙箱支付', en: 'Sandbox Pay' },
    isSandbox: true,
    scenes: payerScenes,
    noticeAnswer: { code: 'SUCCESS' },
    async open({ merchantRef, amountFen, description, notifyUrl, returnUrl, expiresAt }) {
      const opened = Opened.parse(
        await request('POST', '/v3/pay/transactions/h5', {
          mchid: merchantId,
          out_trade_no: merchantRef,
          description,
          notify_url: noticeUrl(notifyUrl),
          redirect_url: pathOf(returnUrl),
          time_expire: expiresAt.toISOString(),
          amount: { total: amountFen, currency: 'CNY' },
        }),
      );
      return { providerRef: opened.prepay_id, cashier: { kind: 'redirect', url: opened.h5_url } };
    },
    async query({ merchantRef }) {
      const found = await unlessUnknown(
        request('GET', `/v3/pay/transactions/out-trade-no/${encodeURIComponent(merchantRef)}?mchid=${merchantId}`),
      );
      return found === undefined ? undefined : paymentOf(Transaction.parse(found));
    },
    async close({ merchantRef }) {
      try {
        await request('POST', `/v3/pay/transactions/out-trade-no/${encodeURIComponent(merchantRef)}/close`, { mchid: merchantId });
        return { isPaid: false };
      } catch (error) {
        if (error instanceof SandboxRefusal && error.code === 'ORDERPAID') return { isPaid: true };
        throw error;
      }
    },
    async refund({ merchantRef, refundRef, amountFen, totalFen, reason, notifyUrl }) {
      return stateOf(
        await request('POST', '/v3/refund/domestic/refunds', {
          out_trade_no: merchantRef,
          out_refund_no: refundRef,
          reason,
          notify_url: noticeUrl(notifyUrl),
          amount: { refund: amountFen, total: totalFen, currency: 'CNY' },
        }),
      );
    },
    async queryRefund({ refundRef }) {
      const found = await unlessUnknown(request('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(refundRef)}`));
      return found === undefined ? undefined : stateOf(found);
    },
    readNotice: (notice) => readNotice(app, notice),
  };
}

function stateOf(answer: unknown): { state: RefundState } {
  return { state: refundStates[Refund.parse(answer).status] };
}

function paymentOf(found: z.infer<typeof Transaction>): ProviderPayment {
  const isPaid = found.trade_state === 'SUCCESS';
  return {
    state: paymentStates[found.trade_state],
    providerRef: found.transaction_id ?? '',
    paidFen: isPaid ? found.amount.total : 0,
    paidAt: isPaid && typeof found.success_time === 'string' ? new Date(found.success_time) : null,
  };
}

/** The provider answered, and said no. */
export class SandboxRefusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(`sandbox provider: ${code} ${message}`);
    this.name = 'SandboxRefusal';
    this.code = code;
    this.status = status;
  }
}

async function unlessUnknown(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SandboxRefusal && error.status === 404) return undefined;
    throw error;
  }
}

async function send(app: Omit<App, 'ports'>, { method, url, body }: { method: 'GET' | 'POST'; url: URL; body: string }): Promise<unknown> {
  const keys = await sandboxKeys(app.database);
  const [timestamp, nonce] = [unixSeconds(app.clock.now()), newNonce()];
  const signature = await signMessage(keys.merchant, [method, url.pathname + url.search, timestamp, nonce, body]);
  const response = await fetch(url, {
    method,
    redirect: 'error',
    headers: {
      accept: 'application/json',
      ...(body !== '' && { 'content-type': 'application/json' }),
      authorization: `${authorizationScheme} mchid="${merchantId}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${keys.merchant.serial}"`,
    },
    ...(body !== '' && { body }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  // An answer somebody else wrote is worth less than none.
  if (!isAuthentic(app.clock.now(), { keys, text, header: (name) => response.headers.get(name) ?? '' }))
    throw new Error('the sandbox provider’s answer is not signed by it');
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  if (!response.ok) {
    const { code = '', message = '' } = parsed as { code?: string; message?: string };
    throw new SandboxRefusal(response.status, code, message);
  }
  return parsed;
}

interface SignedText {
  readonly keys: Awaited<ReturnType<typeof sandboxKeys>>;
  readonly text: string;
  readonly header: (name: string) => string;
}

function isAuthentic(now: Date, { keys, text, header }: SignedText): boolean {
  const [timestamp, nonce, serial, signature] = ['timestamp', 'nonce', 'serial', 'signature'].map((name) =>
    header(`sandbox-pay-${name}`),
  ) as [string, string, string, string];
  return serial === keys.provider.serial && isFresh(timestamp, now) && isSignedBy(keys.provider, [timestamp, nonce, text], signature);
}

async function readNotice(
  app: Omit<App, 'ports'>,
  { headers, rawBody, now }: Parameters<PaymentPort['readNotice']>[0],
): Promise<ProviderNotice> {
  const keys = await sandboxKeys(app.database);
  const text = rawBody.toString('utf8');
  if (!isAuthentic(now, { keys, text, header: (name) => headers[name] ?? '' })) throw problem('callback_rejected');
  try {
    return noticeOf(Notice.parse(JSON.parse(text)), keys.noticeKey);
  } catch {
    // Signed and yet unreadable: the sender and we disagree about the format, and nothing may happen.
    throw problem('callback_rejected');
  }
}

function noticeOf({ id, event_type: type, resource }: z.infer<typeof Notice>, noticeKey: string): ProviderNotice {
  const content = unseal(noticeKey, resource);
  if (type === 'REFUND.SUCCESS' || type === 'REFUND.ABNORMAL') {
    const refund = Refund.parse(content);
    return {
      kind: 'refund',
      noticeId: id,
      refundRef: refund.out_refund_no,
      state: type === 'REFUND.SUCCESS' ? 'succeeded' : 'failed',
      refundedFen: refund.amount.refund,
    };
  }
  const { state, providerRef, paidFen, paidAt } = paymentOf(Transaction.parse(content));
  const { out_trade_no: merchantRef } = Transaction.parse(content);
  if (type === 'TRANSACTION.SUCCESS') {
    if (state !== 'paid' || paidAt === null) throw new Error('a success notice is about a paid transaction');
    return { kind: 'payment', noticeId: id, merchantRef, providerRef, state: 'paid', paidFen, paidAt };
  }
  return { kind: 'payment', noticeId: id, merchantRef, providerRef, state: 'failed', paidFen: 0, paidAt: new Date(0) };
}
