import type { Text, Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { readFirstShop, readShops, type ShopRow } from './store.ts';

export interface Shop {
  readonly id: string;
  readonly name: Title;
  readonly intro: Text | null;
  readonly logoId: string | null;
  readonly seller: { readonly legalName: string; readonly licenceNo: string; readonly address: string; readonly contact: string };
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly guestsMayComment: boolean;
  readonly paymentMinutes: number;
  readonly commissionBasisPoints: number;
  readonly lowStockThreshold: number;
}

export async function getShop(ctx: Ctx, id: string): Promise<Shop | undefined> {
  return (await getShops(ctx, [id])).get(id);
}

export async function getShops(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Shop>> {
  const rows = await readShops(ctx, ids);
  return new Map(rows.map((row) => [row.id, shopOf(row)]));
}

/** The shop a visitor without a link lands in: the oldest. */
export async function firstShop(ctx: Ctx): Promise<Shop | undefined> {
  const row = await readFirstShop(ctx);
  return row === undefined ? undefined : shopOf(row);
}

export function shopOf(row: ShopRow): Shop {
  const {
    id,
    nameZh,
    nameEn,
    intro,
    logoId,
    legalName,
    licenceNo,
    address,
    contact,
    timeZone,
    isOpen,
    guestsMayComment,
    paymentMinutes,
    commissionBasisPoints,
    lowStockThreshold,
  } = row;
  const name = nameEn === null ? { zh: nameZh } : { zh: nameZh, en: nameEn };
  return {
    id,
    name,
    intro,
    logoId,
    seller: { legalName, licenceNo, address, contact },
    timeZone,
    isOpen,
    guestsMayComment,
    paymentMinutes,
    commissionBasisPoints,
    lowStockThreshold,
  };
}
