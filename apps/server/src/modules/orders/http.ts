import type { FastifyInstance } from 'fastify';
import { getAddress } from '#modules/identity';
import type { App } from '#platform/app';
import { createCombiner, type Verdict } from '#platform/combiner';
import { systemActor, type Ctx } from '#platform/ctx';
import { requireAccount, type KnownCaller } from '#platform/http/access';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { createReader } from '#platform/reader';
import { getCart, setCartLines, type CartChange } from './cart.ts';
import { cancelOrder } from './close-orders.ts';
import { consoleRoutes } from './http-console.ts';
import { countMyOrders, findOrder, getOrderView, getOrderViews, listMyOrders } from './get-orders.ts';
import { placeOrders, type Placed, type PlaceRequest } from './place-orders.ts';
import { presentOrder } from './present.ts';
import { routes, type RouteHandlers } from './routes.ts';
import type { PostalAddress } from './rules.ts';
import { deliverOrder } from './ship-order.ts';

export function ordersRoutes(app: App, http: FastifyInstance): void {
  mount(http, routes, { ...shopperRoutes(app), ...consoleRoutes(app), ...placingRoute(app) });
}

function placingRoute(app: App) {
  // Two lanes: while one batch waits for the disk the next is being decided. More would only wait for the same rows.
  const placing = createCombiner<PlaceRequest, Placed>((requests) => placeBatch(app, requests), {
    batchMax: 256,
    lanes: 2,
    queueMax: 20_000,
    // What a crowd contends for is the first thing it orders: mostly the only one.
    keyOf: ({ lines }) => lines[0]?.skuId ?? '',
  });
  app.onClose(() => placing.drain());
  return {
    'POST /api/orders': async ({ body, caller, idempotency }) => {
      const buyerId = requireAccount(caller).accountId;
      const address =
        'addressId' in body.address ? await savedAddress(app.read(caller), buyerId, body.address.addressId) : postalPart(body.address);
      const placed = await placing.submit({ ...body, buyerId, claim: idempotency, address });
      if ('knownId' in placed) return getOrderView(app.read(caller), { orderId: placed.knownId, buyerId });
      return presentOrder(placed.order, placed.shop);
    },
  } satisfies RouteHandlers;
}

/** A number that is in use already, once in a blue moon, costs the batch a second try with new ones. */
async function placeBatch(app: App, requests: readonly PlaceRequest[]): Promise<Verdict<Placed>[]> {
  const place = () => app.transact(systemActor, (ctx) => placeOrders(ctx, requests));
  return place().catch((error: unknown) =>
    (error as { constraint?: unknown }).constraint === 'orders_number_key' ? place() : Promise.reject(error),
  );
}

async function savedAddress(ctx: Ctx, accountId: string, addressId: string): Promise<PostalAddress> {
  const address = await getAddress(ctx, accountId, addressId);
  if (address === undefined) throw problem('not_found');
  return postalPart(address);
}

/** The order keeps the address as it was; which one it came from is nobody's business later. */
function postalPart({ recipient, phone, province, city, district, street }: PostalAddress): PostalAddress {
  return { recipient, phone, province, city, district, street };
}

function shopperRoutes(app: App) {
  const changing = createCombiner<CartChange, Awaited<ReturnType<typeof getCart>>>(
    (changes) => app.transact(systemActor, (ctx) => setCartLines(ctx, changes)),
    { batchMax: 256, lanes: 1, queueMax: 20_000 },
  );
  app.onClose(() => changing.drain());
  const readView = createReader(app, getOrderViews);
  return {
    'GET /api/cart': async ({ caller }) => ({ items: await getCart(app.read(caller), caller.accountId) }),
    'PUT /api/cart/{skuId}': async ({ params, body, caller }) => ({
      items: await changing.submit({ accountId: caller.accountId, skuId: params.skuId, quantity: body.quantity }),
    }),
    'GET /api/orders': ({ query, caller }) => listMyOrders(app.read(caller), { ...query, buyerId: caller.accountId }),
    'GET /api/orders/counts': async ({ caller }) => ({ counts: await countMyOrders(app.read(caller), caller.accountId) }),
    'GET /api/orders/{orderId}': async ({ params, caller }) => {
      const found = await readView(params.orderId);
      if (found?.buyerId !== caller.accountId) throw problem('not_found');
      return found.view;
    },
    'POST /api/orders/{orderId}/cancel': ({ params, caller }) => actOnMine(app, caller, { orderId: params.orderId, act: cancelOrder }),
    'POST /api/orders/{orderId}/receive': ({ params, caller }) => actOnMine(app, caller, { orderId: params.orderId, act: deliverOrder }),
  } satisfies RouteHandlers;
}

async function actOnMine(
  app: App,
  caller: KnownCaller,
  { orderId, act }: { orderId: string; act: (ctx: Ctx, orderId: string) => Promise<void> },
) {
  const owner = { orderId, buyerId: caller.accountId };
  await app.transact(caller, async (ctx) => {
    await findOrder(ctx, owner);
    await act(ctx, orderId);
  });
  return getOrderView(app.read(caller), owner);
}
