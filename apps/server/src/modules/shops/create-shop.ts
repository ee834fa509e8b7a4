import { grantRole } from '#modules/identity';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { shopOf, type Shop } from './get-shop.ts';
import { insertShop } from './store.ts';

export interface NewShop extends Partial<Omit<Shop, 'id' | 'name'>> {
  readonly name: Shop['name'];
  /** Becomes the shop's owner. */
  readonly ownerId: string;
}

export async function createShop(ctx: Ctx, { ownerId, name, seller, ...settings }: NewShop): Promise<Shop> {
  const row = await insertShop(ctx, {
    ...settings,
    id: newId('shp', ctx.now.getTime()),
    nameZh: name.zh,
    nameEn: name.en ?? null,
    // Empty until the owner fills it in; a shop that sells shows it.
    ...(seller ?? { legalName: '', licenceNo: '', address: '', contact: '' }),
    createdAt: ctx.now,
  });
  await grantRole(ctx, { accountId: ownerId, shopId: row.id, role: 'owner' });
  return shopOf(row);
}
