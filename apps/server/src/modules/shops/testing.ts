import { anAccount, type TestAccount } from '../identity/testing.ts';
import type { TestApp } from '../../testing.ts';
import { createShop, type NewShop } from './create-shop.ts';
import type { Shop } from './get-shop.ts';

export const testSeller = {
  legalName: '眉县秦岭果业有限公司',
  licenceNo: '91610326MA6XXXXX0X',
  address: '陕西省宝鸡市眉县',
  contact: '0917-5540000',
};

/** A shop with its owner signed in. */
export async function aShop(t: TestApp, overrides: Partial<NewShop> = {}): Promise<Shop & { owner: TestAccount }> {
  const owner = await anAccount(t, { nickname: '店主' });
  const shop = await t.transact((ctx) =>
    createShop(ctx, { name: { zh: '秦岭鲜果', en: 'Qinling Fruit' }, ownerId: owner.accountId, seller: testSeller, ...overrides }),
  );
  return { ...shop, owner };
}
