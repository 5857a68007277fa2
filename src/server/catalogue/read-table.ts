/**
 * A file of products, whatever it came as, into a table with its header found: the first step of every import.
 *
 * Not here: what cells mean (check-rows.ts). Nothing in this file knows a database.
 */
import { err, ok, type Result } from '../../core/result.ts';
import { IMPORT_LIMIT_BYTES, type FileFormat, type ImportField } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { parseBarcodeCell } from '../../core/gtin.ts';
import { countKnownHeaders, proposeFields } from './column-names.ts';
import { decodeText } from './decode-text.ts';
import type { FileTable, TableRow } from './file-table.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

/** `headers` has one name per column, made up where the file has none. `rows` are those after the header. */
export type ReadTable = {
  readonly format: FileFormat;
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
};

const HEADER_SEARCH_ROWS = 20;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const CONTENT_ROWS = 200;

/**
 * Reads all of `bytes`.
 * Refuses: `file_too_large` - over 64 MiB, or a spreadsheet that unpacks to too much; `not_a_table` - anything that has
 * no rows of cells.
 */
export async function readTable(bytes: Buffer): Promise<Result<ReadTable, Refusal>> {
  if (bytes.length > IMPORT_LIMIT_BYTES) return err({ code: 'file_too_large', facts: { limitMib: 64 } });
  const table = await readCells(bytes);
  if (!table.ok) return table;
  const { rows, format } = table.value;
  if (rows.length === 0) return err({ code: 'not_a_table' });
  const width = Math.max(...widthsOf(rows));
  if (width < 2) return err({ code: 'not_a_table' });
  const header = findHeader(rows);
  const headers = headerNames(header === undefined ? [] : (rows[header]?.cells ?? []), width);
  return ok({
    format: { ...format, headerLine: header === undefined ? 0 : (rows[header]?.line ?? 0) },
    headers,
    rows: header === undefined ? rows : rows.slice(header + 1),
  });
}

async function readCells(bytes: Buffer): Promise<Result<FileTable, Refusal>> {
  if (ZIP.every((byte, i) => bytes[i] === byte)) {
    const read = await readXlsx(bytes);
    if (!read.ok) return read;
    const { rows, sheet } = read.value;
    return ok({ rows, format: { kind: 'xlsx', encoding: null, delimiter: null, sheet: sheet.slice(0, 100) } });
  }
  const text = decodeText(bytes);
  if (!text.ok) return text;
  const read = readCsv(text.value.text);
  if (!read.ok) return read;
  const { rows, delimiter } = read.value;
  return ok({ rows, format: { kind: 'csv', encoding: text.value.encoding, delimiter, sheet: null } });
}

/** Widths of rows as far as they say anything: a broken row, or one long row among thousands, makes no columns. */
function widthsOf(rows: readonly TableRow[]): number[] {
  return rows
    .filter((row) => row.broken === undefined)
    .slice(0, CONTENT_ROWS)
    .map((row) => row.cells.length);
}

/**
 * The row with the columns' names, as an index: the one of the first 20 with the most names we know; else the first row
 * when it is all words above a row with figures. Undefined: the file starts with goods.
 */
function findHeader(rows: readonly TableRow[]): number | undefined {
  const known = rows.slice(0, HEADER_SEARCH_ROWS).map((row) => countKnownHeaders(row.cells));
  const most = Math.max(...known);
  if (most >= 2) return known.indexOf(most);
  const [first, second] = rows;
  if (first === undefined || second === undefined) return most === 1 ? 0 : undefined;
  return first.cells.every(isWord) && second.cells.some((cell) => /^\D{0,3}\d/.test(cell.trim())) ? 0 : undefined;
}

const isWord = (cell: string): boolean => cell.trim() !== '' && !/^[\d\s.,%¥$€£-]+$/.test(cell);

function headerNames(cells: readonly string[], width: number): string[] {
  return Array.from({ length: Math.max(width, cells.length) }, (_, i) => {
    const name = (cells[i] ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
    return name === '' ? columnLetter(i) : name;
  });
}

/** A, B ... Z, AA: what a spreadsheet calls a column without a name. */
function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}

/**
 * What each column is taken for at first: by its name; and when no name says barcode, by its contents: the column where
 * nearly all values are barcodes with a right check digit.
 */
export function proposeMapping(table: ReadTable): (ImportField | null)[] {
  const fields = proposeFields(table.headers);
  if (fields.includes('barcode')) return fields;
  const rows = table.rows.slice(0, CONTENT_ROWS);
  const found = fields.findIndex((field, column) => field === null && looksLikeBarcodes(rows, column));
  return fields.map((field, column) => (column === found ? 'barcode' : field));
}

function looksLikeBarcodes(rows: readonly TableRow[], column: number): boolean {
  const values = rows.map((row) => row.cells[column]?.trim() ?? '').filter((value) => value !== '');
  const right = values.filter((value) => {
    const read = parseBarcodeCell(value);
    return read.ok && read.value !== null;
  });
  return values.length >= 2 && right.length >= values.length * 0.9;
}
