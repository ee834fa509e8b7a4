import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import { newId } from '#platform/ids';
import { localeOf } from '#platform/http/problems';
import { contentSecurityPolicy } from '#platform/http/security';
import { cashierPage } from './cashier-page.ts';
import { deliverNotices, queuePaymentNotices, type NoticeManner } from './deliver-notices.ts';
import { changePayment, findPayment } from './store.ts';

/** What the buttons do: how the payment ends and how the merchant hears of it. */
const actions: Readonly<Record<string, { to: 'SUCCESS' | 'PAYERROR'; manner: NoticeManner }>> = {
  pay: { to: 'SUCCESS', manner: 'at-once' },
  'pay-late': { to: 'SUCCESS', manner: 'late' },
  'pay-repeat': { to: 'SUCCESS', manner: 'repeated' },
  fail: { to: 'PAYERROR', manner: 'at-once' },
};

/** The page shoppers are sent to, and its buttons. */
export function cashierRoutes(app: App, http: FastifyInstance): void {
  for (const [name, type] of [
    ['cashier.css', 'text/css'],
    ['cashier.js', 'text/javascript'],
  ] as const) {
    const content = readFileSync(join(import.meta.dirname, name));
    http.get(`/sandbox-pay/assets/${name}`, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=300').send(content),
    );
  }
  http.get<{ Params: { prepayId: string } }>('/sandbox-pay/cashier/:prepayId', async (request, reply) => {
    const payment = await findPayment(app.database.db, { prepayId: request.params.prepayId });
    const page = cashierPage(payment, { locale: pageLocale(request), now: app.clock.now() });
    return reply
      .code(payment === undefined ? 404 : 200)
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': contentSecurityPolicy(request.cspNonce), 'cache-control': 'no-store' })
      .send(page);
  });
  // A form without fields; whatever a browser sends in it is not read.
  http.register((scope, _options, done) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 }, (_request, _body, parsed) =>
      parsed(null, {}),
    );
    scope.post<{ Params: { prepayId: string; action: string } }>('/sandbox-pay/cashier/:prepayId/:action', async (request, reply) => {
      const target = await act(app, request.params);
      return reply.redirect(
        target ?? `/sandbox-pay/cashier/${encodeURIComponent(request.params.prepayId)}?locale=${pageLocale(request)}`,
        303,
      );
    });
    done();
  });
}

/** Ends a payment and says where the shopper goes on; nothing when it has ended already, and the page shows how. */
async function act(app: App, { prepayId, action }: { prepayId: string; action: string }): Promise<string | undefined> {
  const wanted = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (wanted === undefined) return undefined;
  const now = app.clock.now();
  const isPaid = wanted.to === 'SUCCESS';
  // One transaction: a payment that ended without a notice would only be known to a merchant who still asks about it.
  const ended = await app.database.transaction(async (tx) => {
    const payment = await changePayment(tx, {
      prepayId,
      to: wanted.to,
      transactionId: isPaid ? newId('txn', now.getTime()) : null,
      at: isPaid ? now : null,
    });
    return payment === undefined
      ? undefined
      : { payment, deliveries: await queuePaymentNotices(tx, payment, { manner: wanted.manner, now }) };
  });
  if (ended === undefined) return undefined;
  // The shopper is back at the shop a moment after the shop has heard; if it does not answer, the repeats go on without them.
  if (wanted.manner !== 'late') await deliverNotices(app, ended.deliveries);
  return ended.payment.redirectUrl;
}

function pageLocale(request: FastifyRequest): 'zh' | 'en' {
  const { locale } = request.query as { locale?: unknown };
  return locale === 'zh' || locale === 'en' ? locale : localeOf(request);
}
