import { createHash } from 'node:crypto';
import { ProviderRefusal } from '../call-provider.ts';
import type { BillLine } from '../payment.ts';
import { fenOfYuan } from '../yuan.ts';
import type { Exchange } from './exchange.ts';
import { BillLink } from './messages.ts';

/** The trade bill of a day. WeChat Pay has it ready in the morning after. */
export async function readBill(exchange: Exchange, day: string): Promise<readonly BillLine[] | undefined> {
  try {
    const link = BillLink.parse(await exchange.send('GET', `/v3/bill/tradebill?bill_date=${encodeURIComponent(day)}&bill_type=ALL`));
    const file = await exchange.download(new URL(link.download_url));
    if (createHash('sha1').update(file).digest('hex') !== link.hash_value.toLowerCase())
      throw new Error('WeChat Pay: the bill is not the one it announced');
    return parseBill(file.toString('utf8'));
  } catch (error) {
    if (error instanceof ProviderRefusal && error.code === 'NO_STATEMENT_EXIST') return [];
    if (error instanceof ProviderRefusal && error.code === 'STATEMENT_CREATING') return undefined;
    throw error;
  }
}

/** Lines of text; each value of a detail stands behind a backtick, so that names may have commas. The sums at the end are left out. */
export function parseBill(text: string): BillLine[] {
  const [header = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  const end = rest.findIndex((line) => !line.startsWith('`'));
  return rest.slice(0, end === -1 ? rest.length : end).flatMap((line): BillLine[] => {
    const values = line.slice(1).split(',`');
    const value = (name: string) => {
      const at = names.indexOf(name);
      if (at === -1 || values[at] === undefined) throw new Error(`WeChat Pay: a bill without ${name}`);
      return values[at].trim();
    };
    const shared = { merchantRef: value('商户订单号'), providerRef: value('微信订单号') };
    const state = value('交易状态');
    if (state === 'SUCCESS') return [{ kind: 'payment', refundRef: null, amountFen: fenOfYuan(value('订单金额')), ...shared }];
    if (state === 'REFUND')
      return [{ kind: 'refund', refundRef: value('商户退款单号'), amountFen: fenOfYuan(value('申请退款金额')), ...shared }];
    return [];
  });
}
