import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { callProvider, ProviderRefusal } from '../call-provider.ts';
import type { Clock } from '../../clock.ts';
import type { BillLine } from '../payment.ts';
import { fenOfYuan } from '../yuan.ts';
import { callAlipay } from './exchange.ts';
import { BillLink } from './messages.ts';
import type { AlipaySettings } from './settings.ts';

const timeoutMs = 60_000;
const bytesMax = 256 * 1024 * 1024;

/** The trade bill of a day: a ZIP with a list of details and one of sums, in GBK. Alipay has it in the morning after. */
export async function readBill(settings: AlipaySettings, clock: Clock, day: string): Promise<readonly BillLine[] | undefined> {
  const link = await callAlipay(settings, clock, {
    method: 'alipay.data.dataservice.bill.downloadurl.query',
    content: { bill_type: 'trade', bill_date: day },
  }).catch((error: unknown) => {
    if (error instanceof ProviderRefusal && error.code === 'isp.bill_not_exist') return undefined;
    throw error;
  });
  if (link === undefined) return undefined;
  const url = new URL(BillLink.parse(link).bill_download_url);
  // The link came signed; it still leads nowhere but to Alipay, or to where the sandbox is.
  if (
    url.host !== new URL(settings.gatewayUrl()).host &&
    !(url.protocol === 'https:' && /(^|\.)(alipay|alipayobjects)\.com$/.test(url.hostname))
  )
    throw new Error('Alipay: the bill is at an address that is not its own');
  const file = await callProvider({ method: 'GET', url, timeoutMs });
  if (file.status !== 200)
    throw new ProviderRefusal('Alipay', { status: file.status, code: 'HTTP', message: 'the bill cannot be downloaded' });
  return parseBill(file.bytes);
}

export function parseBill(zip: Uint8Array): BillLine[] {
  const files = unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      if (originalSize > bytesMax) throw new Error('Alipay: a bill that is too large');
      return name.endsWith('.csv');
    },
  });
  return Object.values(files).flatMap((bytes) => parseDetails(new TextDecoder('gbk').decode(bytes)));
}

/** Remarks begin with a number sign, values may end with a tab. A list without details is that of sums. */
function parseDetails(text: string): BillLine[] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n');
  const records: Record<string, string>[] = parse(lines, {
    columns: (names: string[]) => names.map((name) => name.trim()),
    relax_quotes: true,
    trim: true,
  });
  return records
    .filter((record) => record['商户订单号'] !== undefined)
    .map((record): BillLine => {
      const value = (name: string) => {
        const found = record[name];
        if (found === undefined) throw new Error(`Alipay: a bill without ${name}`);
        return found;
      };
      const kind = value('业务类型') === '退款' ? 'refund' : 'payment';
      return {
        kind,
        merchantRef: value('商户订单号'),
        refundRef: kind === 'refund' ? value('退款批次号/请求号') : null,
        providerRef: value('支付宝交易号'),
        // Refunds stand there as less than nothing.
        amountFen: fenOfYuan(value('订单金额（元）').replace(/^-/, '')),
      };
    });
}
