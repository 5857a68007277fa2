/** Rows of facts by the entries they came from, for the comparison with those entries. */
import { REVERSALS } from '../../core/ledger.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';
import type { FactRows } from '../journal/fact-rows.ts';
import { COUNTED } from '../journal/move-stock.ts';

/** Tables whose rows come from one entry each; a shift's row comes from several. */
export type FactTable =
  | 'sale'
  | 'sale_line'
  | 'sale_tender'
  | 'goods_return'
  | 'return_line'
  | 'return_tender'
  | 'audit_note'
  | 'cart_claim'
  | 'shift_event'
  | 'hold_event'
  | 'stock_move'
  | 'stock_count'
  | 'stock_transfer'
  | 'ledger_line'
  | 'value_grant';

const COLUMNS = {
  sale: [
    ...['sale_id', 'entry_id', 'device_id', 'incarnation', 'seq', 'hash', 'store_id', 'no', 'kind', 'shift_id'],
    ...['cart_id', 'staff_id', 'business_date', 'wall_ms', 'currency', 'pb_version', 'gross_minor', 'discount_minor'],
    ...['tax_minor', 'total_minor', 'change_minor', 'channel', 'source_qr'],
  ],
  sale_line: [
    ...['sale_id', 'line_id', 'sku_no', 'name', 'qty_milli', 'unit_minor', 'list_minor', 'gross_minor'],
    ...['discount_minor', 'tax_bp', 'tax_minor'],
  ],
  sale_tender: ['sale_id', 'tender_id', 'method', 'amount_minor', 'code', 'detail'],
  goods_return: [
    ...['return_id', 'entry_id', 'device_id', 'incarnation', 'seq', 'store_id', 'no', 'sale_id', 'shift_id'],
    ...['staff_id', 'approver_id', 'business_date', 'wall_ms', 'currency', 'total_minor', 'tax_minor', 'reason'],
    ...['kind', 'receipt_ref'],
  ],
  return_line: [
    ...['return_id', 'line_id', 'sku_no', 'name', 'qty_milli', 'refund_minor', 'tax_bp', 'tax_minor', 'condition'],
  ],
  return_tender: ['return_id', 'tender_id', 'method', 'amount_minor', 'code', 'detail'],
  audit_note: ['entry_id', 'kind', 'device_id', 'store_id', 'staff_id', 'wall_ms', 'body'],
  cart_claim: [
    ...['entry_id', 'cart_ref', 'rev', 'cart_id', 'device_id', 'store_id', 'handoff', 'total_seen_minor'],
    ...['total_minor', 'wall_ms'],
  ],
  shift_event: [
    ...['entry_id', 'shift_id', 'kind', 'device_id', 'store_id', 'staff_id', 'wall_ms', 'amount_minor', 'body'],
  ],
  hold_event: ['entry_id', 'held_id', 'act', 'device_id', 'store_id', 'staff_id', 'seq', 'wall_ms', 'body'],
  stock_move: ['store_id', 'sku_no', 'entry_id', 'line_no', 'delta_milli', 'reason', 'ref', 'lot', 'expiry'],
  stock_count: [
    ...['entry_id', 'store_id', 'sku_no', 'device_id', 'incarnation', 'counted_milli', 'as_of_seq', 'happened_ms'],
    ...['staff_id', 'count_id'],
  ],
  stock_transfer: [
    ...['entry_id', 'transfer_id', 'direction', 'store_id', 'other_store_id', 'device_id', 'staff_id', 'note'],
    ...['lines', 'happened_ms'],
  ],
  ledger_line: ['entry_id', 'line_no', 'member_id', 'account', 'grant_id', 'ref', 'amount', 'wall_ms'],
  value_grant: [
    ...['entry_id', 'grant_id', 'member_id', 'device_id', 'store_id', 'principal_minor', 'gift_minor'],
    ...['points', 'lease_until_ms'],
  ],
} as const satisfies { [T in FactTable]: readonly (keyof Tables[T])[] };

type Wanted = { readonly entryId: string; readonly rows: Pick<FactRows, FactTable> };
type Found = ReadonlyMap<string, readonly object[]>;

/** Per table: the rows there are, by entry id. */
export async function storedFacts(tx: Tx, wanted: readonly Wanted[]): Promise<ReadonlyMap<FactTable, Found>> {
  const byEntry = wanted.map(({ entryId }) => ({ entry_id: entryId }));
  const sales = await rowsByKey(tx, { table: 'sale', key: ['entry_id'], columns: COLUMNS.sale }, byEntry);
  const returns = await returnsOf(tx, wanted);
  const saleKeys = sales.map((row) => ({ sale_id: row.sale_id }));
  const returnKeys = returns.map((row) => ({ return_id: row.return_id }));
  const saleOwner = new Map(sales.map((row) => [row.sale_id, row.entry_id]));
  const returnOwner = new Map(returns.map((row) => [row.return_id, row.entry_id]));
  const lines = await rowsByKey(tx, { table: 'sale_line', key: ['sale_id'], columns: COLUMNS.sale_line }, saleKeys);
  const tenders = await rowsByKey(
    tx,
    { table: 'sale_tender', key: ['sale_id'], columns: COLUMNS.sale_tender },
    saleKeys,
  );
  const back = { key: ['return_id'] } as const;
  const backLines = await rowsByKey(tx, { ...back, table: 'return_line', columns: COLUMNS.return_line }, returnKeys);
  const refunds = await rowsByKey(tx, { ...back, table: 'return_tender', columns: COLUMNS.return_tender }, returnKeys);
  const own = { key: ['entry_id'] } as const;
  const notes = await rowsByKey(tx, { ...own, table: 'audit_note', columns: COLUMNS.audit_note }, byEntry);
  const claims = await rowsByKey(tx, { ...own, table: 'cart_claim', columns: COLUMNS.cart_claim }, byEntry);
  const events = await rowsByKey(tx, { ...own, table: 'shift_event', columns: COLUMNS.shift_event }, byEntry);
  const holds = await rowsByKey(tx, { ...own, table: 'hold_event', columns: COLUMNS.hold_event }, byEntry);
  const moves = await rowsByKey(tx, { ...own, table: 'stock_move', columns: COLUMNS.stock_move }, byEntry);
  const counts = await rowsByKey(tx, { ...own, table: 'stock_count', columns: COLUMNS.stock_count }, byEntry);
  const ends = await rowsByKey(tx, { ...own, table: 'stock_transfer', columns: COLUMNS.stock_transfer }, byEntry);
  const ledger = await rowsByKey(tx, { ...own, table: 'ledger_line', columns: COLUMNS.ledger_line }, byEntry);
  const grants = await rowsByKey(tx, { ...own, table: 'value_grant', columns: COLUMNS.value_grant }, byEntry);
  return new Map<FactTable, Found>([
    ['sale', grouped(sales, (row) => row.entry_id)],
    ['sale_line', grouped(lines, (row) => saleOwner.get(row.sale_id))],
    ['sale_tender', grouped(tenders, (row) => saleOwner.get(row.sale_id))],
    ['goods_return', grouped(returns, (row) => row.entry_id)],
    ['return_line', grouped(backLines, (row) => returnOwner.get(row.return_id))],
    ['return_tender', grouped(refunds, (row) => returnOwner.get(row.return_id))],
    ['audit_note', grouped(notes, (row) => row.entry_id)],
    ['cart_claim', grouped(claims, (row) => row.entry_id)],
    ['shift_event', grouped(events, (row) => row.entry_id)],
    ['hold_event', grouped(holds, (row) => row.entry_id)],
    // What counts make rests on more than one entry: that on hand is the sum of moves is judged by `stockOff`.
    [
      'stock_move',
      grouped(
        moves.filter((row) => row.reason !== COUNTED),
        (row) => row.entry_id,
      ),
    ],
    // Points a return took back rest on its sale too.
    [
      'ledger_line',
      grouped(
        ledger.filter((row) => row.line_no < REVERSALS),
        (row) => row.entry_id,
      ),
    ],
    ['value_grant', grouped(grants, (row) => row.entry_id)],
    ['stock_count', grouped(counts, (row) => row.entry_id)],
    ['stock_transfer', grouped(ends, (row) => row.entry_id)],
  ]);
}

/** Returns have no index by entry: they are found by the ids their entries name. */
const returnsOf = (tx: Tx, wanted: readonly Wanted[]) =>
  rowsByKey(
    tx,
    { table: 'goods_return', key: ['return_id'], columns: COLUMNS.goods_return },
    wanted.flatMap(({ rows }) => rows.goods_return.map((row) => ({ return_id: row.return_id }))),
  );

function grouped<R extends object>(rows: readonly R[], ownerOf: (row: R) => string | undefined): Found {
  const found = new Map<string, R[]>();
  for (const row of rows) {
    const owner = ownerOf(row) ?? '';
    const mine = found.get(owner);
    if (mine === undefined) found.set(owner, [row]);
    else mine.push(row);
  }
  return found;
}

/** Products of a store whose on hand is not the sum of its moves, and by how much each stands. */
export async function stockOff(tx: Tx, storeId: string, most: number) {
  const moves = tx.db
    .selectFrom('stock_move')
    .select((q) => ['sku_no', q.fn.sum<number | string>('delta_milli').as('moved')])
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .groupBy('sku_no')
    .as('moves');
  const rows = await tx.db
    .selectFrom('stock')
    .leftJoin(moves, 'moves.sku_no', 'stock.sku_no')
    .select(['stock.sku_no', 'stock.on_hand_milli', 'moves.moved'])
    .where('stock.org_id', '=', tx.orgId)
    .where('stock.store_id', '=', storeId)
    .orderBy('stock.sku_no')
    .execute();
  return rows
    .map((row) => ({ skuNo: row.sku_no, onHandMilli: row.on_hand_milli, movedMilli: Number(row.moved ?? 0) }))
    .filter(({ onHandMilli, movedMilli }) => onHandMilli !== movedMilli)
    .slice(0, most);
}

/** Sales, returns and effects no stored entry stands behind: somebody put them in, or took the entry out. */
export async function orphanFacts(tx: Tx, storeId: string, most: number): Promise<{ table: string; no: string }[]> {
  const found: { table: string; no: string }[] = [];
  for (const table of ['sale', 'goods_return'] as const) {
    const rows = await tx.db
      .selectFrom(table)
      .leftJoin('entry_effect as f', (on) =>
        on.onRef('f.org_id', '=', `${table}.org_id`).onRef('f.entry_id', '=', `${table}.entry_id`),
      )
      .select([`${table}.no as no`])
      .where(`${table}.org_id`, '=', tx.orgId)
      .where(`${table}.store_id`, '=', storeId)
      .where((e) => e.or([e('f.entry_id', 'is', null), e('f.status', '<>', 'applied')]))
      .limit(most)
      .execute();
    found.push(...rows.map(({ no }) => ({ table, no })));
  }
  const effects = await tx.db
    .selectFrom('entry_effect as f')
    .innerJoin('device as d', (on) => on.onRef('d.org_id', '=', 'f.org_id').onRef('d.device_id', '=', 'f.device_id'))
    .leftJoin('entry as e', (on) =>
      on
        .onRef('e.org_id', '=', 'f.org_id')
        .onRef('e.device_id', '=', 'f.device_id')
        .onRef('e.incarnation', '=', 'f.incarnation')
        .onRef('e.seq', '=', 'f.seq'),
    )
    .select('f.entry_id')
    .where('f.org_id', '=', tx.orgId)
    .where('d.store_id', '=', storeId)
    .where('e.seq', 'is', null)
    .limit(most)
    .execute();
  return [...found, ...effects.map((row) => ({ table: 'entry_effect', no: row.entry_id }))];
}
