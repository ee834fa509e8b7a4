import { z } from 'zod';
import type { ProviderPayment, RefundState } from '../payment.ts';

export const SealedResource = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string(),
  associated_data: z.string().optional(),
  nonce: z.string(),
});
export const Refused = z.object({ code: z.string(), message: z.string().default('') });
export const Certificates = z.object({
  data: z.array(
    z.object({ serial_no: z.string(), effective_time: z.string(), expire_time: z.string(), encrypt_certificate: SealedResource }),
  ),
});
export const Prepaid = z.object({ prepay_id: z.string() });
export const H5Page = z.object({ h5_url: z.url() });
export const QrCode = z.object({ code_url: z.string().min(1) });
export const Openid = z.object({ openid: z.string().min(1) });
export const BillLink = z.object({ hash_type: z.literal('SHA1'), hash_value: z.string(), download_url: z.url() });

export const Transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.enum(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR', 'ACCEPT']),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ total: z.int().min(0), currency: z.literal('CNY').default('CNY') }).optional(),
});
export type Transaction = z.infer<typeof Transaction>;
export const Refund = z.object({ out_refund_no: z.string(), status: z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']) });
export const RefundNotice = z.object({
  mchid: z.string(),
  out_refund_no: z.string(),
  refund_status: z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL']),
  amount: z.object({ refund: z.int().min(0) }),
});
export type Notice = z.infer<typeof Notice>;
export const Notice = z.object({
  id: z.string().min(1).max(100),
  event_type: z.string(),
  resource_type: z.literal('encrypt-resource'),
  resource: SealedResource,
});

const states = {
  // Money that is refunded was paid.
  SUCCESS: 'paid',
  REFUND: 'paid',
  NOTPAY: 'pending',
  USERPAYING: 'pending',
  ACCEPT: 'pending',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
} as const;

/**
 * Accepted means that nothing came back yet, so only what ended is an end. An abnormal one is not over either: the payer's
 * card takes nothing, and the merchant finishes this same refund by another way; a second one would pay out twice.
 */
export const refundStates: Readonly<Record<z.infer<typeof Refund>['status'], RefundState>> = {
  SUCCESS: 'succeeded',
  PROCESSING: 'pending',
  CLOSED: 'failed',
  ABNORMAL: 'pending',
};

export function paymentOf({ trade_state: state, transaction_id: id, success_time: at, amount }: Transaction): ProviderPayment {
  const isPaid = states[state] === 'paid';
  if (isPaid && (amount === undefined || at === undefined || id === undefined))
    throw new Error('WeChat Pay: a paid transaction has a number, an amount and a time');
  return {
    state: states[state],
    providerRef: id ?? '',
    paidFen: isPaid ? (amount?.total ?? 0) : 0,
    paidAt: isPaid && at !== undefined ? new Date(at) : null,
  };
}
