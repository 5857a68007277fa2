/** Goods as the office sees them: what is on hand in a store, what moved and in which entry, what is on its way. */
import type { Expression, SqlBool } from 'kysely';
import { toGtin14 } from '../../core/gtin.ts';
import { holdsWord } from './catalogue-products.ts';
import type { Tx } from './door.ts';

type Asked = {
  readonly storeId: string;
  readonly isOversold: boolean;
  readonly words: readonly string[]; // of a search, in lower case; a right GTIN finds its product alone
  readonly offset: number;
  readonly limit: number;
};

/** Products a store has or had, with what is on hand: what is oversold first, then by number. */
export async function stockWindow(tx: Tx, { storeId, isOversold, words, offset, limit }: Asked) {
  const found = tx.db
    .selectFrom('stock')
    .innerJoin('product', (on) =>
      on.onRef('product.org_id', '=', 'stock.org_id').onRef('product.sku_no', '=', 'stock.sku_no'),
    )
    .where('stock.org_id', '=', tx.orgId)
    .where('stock.store_id', '=', storeId)
    .where((q) => {
      const gtin = words.length === 1 ? toGtin14(words[0] ?? '') : null;
      const owners = q.selectFrom('product_gtin').select('sku_id').where('product_gtin.org_id', '=', tx.orgId);
      const all: Expression<SqlBool>[] =
        gtin === null
          ? words.map((word) => holdsWord(tx, word))
          : [q('product.sku_id', 'in', owners.where('gtin', '=', gtin))];
      if (isOversold) all.push(q('stock.on_hand_milli', '<', 0));
      return q.and(all);
    });
  const { total } = await found.select((q) => q.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await found
    .select([
      'stock.sku_no',
      'stock.on_hand_milli',
      'product.name_zh',
      'product.name_en',
      'product.spec',
      'product.unit',
    ])
    .orderBy((q) => q.case().when('stock.on_hand_milli', '<', 0).then(0).else(1).end())
    .orderBy('stock.sku_no')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total };
}

export async function oversoldCount(tx: Tx, storeId: string): Promise<number> {
  const { count } = await tx.db
    .selectFrom('stock')
    .select((q) => q.fn.countAll<number>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .where('on_hand_milli', '<', 0)
    .executeTakeFirstOrThrow();
  return count;
}

/** When each of these products was last counted in a store. */
export async function lastCounted(tx: Tx, storeId: string, skuNos: readonly number[]) {
  if (skuNos.length === 0) return new Map<number, number>();
  const rows = await tx.db
    .selectFrom('stock_count')
    .select((q) => ['sku_no', q.fn.max<number>('happened_ms').as('at')])
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .where('sku_no', 'in', skuNos)
    .groupBy('sku_no')
    .execute();
  return new Map(rows.map((row) => [row.sku_no, row.at]));
}

/** Moves of one product in a store, the last received first, each with the entry it came in. */
export const movesOfProduct = (
  tx: Tx,
  { storeId, skuNo, offset, limit }: { storeId: string; skuNo: number; offset: number; limit: number },
) =>
  tx.db
    .selectFrom('stock_move as m')
    .leftJoin('entry_effect as f', (on) => on.onRef('f.org_id', '=', 'm.org_id').onRef('f.entry_id', '=', 'm.entry_id'))
    .leftJoin('entry as e', (on) =>
      on
        .onRef('e.org_id', '=', 'f.org_id')
        .onRef('e.device_id', '=', 'f.device_id')
        .onRef('e.incarnation', '=', 'f.incarnation')
        .onRef('e.seq', '=', 'f.seq'),
    )
    .leftJoin('device as d', (on) => on.onRef('d.org_id', '=', 'f.org_id').onRef('d.device_id', '=', 'f.device_id'))
    .select(['m.delta_milli', 'm.reason', 'm.ref', 'm.lot', 'm.expiry', 'm.at_ms', 'm.happened_ms', 'm.line_no'])
    .select(['f.device_id', 'f.incarnation', 'f.seq', 'e.bytes', 'd.till_code'])
    .where('m.org_id', '=', tx.orgId)
    .where('m.store_id', '=', storeId)
    .where('m.sku_no', '=', skuNo)
    .orderBy('m.at_ms', 'desc')
    .orderBy('m.entry_id', 'desc')
    .orderBy('m.line_no', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();

/** The last ends of transfers a store sent or received. */
export const transferEnds = (tx: Tx, storeId: string, limit: number) =>
  tx.db
    .selectFrom('stock_transfer')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where((q) => q.or([q('store_id', '=', storeId), q('other_store_id', '=', storeId)]))
    .orderBy('received_ms', 'desc')
    .orderBy('entry_id')
    .limit(limit)
    .execute();
