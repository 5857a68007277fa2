/**
 * What a batch does to stock: moves added up per store and product, counts turned into moves, goods on their way told
 * to the store they go to.
 *
 * Invariants: on hand is the sum of moves, so all that a count changes is a move too, of the entry that caused it; the
 * rows of on hand are locked before counts are looked at, so a count and a late sale on two tills see each other.
 */
import { countMoves, type Count, type Point } from '../../core/stock-count.ts';
import { sumMoves, transferDiffers } from '../../core/stock.ts';
import type { FactRows } from './fact-rows.ts';
import type { Fact } from './fact.ts';
import type { JournalTx, Stocked, StoredCount, StoredMove, Task, TransferPart } from './port.ts';

type MoveRow = FactRows['stock_move'][number];
type Batch = { readonly rows: FactRows; readonly facts: readonly Fact[]; readonly atMs: number };

/** Books the moves and counts of a batch whose rows are written, store after store. */
export async function bookStock(tx: JournalTx, { rows, facts, atMs }: Batch): Promise<void> {
  const { stock_move: moves, stock_count: counts } = rows;
  for (const storeId of [...new Set([...moves, ...counts].map((row) => row.store_id))].sort()) {
    const arrived = moves.filter((row) => row.store_id === storeId);
    const counted = counts.filter((row) => row.store_id === storeId);
    const { onHand, counted: onceCounted } = await addUp(tx, storeId, arrived, counted);
    const made = await movesOfCounts(tx, { storeId, arrived, counted, onHand, onceCounted, facts });
    if (made.length === 0) {
      if (arrived.length + counted.length > 0) tellStock(tx, storeId, onHand);
      continue;
    }
    const extra = rowsOf(made, { storeId, arrived, counted, atMs });
    await tx.addMoves(extra);
    const after = await addUp(tx, storeId, extra, []);
    tellStock(tx, storeId, new Map([...onHand, ...after.onHand]));
  }
}

/** Takes moves that are no longer in the books out of on hand. */
export async function unbookMoves(
  tx: JournalTx,
  moves: readonly Pick<MoveRow, 'store_id' | 'sku_no' | 'delta_milli'>[],
) {
  for (const storeId of [...new Set(moves.map((move) => move.store_id))].sort()) {
    const back = moves
      .filter((move) => move.store_id === storeId)
      .map((move) => ({ sku_no: move.sku_no, delta_milli: 0 - move.delta_milli }));
    const { onHand } = await addUp(tx, storeId, back, []);
    tellStock(tx, storeId, onHand);
  }
}

/** On hand after these moves; products that are only counted are looked up, and locked, with them. */
function addUp(
  tx: JournalTx,
  storeId: string,
  moves: readonly Pick<MoveRow, 'sku_no' | 'delta_milli'>[],
  counted: readonly { readonly sku_no: number }[],
): Promise<Stocked> {
  const all = [...moves, ...counted.map(({ sku_no }) => ({ sku_no, delta_milli: 0 }))];
  const sums = sumMoves(all.map((row) => ({ skuNo: row.sku_no, deltaMilli: row.delta_milli })));
  return tx.addStock(storeId, sums, new Set(counted.map(({ sku_no }) => sku_no)));
}

function tellStock(tx: JournalTx, storeId: string, onHand: ReadonlyMap<number, number>): void {
  const stock = [...onHand].map(([skuNo, onHandMilli]) => ({
    t: 'stock',
    id: String(skuNo),
    r: { skuNo, onHandMilli },
  }));
  tx.putState(`store:${storeId}`, stock);
}

type Arrivals = {
  readonly storeId: string;
  readonly arrived: readonly MoveRow[];
  readonly counted: FactRows['stock_count'];
  readonly onHand: ReadonlyMap<number, number>;
  readonly onceCounted: readonly number[];
  readonly facts: readonly Fact[];
};

/** Goods never counted are not looked for: on hand tells. */
async function movesOfCounts(tx: JournalTx, { storeId, arrived, counted, onHand, onceCounted, facts }: Arrivals) {
  if (onceCounted.length === 0) return [];
  const here = new Set(counted.map((row) => row.entry_id));
  const stored = (await tx.stockCounts(storeId, onceCounted)).filter(({ entryId }) => !here.has(entryId));
  if (stored.length + counted.length === 0) return [];
  const known = stored.map(countOf);
  const chains = new Map(
    facts.map(({ entry, device, incarnation }) => {
      return [entry.entryId, { chain: `${device.deviceId} ${incarnation}`, seq: entry.seq }];
    }),
  );
  const placed = arrived.map((row) => ({
    entryId: row.entry_id,
    skuNo: row.sku_no,
    deltaMilli: row.delta_milli,
    at: { ...(chains.get(row.entry_id) ?? NO_CHAIN), atMs: row.happened_ms },
  }));
  const fresh = counted.map((row) => countOf({
    entryId: row.entry_id, skuNo: row.sku_no, countedMilli: row.counted_milli, deviceId: row.device_id,
    incarnation: row.incarnation, asOfSeq: row.as_of_seq, happenedMs: row.happened_ms,
  })); // prettier-ignore
  return countMoves(placed, fresh, {
    onHandMilli: onHand,
    known,
    later: await laterMoves(tx, storeId, { fresh, known, placed }),
  });
}

const NO_CHAIN = { chain: '', seq: 0 };

/** A count as the rule has it. */
export const countOf = (row: StoredCount): Count => ({
  entryId: row.entryId,
  skuNo: row.skuNo,
  countedMilli: row.countedMilli,
  at: { chain: `${row.deviceId} ${row.incarnation}`, seq: row.asOfSeq, atMs: row.happenedMs },
});

/** A move may have been received this much before its till's corrected clock says it happened. */
export const CLOCKS_DIFFER_MS = 86_400_000;

type Placed = { readonly entryId: string; readonly skuNo: number; readonly deltaMilli: number; readonly at: Point };

/** What is in on hand and may lie behind one of the new counts: stored moves, and those of this batch. */
async function laterMoves(
  tx: JournalTx,
  storeId: string,
  { fresh, known, placed }: { fresh: readonly Count[]; known: readonly Count[]; placed: readonly Placed[] },
): Promise<readonly Omit<Placed, 'entryId'>[]> {
  if (fresh.length === 0) return [];
  const since = Math.min(...fresh.map(({ at }) => at.atMs)) - CLOCKS_DIFFER_MS;
  const stored = await tx.movesSince(storeId, [...new Set(fresh.map(({ skuNo }) => skuNo))], since);
  const now = new Set(placed.map(({ entryId }) => entryId));
  const points = new Map(known.map((count) => [count.entryId, count.at]));
  const before = stored.filter(({ entryId }) => !now.has(entryId));
  return [...placed, ...before.map((move) => ({ ...move, at: pointOf(move, points) }))];
}

/** Where a stored move stands: one that a count made, at that count. */
export const pointOf = (move: StoredMove, counts: ReadonlyMap<string, Point>): Point =>
  (move.reason === COUNTED ? counts.get(move.ref) : undefined) ?? {
    chain: `${move.deviceId ?? ''} ${move.incarnation ?? ''}`,
    seq: move.seq ?? 0,
    atMs: move.happenedMs,
  };

/** The reason of moves that counts make. They are no entry's own, so they are not made again from its bytes. */
export const COUNTED = 'counted';

type Of = Pick<Arrivals, 'storeId' | 'arrived' | 'counted'> & { readonly atMs: number };

/** Numbered on from the lines of the entry that caused them. */
function rowsOf(made: ReturnType<typeof countMoves>, { storeId, arrived, counted, atMs }: Of): MoveRow[] {
  const lines = new Map<string, number>();
  for (const row of arrived) lines.set(row.entry_id, Math.max(row.line_no, lines.get(row.entry_id) ?? 0));
  const happened = new Map([...arrived, ...counted].map((row) => [row.entry_id, row.happened_ms]));
  return made.map(({ entryId, skuNo, deltaMilli, ref }) => {
    const lineNo = (lines.get(entryId) ?? 0) + 1;
    lines.set(entryId, lineNo);
    return {
      store_id: storeId,
      sku_no: skuNo,
      entry_id: entryId,
      line_no: lineNo,
      delta_milli: deltaMilli,
      reason: COUNTED,
      ref,
      at_ms: atMs,
      happened_ms: happened.get(entryId) ?? 0,
      lot: null,
      expiry: null,
    };
  });
}

/**
 * Tells each transfer to the store it goes to until it has been received there, whichever end arrives first. Answers a
 * task where what came is not what was sent.
 */
export async function followTransfers(tx: JournalTx, ends: FactRows['stock_transfer']): Promise<Task[]> {
  if (ends.length === 0) return [];
  const parts = await tx.transferParts([...new Set(ends.map((end) => end.transfer_id))]);
  const tasks: Task[] = [];
  for (const id of new Set(ends.map((end) => end.transfer_id))) {
    const own = parts.filter(({ transferId }) => transferId === id);
    const sent = own.filter(({ direction }) => direction === 'out');
    const received = own.filter(({ direction }) => direction === 'in');
    const [first] = sent;
    if (first === undefined) continue; // received before its sending has arrived
    const open = {
      transferId: id,
      fromStoreId: first.storeId,
      sentMs: first.happenedMs,
      note: first.note,
      lines: first.lines,
    };
    tx.putState(`store:${first.otherStoreId}`, [{ t: 'transfer', id, r: received.length === 0 ? open : null }]);
    const off = received.length === 0 ? [] : transferDiffers(linesOf(sent), linesOf(received));
    if (off.length === 0) continue;
    const [end] = received;
    const { storeId, deviceId } = end ?? first;
    tasks.push({ code: 'transfer_differs', subject: id, storeId, deviceId, facts: { count: off.length } });
  }
  return tasks;
}

const linesOf = (parts: readonly TransferPart[]) => parts.flatMap(({ lines }) => lines);
