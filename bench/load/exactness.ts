import { checkInvariants } from '../../tools/invariants/check-invariants.ts';
import type { ShopUnderLoad } from './shop-under-load.ts';

/** What the database says is wrong after a run, asked by SQL of its own; nothing, if every number is exact. */
export async function findBroken({ app }: ShopUnderLoad): Promise<string[]> {
  const broken = await checkInvariants(app.database.pool);
  return broken.map(({ name, rows }) => `${name}: ${JSON.stringify(rows.slice(0, 3))}`);
}

/** Orders of a SKU that hold or took units, as the database knows them. */
export async function countOrders({ app }: ShopUnderLoad, skuId: string): Promise<{ orders: number; units: number }> {
  const { rows } = await app.database.pool.query<{ orders: number; units: number }>(
    'select count(*)::int as orders, coalesce(sum(quantity), 0)::int as units from orders.lines where sku_id = $1',
    [skuId],
  );
  return rows[0] ?? { orders: 0, units: 0 };
}
