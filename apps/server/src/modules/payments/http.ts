import { payments } from '@tuanzi/contract/payments';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { createCombiner } from '#platform/combiner';
import { systemActor } from '#platform/ctx';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { findProvider } from './find-provider.ts';
import { presentPayment } from './present.ts';
import { settleNotices, type ReceivedNotice } from './settle-notices.ts';
import { startPayment } from './start-payment.ts';
import { readPayment } from './store.ts';

export function paymentsRoutes(app: App, http: FastifyInstance): void {
  const settling = createCombiner<ReceivedNotice, 'settled' | 'repeated'>(
    (received) => app.transact(systemActor, (ctx) => settleNotices(ctx, received)),
    { batchMax: 256, lanes: 2, queueMax: 20_000 },
  );
  app.onClose(() => settling.drain());

  mount(http, payments, {
    'GET /api/payment-methods': async ({ caller }) => ({
      items: Object.values(app.ports.payments).map((port) => ({
        provider: port.name,
        name: port.title[caller.locale],
        isSandbox: port.isSandbox,
      })),
    }),
    'POST /api/orders/{orderId}/payments': async ({ params, body, caller, idempotency }) =>
      presentPayment(await startPayment(app, caller, { ...body, orderId: params.orderId, claim: idempotency })),
    'GET /api/payments/{paymentId}': async ({ params, caller }) => {
      const payment = await readPayment(app.read(caller), params.paymentId);
      if (payment === undefined || payment.buyerId !== caller.accountId) throw problem('not_found');
      return presentPayment(payment);
    },
    'POST /api/payment-callbacks/{provider}': async ({ params, request }) => {
      const port = findProvider(app, params.provider);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
      );
      const notice = await port.readNotice({ headers, rawBody: request.rawBody ?? Buffer.alloc(0), now: app.clock.now() });
      await settling.submit({ provider: params.provider, notice });
      return port.noticeAnswer;
    },
  });
}
