/** Some providers write money as yuan with two digits; it is read and written digit by digit, never through a float. */
export function yuanOf(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError('an amount is a whole number of fen');
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads 12, 12.3 and 12.30; throws for anything else, also for parts of a fen. */
export function fenOfYuan(text: string): number {
  const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) throw new RangeError('an amount is yuan with at most two digits after the point');
  return Number(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`);
}
