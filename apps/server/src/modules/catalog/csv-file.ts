import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import type { Findings } from './csv-issues.ts';

/** Columns of the common shop format we read, under their usual name; beside it the names its newer edition uses. */
const columns = {
  Handle: ['URL handle'],
  Title: [],
  'Body (HTML)': ['Description'],
  Type: [],
  'Product Category': [],
  Published: ['Published on online store'],
  Status: [],
  'Option1 Name': [],
  'Option1 Value': [],
  'Option2 Name': [],
  'Option2 Value': [],
  'Option3 Name': [],
  'Option3 Value': [],
  'Variant SKU': ['SKU'],
  'Variant Grams': ['Weight value (grams)'],
  'Variant Inventory Qty': ['Inventory quantity'],
  'Variant Price': ['Price'],
  'Variant Compare At Price': ['Compare-at price'],
  'Image Src': ['Product image URL'],
  'Variant Image': ['Variant image URL'],
} as const;
export type Column = keyof typeof columns;
const required: readonly Column[] = ['Handle', 'Title', 'Variant Price'];

/** Columns of the format that say nothing to us; they are left out without a word. Any other unknown one is mentioned. */
const ignored =
  /^(vendor|tags|gift card|collection|template suffix|variant (inventory (tracker|policy)|fulfillment service|requires shipping|taxable|barcode|weight unit|tax code)|image (position|alt text)|barcode|option[123] linked to|cost per item|charge tax|tax code|inventory tracker|continue selling when out of stock|weight unit for display|requires shipping|fulfillment service|included \/ .*|price \/ .*|compare at price \/ .*|unit price .*|seo (title|description)|google shopping.*|.*\(product\.metafields\..*\)|.*\(variant\.metafields\..*\))$/i;

/** One row by the usual names of its columns; blank cells are empty. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Column, string>>>;
}

/** Enough for the largest shops that keep their goods in a spreadsheet, and read in a second. */
const rowsMax = 20_000;
/** A cell holds a description at most. */
const recordBytesMax = 256 * 1024;

/**
 * Reads the file into rows with the line each begins on. Lines end as they like, cells may hold line ends, the file may
 * begin with a byte order mark and part its cells by comma, semicolon or tab.
 */
export async function readCsv(text: string, findings: Findings): Promise<CsvRow[]> {
  // What is not UTF-8 was decoded to the replacement character; guessing the text back would put wrong names on sale.
  const broken = text.search(/[\ufffd\0]/);
  if (broken !== -1) {
    findings.error(text.slice(0, broken).split(/\r\n?|\n/).length, '', 'not_utf8');
    return [];
  }
  const even = text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  const rows: CsvRow[] = [];
  let header: (Column | null)[] | undefined;
  let line = 1;
  // The parser runs ahead of the loop below; where it stops, the row after its last whole one is the broken one.
  let parsedLines = 0;
  const onRecord = <R>(record: R, { lines }: { lines: number }): R => {
    parsedLines = lines;
    return record;
  };
  try {
    const parser = Readable.from(pieces(even)).pipe(
      parse({
        info: true,
        relax_column_count: true,
        record_delimiter: '\n',
        delimiter: delimiterOf(even),
        max_record_size: recordBytesMax,
        on_record: onRecord,
      }),
    );
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (header === undefined) header = readHeader(record, findings);
      else if (record.some((cell) => cell.trim() !== '')) rows.push(readRow(record, { header, line, findings }));
      line = info.lines + 1;
      // Rooms and orders are served by the same process, so a long file lets them in between.
      if (line % 500 === 0) await setImmediate();
      if (rows.length > rowsMax) {
        findings.error(line - 1, '', 'too_many_rows', rowsMax);
        return [];
      }
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    findings.error(parsedLines + 1, '', error.code === 'CSV_MAX_RECORD_SIZE' ? 'row_too_long' : 'broken_quotes');
  }
  if (rows.length === 0 && !findings.hasErrors()) findings.error(1, '', 'no_rows');
  return rows;
}

function readHeader(record: readonly string[], findings: Findings): (Column | null)[] {
  const known = new Map<string, Column>();
  for (const [name, others] of Object.entries(columns) as [Column, readonly string[]][])
    for (const each of [name, ...others]) known.set(each.toLowerCase(), name);
  const seen = new Set<Column>();
  const header = record.map((cell) => {
    const name = cell.trim();
    const column = known.get(name.toLowerCase());
    if (column === undefined) {
      if (name !== '' && !ignored.test(name)) findings.warn(1, name, 'unknown_column', name);
      return null;
    }
    if (seen.has(column)) findings.error(1, name, 'repeated_column', name);
    seen.add(column);
    return column;
  });
  for (const name of required) if (!seen.has(name)) findings.error(1, name, 'missing_column', name);
  return header;
}

function readRow(
  record: readonly string[],
  { header, line, findings }: { header: readonly (Column | null)[]; line: number; findings: Findings },
): CsvRow {
  if (record.slice(header.length).some((cell) => cell.trim() !== '')) findings.error(line, '', 'too_many_cells');
  const cells: Partial<Record<Column, string>> = {};
  header.forEach((column, i) => {
    if (column !== null) cells[column] = (record[i] ?? '').trim();
  });
  return { line, cells };
}

/** The one of the usual three the header has most of. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const head = end === -1 ? text : text.slice(0, end);
  return [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
}

function isCsvError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    typeof (error as { code?: unknown }).code === 'string' &&
    /^(CSV_|INVALID_)/.test((error as unknown as { code: string }).code)
  );
}
