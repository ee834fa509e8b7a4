import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { cashierRoutes } from '../cashier.ts';
import { deliverNotices, queueNotice } from '../deliver.ts';
import type { GatewayOptions } from '../options.ts';
import { endDueRefunds } from '../store.ts';
import { wechatApi } from './api.ts';
import { wechatCourier } from './courier.ts';
import { root } from './merchant-door.ts';
import { payerRoutes } from './payers.ts';
import { refundNoticeOf, transactionOf } from './resources.ts';

export function wechatRoutes(app: App, http: FastifyInstance, options: GatewayOptions): void {
  const courier = wechatCourier(options);
  wechatApi(app, http, options);
  payerRoutes(app, http, options);
  cashierRoutes(app, http, {
    gateway: 'wechat',
    root,
    title: { zh: '微信支付 · 沙箱', en: 'WeChat Pay · sandbox' },
    // Only success is announced.
    tell: (db, trade, manner) =>
      trade.state === 'paid'
        ? queueNotice(db, {
            gateway: 'wechat',
            kind: 'TRANSACTION.SUCCESS',
            content: transactionOf(options.credentials.wechat, trade),
            notifyUrl: trade.notifyUrl,
            now: app.clock.now(),
            manner,
            noticeIdPrefix: 'evt',
          })
        : Promise.resolve([]),
    deliver: (ids) => deliverNotices(app, courier, options, ids),
  });
}

/** Ends refunds that took long enough and tells the merchant. */
export async function endWechatRefunds(app: App, { credentials }: GatewayOptions): Promise<number> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const ended = await endDueRefunds(tx, 'wechat', now);
    for (const { trade, ...refund } of ended)
      if (refund.notifyUrl !== '')
        await queueNotice(tx, {
          gateway: 'wechat',
          kind: refund.state === 'succeeded' ? 'REFUND.SUCCESS' : 'REFUND.CLOSED',
          content: refundNoticeOf(credentials.wechat, refund, trade),
          notifyUrl: refund.notifyUrl,
          now,
          noticeIdPrefix: 'evt',
        });
    return ended.length;
  });
}
