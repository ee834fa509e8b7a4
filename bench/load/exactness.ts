import { totalOf } from '../../apps/server/src/modules/ledger/index.ts';
import { brokenGroupBuys } from '../../apps/server/src/modules/group-buy/testing.ts';
import { brokenStock } from '../../apps/server/src/modules/inventory/testing.ts';
import { brokenOrders } from '../../apps/server/src/modules/orders/testing.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import type { ShopUnderLoad } from './shop-under-load.ts';

/** What the database says is wrong after a run; nothing, if every number is exact. */
export async function findBroken({ app }: ShopUnderLoad): Promise<string[]> {
  const ctx = app.read(systemActor);
  const totalFen = await totalOf(ctx);
  return [
    ...(await brokenStock(ctx)).map((row) => `stock: ${JSON.stringify(row)}`),
    ...(await brokenOrders(ctx)).map((row) => `order: ${JSON.stringify(row)}`),
    ...(await brokenGroupBuys(ctx)).map((row) => `group buy: ${JSON.stringify(row)}`),
    ...(totalFen === 0 ? [] : [`the ledger sums to ${totalFen}`]),
  ];
}

/** Orders of a SKU that hold or took units, as the database knows them. */
export async function countOrders({ app }: ShopUnderLoad, skuId: string): Promise<{ orders: number; units: number }> {
  const { rows } = await app.database.pool.query<{ orders: number; units: number }>(
    'select count(*)::int as orders, coalesce(sum(quantity), 0)::int as units from orders.lines where sku_id = $1',
    [skuId],
  );
  return rows[0] ?? { orders: 0, units: 0 };
}
