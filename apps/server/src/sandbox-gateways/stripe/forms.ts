import { z } from 'zod';

type Tree = { [name: string]: string | Tree };

/** `a[b][0]=c` as a tree. A name that stands for two things at once is refused. */
export function readForm(pairs: Iterable<readonly [string, string]>): Tree {
  const tree: Tree = Object.create(null) as Tree;
  for (const [name, value] of pairs) {
    const [first = '', ...rest] = name.replaceAll(']', '').split('[');
    const path = [first, ...rest];
    let at = tree;
    for (const step of path.slice(0, -1)) {
      const next = (at[step] ??= Object.create(null) as Tree);
      if (typeof next === 'string') throw new StripeRefusal(400, 'parameter_invalid', name);
      at = next;
    }
    const last = path.at(-1) ?? '';
    // expand[] may come more than once; the last one is enough here.
    if (at[last] !== undefined && last !== '') throw new StripeRefusal(400, 'parameter_invalid', name);
    at[last] = value;
  }
  return tree;
}

/** Thrown to refuse a merchant's request. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const Whole = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number);
const Words = z.record(z.string(), z.string().max(500));
const Link = z.url().max(2000);

export const NewSession = z.strictObject({
  mode: z.literal('payment'),
  client_reference_id: z.string().max(200).optional(),
  success_url: Link,
  cancel_url: Link.optional(),
  expires_at: Whole.optional(),
  metadata: Words.optional(),
  line_items: z.strictObject({
    0: z.strictObject({
      quantity: Whole,
      price_data: z.strictObject({
        currency: z.literal('cny'),
        unit_amount: Whole,
        product_data: z.strictObject({ name: z.string().min(1).max(250) }),
      }),
    }),
  }),
  payment_intent_data: z.strictObject({ metadata: Words.optional(), description: z.string().max(1000).optional() }).optional(),
});
export const NewRefund = z.strictObject({
  payment_intent: z.string().regex(/^pi_\w+$/),
  amount: Whole.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: Words.optional(),
});
export const RefundList = z.strictObject({ payment_intent: z.string().optional(), limit: Whole.optional() });

export function readParams<T>(schema: z.ZodType<T>, tree: unknown): T {
  const parsed = schema.safeParse(JSON.parse(JSON.stringify(tree)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw new StripeRefusal(400, 'parameter_unknown', `Received unknown parameter: ${issue.keys.join(', ')}`);
  const name = issue?.path.join('.') ?? '';
  const isMissing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
  throw new StripeRefusal(
    400,
    isMissing ? 'parameter_missing' : 'parameter_invalid',
    `${isMissing ? 'Missing required param' : 'Invalid'}: ${name}`,
  );
}
