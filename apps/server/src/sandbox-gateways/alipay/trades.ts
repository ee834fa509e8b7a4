import { newId } from '#platform/ids';
import type { App } from '#platform/app';
import type { GatewayOptions } from '../options.ts';
import { queueNotice } from '../deliver.ts';
import { changeTrade, findRefund, findTrade, insertRefund, insertTrade, type Trade } from '../store.ts';
import { noticeOf, queryOf, yuan } from './resources.ts';
import { refuseBusiness, type Content, type Method } from './requests.ts';

const gateway = 'alipay' as const;
/** Where no end is asked for. */
const longestMs = 15 * 86_400_000;
/** After so long a trade is finished: nothing of it goes back any more. */
const finishedAfterMs = 365 * 86_400_000;

export const fenOf = (text: string) => {
  const [whole = '0', part = ''] = text.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
};

export const isFinished = (trade: Trade, now: Date) => trade.paidAt !== null && now.getTime() - trade.paidAt.getTime() > finishedAfterMs;

async function known(
  app: App,
  { out_trade_no: outTradeNo, trade_no: tradeNo }: { out_trade_no?: string | undefined; trade_no?: string | undefined },
): Promise<Trade> {
  const trade =
    tradeNo === undefined
      ? await findTrade(app.database.db, { gateway, outTradeNo: outTradeNo ?? '' })
      : await findTrade(app.database.db, { gateway, tradeNo });
  if (trade === undefined) throw refuseBusiness('TRADE_NOT_EXIST', '交易不存在');
  return trade;
}

/** A payer opens the page: only now there is a trade. */
export async function openTrade(
  app: App,
  { credentials }: GatewayOptions,
  {
    method,
    content,
    notifyUrl,
    returnUrl,
  }: { method: Method; content: Content<'alipay.trade.page.pay' | 'alipay.trade.wap.pay'>; notifyUrl: string; returnUrl: string },
): Promise<Trade> {
  const now = app.clock.now();
  const trade = await insertTrade(app.database.db, {
    gateway,
    outTradeNo: content.out_trade_no,
    tradeNo: newId('ali', now.getTime()),
    tradeType: method,
    appId: credentials.alipay.appId,
    amountFen: fenOf(content.total_amount),
    description: content.subject,
    notifyUrl,
    returnUrl,
    requestHash: '',
    payer: null,
    createdAt: now,
    expiresAt:
      content.time_expire === undefined ? new Date(now.getTime() + longestMs) : new Date(`${content.time_expire.replace(' ', 'T')}+08:00`),
  });
  if (trade.amountFen !== fenOf(content.total_amount)) throw refuseBusiness('CONTEXT_INCONSISTENT', '交易信息被篡改');
  return trade;
}

export async function queryTrade(app: App, content: Content<'alipay.trade.query'>): Promise<object> {
  return queryOf(await known(app, content), app.clock.now());
}

export async function closeTrade(app: App, content: Content<'alipay.trade.close'>): Promise<object> {
  const trade = await known(app, content);
  const closed = await changeTrade(app.database.db, { gateway, tradeNo: trade.tradeNo, to: 'closed', now: app.clock.now() });
  if (closed === undefined) throw refuseBusiness('TRADE_STATUS_ERROR', '交易状态不合法');
  return { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo };
}

/** Money goes back at once; a repeat under the same number moves nothing. */
export async function refundTrade(app: App, options: GatewayOptions, content: Content<'alipay.trade.refund'>): Promise<object> {
  const trade = await known(app, content);
  const now = app.clock.now();
  if (trade.state !== 'paid') throw refuseBusiness('TRADE_STATUS_ERROR', '交易状态不合法');
  if (isFinished(trade, now)) throw refuseBusiness('TRADE_HAS_FINISHED', '交易已完结');
  const amountFen = fenOf(content.refund_amount);
  const refundNo = content.out_request_no;
  if (refundNo === undefined && amountFen !== trade.amountFen) throw refuseBusiness('INVALID_PARAMETER', '部分退款需要out_request_no');
  const number = refundNo ?? trade.outTradeNo;
  const isNew = await app.database.transaction(async (tx) => {
    const isKept = await insertRefund(tx, {
      gateway,
      refundNo: number,
      refundId: newId('alr', now.getTime()),
      outTradeNo: trade.outTradeNo,
      amountFen,
      reason: content.refund_reason ?? '',
      notifyUrl: trade.notifyUrl,
      state: 'succeeded',
      createdAt: now,
      endsAt: now,
    });
    const changed = await findTrade(tx, { gateway, outTradeNo: trade.outTradeNo });
    if (isKept && changed !== undefined && trade.notifyUrl !== '')
      await queueNotice(tx, {
        gateway,
        kind: 'refund',
        content: {
          ...noticeOf(options.credentials.alipay, changed, now),
          gmt_refund: yuan.clock(now),
          refund_fee: yuan.of(changed.refundedFen),
          out_biz_no: number,
        },
        notifyUrl: trade.notifyUrl,
        now,
        noticeIdPrefix: 'nid',
      });
    return isKept;
  });
  const kept = await findRefund(app.database.db, { gateway, refundNo: number, outTradeNo: trade.outTradeNo });
  if (kept === undefined) throw refuseBusiness('REASON_TRADE_REFUND_FEE_ERR', '退款金额无效');
  if (kept.amountFen !== amountFen) throw refuseBusiness('DISCORDANT_REPEAT_REQUEST', '同一笔退款请求的金额不一致');
  const after = await known(app, { out_trade_no: trade.outTradeNo });
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    buyer_logon_id: 'san***@sandbox',
    fund_change: isNew ? 'Y' : 'N',
    refund_fee: yuan.of(after.refundedFen),
  };
}

/** A refund that is not known is answered well, and without a status. */
export async function queryRefund(app: App, content: Content<'alipay.trade.fastpay.refund.query'>): Promise<object> {
  const trade = await known(app, content);
  const refund = await findRefund(app.database.db, { gateway, refundNo: content.out_request_no, outTradeNo: trade.outTradeNo });
  if (refund === undefined) return {};
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    out_request_no: refund.refundNo,
    total_amount: yuan.of(trade.amountFen),
    refund_amount: yuan.of(refund.amountFen),
    refund_status: 'REFUND_SUCCESS',
  };
}
