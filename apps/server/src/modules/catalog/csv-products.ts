import { words } from '@tuanzi/contract/shapes';
import type { Column, CsvRow } from './csv-file.ts';
import type { Findings } from './csv-issues.ts';
import { textOfHtml } from './html-text.ts';
import type { ProductStatus } from './store.ts';

/** A SKU as the file says it; what is null was left blank. */
export interface CsvSku {
  readonly line: number;
  readonly code: string | null;
  readonly options: readonly string[];
  readonly priceFen: number;
  readonly compareAtFen: number | null;
  readonly weightGrams: number | null;
  readonly stock: number | null;
}
export interface CsvProduct {
  readonly line: number;
  readonly handle: string;
  readonly title: string | null;
  readonly story: string | null;
  /** A name, or names from the top parted by ">". */
  readonly category: string | null;
  readonly status: ProductStatus | null;
  readonly optionNames: readonly string[];
  readonly skus: readonly CsvSku[];
}

interface At {
  readonly line: number;
  readonly column: Column;
  readonly findings: Findings;
}

const priceFenMax = 10_000_000_000;
const storyMax = 2000;
const skusMax = 100;
const optionColumns = [1, 2, 3] as const;

/** Rows with the same handle are one product: the first has its words and the names of its options, each row with a price or options is a SKU. */
export function readProducts(rows: readonly CsvRow[], findings: Findings): CsvProduct[] {
  const groups = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const handle = row.cells.Handle ?? '';
    if (handle === '') findings.error(row.line, 'Handle', 'required', 'Handle');
    else if (!/^[a-z0-9-]{1,80}$/.test(handle)) findings.error(row.line, 'Handle', 'bad_handle', handle);
    const group = groups.get(handle);
    if (group === undefined) groups.set(handle, [row]);
    else group.push(row);
  }
  const codes = new Set<string>();
  return [...groups].map(([handle, group]) => readProduct(handle, group, { findings, codes }));
}

function readProduct(handle: string, rows: readonly CsvRow[], { findings, codes }: { findings: Findings; codes: Set<string> }): CsvProduct {
  const [first] = rows;
  const line = first?.line ?? 1;
  const cells = first?.cells ?? {};
  const optionNames = readOptionNames(rows, findings);
  const seen = new Set<string>();
  const skus = rows.flatMap((row, i) => {
    warnOfPictures(row, findings);
    if (i > 0 && !isSku(row)) {
      if (!row.cells['Image Src'] && !row.cells['Variant Image']) findings.warn(row.line, '', 'nothing_in_row');
      return [];
    }
    return readSku(row, { optionNames, seen, codes, findings }) ?? [];
  });
  if (skus.length > skusMax) findings.error(line, 'Handle', 'too_many_skus');
  return {
    line,
    handle,
    optionNames,
    skus,
    title: readTitle(rows, findings),
    story: readStory(cells['Body (HTML)'] ?? '', { line, column: 'Body (HTML)', findings }),
    category: readCategory(cells, line, findings),
    status: readStatus(cells, line, findings),
  };
}

function isSku({ cells }: CsvRow): boolean {
  return [cells['Variant Price'], cells['Variant SKU'], ...optionColumns.map((n) => cells[`Option${n} Value`])].some(
    (cell) => cell !== undefined && cell !== '',
  );
}

function readTitle(rows: readonly CsvRow[], findings: Findings): string | null {
  const titled = rows.filter((row) => (row.cells.Title ?? '') !== '');
  const [first] = titled;
  if (first === undefined) return null;
  for (const row of titled) if (row.cells.Title !== first.cells.Title) findings.error(row.line, 'Title', 'conflicting_title');
  return readText(first.cells.Title ?? '', 120, { line: first.line, column: 'Title', findings });
}

/** "Title" with the one value "Default Title" is how the format says that there are no options. */
function readOptionNames(rows: readonly CsvRow[], findings: Findings): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const names = optionColumns.map(
    (n) => readText(first.cells[`Option${n} Name`] ?? '', 60, { line: first.line, column: `Option${n} Name`, findings }) ?? '',
  );
  const used = names.filter((name) => name !== '');
  if (used.length === 1 && names[0] === 'Title' && first.cells['Option1 Value'] === 'Default Title') return [];
  const gap = names.findIndex((name, i) => name === '' && names.slice(i).some((later) => later !== ''));
  if (gap !== -1) findings.error(first.line, `Option${gap + 1} Name`, 'options_mismatch');
  return used;
}

function readSku(
  row: CsvRow,
  { optionNames, seen, codes, findings }: { optionNames: readonly string[]; seen: Set<string>; codes: Set<string>; findings: Findings },
): CsvSku | undefined {
  const { line, cells } = row;
  const at = (column: Column): At => ({ line, column, findings });
  const options = readOptions(row, optionNames, findings);
  const priceFen = readPrice(cells['Variant Price'] ?? '', at('Variant Price'));
  if (cells['Variant Price'] === '' || cells['Variant Price'] === undefined)
    findings.error(line, 'Variant Price', 'required', 'Variant Price');
  const code = readText(cells['Variant SKU'] ?? '', 64, at('Variant SKU'));
  if (code !== null && codes.has(code)) findings.error(line, 'Variant SKU', 'repeated_code', code);
  if (code !== null) codes.add(code);
  if (options !== undefined && seen.has(options.join('\n'))) findings.error(line, 'Option1 Value', 'repeated_options', options.join(' / '));
  if (options !== undefined) seen.add(options.join('\n'));
  const compareAtFen = readCompared(cells['Variant Compare At Price'] ?? '', priceFen, at('Variant Compare At Price'));
  // Weights come with decimals from some exports; a gram is as fine as we count.
  const weightGrams = readCount((cells['Variant Grams'] ?? '').replace(/\.\d+$/, ''), 1_000_000, at('Variant Grams'));
  const stock = readCount(cells['Variant Inventory Qty'] ?? '', 10_000_000, at('Variant Inventory Qty'));
  return options === undefined || priceFen === null ? undefined : { line, code, options, priceFen, compareAtFen, weightGrams, stock };
}

function readOptions({ line, cells }: CsvRow, names: readonly string[], findings: Findings): string[] | undefined {
  const isPlain = names.length === 0;
  const values: string[] = [];
  for (const n of optionColumns) {
    const column: Column = `Option${n} Value`;
    const value = readText(cells[column] ?? '', 60, { line, column, findings });
    if (n <= names.length && value !== null) values.push(value);
    else if (n <= names.length || (value !== null && !(isPlain && n === 1 && value === 'Default Title'))) {
      // A cell with unusable text was reported with what is wrong with it.
      if (value !== null || (cells[column] ?? '') === '') findings.error(line, column, 'options_mismatch');
      return undefined;
    }
  }
  return values;
}

/** Yuan as people write them, with thousands separated or not, to fen. */
function readPrice(text: string, { line, column, findings }: At): number | null {
  if (text === '') return null;
  const [, whole, decimals = ''] = /^[¥￥]?\s?(\d{1,15}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  const fen = whole === undefined ? 0 : Number(whole.replaceAll(',', '')) * 100 + Number(decimals.padEnd(2, '0'));
  if (fen < 1) findings.error(line, column, 'bad_price', text);
  else if (fen > priceFenMax) findings.error(line, column, 'too_large', priceFenMax / 100);
  else return fen;
  return null;
}

function readCompared(text: string, priceFen: number | null, at: At): number | null {
  // Exports write 0 where there is nothing to compare with.
  if (/^0*(\.0*)?$/.test(text)) return null;
  const compareAtFen = readPrice(text, at);
  if (compareAtFen === null || priceFen === null || compareAtFen > priceFen) return compareAtFen;
  at.findings.warn(at.line, at.column, 'compare_not_higher');
  return null;
}

function readCount(text: string, max: number, { line, column, findings }: At): number | null {
  if (text === '') return null;
  if (!/^\d{1,15}$/.test(text)) findings.error(line, column, 'bad_number', text);
  else if (Number(text) > max) findings.error(line, column, 'too_large', max);
  else return Number(text);
  return null;
}

function readText(text: string, max: number, { line, column, findings }: At): string | null {
  if (text === '') return null;
  const read = wordsUpTo(max).safeParse(text);
  if (!read.success) findings.error(line, column, 'bad_text', max);
  return read.success ? read.data : null;
}

const checks = new Map<number, ReturnType<typeof words>>();
function wordsUpTo(max: number): ReturnType<typeof words> {
  const check = checks.get(max) ?? words(max);
  checks.set(max, check);
  return check;
}

function readStory(html: string, { line, column, findings }: At): string | null {
  const text = textOfHtml(html);
  if (text.length <= storyMax) return text === '' ? null : text;
  findings.warn(line, column, 'story_shortened', storyMax);
  return text.slice(0, storyMax).replace(/[\ud800-\udbff]$/, '');
}

/** The shop's own word for it; where there is none, the one of the format's catalogue. */
function readCategory(cells: CsvRow['cells'], line: number, findings: Findings): string | null {
  const column: Column = (cells.Type ?? '') === '' ? 'Product Category' : 'Type';
  return readText(cells[column] ?? '', 400, { line, column, findings });
}

function readStatus(cells: CsvRow['cells'], line: number, findings: Findings): ProductStatus | null {
  const [status, published] = [(cells.Status ?? '').toLowerCase(), (cells.Published ?? '').toLowerCase()];
  if (!['', 'active', 'draft', 'archived'].includes(status)) findings.error(line, 'Status', 'bad_status', status);
  if (!['', 'true', 'false'].includes(published)) findings.error(line, 'Published', 'bad_status', published);
  if (status === 'archived' || status === 'draft') return status;
  if (published !== '') return published === 'true' ? 'on_sale' : 'draft';
  return status === 'active' ? 'on_sale' : null;
}

function warnOfPictures({ line, cells }: CsvRow, findings: Findings): void {
  const [picture, ofSku] = [cells['Image Src'] ?? '', cells['Variant Image'] ?? ''];
  if (picture !== '') findings.warn(line, 'Image Src', 'picture_not_fetched', picture);
  if (ofSku !== '' && ofSku !== picture) findings.warn(line, 'Variant Image', 'picture_not_fetched', ofSku);
}
