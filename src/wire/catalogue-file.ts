/**
 * What the office and the server say about a file of products on its way in, under `/office/api/imports`.
 *
 *   POST   /office/api/imports?name=FILE    the file's bytes as they are (application/octet-stream)    -> 201 ImportJob
 *   GET    /office/api/imports/current      the job of this shop, also after a reload of the page      -> { job }
 *   GET    /office/api/imports/:jobId       asked again about twice a second while `busy`              -> ImportJob
 *   PUT    /office/api/imports/:jobId       ImportChoice: another mapping; checked anew                -> ImportJob
 *   POST   /office/api/imports/:jobId/run   writes what the preview showed                             -> ImportJob
 *   POST   /office/api/imports/:jobId/drop  forgets the job and its file                               -> {}
 *   GET    /office/api/imports/:jobId/refused.csv?lang=zh|en   the refused rows, to fix and load again
 *
 * One job per shop at a time: a new upload replaces a job that is not running (`import_running` otherwise).
 * Invariants: read = added + changed + unchanged + refused; until `run` nothing is written to the catalogue.
 */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { officeRefusal } from './office.ts';
import { minor, nat, positive, text, uuid } from './scalars.ts';

export const IMPORT_LIMIT_BYTES = 64 * 1024 * 1024;
/** Rows the preview shows, refused rows an answer carries (the CSV has them all), values shown of a column. */
export const PREVIEW_ROWS = 20;
export const REFUSED_SHOWN = 200;
export const SAMPLE_VALUES = 3;

/** What a column of a file can mean. `barcode` may stand over several columns, each other one over one. */
export const IMPORT_FIELDS = [
  'barcode',
  'code',
  'name',
  'name_zh',
  'name_en',
  'price',
  'tax',
  'unit',
  'category',
  'brand',
  'spec',
  'stock',
  'options',
  'min_age',
  'asks',
  'parts',
  'open_price',
] as const;
export const importField = z.enum(IMPORT_FIELDS);

/** Reasons to refuse a row, all codes of refusal.ts. */
const rowRefusal = z.enum([
  'bad_check_digit',
  'bad_gtin_length',
  'digits_lost',
  'duplicate_code',
  'bad_number',
  'price_missing',
  'name_missing',
  'key_missing',
  'text_too_long',
  'unknown_unit',
  'bad_options',
  'bad_asks',
  'bad_yes_no',
  'bad_parts',
  'broken_row',
]);
/** `line`: of the file, as a text editor counts. Facts: `otherLine`, `other` (a product's name), `decimals`, `most`. */
const rowProblem = z.object({
  column: text(200),
  value: text(200),
  code: rowRefusal,
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
const refusedRow = z.object({ line: positive, problems: z.array(rowProblem) });

const importCounts = z.object({ read: nat, added: nat, changed: nat, unchanged: nat, refused: nat });

const fileFormat = z.object({
  kind: z.enum(['csv', 'xlsx']),
  encoding: z.nullable(z.enum(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'windows-1252'])),
  delimiter: z.nullable(text(1)),
  sheet: z.nullable(text(100)),
  headerLine: nat, // 0: the file has no header row
});
const fileColumn = z.object({ header: text(200), field: z.nullable(importField), samples: z.array(text(200)) });

/** A row as it would be stored, for the eye. `what`: what a run would do with it. */
const previewRow = z.object({
  line: positive,
  what: z.enum(['added', 'changed', 'unchanged', 'refused']),
  cells: z.array(text(200)),
  names,
  code: z.nullable(text(64)),
  gtins: z.array(text(14)),
  priceMinor: z.nullable(minor),
  problems: z.array(rowProblem),
});
/** Things a person should know before running. `tax_assumed`: no tax in the file, `taxBp` of the choice is used. */
const importNote = z.enum(['tax_assumed', 'stock_opening_only', 'stock_counted', 'stock_needs_store', 'no_header']);

/**
 * What a person may change. `fields`: one per column of the file. `stock`: what the stock column means for products
 * already known.
 */
export const importChoice = z.strictObject({
  fields: z.array(z.nullable(importField)).check(z.maxLength(500)),
  storeId: z.nullable(uuid),
  taxBp: nat.check(z.maximum(10_000)),
  stock: z.enum(['opening_only', 'count']),
});

export const importJob = z.object({
  jobId: uuid,
  fileName: text(200),
  bytes: nat,
  /**
   * `failed` says why in `failure`. `ready` with a `failure` (no_key_column, no_name_column, no_price_column,
   * field_twice) needs another mapping first. A job cut off by a stop of the server is checked again: running it anew
   * is safe.
   */
  state: z.enum(['checking', 'ready', 'running', 'done', 'failed']),
  /** Null when nothing is under way. `total` 0: not known yet. */
  busy: z.nullable(z.object({ step: z.enum(['reading', 'checking', 'writing']), done: nat, total: nat })),
  failure: z.nullable(officeRefusal),
  format: z.nullable(fileFormat),
  columns: z.array(fileColumn),
  choice: z.nullable(importChoice),
  notes: z.array(importNote),
  rows: z.array(previewRow),
  refused: z.array(refusedRow),
  /** Of the preview while `ready`, of the run when `done`. */
  counts: z.nullable(importCounts),
  startedMs: nat,
  endedMs: z.nullable(nat),
});
export const importCurrent = z.object({ job: z.nullable(importJob) });

export type ImportField = z.infer<typeof importField>;
export type RowRefusal = z.infer<typeof rowRefusal>;
export type RowProblem = z.infer<typeof rowProblem>;
export type ImportCounts = z.infer<typeof importCounts>;
export type FileFormat = z.infer<typeof fileFormat>;
export type FileColumn = z.infer<typeof fileColumn>;
export type PreviewRow = z.infer<typeof previewRow>;
export type ImportNote = z.infer<typeof importNote>;
export type ImportChoice = z.infer<typeof importChoice>;
export type ImportJob = z.infer<typeof importJob>;
