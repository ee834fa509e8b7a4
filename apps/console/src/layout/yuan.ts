const fenMax = 10_000_000_000;

/** "12.3" → 1230, by its digits and not by floating point; null for what is not an amount of yuan. */
export function fenOf(text: string): number | null {
  const match = /^¥?\s*(\d{1,9}(?:,\d{3})*)(?:\.(\d{1,2}))?$/.exec(
    text.trim().replaceAll('，', ',').replaceAll('。', '.').replace('￥', '¥'),
  );
  if (match === null) return null;
  const fen = Number((match[1] ?? '').replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return fen <= fenMax ? fen : null;
}

/** 1230 → "12.30". */
export function yuanOf(fen: number | null): string {
  if (fen === null) return '';
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
