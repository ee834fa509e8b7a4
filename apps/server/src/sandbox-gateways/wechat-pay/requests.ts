import { z } from 'zod';

const Rfc3339 = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
/** Without a query: WeChat Pay refuses addresses that carry one. */
const NotifyUrl = z
  .url()
  .max(255)
  .regex(/^https?:\/\/[^?#]+$/);
const Ip = z.union([z.ipv4(), z.ipv6()]);
const shared = {
  appid: z.string().min(1).max(32),
  mchid: z.string().min(1).max(32),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[\w*|-]{6,32}$/),
  time_expire: Rfc3339.optional(),
  attach: z.string().max(127).optional(),
  notify_url: NotifyUrl,
  goods_tag: z.string().max(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: z.int().min(1), currency: z.literal('CNY').optional() }),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
};
const scene = { payer_client_ip: Ip, device_id: z.string().max(32).optional() };

/** Bodies as published, and nothing beside: a field that is not known is refused. */
export const Orders = {
  jsapi: z.strictObject({
    ...shared,
    payer: z.strictObject({ openid: z.string().min(1).max(128) }),
    scene_info: z.strictObject(scene).optional(),
  }),
  native: z.strictObject({ ...shared, scene_info: z.strictObject(scene).optional() }),
  h5: z.strictObject({
    ...shared,
    scene_info: z.strictObject({
      ...scene,
      h5_info: z.strictObject({
        type: z.enum(['Wap', 'iOS', 'Android']),
        app_name: z.string().max(64).optional(),
        app_url: z.string().max(128).optional(),
        bundle_id: z.string().max(128).optional(),
        package_name: z.string().max(128).optional(),
      }),
    }),
  }),
} as const;
export type OrderKind = keyof typeof Orders;
export type OrderBody = z.infer<(typeof Orders)[OrderKind]>;

export const CloseBody = z.strictObject({ mchid: z.string().min(1) });
export const RefundBody = z.strictObject({
  transaction_id: z.string().max(32).optional(),
  out_trade_no: z.string().max(32).optional(),
  out_refund_no: z.string().regex(/^[\w*|@-]{1,64}$/),
  reason: z.string().max(80).optional(),
  notify_url: NotifyUrl.optional(),
  funds_account: z.literal('AVAILABLE').optional(),
  amount: z.strictObject({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
});

/** Thrown to refuse a merchant's request. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: object | undefined;
  constructor(status: number, code: string, message: string, detail?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])].join('/');
  throw new Refusal(400, 'PARAM_ERROR', `参数错误: ${field}`, { field: `/body/${field}`, issue: issue?.message ?? '', location: 'body' });
}
