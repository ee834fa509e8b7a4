import { zipSync } from 'fflate';
import type { GatewayRefund, Trade } from '../store.ts';
import { yuan } from './resources.ts';

const names =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

/** The ZIP Alipay hands out: details and sums, each a list with remarks around it, values ending in a tab. */
export function writeBill(
  day: string,
  { trades, refunds }: { trades: readonly Trade[]; refunds: readonly (GatewayRefund & { tradeNo: string })[] },
): Uint8Array {
  const row = (values: Readonly<Record<string, string>>) =>
    names
      .split(',')
      .map((name) => `${values[name] ?? (name.endsWith('（元）') ? '0.00' : '')}\t`)
      .join(',');
  const rows = [
    ...trades.map((trade) =>
      row({
        支付宝交易号: trade.tradeNo,
        商户订单号: trade.outTradeNo,
        业务类型: '交易',
        商品名称: trade.description.replaceAll(',', '，'),
        创建时间: yuan.clock(trade.createdAt),
        完成时间: yuan.clock(trade.paidAt ?? trade.createdAt),
        '订单金额（元）': yuan.of(trade.amountFen),
        '商家实收（元）': yuan.of(trade.amountFen),
      }),
    ),
    ...refunds.map((refund) =>
      row({
        支付宝交易号: refund.tradeNo,
        商户订单号: refund.outTradeNo,
        业务类型: '退款',
        创建时间: yuan.clock(refund.createdAt),
        完成时间: yuan.clock(refund.endsAt),
        '订单金额（元）': `-${yuan.of(refund.amountFen)}`,
        '商家实收（元）': `-${yuan.of(refund.amountFen)}`,
        '退款批次号/请求号': refund.refundNo,
      }),
    ),
  ];
  const details = [
    '#支付宝业务明细查询',
    `#起始日期：[${day}]`,
    '#-----业务明细列表-----',
    names,
    ...rows,
    '#-----业务明细列表结束-----',
    '',
  ];
  const sums = ['#支付宝业务汇总查询', '门店编号,门店名称,交易订单总笔数', `合计,\t,${trades.length}`, ''];
  return zipSync({ 'sandbox_业务明细.csv': encodeGbk(details.join('\r\n')), 'sandbox_业务明细(汇总).csv': encodeGbk(sums.join('\r\n')) });
}

let table: Map<string, readonly [number, number]> | undefined;

/** Node reads GBK and does not write it, so what it reads is turned around. What GBK has no sign for becomes a question mark. */
function encodeGbk(text: string): Uint8Array {
  table ??= gbkTable();
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 128) bytes.push(code);
    else bytes.push(...(table.get(letter) ?? [63]));
  }
  return Uint8Array.from(bytes);
}

function gbkTable(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gbk');
  const read = new Map<string, readonly [number, number]>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const letter = decoder.decode(Uint8Array.of(high, low));
      if (letter.length === 1 && letter !== '\uFFFD' && !read.has(letter)) read.set(letter, [high, low]);
    }
  return read;
}
