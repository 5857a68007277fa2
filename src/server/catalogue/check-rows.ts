/**
 * Rows of a table, under a mapping, into drafts of products or into named reasons why not. Looks at the file alone.
 *
 * Invariants: every problem of a row is named, not the first only; a row with a problem makes no draft; nothing here
 * depends on what the shop already has (plan-import.ts does).
 */
import { type PartNamed, readParts } from '../../core/bundle-text.ts';
import { readOptions } from '../../core/options.ts';
import type { BundlePart, Names, OptionGroup, Trace, Unit } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { ImportField, RowProblem } from '../../wire/catalogue-file.ts';
import type { Refusal, RefusalCode } from '../../wire/refusal.ts';
import {
  decimalMarkOf,
  readAge,
  readAsks,
  readBarcodes,
  readCode,
  readMoney,
  readStock,
  readTax,
  readText,
  readUnit,
  readYesNo,
  type CellRefusal,
  type DecimalMark,
} from './cell-values.ts';
import type { TableRow } from './file-table.ts';
import type { ReadTable } from './read-table.ts';

/** What a row says of a product. Null: the file has no such column, or the cell is empty: what is known stays. */
export type RowDraft = {
  readonly code: string | null;
  readonly gtins: readonly string[]; // empty: says nothing about barcodes
  readonly names: Names;
  readonly priceMinor: number;
  readonly taxBp: number | null;
  readonly unit: Unit | null;
  readonly category: string | null; // its name
  readonly brand: string | null;
  readonly spec: string | null;
  readonly stockMilli: number | null;
  readonly options: readonly OptionGroup[] | null;
  readonly minAge: number | null; // 0: for everybody
  readonly openPrice: boolean | null; // its price is said at the till
  readonly asks: readonly Trace[] | null; // empty: nothing
  readonly partsNamed: readonly PartNamed[] | null;
  readonly parts?: readonly BundlePart[]; // those that are named, once the shop has been asked
};
export type CheckedRow = {
  readonly row: TableRow;
  readonly draft: RowDraft | null; // null: refused
  readonly problems: readonly RowProblem[];
};

type Columns = ReadonlyMap<ImportField, readonly number[]>;
const NEEDED: readonly (readonly [RefusalCode, readonly ImportField[]])[] = [
  ['no_key_column', ['barcode', 'code']],
  ['no_name_column', ['name', 'name_zh', 'name_en']],
  ['no_price_column', ['price']],
];

/** What the mapping lacks, or null: a key (barcode or code), a name, a price; no field but barcode over two columns. */
export function mappingRefusal(fields: readonly (ImportField | null)[]): Refusal | null {
  const lacking = NEEDED.find(([, any]) => !any.some((field) => fields.includes(field)));
  if (lacking !== undefined) return { code: lacking[0] };
  const twice = fields.find((field, i) => field !== null && field !== 'barcode' && fields.indexOf(field) !== i);
  return twice == null ? null : { code: 'field_twice', facts: { field: twice } };
}

/** Checks every row. `fields` has passed `mappingRefusal`; `decimals` are those of the shop's currency. */
export function checkRows(
  table: ReadTable,
  fields: readonly (ImportField | null)[],
  decimals: number,
  onRow: (done: number) => void = () => undefined,
): CheckedRow[] {
  const columns = columnsOf(fields);
  const markOf = (field: ImportField): DecimalMark =>
    decimalMarkOf(
      table.rows.map((row) => row.cells[columns.get(field)?.[0] ?? -1] ?? ''),
      table.format.delimiter,
    );
  const how = { decimals, columns, headers: table.headers, marks: { price: markOf('price'), stock: markOf('stock') } };
  return table.rows.map((row, i) => {
    onRow(i + 1);
    return checkRow(row, how);
  });
}

function columnsOf(fields: readonly (ImportField | null)[]): Columns {
  const columns = new Map<ImportField, number[]>();
  fields.forEach((field, i) => {
    if (field !== null) columns.set(field, [...(columns.get(field) ?? []), i]);
  });
  return columns;
}

type How = {
  readonly decimals: number;
  readonly columns: Columns;
  readonly headers: readonly string[];
  readonly marks: { readonly price: DecimalMark; readonly stock: DecimalMark };
};

/** Reads the cells of one row and gathers what is wrong with them. */
class RowReader {
  readonly problems: RowProblem[] = [];
  readonly row: TableRow;
  readonly how: How;

  constructor(row: TableRow, how: How) {
    this.row = row;
    this.how = how;
  }

  cell(field: ImportField): string {
    return this.row.cells[this.how.columns.get(field)?.[0] ?? -1] ?? '';
  }

  /** The value of each column of the field that reads well; the others become problems. */
  all<T>(field: ImportField, read: (cell: string) => Result<T, CellRefusal>): T[] {
    const values: T[] = [];
    for (const column of this.how.columns.get(field) ?? []) {
      const cell = this.row.cells[column] ?? '';
      const result = read(cell);
      if (result.ok) values.push(result.value);
      else this.refuse(column, result.error, cell);
    }
    return values;
  }

  one<T>(field: ImportField, read: (cell: string) => Result<T, CellRefusal>): T | null {
    return this.all(field, read)[0] ?? null;
  }

  refuse(column: number | undefined, refusal: CellRefusal, cell: string): void {
    this.problems.push({
      column: (column === undefined ? undefined : this.how.headers[column]) ?? '',
      value: (refusal.value ?? cell).trim().slice(0, 200),
      code: refusal.code,
      ...(refusal.facts === undefined ? {} : { facts: { ...refusal.facts } }),
    });
  }

  /** Says that a field without which there is no product is empty, unless its cell was refused already. */
  lack(code: CellRefusal['code'], fields: readonly ImportField[]): void {
    const columns = fields.flatMap((field) => this.how.columns.get(field) ?? []);
    const named = this.problems.some(({ column }) => columns.some((i) => this.how.headers[i] === column));
    if (!named) this.refuse(columns[0], { code }, this.row.cells[columns[0] ?? -1] ?? '');
  }
}

function checkRow(row: TableRow, how: How): CheckedRow {
  if (row.broken === true) {
    const problem: RowProblem = { column: '', value: row.cells.join(' ').slice(0, 200), code: 'broken_row' };
    return { row, draft: null, problems: [problem] };
  }
  const reader = new RowReader(row, how);
  const code = reader.one('code', readCode);
  const gtins = [...new Set(reader.all('barcode', readBarcodes).flat())];
  const names = namesOf(reader);
  const written = reader.one('price', (cell) => readMoney(cell, { decimals: how.decimals, mark: how.marks.price }));
  const openPrice = reader.one('open_price', readYesNo);
  const unit = reader.one('unit', readUnit);
  const draft = {
    code,
    gtins,
    names,
    unit,
    taxBp: reader.one('tax', (cell) => readTax(cell, how.marks.price)),
    category: reader.one('category', (cell) => readText(cell, 64)),
    brand: reader.one('brand', (cell) => readText(cell, 80)),
    spec: reader.one('spec', (cell) => readText(cell, 60)),
    options: reader.one('options', (cell) => readChoices(cell, how.decimals)),
    minAge: reader.one('min_age', readAge),
    asks: reader.one('asks', readAsks),
    openPrice,
    partsNamed: reader.one('parts', readMadeOf),
    stockMilli: reader.one('stock', (cell) => readStock(cell, { mark: how.marks.stock, unit: unit ?? 'pcs' })),
  };
  if (code === null && gtins.length === 0) reader.lack('key_missing', ['barcode', 'code']);
  if (names.zh === undefined && names.en === undefined) reader.lack('name_missing', ['name', 'name_zh', 'name_en']);
  const priceMinor = written ?? (openPrice === true ? 0 : null); // there may be no usual one
  if (priceMinor === null) reader.lack('price_missing', ['price']);
  const { problems } = reader;
  const whole = problems.length === 0 && priceMinor !== null;
  return { row, draft: whole ? { ...draft, priceMinor } : null, problems };
}

/** A plain name is Chinese when it has a Chinese character in it, and fills the place a column of its own left free. */
function namesOf(reader: RowReader): Names {
  const plain = reader.one('name', readName);
  const zh = reader.one('name_zh', readName);
  const en = reader.one('name_en', readName);
  const isZh = plain !== null && /\p{Script=Han}/u.test(plain);
  const names = { zh: zh ?? (isZh ? plain : null), en: en ?? (isZh ? null : plain) };
  return { ...(names.zh === null ? {} : { zh: names.zh }), ...(names.en === null ? {} : { en: names.en }) };
}

function readChoices(cell: string, decimals: number): Result<readonly OptionGroup[] | null, CellRefusal> {
  if (cell.trim() === '') return ok(null);
  const options = readOptions(cell, decimals);
  return options === null ? err({ code: 'bad_options' }) : ok(options);
}

function readMadeOf(cell: string): Result<readonly PartNamed[] | null, CellRefusal> {
  const text = cell.trim();
  if (text === '') return ok(null);
  const parts = text === '0' ? [] : readParts(text);
  return parts === null ? err({ code: 'bad_parts' }) : ok(parts);
}

const readName = (cell: string): Result<string | null, CellRefusal> => readText(cell, 200);
