import { z } from 'zod';
import type { RefundState } from '../payment.ts';

/** Amounts of this currency are in hundredths, as ours. */
export const currency = 'cny';
const Expandable = z.union([
  z.string(),
  z.object({ id: z.string(), latest_charge: z.union([z.string(), z.object({ created: z.int() })]).nullish() }),
]);

export const Session = z.object({
  id: z.string(),
  client_reference_id: z.string().nullish(),
  status: z.enum(['open', 'complete', 'expired']),
  payment_status: z.enum(['paid', 'unpaid', 'no_payment_required']),
  amount_total: z.int().min(0),
  currency: z.string(),
  created: z.int(),
  url: z.string().nullish(),
  payment_intent: Expandable.nullish(),
});
export type Session = z.infer<typeof Session>;
export const Refund = z.object({
  id: z.string(),
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
  amount: z.int().min(0),
  metadata: z.record(z.string(), z.string()).default({}),
});
export type Refund = z.infer<typeof Refund>;
export const Refunds = z.object({ data: z.array(Refund) });
export const Event = z.object({
  id: z.string().min(1).max(100),
  type: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});

export function stateOf({ status }: Refund): RefundState {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}
