import type { CampaignView } from '@tuanzi/contract/group-buy';
import type { ProductView } from '@tuanzi/contract/catalog';
import type { ApiInput } from '@tuanzi/client';

export interface PriceDraft {
  readonly skuId: string;
  readonly options: ProductView['skus'][number]['options'];
  readonly shopPriceFen: number;
  readonly stock: number;
  readonly isIncluded: boolean;
  readonly groupPriceFen: number | null;
}
export interface CampaignDraft {
  readonly product: ProductView | null;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly teamSize: number | null;
  readonly teamHours: number | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly quota: number | null;
  readonly perBuyerMax: number | null;
  readonly prices: readonly PriceDraft[];
}
export type CampaignBody = ApiInput<'POST /api/console/shops/{shopId}/group-buys'>['body'];
export type Field = 'product' | 'title' | 'teamSize' | 'teamHours' | 'time' | 'quota' | 'perBuyerMax' | 'prices';
export type Mistake =
  | 'productMissing'
  | 'titleMissing'
  | 'missing'
  | 'timeMissing'
  | 'timeWrong'
  | 'perBuyerOver'
  | 'notLower'
  | 'noneIncluded';

export function emptyDraft(nowMs: number): CampaignDraft {
  const hourMs = 3_600_000;
  const startMs = Math.ceil(nowMs / hourMs) * hourMs;
  return {
    product: null,
    titleZh: '',
    titleEn: '',
    teamSize: 3,
    teamHours: 24,
    startsAt: new Date(startMs).toISOString(),
    endsAt: new Date(startMs + 7 * 24 * hourMs).toISOString(),
    quota: 100,
    perBuyerMax: 2,
    prices: [],
  };
}

/** The product's SKUs, with the prices and choices already made for them. A fifth off is where a new one starts. */
export function pricesOf(product: ProductView, chosen: CampaignView | null): PriceDraft[] {
  return product.skus.map((sku) => {
    const known = chosen?.skus.find(({ skuId }) => skuId === sku.id);
    const suggested = Math.max(1, Math.min(sku.priceFen - 1, Math.floor((sku.priceFen * 0.8) / 10) * 10));
    return {
      skuId: sku.id,
      options: sku.options,
      shopPriceFen: sku.priceFen,
      stock: sku.stock,
      isIncluded: chosen === null || known !== undefined,
      groupPriceFen: known?.groupPriceFen ?? suggested,
    };
  });
}

export function draftOf(campaign: CampaignView, product: ProductView): CampaignDraft {
  return {
    product,
    titleZh: campaign.title.zh,
    titleEn: campaign.title.en ?? '',
    teamSize: campaign.teamSize,
    teamHours: campaign.teamMinutes / 60,
    startsAt: campaign.startsAt,
    endsAt: campaign.endsAt,
    quota: campaign.quota,
    perBuyerMax: campaign.perBuyerMax,
    prices: pricesOf(product, campaign),
  };
}

/** What would be refused, by the field it is mended in. */
export function mistakesOf(draft: CampaignDraft, nowMs: number): ReadonlyMap<Field, Mistake> {
  const found = new Map<Field, Mistake>();
  if (draft.product === null) found.set('product', 'productMissing');
  if (draft.titleZh.trim() === '') found.set('title', 'titleMissing');
  if (draft.teamSize === null) found.set('teamSize', 'missing');
  if (draft.teamHours === null) found.set('teamHours', 'missing');
  if (draft.startsAt === null || draft.endsAt === null) found.set('time', 'timeMissing');
  else if (Date.parse(draft.endsAt) <= Date.parse(draft.startsAt) || Date.parse(draft.endsAt) <= nowMs) found.set('time', 'timeWrong');
  if (draft.quota === null) found.set('quota', 'missing');
  if (draft.perBuyerMax === null) found.set('perBuyerMax', 'missing');
  else if (draft.quota !== null && draft.perBuyerMax > draft.quota) found.set('perBuyerMax', 'perBuyerOver');
  const included = draft.prices.filter(({ isIncluded }) => isIncluded);
  if (draft.product !== null && included.length === 0) found.set('prices', 'noneIncluded');
  else if (included.some(isPriceWrong)) found.set('prices', 'notLower');
  return found;
}

export const isPriceWrong = (price: PriceDraft): boolean =>
  price.isIncluded && (price.groupPriceFen === null || price.groupPriceFen < 1 || price.groupPriceFen >= price.shopPriceFen);
/** Below half the shop's price a digit may be missing; it is said, not refused. */
export const isPriceDeep = (price: PriceDraft): boolean =>
  price.isIncluded && price.groupPriceFen !== null && price.groupPriceFen * 2 < price.shopPriceFen;

/** What is sent; call only when `mistakesOf` found nothing. */
export function bodyOf(draft: CampaignDraft): CampaignBody {
  return {
    productId: draft.product?.id ?? '',
    title: { zh: draft.titleZh.trim(), ...(draft.titleEn.trim() !== '' && { en: draft.titleEn.trim() }) },
    teamSize: draft.teamSize ?? 0,
    teamMinutes: Math.round((draft.teamHours ?? 0) * 60),
    startsAt: draft.startsAt ?? '',
    endsAt: draft.endsAt ?? '',
    quota: draft.quota ?? 0,
    perBuyerMax: draft.perBuyerMax ?? 0,
    skus: draft.prices.flatMap(({ isIncluded, skuId, groupPriceFen }) =>
      isIncluded && groupPriceFen !== null ? [{ skuId, groupPriceFen }] : [],
    ),
  };
}
