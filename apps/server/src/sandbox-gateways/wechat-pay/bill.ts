import type { GatewayRefund, Trade } from '../store.ts';

const header =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const sums = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

const yuan = (fen: number) => (fen / 100).toFixed(2);
const clock = (at: Date) => new Date(at.getTime() + 28_800_000).toISOString().slice(0, 19).replace('T', ' ');
const names = header.split(',');
/** One detail: what it says of each column, the rest as WeChat Pay writes it where nothing happened. */
const detail = (values: Readonly<Record<string, string>>) => line(names.map((name) => values[name] ?? defaults[name] ?? ''));
const line = (values: readonly string[]) => values.map((value) => `\`${value}`).join(',');
const defaults: Readonly<Record<string, string>> = {
  特约商户号: '0',
  付款银行: 'OTHERS',
  货币种类: 'CNY',
  应结订单金额: '0.00',
  代金券金额: '0.00',
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  充值券退款金额: '0.00',
  手续费: '0.00000',
  费率: '0.60%',
  订单金额: '0.00',
  申请退款金额: '0.00',
};

/** The trade bill of a day, in the form WeChat Pay hands it out. */
export function writeBill(
  merchantId: string,
  { trades, refunds }: { trades: readonly Trade[]; refunds: readonly (GatewayRefund & { tradeNo: string; tradeFen: number })[] },
): string {
  const paid = trades.map((trade) =>
    detail({
      交易时间: clock(trade.paidAt ?? trade.createdAt),
      公众账号ID: trade.appId,
      商户号: merchantId,
      微信订单号: trade.tradeNo,
      商户订单号: trade.outTradeNo,
      用户标识: trade.payer ?? '',
      交易类型: trade.tradeType,
      交易状态: 'SUCCESS',
      应结订单金额: yuan(trade.amountFen),
      订单金额: yuan(trade.amountFen),
      商品名称: trade.description,
    }),
  );
  const returned = refunds.map((refund) =>
    detail({
      交易时间: clock(refund.createdAt),
      商户号: merchantId,
      微信订单号: refund.tradeNo,
      商户订单号: refund.outTradeNo,
      交易状态: 'REFUND',
      微信退款单号: refund.refundId,
      商户退款单号: refund.refundNo,
      退款金额: yuan(refund.amountFen),
      退款类型: 'ORIGINAL',
      退款状态: refund.state === 'succeeded' ? 'SUCCESS' : 'PROCESSING',
      申请退款金额: yuan(refund.amountFen),
    }),
  );
  const sum = (rows: readonly { amountFen: number }[]) => yuan(rows.reduce((total, row) => total + row.amountFen, 0));
  const count = String(paid.length + returned.length);
  const last = line([count, sum(trades), sum(refunds), '0.00', '0.00', sum(trades), sum(refunds)]);
  return [header, ...paid, ...returned, sums, last, ''].join('\r\n');
}
