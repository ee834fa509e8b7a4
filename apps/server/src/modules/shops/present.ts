import type { ShopSettings, ShopView } from '@tuanzi/contract/shops';
import { getPictures } from '#modules/media';
import type { Ctx } from '#platform/ctx';
import type { Shop } from './get-shop.ts';

export async function presentShop(ctx: Ctx, shop: Shop): Promise<ShopView> {
  const { id, name, intro, seller, timeZone, isOpen } = shop;
  return { id, name, intro, logo: await logoOf(ctx, shop), seller, timeZone, isOpen };
}

export async function presentSettings(ctx: Ctx, shop: Shop): Promise<ShopSettings> {
  const { logoId: _, ...settings } = shop;
  return { ...settings, logo: await logoOf(ctx, shop) };
}

async function logoOf(ctx: Ctx, { logoId }: Shop) {
  return logoId === null ? null : ((await getPictures(ctx, [logoId])).get(logoId) ?? null);
}
