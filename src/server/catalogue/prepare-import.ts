/**
 * From a file's bytes and a person's choice to a plan, and to what the preview shows of it. Writes nothing.
 *
 * Runs in a thread of its own (import-worker.ts) or in the import command, so it may take its time: reading, checking
 * and planning are one stretch of work with progress told in between.
 */
import { minorDigits } from '../../core/currency.ts';
import { ok, type Result } from '../../core/result.ts';
import {
  PREVIEW_ROWS,
  REFUSED_SHOWN,
  SAMPLE_VALUES,
  type FileColumn,
  type ImportChoice,
  type ImportField,
  type ImportJob,
  type ImportNote,
  type PreviewRow,
} from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { shopFacts, type ShopFacts } from '../db/catalogue-shop.ts';
import type { Door } from '../db/door.ts';
import { checkRows, mappingRefusal, type CheckedRow } from './check-rows.ts';
import { countsOf, planImport, shopOf, type PlannedRow, withParts } from './plan-import.ts';
import { proposeMapping, readTable, type ReadTable } from './read-table.ts';

export type Progress = NonNullable<ImportJob['busy']>;
export type OnProgress = (progress: Progress) => void;

export type Prepared = {
  readonly table: ReadTable;
  readonly choice: ImportChoice;
  readonly refusal: Refusal | null; // the mapping lacks something: `plan` is empty
  readonly plan: readonly PlannedRow[];
  readonly checked: readonly CheckedRow[];
};

/** Which shop, and what a person chose; what they did not choose is proposed. */
type PrepareMeans = { readonly door: Door; readonly orgId: string; readonly onProgress: OnProgress };

const PROGRESS_ROWS = 2000;
const USUAL_TAX_BP: Readonly<Record<string, number>> = { CNY: 1300 };

/** Refuses what `readTable` refuses. A mapping that lacks something is not refused: `refusal` says what to choose. */
export async function prepareImport(
  bytes: Buffer,
  chosen: Partial<ImportChoice> & { readonly storeCode?: string },
  means: PrepareMeans,
): Promise<Result<Prepared, Refusal>> {
  means.onProgress({ step: 'reading', done: 0, total: 0 });
  const read = await readTable(bytes);
  if (!read.ok) return read;
  const table = read.value;
  const facts = await means.door.read(means.orgId, shopFacts);
  const choice = choiceOf(chosen, table, facts);
  const refusal = mappingRefusal(choice.fields);
  if (refusal !== null) return ok({ table, choice, refusal, plan: [], checked: [] });
  const total = table.rows.length;
  const tell = (done: number): void => {
    if (done % PROGRESS_ROWS === 0) means.onProgress({ step: 'checking', done, total });
  };
  const rows = checkRows(table, choice.fields, minorDigits(facts.currency), tell);
  const { checked, shop } = await means.door.read(means.orgId, async (tx) => {
    const whole = await withParts(tx, rows, headerOf(table, choice.fields, 'parts'));
    return { checked: whole, shop: await shopOf(tx, whole, choice.storeId) };
  });
  const plan = planImport(checked, shop, { choice, columnOf: (key) => headerOf(table, choice.fields, key) });
  return ok({ table, choice, refusal: null, plan, checked });
}

function choiceOf(chosen: Partial<ImportChoice>, table: ReadTable, facts: ShopFacts): ImportChoice {
  const proposed = proposeMapping(table);
  const fields = chosen.fields === undefined ? proposed : table.headers.map((_, i) => chosen.fields?.[i] ?? null);
  return {
    fields,
    storeId: chosen.storeId === undefined ? (facts.stores[0]?.storeId ?? null) : chosen.storeId,
    taxBp: chosen.taxBp ?? USUAL_TAX_BP[facts.currency] ?? 0,
    stock: chosen.stock ?? 'opening_only',
  };
}

export const headerOf = (table: ReadTable, fields: readonly (ImportField | null)[], field: ImportField): string =>
  table.headers[fields.indexOf(field)] ?? '';

/** What the page of the import shows of a prepared file. */
export function previewOf(
  prepared: Prepared,
): Pick<ImportJob, 'format' | 'columns' | 'choice' | 'notes' | 'rows' | 'refused' | 'counts' | 'failure'> {
  const { table, choice, refusal, plan } = prepared;
  return {
    format: table.format,
    columns: table.headers.map((header, i): FileColumn => ({
      header,
      field: choice.fields[i] ?? null,
      samples: samplesOf(table, i),
    })),
    choice,
    notes: notesOf(table, choice),
    rows:
      refusal === null
        ? plan.slice(0, PREVIEW_ROWS).map((row, i) => previewRow(row, prepared.checked[i]))
        : table.rows.slice(0, PREVIEW_ROWS).map(rawRow),
    refused: plan
      .flatMap((row) => (row.what === 'refused' ? [{ line: row.row.line, problems: [...row.problems] }] : []))
      .slice(0, REFUSED_SHOWN),
    counts: refusal === null ? countsOf(plan) : null,
    failure:
      refusal === null
        ? null
        : { code: refusal.code, ...(refusal.facts === undefined ? {} : { facts: { ...refusal.facts } }) },
  };
}

function samplesOf(table: ReadTable, column: number): string[] {
  const samples: string[] = [];
  for (const { cells } of table.rows) {
    const text = cells[column]?.trim() ?? '';
    if (text !== '' && !samples.includes(text)) samples.push(text.slice(0, 200));
    if (samples.length === SAMPLE_VALUES) break;
  }
  return samples;
}

function notesOf(table: ReadTable, choice: ImportChoice): ImportNote[] {
  const notes: ImportNote[] = [];
  if (table.format.headerLine === 0) notes.push('no_header');
  if (!choice.fields.includes('tax')) notes.push('tax_assumed');
  if (choice.fields.includes('stock')) {
    const counted = choice.stock === 'count' ? 'stock_counted' : 'stock_opening_only';
    notes.push(choice.storeId === null ? 'stock_needs_store' : counted);
  }
  return notes;
}

const shownCells = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim().slice(0, 200));

const rawRow = ({ line, cells }: ReadTable['rows'][number]): PreviewRow => ({
  line,
  what: 'unchanged',
  cells: shownCells(cells),
  names: {},
  code: null,
  gtins: [],
  priceMinor: null,
  problems: [],
});

function previewRow(planned: PlannedRow, checked: CheckedRow | undefined): PreviewRow {
  const { line, cells } = planned.row;
  if (planned.what !== 'refused') {
    const { names, code, gtins, priceMinor } = planned.fields;
    return {
      line,
      what: planned.what,
      cells: shownCells(cells),
      names,
      code,
      gtins: [...gtins],
      priceMinor,
      problems: [],
    };
  }
  const draft = checked?.draft;
  const seen = {
    names: draft?.names ?? {},
    code: draft?.code ?? null,
    gtins: [...(draft?.gtins ?? [])],
    priceMinor: null,
  };
  return { line, what: 'refused', cells: shownCells(cells), ...seen, problems: [...planned.problems] };
}
