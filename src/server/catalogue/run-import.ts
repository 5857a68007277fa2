/**
 * Writes a plan: categories first, then products in chunks of 2,000, each chunk one transaction, then its stock. Cut
 * off at any point it can be run again: what is there is found unchanged, and a product without stock still gets its
 * opening.
 *
 * Invariants: counts add up to the rows read; a row that another person's change has made impossible meanwhile is
 * refused by name, never forced.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { ImportCounts, RowProblem } from '../../wire/catalogue-file.ts';
import { onHand } from '../db/catalogue-products.ts';
import { StorageFault, type Door } from '../db/door.ts';
import { ensureCategories } from './categories.ts';
import type { TableRow } from './file-table.ts';
import { NEW_CATEGORY, countsOf, stockMove, type PlannedRow, type StockMove } from './plan-import.ts';
import { headerOf, type OnProgress, type Prepared } from './prepare-import.ts';
import { saveProducts, type SavedProduct, type SaveMeans } from './save-product.ts';
import { shownName, type ProductDraft } from './settle-drafts.ts';

const CHUNK_ROWS = 2000;
/** Left free after each chunk: a till's push that waits for the embedded engine's one lock asks every 25 ms at most. */
const BREATH_MS = 40;
const BUSY_TRIES = 60;
const BUSY_WAIT_MS = 1000;

export type BookedMove = StockMove & { readonly skuNo: number; readonly ref: string };
/** Books stock moves of a store as facts of the server's own register. Each call is its own transaction. */
export type BookStock = (storeId: string, moves: readonly BookedMove[]) => Promise<void>;

type RunMeans = {
  readonly door: Door;
  readonly orgId: string;
  readonly newId: () => string;
  readonly clock: () => number;
  readonly bookStock: BookStock;
  readonly onProgress: OnProgress;
  readonly fileName: string;
};

export type RefusedRow = { readonly row: TableRow; readonly problems: readonly RowProblem[] };
export type Ran = { readonly counts: ImportCounts; readonly refused: readonly RefusedRow[] };

type Accepted = Exclude<PlannedRow, { what: 'refused' }>;

/** Writes what the plan adds and changes; answers what became of every row. */
export async function runImport(prepared: Prepared, means: RunMeans): Promise<Ran> {
  const outcomes: { what: PlannedRow['what'] }[] = [];
  const refused: RefusedRow[] = [];
  const work: Accepted[] = [];
  for (const row of prepared.plan) {
    if (row.what === 'refused') refused.push(row);
    if (row.what === 'added' || row.what === 'changed') work.push(row);
    else outcomes.push(row);
  }
  const categoryIds = await withPatience(() => newCategories(work, means));
  const rows = work.map((row) => ({ ...row, draft: withCategory(row.draft, categoryIds) }));
  const numbers = new Map<number, number>(); // of each line written, for bundles made of it
  let done = 0;
  means.onProgress({ step: 'writing', done, total: rows.length });
  for (const chunk of chunksOf(rows)) {
    const ready = chunk.flatMap((each) => withPartNumbers(each, numbers) ?? []);
    const written = new Set(ready.map(({ row }) => row.line));
    for (const { row } of chunk.filter((each) => !written.has(each.row.line))) {
      outcomes.push({ what: 'refused' });
      refused.push({ row, problems: [partsProblem(row, prepared)] });
    }
    for (const [i, outcome] of (await writeChunk(ready, prepared, means)).entries()) {
      outcomes.push(outcome);
      const row = ready[i]?.row;
      if (row !== undefined && outcome.skuNo !== undefined) numbers.set(row.line, outcome.skuNo);
      if (outcome.problem !== undefined && row !== undefined) refused.push({ row, problems: [outcome.problem] });
    }
    done += chunk.length;
    await wait(BREATH_MS);
    means.onProgress({ step: 'writing', done, total: rows.length });
  }
  return { counts: countsOf(outcomes), refused: refused.sort((a, b) => a.row.line - b.row.line) };
}

/**
 * Rows that pass barcodes to each other go first and together, however many: none has two owners in between. Bundles of
 * goods of this file go last: their parts have numbers by then.
 */
function* chunksOf(rows: readonly Accepted[]): Generator<readonly Accepted[]> {
  const moving = rows.filter(({ moves }) => moves);
  if (moving.length > 0) yield moving;
  const others = rows.filter(({ moves }) => !moves);
  for (const part of [others.filter((row) => !waits(row)), others.filter(waits)]) {
    for (let at = 0; at < part.length; at += CHUNK_ROWS) yield part.slice(at, at + CHUNK_ROWS);
  }
}

const waits = ({ draft }: Accepted): boolean => draft.fields.parts?.some(({ skuNo }) => skuNo < 0) === true;

/** The row with its parts as they are numbered now; null: one of them was not written. */
function withPartNumbers(row: Accepted, numbers: ReadonlyMap<number, number>): Accepted | null {
  const { parts } = row.draft.fields;
  if (parts === undefined || !waits(row)) return row;
  const found = parts.flatMap(({ skuNo, qtyMilli }) => {
    const number = skuNo > 0 ? skuNo : numbers.get(0 - skuNo);
    return number === undefined ? [] : [{ skuNo: number, qtyMilli }];
  });
  if (found.length < parts.length) return null;
  return { ...row, draft: { ...row.draft, fields: { ...row.draft.fields, parts: found } } };
}

function partsProblem({ cells }: TableRow, { table, choice }: Prepared): RowProblem {
  const at = choice.fields.indexOf('parts');
  return { column: table.headers[at] ?? '', value: (cells[at] ?? '').slice(0, 200), code: 'bad_parts' };
}

async function newCategories(rows: readonly Accepted[], means: RunMeans): Promise<ReadonlyMap<string, string>> {
  const names = new Set<string>();
  for (const { draft } of rows) {
    const { category } = draft.fields;
    if (category?.startsWith(NEW_CATEGORY) === true) names.add(category.slice(NEW_CATEGORY.length));
  }
  if (names.size === 0) return new Map();
  return means.door.write(means.orgId, (tx) => ensureCategories(tx, [...names], means.newId));
}

function withCategory(draft: ProductDraft, ids: ReadonlyMap<string, string>): ProductDraft {
  const { category } = draft.fields;
  if (category?.startsWith(NEW_CATEGORY) !== true) return draft;
  return { ...draft, fields: { ...draft.fields, category: ids.get(category.slice(NEW_CATEGORY.length)) ?? null } };
}

type Outcome = {
  readonly what: PlannedRow['what'];
  readonly problem?: RowProblem;
  readonly skuNo?: number; // of what stands there now
};

async function writeChunk(chunk: readonly Accepted[], prepared: Prepared, means: RunMeans): Promise<Outcome[]> {
  const save: SaveMeans = { newId: means.newId, nowMs: means.clock() };
  const drafts = chunk.map(({ draft }) => draft);
  const { products } = await withPatience(() => means.door.write(means.orgId, (tx) => saveProducts(tx, drafts, save)));
  const restocked = await bookStockOf(chunk, products, prepared, means);
  return products.map((saved, i): Outcome => {
    if (saved.what === 'refused') return { what: 'refused', problem: problemOf(saved, prepared) };
    const { skuNo } = saved.product;
    return { what: saved.what === 'unchanged' && restocked.has(i) ? 'changed' : saved.what, skuNo };
  });
}

/** Which rows of the chunk moved stock. */
async function bookStockOf(
  chunk: readonly Accepted[],
  products: readonly SavedProduct[],
  prepared: Prepared,
  means: RunMeans,
): Promise<ReadonlySet<number>> {
  const { storeId, stock } = prepared.choice;
  const counted = chunk.flatMap(({ stockMilli }, i) => {
    const saved = products[i];
    return stockMilli === null || saved === undefined || saved.what === 'refused'
      ? []
      : [{ i, stockMilli, skuNo: saved.product.skuNo }];
  });
  if (storeId === null || counted.length === 0) return new Set();
  const shelf = await means.door.read(means.orgId, (tx) =>
    onHand(
      tx,
      storeId,
      counted.map(({ skuNo }) => skuNo),
    ),
  );
  const ref = `import ${means.fileName}`.slice(0, 80);
  const moved = counted.flatMap(({ i, stockMilli, skuNo }) => {
    const move = stockMove(stockMilli, shelf.get(skuNo), stock);
    return move === null ? [] : [{ i, move: { ...move, skuNo, ref } }];
  });
  if (moved.length > 0)
    await withPatience(() =>
      means.bookStock(
        storeId,
        moved.map(({ move }) => move),
      ),
    );
  return new Set(moved.map(({ i }) => i));
}

function problemOf(saved: Extract<SavedProduct, { what: 'refused' }>, prepared: Prepared): RowProblem {
  const other = 'product' in saved.by ? shownName(saved.by.product) : '';
  const field = prepared.choice.fields.includes('barcode') && /^\d{14}$/.test(saved.key) ? 'barcode' : 'code';
  const column = headerOf(prepared.table, prepared.choice.fields, field);
  return { column, value: saved.key, code: 'duplicate_code', facts: { other } };
}

/** A shop that is selling may hold the database for a while; an import can wait for a minute before it gives up. */
async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof StorageFault) || cause.fault !== 'busy' || tries === BUSY_TRIES) throw cause;
      await wait(BUSY_WAIT_MS);
    }
  }
}
