import { payments } from '@tuanzi/contract/payments';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { createCombiner, type Combiner } from '#platform/combiner';
import { systemActor } from '#platform/ctx';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { findProvider } from './find-provider.ts';
import { presentPayment } from './present.ts';
import { settleNotices, type ReceivedNotice, type Settled } from './settle-notices.ts';
import { createPaymentStart } from './start-payment.ts';
import { readPayment } from './store.ts';

type Settling = Combiner<ReceivedNotice, Settled>;

export function paymentsRoutes(app: App, http: FastifyInstance): void {
  const settling = createCombiner<ReceivedNotice, Settled>((received) => app.transact(systemActor, (ctx) => settleNotices(ctx, received)), {
    batchMax: 256,
    lanes: 1,
    queueMax: 20_000,
  });
  app.onClose(() => settling.drain());

  http.register((scope, _options, done) => {
    // Some providers send their notices as forms; they read the bytes themselves.
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer', bodyLimit: 65_536 }, (request, body, parsed) => {
      request.rawBody = body as Buffer;
      parsed(null, {});
    });
    mountPayments(app, scope, settling);
    done();
  });
}

function mountPayments(app: App, http: FastifyInstance, settling: Settling): void {
  const startPayment = createPaymentStart(app);
  mount(http, payments, {
    'GET /api/payment-methods': async ({ query: { scene, returnPath = '/' }, caller }) => ({
      items: Object.values(app.ports.payments)
        .filter((port) => scene === undefined || port.scenes.includes(scene))
        .map((port) => ({
          provider: port.name,
          name: port.title[caller.locale],
          isSandbox: port.isSandbox,
          payerSignInUrl:
            (scene === undefined ? undefined : port.payerSignInUrl?.({ scene, returnUrl: `${app.publicUrl()}${returnPath}` })) ?? null,
        })),
    }),
    'POST /api/orders/{orderId}/payments': async ({ params, body, caller, idempotency, request }) =>
      presentPayment(
        await startPayment({ ...body, orderId: params.orderId, buyerId: caller.accountId, payerIp: request.ip, claim: idempotency }),
      ),
    'GET /api/payments/{paymentId}': async ({ params, caller }) => {
      const payment = await readPayment(app.read(caller), params.paymentId);
      if (payment === undefined || payment.buyerId !== caller.accountId) throw problem('not_found');
      return presentPayment(payment);
    },
    'POST /api/payment-callbacks/{provider}': async ({ params, request, reply }) => {
      const port = findProvider(app, params.provider);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
      );
      const notice = await port.readNotice({ headers, rawBody: request.rawBody ?? Buffer.alloc(0), now: app.clock.now() });
      if (notice.kind !== 'other') {
        const settled = await settling.submit({ provider: params.provider, notice });
        if (settled === 'mismatched')
          app.log.warn({ provider: params.provider, notice }, 'a payment arrived with another amount than was asked for; it is refunded');
      }
      if (typeof port.noticeAnswer === 'string') reply.type('text/plain; charset=utf-8');
      return port.noticeAnswer;
    },
  });
}
