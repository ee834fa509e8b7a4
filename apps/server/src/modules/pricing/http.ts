import { defineApi } from '@tuanzi/contract/api';
import { orders } from '@tuanzi/contract/orders';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import { mount } from '#platform/http/mount';
import { localeOf } from '#platform/http/problems';
import { quote } from './quote.ts';

/** The one route of the orders' contract that is answered here. */
const pricing = defineApi({ 'POST /api/quote': orders['POST /api/quote'] });

export function pricingRoutes(app: App, http: FastifyInstance): void {
  mount(http, pricing, {
    'POST /api/quote': async ({ body, caller, request }) => {
      const [verdict] = await quote(app.read(caller), [{ ...body, accountId: caller.accountId }], {
        isForShow: true,
        locale: localeOf(request),
      });
      const answer = must(verdict, 'every request is answered');
      if (!answer.ok) throw answer.error;
      return answer.value;
    },
  });
}
