import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Fen, Id, Instant } from './shapes.ts';

export const PaymentView = z
  .object({
    id: Id,
    orderId: Id,
    state: z.enum(['pending', 'succeeded', 'failed', 'refunded']),
    amountFen: Fen,
    cashierUrl: z.string().nullable(),
    createdAt: Instant,
    succeededAt: Instant.nullable(),
  })
  .meta({ id: 'PaymentView' });
export const payments = defineApi({
  'GET /api/payment-methods': {
    summary: 'Ways to pay here',
    access: 'public',
    reply: z.object({ items: z.array(z.object({ provider: z.string(), name: z.string(), isSandbox: z.boolean() })) }),
  },
  'POST /api/orders/{orderId}/payments': {
    summary: 'Start paying; the cashier page follows when the provider answered',
    access: 'guest',
    params: z.object({ orderId: Id }),
    idempotency: 'required',
    status: 201,
    body: z.object({
      provider: z.string().max(20),
      returnPath: z
        .string()
        .max(300)
        // A path of the shop: browsers read a backslash as a slash, drop tabs, and resolve dots.
        .regex(/^(\/(?![/.])[^/\\\s\p{Cc}]*)+$/u)
        .optional(),
    }),
    reply: PaymentView,
    problems: ['order_not_unpaid', 'provider_unknown', 'provider_unavailable'],
  },
  'GET /api/payments/{paymentId}': {
    summary: 'State of one of my payments',
    access: 'guest',
    params: z.object({ paymentId: Id }),
    reply: PaymentView,
  },
  'POST /api/payment-callbacks/{provider}': {
    summary: 'Signed notice from a payment provider',
    access: 'public',
    perMinute: 600_000,
    params: z.object({ provider: z.string().max(20) }),
    reply: z.object({ code: z.string() }),
    problems: ['callback_rejected', 'provider_unknown'],
  },
});
export const paymentsProblems = defineProblems({
  provider_unknown: [404, 'This way to pay does not exist.', '不支持的支付方式'],
  provider_unavailable: [503, 'The payment provider does not answer; please try again.', '支付渠道暂时不可用，请稍后再试'],
  /** The signature, the time stamp or the content of a notice is not right. Nothing was changed. */
  callback_rejected: [401, 'This notice is not authentic.', '通知验签失败'],
});
