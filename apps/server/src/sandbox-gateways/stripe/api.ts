import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import { isSameSecret } from '#platform/http/security';
import { newId } from '#platform/ids';
import { refundMs, type GatewayOptions } from '../options.ts';
import {
  changeTrade,
  findMark,
  findRefund,
  findTrade,
  insertRefund,
  insertTrade,
  makeMark,
  readMoved,
  useMark,
  type Trade,
} from '../store.ts';
import { NewRefund, NewSession, readForm, readParams, RefundList, StripeRefusal } from './forms.ts';
import { intentIdOf, refundOf, root, sessionIdOf, sessionOf, type SessionDetails } from './objects.ts';

const gateway = 'stripe' as const;
const [shortestMs, longestMs] = [30 * 60_000, 24 * 3_600_000];
type Handle = (params: unknown, request: FastifyRequest) => Promise<object>;

/** The endpoints of Stripe a shop uses. Forms in, JSON out; a key under which something was done answers the same again. */
export function stripeApi(app: App, http: FastifyInstance, options: GatewayOptions): void {
  http.register((scope, _options, done) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    const route = (method: 'GET' | 'POST', path: string, handle: Handle) =>
      scope.route({
        method,
        url: `${root}${path}`,
        handler: async (request, reply) => {
          const { status, body } = await answer(app, options, { request, handle });
          return reply.code(status).header('request-id', request.id).type('application/json').serializer(String).send(body);
        },
      });
    const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;
    route('POST', '/v1/checkout/sessions', (params) => openSession(app, params));
    route('GET', '/v1/checkout/sessions/:id', async (params, request) => {
      const expand = JSON.stringify((params as { expand?: unknown }).expand ?? '');
      return sessionOf(app, await known(app, idOf(request)), expand.includes('payment_intent'));
    });
    route('POST', '/v1/checkout/sessions/:id/expire', async (_params, request) => {
      const trade = await known(app, idOf(request));
      const closed = await changeTrade(app.database.db, { gateway, tradeNo: trade.tradeNo, to: 'closed', now: app.clock.now() });
      if (closed === undefined) throw new StripeRefusal(400, '', 'Only Checkout Sessions with a status in ["open"] can be expired.');
      return sessionOf(app, closed);
    });
    route('POST', '/v1/refunds', (params) => openRefund(app, params));
    route('GET', '/v1/refunds', (params) => listRefunds(app, params));
    done();
  });
}

async function answer(
  app: App,
  { credentials }: GatewayOptions,
  { request, handle }: { request: FastifyRequest; handle: Handle },
): Promise<{ status: number; body: string }> {
  try {
    if (!isSameSecret(request.headers.authorization ?? '', `Bearer ${credentials.stripe.secretKey}`))
      throw new StripeRefusal(401, '', 'Invalid API Key provided');
    const text = request.method === 'POST' ? textOf(request.body) : new URL(request.url, 'http://gateway').search;
    const work = async () => JSON.stringify(await handle(readForm(new URLSearchParams(text)), request));
    const key = request.headers['idempotency-key'];
    return {
      status: 200,
      body: typeof key === 'string' ? await onceForKey(app, { key, text: `${request.url} ${text}`, work }) : await work(),
    };
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    const { status, code, message } = error;
    const type = code === 'idempotency_error' ? code : 'invalid_request_error';
    return { status, body: JSON.stringify({ error: { type, message, ...(code !== '' && { code }) } }) };
  }
}

const textOf = (body: unknown) => (typeof body === 'string' ? body : '');

/** A key names one request: what was answered to it is answered again, and another request under it is refused. */
async function onceForKey(app: App, { key, text, work }: { key: string; text: string; work: () => Promise<string> }): Promise<string> {
  const { db } = app.database;
  const hash = createHash('sha256').update(text).digest('hex');
  const kept = await findMark(db, gateway, `key:${key}`);
  if (kept !== undefined) {
    if (!kept.startsWith(hash))
      throw new StripeRefusal(
        400,
        'idempotency_error',
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      );
    return kept.slice(hash.length);
  }
  if (!(await makeMark(db, { gateway, mark: `busy:${key}`, now: app.clock.now() })))
    throw new StripeRefusal(409, 'idempotency_key_in_use', 'There is currently another in-progress request using this Idempotent Key.');
  try {
    const done = await work();
    await makeMark(db, { gateway, mark: `key:${key}`, content: `${hash}${done}`, now: app.clock.now() });
    return done;
  } finally {
    await useMark(db, gateway, `busy:${key}`);
  }
}

async function known(app: App, sessionId: string): Promise<Trade> {
  const trade = await findTrade(app.database.db, { gateway, tradeNo: sessionId });
  if (trade === undefined) throw new StripeRefusal(404, 'resource_missing', 'No such checkout.session');
  return trade;
}

async function openSession(app: App, tree: unknown): Promise<object> {
  const params = readParams(NewSession, tree);
  const now = app.clock.now();
  const expiresAt = params.expires_at === undefined ? new Date(now.getTime() + longestMs) : new Date(params.expires_at * 1000);
  const left = expiresAt.getTime() - now.getTime();
  if (left < shortestMs || left > longestMs + 60_000)
    throw new StripeRefusal(400, 'parameter_invalid', 'expires_at must be between 30 minutes and 24 hours from now');
  const { quantity, price_data: price } = params.line_items[0];
  const id = newId('cs_test', now.getTime());
  const details: SessionDetails = {
    reference: params.client_reference_id ?? null,
    cancelUrl: params.cancel_url ?? '',
    metadata: params.metadata ?? {},
  };
  const trade = await insertTrade(app.database.db, {
    gateway,
    outTradeNo: id,
    tradeNo: id,
    tradeType: 'checkout',
    appId: '',
    amountFen: price.unit_amount * quantity,
    description: price.product_data.name,
    notifyUrl: `${app.publicUrl()}/api/payment-callbacks/stripe`,
    returnUrl: params.success_url,
    requestHash: '',
    payer: null,
    details: JSON.stringify(details),
    createdAt: now,
    expiresAt,
  });
  return sessionOf(app, trade);
}

async function openRefund(app: App, tree: unknown): Promise<object> {
  const params = readParams(NewRefund, tree);
  const trade = await findTrade(app.database.db, { gateway, tradeNo: sessionIdOf(params.payment_intent) });
  if (trade === undefined) throw new StripeRefusal(404, 'resource_missing', 'No such payment_intent');
  const now = app.clock.now();
  const id = newId('re', now.getTime());
  await insertRefund(app.database.db, {
    gateway,
    refundNo: id,
    refundId: id,
    outTradeNo: trade.outTradeNo,
    amountFen: params.amount ?? trade.amountFen - trade.refundedFen,
    reason: params.reason ?? '',
    notifyUrl: trade.notifyUrl,
    details: JSON.stringify(params.metadata ?? {}),
    state: 'processing',
    createdAt: now,
    endsAt: new Date(now.getTime() + refundMs),
  });
  const refund = await findRefund(app.database.db, { gateway, refundNo: id });
  if (refund !== undefined) return refundOf(refund);
  if (trade.refundedFen === trade.amountFen) throw new StripeRefusal(400, 'charge_already_refunded', 'Charge has already been refunded.');
  throw new StripeRefusal(400, '', 'Refund amount is greater than unrefunded amount on charge');
}

async function listRefunds(app: App, tree: unknown): Promise<object> {
  const { payment_intent: intent = '', limit = 10 } = readParams(RefundList, tree);
  const [from, to] = [new Date(0), new Date(app.clock.now().getTime() + 1)];
  const { refunds } = await readMoved(app.database.db, { gateway, from, to });
  const data = refunds.filter((refund) => intent === '' || intentIdOf(refund.outTradeNo) === intent).slice(-limit);
  return { object: 'list', has_more: false, url: '/v1/refunds', data: data.toReversed().map(refundOf) };
}
