import { isProblem, type ApiInput } from '@tuanzi/client';
import type { ConsoleCoupon, CouponTerms } from '@tuanzi/contract/coupons';

export interface CouponDraft {
  readonly titleZh: string;
  readonly titleEn: string;
  readonly kind: CouponTerms['kind'];
  readonly amountFen: number | null;
  readonly percentOff: number | null;
  readonly capFen: number | null;
  readonly thresholdFen: number | null;
  readonly productIds: readonly string[];
  readonly isForNewBuyers: boolean;
  readonly worksWithOffers: boolean;
  readonly quantity: number | null;
  readonly perPersonMax: number | null;
  readonly claimFrom: string | null;
  readonly claimUntil: string | null;
  readonly use: 'days' | 'fixed';
  readonly validDays: number | null;
  readonly useFrom: string | null;
  readonly useUntil: string | null;
  readonly isListed: boolean;
}
export type CouponBody = ApiInput<'POST /api/console/shops/{shopId}/coupons'>['body'];
export type Field = 'title' | 'amount' | 'percent' | 'cap' | 'threshold' | 'products' | 'quantity' | 'perPerson' | 'claimTime' | 'use';
export type Mistake =
  | 'titleMissing'
  | 'amountMissing'
  | 'amountOver'
  | 'percentMissing'
  | 'capMissing'
  | 'thresholdMissing'
  | 'missing'
  | 'quantityUnder'
  | 'perPersonOver'
  | 'timeMissing'
  | 'timeWrong'
  | 'daysMissing'
  | 'useWrong'
  | 'useEarly';

export const productsMax = 200;
const dayMs = 86_400_000;

export function emptyDraft(nowMs: number): CouponDraft {
  const minuteMs = 60_000;
  // Begins now: most coupons are made to be dropped at once.
  const startMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const at = (days: number) => new Date(startMs + days * dayMs).toISOString();
  return {
    titleZh: '',
    titleEn: '',
    kind: 'amount',
    amountFen: 1000,
    percentOff: 10,
    capFen: 2000,
    thresholdFen: 10_000,
    productIds: [],
    isForNewBuyers: false,
    worksWithOffers: false,
    quantity: 100,
    perPersonMax: 1,
    claimFrom: at(0),
    claimUntil: at(7),
    use: 'days',
    validDays: 7,
    useFrom: at(0),
    useUntil: at(14),
    isListed: true,
  };
}

export function draftOf(coupon: ConsoleCoupon, nowMs: number): CouponDraft {
  const { title, terms, validDays } = coupon;
  const fresh = emptyDraft(nowMs);
  return {
    ...fresh,
    ...coupon,
    ...terms,
    titleZh: title.zh,
    titleEn: title.en ?? '',
    amountFen: terms.amountFen ?? fresh.amountFen,
    percentOff: terms.percentOff ?? fresh.percentOff,
    capFen: terms.capFen ?? fresh.capFen,
    use: validDays === null ? 'fixed' : 'days',
    validDays: validDays ?? fresh.validDays,
    useFrom: coupon.useFrom ?? coupon.claimFrom,
    useUntil: coupon.useUntil ?? coupon.claimUntil,
  };
}

/** What would be refused, by the field it is mended in. `claimed` is how many are in people's hands. */
export function mistakesOf(draft: CouponDraft, nowMs: number, claimed: number): ReadonlyMap<Field, Mistake> {
  const found = new Map<Field, Mistake>();
  if (draft.titleZh.trim() === '') found.set('title', 'titleMissing');
  if (draft.thresholdFen === null) found.set('threshold', 'thresholdMissing');
  if (draft.kind === 'amount') {
    if (isNothing(draft.amountFen)) found.set('amount', 'amountMissing');
    else if (draft.thresholdFen !== null && draft.thresholdFen > 0 && (draft.amountFen ?? 0) >= draft.thresholdFen)
      found.set('amount', 'amountOver');
  } else {
    if (isNothing(draft.percentOff) || (draft.percentOff ?? 0) > 99) found.set('percent', 'percentMissing');
    if (isNothing(draft.capFen)) found.set('cap', 'capMissing');
  }
  if (isNothing(draft.quantity)) found.set('quantity', 'missing');
  else if ((draft.quantity ?? 0) < claimed) found.set('quantity', 'quantityUnder');
  if (isNothing(draft.perPersonMax)) found.set('perPerson', 'missing');
  else if (draft.quantity !== null && (draft.perPersonMax ?? 0) > draft.quantity) found.set('perPerson', 'perPersonOver');
  const claimTime = spanMistake(draft.claimFrom, draft.claimUntil, nowMs);
  if (claimTime !== undefined) found.set('claimTime', claimTime);
  const use = mistakeOfUse(draft);
  if (use !== undefined) found.set('use', use);
  return found;
}

const isNothing = (value: number | null) => value === null || value < 1;

function spanMistake(from: string | null, until: string | null, nowMs: number): Mistake | undefined {
  if (from === null || until === null) return 'timeMissing';
  return Date.parse(until) <= Date.parse(from) || Date.parse(until) <= nowMs ? 'timeWrong' : undefined;
}

function mistakeOfUse({ use, validDays, useFrom, useUntil, claimUntil }: CouponDraft): Mistake | undefined {
  if (use === 'days') return isNothing(validDays) || (validDays ?? 0) > 365 ? 'daysMissing' : undefined;
  if (useFrom === null || useUntil === null) return 'timeMissing';
  if (Date.parse(useUntil) <= Date.parse(useFrom)) return 'useWrong';
  return claimUntil !== null && Date.parse(useUntil) < Date.parse(claimUntil) ? 'useEarly' : undefined;
}

/** The terms as they would be promised; what is not filled in counts as nothing. */
export function termsOf(draft: CouponDraft): CouponTerms {
  const isAmount = draft.kind === 'amount';
  return {
    kind: draft.kind,
    amountFen: isAmount ? (draft.amountFen ?? 0) : null,
    percentOff: isAmount ? null : (draft.percentOff ?? 0),
    capFen: isAmount ? null : (draft.capFen ?? 0),
    thresholdFen: draft.thresholdFen ?? 0,
    productIds: [...draft.productIds],
    isForNewBuyers: draft.isForNewBuyers,
    worksWithOffers: draft.worksWithOffers,
  };
}

/** What is sent; call only when `mistakesOf` found nothing. */
export function bodyOf(draft: CouponDraft): CouponBody {
  const isFixed = draft.use === 'fixed';
  return {
    title: { zh: draft.titleZh.trim(), ...(draft.titleEn.trim() !== '' && { en: draft.titleEn.trim() }) },
    terms: termsOf(draft),
    quantity: draft.quantity ?? 0,
    perPersonMax: draft.perPersonMax ?? 0,
    claimFrom: draft.claimFrom ?? '',
    claimUntil: draft.claimUntil ?? '',
    validDays: isFixed ? null : draft.validDays,
    useFrom: isFixed ? draft.useFrom : null,
    useUntil: isFixed ? draft.useUntil : null,
    isListed: draft.isListed,
  };
}

/** Which field a refusal of the server is about; undefined where it is about none of them. */
export function fieldOfRefusal(error: unknown, draft: CouponDraft): Field | undefined {
  if (!isProblem(error)) return undefined;
  const known: Readonly<Record<string, Field>> = {
    coupon_time_wrong: 'claimTime',
    coupon_terms_wrong: draft.kind === 'amount' ? 'amount' : 'percent',
    product_unavailable: 'products',
  };
  if (error.code !== 'invalid_input') return known[error.code];
  const errors = error.detail['errors'];
  const path = Array.isArray(errors) ? (errors[0] as { path?: unknown } | undefined)?.path : undefined;
  if (typeof path !== 'string') return undefined;
  return pathFields.find(([start]) => path.startsWith(start))?.[1];
}
const pathFields: readonly (readonly [string, Field])[] = [
  ['title', 'title'],
  ['terms.amountFen', 'amount'],
  ['terms.percentOff', 'percent'],
  ['terms.capFen', 'cap'],
  ['terms.thresholdFen', 'threshold'],
  ['terms.productIds', 'products'],
  ['quantity', 'quantity'],
  ['perPersonMax', 'perPerson'],
  ['claim', 'claimTime'],
  ['valid', 'use'],
  ['use', 'use'],
];
