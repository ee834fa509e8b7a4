import type { App } from '#platform/app';
import { systemActor, type Ctx } from '#platform/ctx';

/** Orders whose time has come, and what becomes of them. `move` locks and looks again; it returns how many it moved. */
export interface OrderSweep {
  find(ctx: Ctx, limit: number): Promise<string[]>;
  move(ctx: Ctx, ids: readonly string[]): Promise<number>;
}

const sizeMax = 200;

/** Moves a few hundred orders at once. Where one of them cannot be moved each is tried by itself, so that it holds up nobody else's. */
export async function sweepOrders(app: App, { find, move }: OrderSweep): Promise<number> {
  const ids = await find(app.read(systemActor), sizeMax);
  if (ids.length === 0) return 0;
  try {
    return await app.transact(systemActor, (ctx) => move(ctx, ids));
  } catch (error) {
    app.log.error({ err: error, orders: ids.length }, 'orders could not be moved together; trying one by one');
  }
  let moved = 0;
  for (const orderId of ids) {
    // It is met again at the next sweep, and logged again.
    moved += await app
      .transact(systemActor, (ctx) => move(ctx, [orderId]))
      .catch((error: unknown) => {
        app.log.error({ err: error, orderId }, 'order could not be moved');
        return 0;
      });
  }
  return moved;
}
