import type { linkTargets } from '@tuanzi/contract/links';
import type { Text, Title } from '@tuanzi/contract/shapes';

export type TargetKind = (typeof linkTargets)[number];
export interface LinkTargetRef {
  readonly kind: TargetKind;
  readonly id: string;
}

/** 10 characters of 5 bits: 2^50 codes, so that trying addresses finds nobody's link. */
export const codeLength = 10;

/** Where a follower of the link lands, and the poster of it. */
export function linkPath(code: string): string {
  return `/l/${code}`;
}
export function posterPath(code: string): string {
  return `/l/${code}/poster.png`;
}

/** The beginning of a longer text, as the line under a title. */
export function titleOf(text: Text | null): Title | null {
  if (text === null) return null;
  // By characters: half of one is no text.
  const short = (words: string) => Array.from(words).slice(0, 100).join('');
  return { zh: short(text.zh), ...(text.en !== undefined && { en: short(text.en) }) };
}

export function minuteOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}

const dayMs = 24 * 3_600_000;

/**
 * The binding rule, all of it: the link an order names wins; without one, the last link the buyer followed within the
 * window before the payment; never the buyer's own link. Nobody is bound to anybody for longer than the window, and one
 * order has at most one sharer, so two people who share with each other never both earn from it.
 */
export interface Touch {
  readonly code: string;
  readonly sharerId: string;
  readonly at: Date;
}

export function chooseSharer(input: {
  accountId: string;
  at: Date;
  windowDays: number;
  explicit: { code: string; ownerId: string } | undefined;
  touches: readonly Touch[];
}): { sharerId: string; code: string } | null {
  const { accountId, explicit } = input;
  if (explicit !== undefined && explicit.ownerId !== accountId) return { sharerId: explicit.ownerId, code: explicit.code };
  const opensMs = input.at.getTime() - input.windowDays * dayMs;
  let last: Touch | undefined;
  for (const touch of input.touches) {
    const isInWindow = touch.at.getTime() <= input.at.getTime() && touch.at.getTime() > opensMs;
    // The code decides between two touches of one instant, so that the answer is the same whoever asks.
    if (!isInWindow || touch.sharerId === accountId) continue;
    if (last === undefined || touch.at > last.at || (touch.at.getTime() === last.at.getTime() && touch.code > last.code)) last = touch;
  }
  return last === undefined ? null : { sharerId: last.sharerId, code: last.code };
}
