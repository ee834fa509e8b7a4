import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import type { Db } from '#platform/db';
import { localeOf } from '#platform/http/problems';
import { contentSecurityPolicy } from '#platform/http/security';
import type { NoticeManner } from './deliver.ts';
import { cashierPage, walletPage, type PageTexts } from './pages.ts';
import { changeTrade, findTrade, openTrades, type GatewayName, type Trade } from './store.ts';

export interface CashierOptions {
  readonly gateway: GatewayName;
  readonly root: string;
  readonly title: PageTexts;
  /** Writes down what the merchant hears of a trade that ended; answers what to deliver. */
  tell(db: Db, trade: Trade, manner: NoticeManner): Promise<string[]>;
  deliver(ids: readonly string[]): Promise<number>;
}

/** What the buttons do: how the payment ends and how the merchant hears of it. */
const actions: Readonly<Record<string, { to: 'paid' | 'failed'; manner: NoticeManner }>> = {
  pay: { to: 'paid', manner: 'at-once' },
  'pay-late': { to: 'paid', manner: 'late' },
  'pay-repeat': { to: 'paid', manner: 'repeated' },
  fail: { to: 'failed', manner: 'at-once' },
};

/** The page a payer pays on, and a stand-in for the app on their phone, which would scan a code. */
export function cashierRoutes(app: App, http: FastifyInstance, options: CashierOptions): void {
  const { gateway, root } = options;
  const css = readFileSync(join(import.meta.dirname, '../sandbox-pay/cashier.css'));
  http.get(`${root}/cashier.css`, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(css),
  );
  http.get(`${root}/cashier`, async (request, reply) => {
    const { tradeNo, redirectUrl, locale } = readQuery(app, request);
    const trade = await findTrade(app.database.db, { gateway, tradeNo });
    const page = cashierPage(trade, { ...options, locale, now: app.clock.now(), redirectUrl: redirectUrl || (trade?.returnUrl ?? '') });
    return sendPage(app, { request, reply: reply.code(trade === undefined ? 404 : 200), page });
  });
  http.get(`${root}/wallet`, async (request, reply) => {
    const now = app.clock.now();
    const trades = await openTrades(app.database.db, gateway, now);
    return sendPage(app, { request, reply, page: walletPage(trades, { ...options, ...readQuery(app, request), now }) });
  });
  // A form without fields; whatever a browser sends in it is not read.
  http.register((scope, _options, done) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 }, (_request, _body, parsed) =>
      parsed(null, {}),
    );
    scope.post<{ Params: { action: string } }>(`${root}/cashier/:action`, async (request, reply) => {
      const { tradeNo, redirectUrl, locale } = readQuery(app, request);
      const trade = await act(app, options, { tradeNo, action: request.params.action });
      const back = redirectUrl || (trade?.returnUrl ?? '');
      return reply.redirect(
        trade !== undefined && back !== '' ? back : `${root}/cashier?trade_no=${encodeURIComponent(tradeNo)}&locale=${locale}`,
        303,
      );
    });
    done();
  });
}

async function act(
  app: App,
  options: CashierOptions,
  { tradeNo, action }: { tradeNo: string; action: string },
): Promise<Trade | undefined> {
  const wanted = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (wanted === undefined) return undefined;
  // One transaction: a payment that ended without a notice would only be known to a merchant who still asks about it.
  const ended = await app.database.transaction(async (tx) => {
    const trade = await changeTrade(tx, { gateway: options.gateway, tradeNo, to: wanted.to, now: app.clock.now() });
    return trade === undefined ? undefined : { trade, ids: await options.tell(tx, trade, wanted.manner) };
  });
  if (ended === undefined) return undefined;
  // The payer is back a moment after the merchant has heard; if it does not answer, the repeats go on without them.
  if (wanted.manner !== 'late') await options.deliver(ended.ids);
  return ended.trade;
}

function readQuery(app: App, request: FastifyRequest): { tradeNo: string; redirectUrl: string; locale: 'zh' | 'en' } {
  const query = request.query as Record<string, unknown>;
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const redirectUrl = text('redirect_url');
  const isOwn = URL.parse(redirectUrl)?.origin === new URL(app.publicUrl()).origin;
  const locale = query['locale'];
  return {
    tradeNo: text('trade_no'),
    // As with the real ones, payers are only sent to addresses of the merchant.
    redirectUrl: isOwn ? redirectUrl : '',
    locale: locale === 'zh' || locale === 'en' ? locale : localeOf(request),
  };
}

function sendPage(app: App, { request, reply, page }: { request: FastifyRequest; reply: FastifyReply; page: string }): FastifyReply {
  const policy = contentSecurityPolicy(request.cspNonce).replace(
    "form-action 'self'",
    `form-action 'self' ${new URL(app.publicUrl()).origin}`,
  );
  return reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': policy, 'cache-control': 'no-store' }).send(page);
}
