import { problem } from '#platform/problem';

const dayMs = 86_400_000;

/** Ten times the average, cut: 4.69 is shown as 4.6, never as more than people gave. */
export function averageTenths(starsSum: number, count: number): number | null {
  return count === 0 ? null : Math.floor((starsSum * 10) / count);
}

export function deadline(from: Date, days: number): Date {
  return new Date(from.getTime() + days * dayMs);
}

/** All that was paid for the line went back. A line that cost nothing goes with its order. */
export function isRefundedInFull(
  order: { readonly state: string },
  line: { readonly totalFen: number; readonly refundedFen: number },
): boolean {
  return order.state === 'refunded' || (line.totalFen > 0 && line.refundedFen >= line.totalFen);
}

/** Where a page of the most useful reviews ended. */
export interface UsefulPlace {
  readonly usefulCount: number;
  readonly id: string;
}

export function placeCursor({ usefulCount, id }: UsefulPlace): string {
  return `${usefulCount}.${id}`;
}

export function parsePlace(cursor: string): UsefulPlace {
  const [, count, id] = /^(\d{1,9})\.(\w{1,60})$/.exec(cursor) ?? [];
  if (count === undefined || id === undefined)
    throw problem('invalid_input', {
      errors: [{ in: 'query', path: 'cursor', code: 'invalid_format', message: 'not a cursor of this list' }],
    });
  return { usefulCount: Number(count), id };
}
