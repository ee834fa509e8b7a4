import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { cashierRoutes } from '../cashier.ts';
import { deliverNotices, queueNotice, type Courier } from '../deliver.ts';
import type { GatewayOptions } from '../options.ts';
import { endDueRefunds } from '../store.ts';
import { stripeApi } from './api.ts';
import { refundOf, root, sessionOf } from './objects.ts';

const hour = 3600;
/** Three days, less and less often. */
const noticeDelays = [300, 1800, 2 * hour, 5 * hour, 10 * hour, 12 * hour, 12 * hour, 12 * hour, 12 * hour];

export function stripeCourier({ credentials }: GatewayOptions): Courier {
  return {
    gateway: 'stripe',
    delaysSeconds: noticeDelays,
    write({ noticeId, kind, content, createdAt }, now) {
      const created = Math.floor(createdAt.getTime() / 1000);
      const head = JSON.stringify({ id: noticeId, object: 'event', api_version: '2024-06-20', created, livemode: false, type: kind });
      const body = `${head.slice(0, -1)},"data":{"object":${content}}}`;
      const time = Math.floor(now.getTime() / 1000);
      const signature = createHmac('sha256', credentials.stripe.webhookSecret).update(`${time}.${body}`).digest('hex');
      return { body, headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${time},v1=${signature},v0=0` } };
    },
    isTaken: (status) => status >= 200 && status < 300,
  };
}

export function stripeRoutes(app: App, http: FastifyInstance, options: GatewayOptions): void {
  const courier = stripeCourier(options);
  stripeApi(app, http, options);
  cashierRoutes(app, http, {
    gateway: 'stripe',
    root,
    title: { zh: 'Stripe · 沙箱', en: 'Stripe · sandbox' },
    tell: (db, trade, manner) =>
      trade.state === 'paid'
        ? queueNotice(db, {
            gateway: 'stripe',
            kind: 'checkout.session.completed',
            content: sessionOf(app, trade),
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
export async function endStripeRefunds(app: App): Promise<number> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const ended = await endDueRefunds(tx, 'stripe', now);
    for (const { trade, ...refund } of ended)
      await queueNotice(tx, {
        gateway: 'stripe',
        kind: refund.state === 'succeeded' ? 'refund.updated' : 'refund.failed',
        content: refundOf(refund),
        notifyUrl: trade.notifyUrl,
        now,
        noticeIdPrefix: 'evt',
      });
    return ended.length;
  });
}
