/** The tables facts turn into, for the journal's port. Written in bulk, read by the few questions rules ask. */
import { assert } from '../../core/assert.ts';
import type { FactRows } from '../journal/fact-rows.ts';
import type { FactPort, Stocked, Task } from '../journal/port.ts';
import { inPieces, insertOwn } from './bulk.ts';
import { rowsByKey } from './by-key.ts';
import { claimNames, lockSales } from './meetings.ts';
import { orgFacts } from './orgs.ts';
import { dayBooks } from './day-books.ts';
import { knownHolds } from './held-carts.ts';
import { memberBooks } from './member-books.ts';
import { soldBy } from './pricing.ts';
import type { Tx } from './door.ts';
import type { ShopTables } from './tables-shop.ts';
import { movesSince, stockCounts, transferParts } from './stock-books.ts';
import { peopleOf, salesByRef, soldOf } from './return-books.ts';

export const factTx = (tx: Tx): Omit<FactPort, 'putState'> => ({
  claim: (names) => claimNames(tx, names),
  lockSales: (as) => lockSales(tx, as),
  soldOf: (saleIds) => soldOf(tx, saleIds),
  salesByRef: (refs) => salesByRef(tx, refs),
  peopleOf: (staffIds) => peopleOf(tx, staffIds),
  takenBy: async ({ saleIds, cartIds, numbers }) => {
    const sales = await rowsByKey(
      tx,
      { table: 'sale', key: ['sale_id'], columns: ['sale_id'] },
      saleIds.map((id) => ({ sale_id: id })),
    );
    const carts = await rowsByKey(
      tx,
      { table: 'sale', key: ['cart_id'], columns: ['cart_id'] },
      cartIds.map((id) => ({ cart_id: id })),
    );
    const nos = await rowsByKey(
      tx,
      { table: 'sale', key: ['store_id', 'no'], columns: ['store_id', 'no'] },
      numbers.map(({ storeId, no }) => ({ store_id: storeId, no })),
    );
    return {
      saleIds: new Set(sales.map((row) => row.sale_id)),
      cartIds: new Set(carts.map((row) => row.cart_id)),
      numbers: new Set(nos.map((row) => `${row.store_id} ${row.no}`)),
    };
  },
  returnsKnown: async (returnIds) => {
    const from = { table: 'goods_return', key: ['return_id'], columns: ['return_id'] } as const;
    const rows = await rowsByKey(
      tx,
      from,
      returnIds.map((id) => ({ return_id: id })),
    );
    return new Set(rows.map((row) => row.return_id));
  },
  soldBy: (asked) => soldBy(tx, asked),
  knownHolds: (heldIds) => knownHolds(tx, heldIds),
  dayBooks: (asked) => dayBooks(tx, asked),
  memberBooks: (asked) => memberBooks(tx, asked),
  org: () => orgFacts(tx),
  addFacts: (rows) => addFacts(tx, rows),
  addStock: (storeId, deltas, counted) => addStock(tx, storeId, { deltas, counted: counted ?? new Set() }),
  addMoves: (moves) => insertOwn(tx, 'stock_move', moves),
  stockCounts: (storeId, skuNos) => stockCounts(tx, storeId, skuNos),
  movesSince: (storeId, skuNos, sinceMs) => movesSince(tx, { storeId, skuNos, sinceMs }),
  transferParts: (transferIds) => transferParts(tx, transferIds),
  openTasks: (tasks, atMs) => openTasks(tx, tasks, atMs),
  isTaskOpen: (code, subject) => isTaskOpen(tx, code, subject),
  closeTask: async (code, subject, by, atMs) => {
    await tx.db
      .updateTable('task')
      .set({ closed_ms: atMs, closed_by: by })
      .where('org_id', '=', tx.orgId)
      .where('code', '=', code)
      .where('subject', '=', subject)
      .where('closed_ms', 'is', null)
      .execute();
  },
});

/** One by one and in this order: the tables' rank in the order of locks. */
async function addFacts(tx: Tx, rows: FactRows): Promise<void> {
  for (const { row, update } of rows.shift) {
    await insertOwn(tx, 'shift', [row], { conflict: ['org_id', 'shift_id'], update });
  }
  await insertOwn(tx, 'sale', rows.sale);
  await insertOwn(tx, 'sale_line', rows.sale_line);
  await insertOwn(tx, 'sale_tender', rows.sale_tender);
  await insertOwn(tx, 'goods_return', rows.goods_return);
  await insertOwn(tx, 'return_line', rows.return_line);
  await insertOwn(tx, 'return_tender', rows.return_tender);
  await insertOwn(tx, 'audit_note', rows.audit_note);
  await insertOwn(tx, 'cart_claim', rows.cart_claim);
  await insertOwn(tx, 'shift_event', rows.shift_event);
  await insertOwn(tx, 'hold_event', rows.hold_event);
  await insertOwn(tx, 'stock_move', rows.stock_move);
  await insertOwn(tx, 'stock_count', rows.stock_count);
  await insertOwn(tx, 'stock_transfer', rows.stock_transfer);
  await insertOwn(tx, 'manual_discount', rows.manual_discount);
  await insertOwn(tx, 'ledger_line', rows.ledger_line);
  await insertOwn(tx, 'value_grant', rows.value_grant);
}

type Moved = { readonly deltas: ReadonlyMap<number, number>; readonly counted: ReadonlySet<number> };

async function addStock(tx: Tx, storeId: string, { deltas, counted }: Moved): Promise<Stocked> {
  const rows = [...deltas]
    .sort(([a], [b]) => a - b)
    .map(([skuNo, delta]) => ({
      store_id: storeId,
      sku_no: skuNo,
      on_hand_milli: delta,
      is_counted: counted.has(skuNo) ? 1 : 0,
    }));
  const levels = await inPieces<Pick<ShopTables['stock'], 'sku_no' | 'on_hand_milli' | 'is_counted'>>(
    tx,
    { table: 'stock', columns: ['store_id', 'sku_no', 'on_hand_milli', 'is_counted'], lead: tx.orgId },
    rows,
    (source) =>
      `insert into stock (org_id, store_id, sku_no, on_hand_milli, is_counted) ${source}
     on conflict (org_id, store_id, sku_no) do update set on_hand_milli = stock.on_hand_milli + excluded.on_hand_milli,
       is_counted = stock.is_counted | excluded.is_counted
     returning sku_no, on_hand_milli, is_counted`,
  );
  // Asked here, for the engines differ in what they read beyond it; every till of the store would be told the sum.
  assert(
    levels.every(({ on_hand_milli: milli }) => Number.isSafeInteger(milli)),
    'on hand is a whole number',
  );
  return {
    onHand: new Map(levels.map((row) => [row.sku_no, row.on_hand_milli])),
    counted: levels.filter((row) => row.is_counted === 1).map((row) => row.sku_no),
  };
}

/** Whether nobody has closed it. */
async function isTaskOpen(tx: Tx, code: Task['code'], subject: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('task')
    .select('subject')
    .where('org_id', '=', tx.orgId)
    .where('code', '=', code)
    .where('subject', '=', subject)
    .where('closed_ms', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** A task that is open already stays as it is; one that was closed opens again. */
async function openTasks(tx: Tx, tasks: readonly Task[], atMs: number): Promise<void> {
  const unique = new Map(tasks.map((task) => [`${task.code} ${task.subject}`, task]));
  const rows = [...unique.values()].map((task) => ({
    code: task.code,
    subject: task.subject,
    store_id: task.storeId,
    device_id: task.deviceId,
    facts: JSON.stringify(task.facts),
    opened_ms: atMs,
    closed_ms: null,
    closed_by: null,
  }));
  await insertOwn(tx, 'task', rows, {
    conflict: ['org_id', 'code', 'subject'],
    update: ['facts', 'closed_ms', 'closed_by'],
  });
}
