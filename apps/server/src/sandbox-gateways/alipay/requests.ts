import { z } from 'zod';

/** Yuan with at most two digits after the point, from 0.01 up to a hundred million. */
const Yuan = z.string().regex(/^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,2})?$/);
const TradeNo = z.string().regex(/^\w{1,64}$/);
const ClockTime = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const Named = { out_trade_no: TradeNo.optional(), trade_no: z.string().max(64).optional() };
const page = {
  out_trade_no: TradeNo,
  total_amount: Yuan,
  subject: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^/=&]+$/),
  body: z.string().max(400).optional(),
  time_expire: ClockTime.optional(),
  passback_params: z.string().max(512).optional(),
};

/** What each method takes, and nothing beside. */
export const methods = {
  'alipay.trade.page.pay': z.strictObject({
    ...page,
    product_code: z.literal('FAST_INSTANT_TRADE_PAY'),
    qr_pay_mode: z.string().optional(),
  }),
  'alipay.trade.wap.pay': z.strictObject({ ...page, product_code: z.literal('QUICK_WAP_WAY'), quit_url: z.url().max(400).optional() }),
  'alipay.trade.query': z.strictObject({ ...Named, query_options: z.array(z.string()).optional() }),
  'alipay.trade.close': z.strictObject({ ...Named, operator_id: z.string().max(28).optional() }),
  'alipay.trade.refund': z.strictObject({
    ...Named,
    refund_amount: Yuan,
    out_request_no: z.string().min(1).max(64).optional(),
    refund_reason: z.string().max(256).optional(),
  }),
  'alipay.trade.fastpay.refund.query': z.strictObject({
    ...Named,
    out_request_no: z.string().min(1).max(64),
    query_options: z.array(z.string()).optional(),
  }),
  'alipay.data.dataservice.bill.downloadurl.query': z.strictObject({
    bill_type: z.literal('trade'),
    bill_date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  }),
} as const;
export type Method = keyof typeof methods;
export type Content<M extends Method> = z.infer<(typeof methods)[M]>;

/** Thrown to refuse a merchant's request. */
export class Refusal extends Error {
  readonly code: string;
  readonly subCode: string;
  constructor(code: '20000' | '40001' | '40002' | '40004', subCode: string, message: string) {
    super(message);
    this.code = code;
    this.subCode = subCode;
  }
}

export const refuseBusiness = (subCode: string, message: string) => new Refusal('40004', `ACQ.${subCode}`, message);

/** Common parameters, each in the one form that is published. */
const common: Readonly<Record<string, RegExp>> = {
  app_id: /^\d{16}$/,
  format: /^JSON$/i,
  charset: /^utf-8$/i,
  sign_type: /^RSA2$/,
  sign: /^[A-Za-z0-9+/=]+$/,
  timestamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  version: /^1\.0$/,
};
const optional = new Set(['method', 'notify_url', 'return_url', 'biz_content']);

export function checkCommon(params: ReadonlyMap<string, string>): Method {
  for (const [name, form] of Object.entries(common)) {
    const value = params.get(name);
    if (value === undefined && name !== 'format') throw new Refusal('40001', `isv.missing-${name.replaceAll('_', '-')}`, `缺少${name}参数`);
    if (value !== undefined && !form.test(value))
      throw new Refusal('40002', `isv.invalid-${name.replaceAll('_', '-')}`, `无效的${name}参数`);
  }
  for (const name of params.keys())
    if (!(name in common) && !optional.has(name)) throw new Refusal('40002', 'isv.invalid-parameter', `未知参数${name}`);
  const method = params.get('method') ?? '';
  if (!Object.hasOwn(methods, method)) throw new Refusal('40002', 'isv.invalid-method', '不存在的方法名');
  return method as Method;
}

export function readContent<M extends Method>(method: M, params: ReadonlyMap<string, string>): Content<M> {
  let content: unknown;
  try {
    content = JSON.parse(params.get('biz_content') ?? '');
  } catch {
    throw new Refusal('40002', 'isv.invalid-parameter', 'biz_content不是JSON');
  }
  const parsed = methods[method].safeParse(content);
  // The schema of the method is the one its content was parsed with.
  if (parsed.success) return parsed.data as Content<M>;
  const [issue] = parsed.error.issues;
  const field = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])].join('.');
  throw new Refusal('40004', 'ACQ.INVALID_PARAMETER', `参数无效: ${field}`);
}
