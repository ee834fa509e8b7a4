export type CsvCell = string | number | null;

/**
 * One cell. Spreadsheets run what begins like a formula, also from somebody's nickname or note: such words get an
 * apostrophe in front. Amounts are numbers, so a minus stays one.
 */
function cell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Spreadsheets keep fifteen digits of a number: an order's is kept whole by being a word.
  if (/^\d{12,}$/.test(value)) return `${value}\t`;
  const harmless = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A file every spreadsheet opens: the mark in front says that it is UTF-8. */
export function csvOf(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** 1230 → 12.3: yuan as a spreadsheet adds them up. */
export const csvYuan = (fen: number): number => fen / 100;
