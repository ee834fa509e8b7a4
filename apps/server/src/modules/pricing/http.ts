import { defineApi } from '@tuanzi/contract/api';
import { orders, type Quote } from '@tuanzi/contract/orders';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { createCombiner } from '#platform/combiner';
import { systemActor } from '#platform/ctx';
import { mount } from '#platform/http/mount';
import { localeOf } from '#platform/http/problems';
import { quote, type QuoteRequest } from './quote.ts';

/** The one route of the orders' contract that is answered here. */
const pricing = defineApi({ 'POST /api/quote': orders['POST /api/quote'] });

export function pricingRoutes(app: App, http: FastifyInstance): void {
  const quoting = createCombiner<QuoteRequest, Quote>((requests) => quote(app.read(systemActor), requests, { isForShow: true }), {
    batchMax: 256,
    lanes: 1,
    queueMax: 20_000,
  });
  mount(http, pricing, {
    'POST /api/quote': ({ body, caller, request }) => quoting.submit({ ...body, accountId: caller.accountId, locale: localeOf(request) }),
  });
}
