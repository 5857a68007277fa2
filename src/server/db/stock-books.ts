/** What counts of goods and transfers are decided by: counts there are, moves behind them, both ends of a transfer. */
import * as z from 'zod/mini';
import { nat, positive } from '../../wire/scalars.ts';
import type { StoredCount, StoredMove, TransferPart } from '../journal/port.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import { slices } from './slices.ts';

const COUNT = ['entry_id', 'sku_no', 'device_id', 'incarnation', 'counted_milli', 'as_of_seq', 'happened_ms'] as const;

export async function stockCounts(tx: Tx, storeId: string, skuNos: readonly number[]): Promise<StoredCount[]> {
  const keys = skuNos.map((skuNo) => ({ store_id: storeId, sku_no: skuNo }));
  const rows = await rowsByKey(tx, { table: 'stock_count', key: ['store_id', 'sku_no'], columns: COUNT }, keys);
  return rows.map((row) => ({
    entryId: row.entry_id,
    skuNo: row.sku_no,
    countedMilli: row.counted_milli,
    deviceId: row.device_id,
    incarnation: row.incarnation,
    asOfSeq: row.as_of_seq,
    happenedMs: row.happened_ms,
  }));
}

type Since = { readonly storeId: string; readonly skuNos: readonly number[]; readonly sinceMs: number };

export async function movesSince(tx: Tx, { storeId, skuNos, sinceMs }: Since): Promise<StoredMove[]> {
  const rows = await slices(skuNos, (piece) =>
    tx.db
      .selectFrom('stock_move as m')
      .leftJoin('entry_effect as f', (on) =>
        on.onRef('f.org_id', '=', 'm.org_id').onRef('f.entry_id', '=', 'm.entry_id'),
      )
      .select(['m.entry_id', 'm.sku_no', 'm.delta_milli', 'm.reason', 'm.ref', 'm.happened_ms'])
      .select(['f.device_id', 'f.incarnation', 'f.seq'])
      .where('m.org_id', '=', tx.orgId)
      .where('m.store_id', '=', storeId)
      .where('m.sku_no', 'in', piece)
      .where('m.at_ms', '>=', sinceMs)
      .execute(),
  );
  return rows.map((row) => ({
    entryId: row.entry_id,
    skuNo: row.sku_no,
    deltaMilli: row.delta_milli,
    reason: row.reason,
    ref: row.ref,
    happenedMs: row.happened_ms,
    deviceId: row.device_id,
    incarnation: row.incarnation,
    seq: row.seq,
  }));
}

const linesText = z.array(z.object({ skuNo: positive, qtyMilli: nat }));

/** Lines of an end of a transfer, as the table keeps them. */
export const readLines = (text: string): { readonly skuNo: number; readonly qtyMilli: number }[] =>
  linesText.parse(JSON.parse(text));

const PART = [
  'transfer_id',
  'direction',
  'store_id',
  'other_store_id',
  'device_id',
  'note',
  'lines',
  'happened_ms',
] as const;

export async function transferParts(tx: Tx, transferIds: readonly string[]): Promise<TransferPart[]> {
  const keys = transferIds.map((id) => ({ transfer_id: id }));
  const rows = await rowsByKey(tx, { table: 'stock_transfer', key: ['transfer_id'], columns: PART }, keys);
  return rows.map((row) => ({
    transferId: row.transfer_id,
    direction: row.direction,
    storeId: row.store_id,
    otherStoreId: row.other_store_id,
    deviceId: row.device_id,
    note: row.note,
    happenedMs: row.happened_ms,
    lines: readLines(row.lines),
  }));
}

/** Products of a store that were ever counted. */
export async function countedGoods(tx: Tx, storeId: string): Promise<number[]> {
  const rows = await tx.db
    .selectFrom('stock_count')
    .select('sku_no')
    .distinct()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .orderBy('sku_no')
    .execute();
  return rows.map((row) => row.sku_no);
}

export async function onHandNow(tx: Tx, storeId: string, skuNo: number): Promise<number> {
  const row = await tx.db
    .selectFrom('stock')
    .select('on_hand_milli')
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .where('sku_no', '=', skuNo)
    .executeTakeFirst();
  return row?.on_hand_milli ?? 0;
}
