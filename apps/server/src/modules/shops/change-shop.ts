import { record } from '#modules/audit';
import { requirePictures } from '#modules/media';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { shopOf, type Shop } from './get-shop.ts';
import { isTimeZone } from './rules.ts';
import { lockShop, updateShop } from './store.ts';

export type ShopChange = { readonly [K in keyof Omit<Shop, 'id' | 'isOpen'>]?: Shop[K] | undefined };

/** Changes what is given and leaves the rest. */
export async function changeShop(ctx: Ctx, shopId: string, change: ShopChange): Promise<Shop> {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) throw problem('unknown_time_zone');
  if (change.logoId !== undefined && change.logoId !== null) await requirePictures(ctx, [change.logoId]);
  const { name, seller, ...settings } = change;
  const columns = {
    ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    ...(name !== undefined && { nameZh: name.zh, nameEn: name.en ?? null }),
    ...seller,
  };
  const isChanged = Object.keys(columns).length > 0;
  if (isChanged) await record(ctx, { shopId, action: 'shop.changed', targetId: shopId, detail: columns });
  const row = isChanged ? await updateShop(ctx, shopId, columns) : await lockShop(ctx, shopId);
  if (row === undefined) throw problem('not_found');
  return shopOf(row);
}
