/**
 * Goods in the office: on hand of a store with what is oversold, the moves behind a figure with reason and person, and
 * goods on their way between stores. Figures are of what has arrived; what tills still hold is named beside them.
 */
import * as z from 'zod/mini';
import { ok } from '../../core/result.ts';
import {
  MOVES_PAGE,
  STOCK_PAGE,
  type StockMoveListed,
  type StockMoves,
  type StockPage,
  type TransferList,
  type TransferListed,
} from '../../wire/office-stock.ts';
import type { Names, Unit } from '../../core/product.ts';
import type { Tx } from '../db/door.ts';
import { listTills } from '../db/office-devices.ts';
import { productsByNo } from '../db/office-products.ts';
import { staffNames, storeById } from '../db/office-shop.ts';
import * as table from '../db/office-stock.ts';
import { readLines } from '../db/stock-books.ts';
import type { ServerDeps } from '../deps.ts';
import { readStored } from '../journal/read-lines.ts';
import { notFound, type OfficeRoutes } from './answer.ts';

const TRANSFERS = 200; // ends: half as many transfers

const count = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1_000_000));
const pageQuery = z.object({
  storeId: z.string(),
  only: z.optional(z.enum(['oversold'])),
  q: z.optional(z.string().check(z.maxLength(100))),
  offset: z.optional(count),
});

export function stockRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId, clock } = deps;

  routes.get('/stock', ({ query }) =>
    door.read(orgId, async (tx) => {
      const asked = pageQuery.safeParse(query);
      const store = asked.success ? await storeById(tx, asked.data.storeId) : undefined;
      if (!asked.success || store === undefined) return notFound;
      return ok(await stockPageOf(tx, asked.data, clock()));
    }),
  );

  routes.get('/stock/:skuNo/moves', ({ params, query }) =>
    door.read(orgId, async (tx) => {
      const skuNo = count.safeParse(params['skuNo']);
      const offset = count.safeParse(query['offset'] ?? '0');
      if (!skuNo.success || !offset.success) return notFound;
      const storeId = query['storeId'] ?? '';
      const asked = { storeId, skuNo: skuNo.data, offset: offset.data, limit: MOVES_PAGE + 1 };
      const rows = await table.movesOfProduct(tx, asked);
      const people = await staffNames(tx);
      const shown = rows.slice(0, MOVES_PAGE).map((row) => moveOf(row, people));
      return ok<StockMoves>({ rows: shown, more: rows.length > MOVES_PAGE });
    }),
  );

  routes.get('/transfers', ({ query }) =>
    door.read(orgId, async (tx) => {
      const store = await storeById(tx, query['storeId'] ?? '');
      if (store === undefined) return notFound;
      return ok<TransferList>({ rows: await transfersOf(tx, store.storeId), asOfMs: clock() });
    }),
  );
}

async function stockPageOf(tx: Tx, asked: z.infer<typeof pageQuery>, asOfMs: number): Promise<StockPage> {
  const { storeId, only, q = '', offset = 0 } = asked;
  const words = q
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((one) => one !== '');
  const isOversold = only === 'oversold';
  const { rows, total } = await table.stockWindow(tx, { storeId, isOversold, words, offset, limit: STOCK_PAGE });
  const skuNos = rows.map((row) => row.sku_no);
  const counted = await table.lastCounted(tx, storeId, skuNos);
  const tills = await listTills(tx, storeId);
  return {
    rows: rows.map((row) => ({
      skuNo: row.sku_no,
      names: namesOf(row),
      spec: row.spec,
      unit: row.unit as Unit, // written from a parsed product
      onHandMilli: row.on_hand_milli,
      countedMs: counted.get(row.sku_no) ?? null,
    })),
    total,
    oversold: await table.oversoldCount(tx, storeId),
    pending: tills.reduce((sum, till) => sum + till.missing, 0),
    asOfMs,
  };
}

const namesOf = (row: { readonly name_zh: string | null; readonly name_en: string | null }): Names => ({
  ...(row.name_zh === null ? {} : { zh: row.name_zh }),
  ...(row.name_en === null ? {} : { en: row.name_en }),
});

type People = ReadonlyMap<string, Names>;
type MoveRow = Awaited<ReturnType<typeof table.movesOfProduct>>[number];

/** A move with who did it: a person stands in the entry's own bytes. */
function moveOf(row: MoveRow, people: People): StockMoveListed {
  const entry = row.bytes === null ? null : readStored(row.bytes);
  const approverId = entry !== null && 'approverId' in entry.body ? entry.body.approverId : null;
  const { device_id: deviceId, till_code: tillCode, incarnation, seq } = row;
  const isPlaced = deviceId !== null && tillCode !== null && incarnation !== null && seq !== null;
  return {
    deltaMilli: row.delta_milli,
    reason: row.reason,
    ref: entry !== null && 'no' in entry.body ? entry.body.no : row.ref,
    note: entry?.kind === 'stock.moved' ? (entry.body.note ?? '') : '',
    lot: row.lot,
    expiry: row.expiry,
    happenedMs: row.happened_ms === 0 ? row.at_ms : row.happened_ms,
    receivedMs: row.at_ms,
    staff: people.get(entry?.staffId ?? '') ?? null,
    approver: people.get(approverId ?? '') ?? null,
    place: isPlaced ? { deviceId, tillCode, incarnation, seq } : null,
  };
}

type End = Awaited<ReturnType<typeof table.transferEnds>>[number];

/** Newest first; both ends of each side by side. */
async function transfersOf(tx: Tx, storeId: string): Promise<TransferListed[]> {
  const ends = await table.transferEnds(tx, storeId, TRANSFERS);
  const byId = new Map<string, End[]>();
  for (const end of ends) byId.set(end.transfer_id, [...(byId.get(end.transfer_id) ?? []), end]);
  const skuNos = new Set(ends.flatMap((end) => readLines(end.lines).map(({ skuNo }) => skuNo)));
  const goods = new Map((await productsByNo(tx, storeId, [...skuNos])).map((product) => [product.skuNo, product]));
  const people = await staffNames(tx);
  return [...byId].map(([transferId, own]): TransferListed => {
    const sent = own.find(({ direction }) => direction === 'out');
    const received = own.find(({ direction }) => direction === 'in');
    const came = sumLines(own.filter(({ direction }) => direction === 'in'));
    const went = sumLines(own.filter(({ direction }) => direction === 'out'));
    return {
      transferId,
      fromStoreId: sent?.store_id ?? received?.other_store_id ?? '',
      toStoreId: sent?.other_store_id ?? received?.store_id ?? '',
      note: sent?.note ?? '',
      sentMs: sent?.happened_ms ?? null,
      receivedMs: received?.happened_ms ?? null,
      sentBy: people.get(sent?.staff_id ?? '') ?? null,
      receivedBy: people.get(received?.staff_id ?? '') ?? null,
      lines: [...new Set([...went.keys(), ...came.keys()])].map((skuNo) => ({
        skuNo,
        names: goods.get(skuNo)?.names ?? null,
        unit: goods.get(skuNo)?.unit ?? 'pcs',
        sentMilli: went.get(skuNo) ?? 0,
        receivedMilli: received === undefined ? null : (came.get(skuNo) ?? 0),
      })),
    };
  });
}

function sumLines(ends: readonly End[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { skuNo, qtyMilli } of ends.flatMap((end) => readLines(end.lines)))
    sums.set(skuNo, (sums.get(skuNo) ?? 0) + qtyMilli);
  return sums;
}
