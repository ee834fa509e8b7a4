import { orders } from '@tuanzi/contract/orders';
import type { Handlers } from '#platform/http/mount';

// Prices are asked of pricing, which answers that route itself.
const { 'POST /api/quote': _quote, ...rest } = orders;
export const routes = rest;
/** Some of the module's handlers. */
export type RouteHandlers = Partial<Handlers<typeof routes>>;
