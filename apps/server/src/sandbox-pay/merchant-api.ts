import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '#platform/app';
import { newId } from '#platform/ids';
import {
  authorizationScheme,
  isFresh,
  isSignedBy,
  merchantId,
  newNonce,
  sandboxKeys,
  signatureAgeMaxMs,
  signMessage,
  unixSeconds,
} from '../platform/ports/sandbox-crypto.ts';
import { refundResource, transactionResource } from './resources.ts';
import { changePayment, findPayment, findRefund, insertPayment, insertRefund, useNonce, type Payment } from './store.ts';

/** How long a refund takes here. */
const refundMs = 3000;
const OpenBody = z.object({
  mchid: z.literal(merchantId),
  out_trade_no: z.string().regex(/^[\w-]{6,64}$/),
  description: z.string().min(1).max(400),
  notify_url: z.url().max(500),
  redirect_url: z
    .string()
    .max(600)
    .regex(/^\/(?!\/)/),
  time_expire: z.iso.datetime(),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY') }),
});
const RefundBody = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string().regex(/^[\w-]{6,64}$/),
  reason: z.string().max(400),
  notify_url: z.url().max(500),
  amount: z.object({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
});

/** Thrown to refuse a merchant's request. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What merchants call. Every request is signed by the merchant, every answer by the provider. */
export function merchantApi(app: App, http: FastifyInstance): void {
  const { db } = app.database;
  const route = (
    method: 'GET' | 'POST',
    path: string,
    handle: (request: FastifyRequest, params: Record<string, string>) => Promise<object>,
  ) => {
    http.route({ method, url: `/sandbox-pay/v3${path}`, handler: (request, reply) => answer(app, { request, reply, handle }) });
  };
  const known = async (outTradeNo: string | undefined): Promise<Payment> => {
    const payment = await findPayment(db, { outTradeNo: outTradeNo ?? '' });
    if (payment === undefined) throw new Refusal(404, 'ORDER_NOT_EXIST', 'there is no such order');
    return payment;
  };

  route('POST', '/pay/transactions/h5', async (request) => {
    const body = read(OpenBody, request);
    const now = app.clock.now();
    const kept = await insertPayment(db, {
      prepayId: newId('ppy', now.getTime()),
      outTradeNo: body.out_trade_no,
      amountFen: body.amount.total,
      description: body.description,
      notifyUrl: body.notify_url,
      redirectUrl: body.redirect_url,
      createdAt: now,
      expiresAt: new Date(body.time_expire),
    });
    const payment = kept ?? (await known(body.out_trade_no));
    if (payment.amountFen !== body.amount.total)
      throw new Refusal(400, 'OUT_TRADE_NO_USED', 'this order number was used for another amount');
    if (payment.tradeState === 'SUCCESS') throw new Refusal(400, 'ORDERPAID', 'this order is paid');
    if (payment.tradeState === 'CLOSED') throw new Refusal(400, 'ORDER_CLOSED', 'this order is closed');
    return { prepay_id: payment.prepayId, h5_url: `/sandbox-pay/cashier/${payment.prepayId}` };
  });
  route('GET', '/pay/transactions/out-trade-no/:no', async (_request, { no }) => transactionResource(await known(no)));
  route('POST', '/pay/transactions/out-trade-no/:no/close', async (_request, { no }) => {
    const payment = await known(no);
    await changePayment(db, { prepayId: payment.prepayId, to: 'CLOSED', transactionId: null, at: null });
    if ((await known(no)).tradeState === 'SUCCESS') throw new Refusal(400, 'ORDERPAID', 'this order is paid');
    return {};
  });
  route('POST', '/refund/domestic/refunds', async (request) => {
    const body = read(RefundBody, request);
    const payment = await known(body.out_trade_no);
    const now = app.clock.now();
    await insertRefund(db, {
      refundId: newId('srf', now.getTime()),
      outRefundNo: body.out_refund_no,
      outTradeNo: payment.outTradeNo,
      amountFen: body.amount.refund,
      reason: body.reason,
      notifyUrl: body.notify_url,
      endsAt: new Date(now.getTime() + refundMs),
    });
    const refund = await findRefund(db, body.out_refund_no);
    if (refund === undefined) throw new Refusal(403, 'NOT_ENOUGH', 'this order is not paid, or has not so much left to refund');
    if (refund.amountFen !== body.amount.refund || refund.outTradeNo !== body.out_trade_no)
      throw new Refusal(400, 'INVALID_REQUEST', 'this refund number was used for another refund');
    return refundResource(refund);
  });
  route('GET', '/refund/domestic/refunds/:no', async (_request, { no }) => {
    const refund = await findRefund(db, no ?? '');
    if (refund === undefined) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', 'there is no such refund');
    return refundResource(refund);
  });
}

function read<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success)
    throw new Refusal(400, 'PARAM_ERROR', parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  return parsed.data;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly handle: (request: FastifyRequest, params: Record<string, string>) => Promise<object>;
}

async function answer(app: App, { request, reply, handle }: Exchange): Promise<FastifyReply> {
  let status = 200;
  let body: object;
  try {
    await authenticate(app, request);
    body = await handle(request, request.params as Record<string, string>);
  } catch (error) {
    // Anything but a refusal is this provider's own fault and is answered by the server's usual handler.
    if (!(error instanceof Refusal)) throw error;
    status = error.status;
    body = { code: error.code, message: error.message };
  }
  const text = JSON.stringify(body);
  const keys = await sandboxKeys(app.database);
  const [timestamp, nonce] = [unixSeconds(app.clock.now()), newNonce()];
  const signature = await signMessage(keys.provider, [timestamp, nonce, text]);
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .headers({
      'sandbox-pay-timestamp': timestamp,
      'sandbox-pay-nonce': nonce,
      'sandbox-pay-serial': keys.provider.serial,
      'sandbox-pay-signature': signature,
    })
    .serializer((payload: unknown) => String(payload))
    .send(text);
}

async function authenticate(app: App, request: FastifyRequest): Promise<void> {
  const refuse = () => new Refusal(401, 'SIGN_ERROR', 'the signature is not right');
  const [scheme = '', rest = ''] = (request.headers.authorization ?? '').split(/ (.*)/s);
  if (scheme !== authorizationScheme) throw refuse();
  const part = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(rest)?.[1] ?? '';
  const [timestamp, nonce, signature] = [part('timestamp'), part('nonce_str'), part('signature')];
  const { merchant } = await sandboxKeys(app.database);
  const now = app.clock.now();
  if (part('mchid') !== merchantId || part('serial_no') !== merchant.serial || !isFresh(timestamp, now)) throw refuse();
  if (!isSignedBy(merchant, [request.method, request.url, timestamp, nonce, request.rawBody?.toString('utf8') ?? ''], signature))
    throw refuse();
  if (!(await useNonce(app.database.db, nonce, { now, ageMaxMs: signatureAgeMaxMs }))) throw refuse();
}
