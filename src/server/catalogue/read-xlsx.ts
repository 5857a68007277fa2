/**
 * A spreadsheet (.xlsx) into rows of text. Numbers come out as the digits the sheet holds, never as 6.9E+12; text keeps
 * its leading zeros. Of several sheets the one with the most columns known by name is read.
 *
 * Invariant: what the archive says it holds is bounded before anything is unpacked.
 */
import readXlsxFile, { InvalidInputError, InvalidSpreadsheetError } from 'read-excel-file/node';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { countKnownHeaders } from './column-names.ts';
import { hasText, type TableRow } from './file-table.ts';

const UNPACKED_LIMIT_BYTES = 768 * 1024 * 1024;
const PART_LIMIT_BYTES = 500 * 1024 * 1024; // each part is read as one string, and a string holds a little more
const HEADER_SEARCH_ROWS = 20;
const SPREADSHEET_DIGITS = 15; // more a spreadsheet does not know: what follows is noise of its arithmetic

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * The rows of the best sheet, empty ones left out.
 * Refuses: `not_a_table` - damaged, or an archive of something else; `file_too_large` - it would unpack to too much.
 */
export async function readXlsx(bytes: Buffer): Promise<Result<{ rows: readonly TableRow[]; sheet: string }, Refusal>> {
  const parts = partSizes(bytes);
  if (parts === undefined) return err({ code: 'not_a_table' });
  const unpacked = parts.reduce((sum, size) => sum + size, 0);
  if (unpacked > UNPACKED_LIMIT_BYTES || parts.some((size) => size > PART_LIMIT_BYTES))
    return err({ code: 'file_too_large' });
  try {
    const sheets = await readXlsxFile(bytes, { parseNumber: plainNumber, trim: false });
    const read = sheets.map(({ sheet, data }) => ({ sheet, rows: rowsOf(data) }));
    const known = (rows: readonly TableRow[]): number =>
      Math.max(0, ...rows.slice(0, HEADER_SEARCH_ROWS).map((row) => countKnownHeaders(row.cells)));
    const best = read.toSorted((a, b) => known(b.rows) - known(a.rows) || b.rows.length - a.rows.length)[0];
    return best === undefined ? err({ code: 'not_a_table' }) : ok(best);
  } catch (cause) {
    if (cause instanceof InvalidInputError || cause instanceof InvalidSpreadsheetError)
      return err({ code: 'not_a_table' });
    throw new Error('reading a spreadsheet failed', { cause });
  }
}

function rowsOf(data: readonly (readonly unknown[])[]): TableRow[] {
  const rows: TableRow[] = [];
  data.forEach((row, i) => {
    const cells = row.map(textOf);
    if (hasText(cells)) rows.push({ line: i + 1, cells });
  });
  return rows;
}

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' ? cell : '';
}

/**
 * Digits of a number as the sheet's XML has it: `6.901234567892E+12` is 6901234567892, `0.30000000000000004` is 0.3.
 */
export function plainNumber(xml: string): string {
  if (/^-?\d+$/.test(xml)) return xml;
  const value = Number(xml);
  if (!Number.isFinite(value)) return xml;
  if (Number.isSafeInteger(value)) return value.toFixed(0);
  const rounded = Number(value.toPrecision(SPREADSHEET_DIGITS));
  return Math.abs(rounded) < 1e-6 ? '0' : String(rounded);
}

/** Bytes of each part when unpacked, as the archive's directory says. Undefined when it is no archive. */
function partSizes(bytes: Buffer): number[] | undefined {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) return undefined;
  let at = bytes.readUInt32LE(end + 16);
  const sizes: number[] = [];
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    sizes.push(bytes.readUInt32LE(at + 24));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return sizes;
}
