import { describe, expect, test } from 'vitest';
import { auditModule } from '#modules/audit';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { ledgerModule } from '#modules/ledger';
import { mediaModule } from '#modules/media';
import { policyModule } from '#modules/policy';
import { shopsModule } from '#modules/shops';
import { createTestApp } from '../../testing.ts';
import { aShop } from '../shops/testing.ts';
import { catalogModule } from './index.ts';
import { aProduct } from './testing.ts';

const modules = [policyModule, auditModule, identityModule, mediaModule, ledgerModule, shopsModule, inventoryModule, catalogModule];

describe('products', () => {
  test('a product on sale is listed and shown with its units', async () => {
    const t = await createTestApp(modules);
    const shop = await aShop(t);
    const { productId } = await aProduct(t, shop.id, { skus: 2, stock: 7 });
    const list = await t.call('GET /api/products', { query: {} });
    expect(list.body.items).toMatchObject([{ id: productId, stock: 14, priceFen: 3990, soldCount: 0 }]);
    const one = await t.call('GET /api/products/{productId}', { params: { productId } });
    expect(one.body.skus.map((sku) => sku.stock)).toEqual([7, 7]);
  });
});
