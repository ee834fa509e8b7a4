import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Fen, Id, Instant } from './shapes.ts';

/** Where the payer is: at a computer, in a phone's browser, in the browser of WeChat, or in a mini program. */
export const PayerScene = z.enum(['desktop', 'phone', 'wechat', 'mini-program']);
/** What comes next: go to a page, show a QR code (`image` draws it), or hand `params` to the app the page runs in. */
export const CashierView = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('redirect'), url: z.string() }),
    z.object({ kind: z.literal('qr'), content: z.string(), image: z.string() }),
    z.object({ kind: z.literal('invoke'), params: z.record(z.string(), z.string()) }),
  ])
  .meta({ id: 'CashierView' });
/** A path of the shop: browsers read a backslash as a slash, drop tabs, and resolve dots. */
const ReturnPath = z
  .string()
  .max(300)
  .regex(/^(\/(?![/.])[^/\\\s\p{Cc}]*)+$/u);
export const PaymentView = z
  .object({
    id: Id,
    orderId: Id,
    state: z.enum(['pending', 'succeeded', 'failed', 'refunded']),
    amountFen: Fen,
    cashier: CashierView.nullable(),
    /** The page of a cashier that is one. */
    cashierUrl: z.string().nullable(),
    createdAt: Instant,
    succeededAt: Instant.nullable(),
  })
  .meta({ id: 'PaymentView' });
export const payments = defineApi({
  'GET /api/payment-methods': {
    summary: 'Ways to pay here',
    access: 'public',
    query: z.object({ scene: PayerScene.optional(), returnPath: ReturnPath.optional() }),
    reply: z.object({
      items: z.array(
        z.object({
          provider: z.string(),
          name: z.string(),
          isSandbox: z.boolean(),
          /** Where a payer goes first, to come back to returnPath with `?code=`: the payerCode. */
          payerSignInUrl: z.string().nullable(),
        }),
      ),
    }),
  },
  'POST /api/orders/{orderId}/payments': {
    summary: 'Start paying; the cashier page follows when the provider answered',
    access: 'guest',
    params: z.object({ orderId: Id }),
    idempotency: 'required',
    status: 201,
    body: z.object({
      provider: z.string().max(20),
      returnPath: ReturnPath.optional(),
      scene: PayerScene.default('phone'),
      payerCode: z.string().min(1).max(200).optional(),
    }),
    reply: PaymentView,
    problems: ['order_not_unpaid', 'provider_unknown', 'provider_unavailable', 'payer_unknown'],
  },
  'GET /api/payments/{paymentId}': {
    summary: 'State of one of my payments',
    access: 'guest',
    params: z.object({ paymentId: Id }),
    reply: PaymentView,
  },
  'POST /api/payment-callbacks/{provider}': {
    summary: 'Signed notice from a payment provider; answered in the words it expects',
    access: 'public',
    perMinute: 600_000,
    params: z.object({ provider: z.string().max(20) }),
    reply: z.union([z.object({ code: z.string() }), z.string()]),
    problems: ['callback_rejected', 'provider_unknown'],
  },
});
export const paymentsProblems = defineProblems({
  provider_unknown: [404, 'This way to pay does not exist.', '不支持的支付方式'],
  provider_unavailable: [503, 'The payment provider does not answer; please try again.', '支付渠道暂时不可用，请稍后再试'],
  payer_unknown: [409, 'Please confirm who pays and try again.', '请先完成身份确认，再支付一次'],
  /** The signature, the time stamp or the content of a notice is not right. Nothing was changed. */
  callback_rejected: [401, 'This notice is not authentic.', '通知验签失败'],
});
