/** The journal's port over rows in memory; shop-contract.test.ts holds it to the one over SQL. */
import { saleRefOf } from '../../src/core/sale.ts';
import type { Stream } from '../../src/wire/sync.ts';
import { bucketOf, mixOf } from '../../src/wire/digest.ts';
import { holdsOf } from '../../src/server/db/held-carts.ts';
import type { FactRows } from '../../src/server/journal/fact-rows.ts';
import type { FeedPort, JournalTx, SoldGoods, Task } from '../../src/server/journal/port.ts';
import { effectsOf } from './shop-effects.ts';
import { dayBooksOf, memberBooksOf, peopleHere } from './shop-members.ts';
import { chainKey, type Rows } from './shop-tables.ts';

type TakenQuery = Parameters<JournalTx['takenBy']>[0];
type Taken = { -readonly [K in keyof Awaited<ReturnType<JournalTx['takenBy']>>]: Set<string> };

/** `pace` is awaited before each statement; `lock` until the row is ours. */
export type TxMeans = {
  readonly rows: Rows;
  readonly pace: () => Promise<void>;
  readonly lock: (name: string, shared?: 'shared') => Promise<void>;
  /** A mistake of ours in this build: the tables refuse what this entry turns into. */
  readonly projectionFails: (entryId: string) => boolean;
  readonly state: Map<string, Map<string, { readonly t: string; readonly id: string; readonly r: unknown }>>;
};

export function journalTxOf(means: TxMeans): JournalTx {
  const { state } = means;
  const rest = {
    ...NO_COUNTS,
    putState: (stream: Stream, rows: Parameters<JournalTx['putState']>[1]) => {
      const waiting = state.get(stream) ?? new Map<string, { t: string; id: string; r: unknown }>();
      for (const row of rows) waiting.set(`${row.t}\n${row.id}`, row);
      if (waiting.size > 0) state.set(stream, waiting);
    },
  };
  // Not spread: a copy of so many members for each transaction costs more than most transactions do.
  const facts = Object.assign(factsOf(means), returnsOf(means), rest);
  return Object.assign(headsOf(means), entriesOf(means), effectsOf(means), facts);
}

type Some<K extends keyof JournalTx> = Pick<JournalTx, K>;

type HeadParts = Some<
  | 'device'
  | 'lockHead'
  | 'openHead'
  | 'saveHead'
  | 'seen'
  | 'openLives'
  | 'openings'
  | 'noteHello'
  | 'renewEpoch'
  | 'incarnationOpened'
  | 'head'
  | 'markAt'
>;

const headsOf = ({ rows, pace, lock }: TxMeans): HeadParts => ({
  device: async (deviceId) => {
    await pace();
    return rows.get('device', deviceId) ?? null;
  },
  lockHead: async (chain) => {
    await lock(`head ${chainKey(chain)}`);
    return rows.get('head', chainKey(chain)) ?? null;
  },
  openHead: async (chain, genesis) => {
    await lock(`head ${chainKey(chain)}`);
    const head = { seq: 0, hash: genesis, announcedSeq: 0, state: 'open' as const };
    if (rows.get('head', chainKey(chain)) === undefined) rows.set('head', chainKey(chain), head);
  },
  saveHead: async (chain, { seq, hash, announcedSeq, state, again }) => {
    await pace();
    const key = chainKey(chain);
    const head = { seq, hash, announcedSeq, state, ...(again === undefined ? {} : { again }) };
    if (rows.get('head', key) !== undefined) rows.set('head', key, head);
  },
  seen: async () => pace(),
  openLives: async (deviceId) => {
    await pace();
    const lives = [
      ...new Set([...rows.all('entry')].filter((row) => row.deviceId === deviceId).map((row) => row.incarnation)),
    ];
    return lives.filter((incarnation) => rows.get('head', chainKey({ deviceId, incarnation }))?.state === 'open');
  },
  openings: async (deviceId) => {
    await pace();
    const firsts = [...rows.all('entry')].filter((row) => row.deviceId === deviceId && row.seq === 1);
    return firsts.map(({ bytes }) => bytes);
  },
  noteHello: async ({ headSeq, ...chain }) => {
    await pace();
    const head = rows.get('head', chainKey(chain));
    if (head !== undefined && head.announcedSeq < headSeq)
      rows.set('head', chainKey(chain), { ...head, announcedSeq: headSeq });
  },
  renewEpoch: async (serverEpoch) => {
    await lock('org');
    const org = rows.get('org', '');
    if (org !== undefined) rows.set('org', '', { ...org, serverEpoch });
  },
  incarnationOpened: async ({ deviceId, incarnation }, incarnationNo) => {
    await pace();
    const device = rows.get('device', deviceId);
    if (device !== undefined && device.incarnationNo <= incarnationNo)
      rows.set('device', deviceId, { ...device, incarnation, incarnationNo });
  },
  head: async (stream) => {
    await pace();
    return rows.get('stream_head', stream) ?? 0;
  },
  markAt: async (stream, seq) => {
    await pace();
    return feedPortOf(rows).markAt(stream, seq);
  },
});

const entriesOf = ({ rows, pace }: TxMeans): Some<'storedHashes' | 'addBatch' | 'addEntries' | 'addBranch'> => ({
  storedHashes: async (chain, from, to) => {
    await pace();
    const hashes: string[] = [];
    for (let seq = from; seq <= to; seq += 1) {
      const entry = rows.get('entry', `${chainKey(chain)} ${seq}`);
      if (entry !== undefined) hashes.push(entry.hash);
    }
    return hashes;
  },
  addBatch: async (batch) => {
    await pace();
    if (rows.get('batch', batch.batchId) === undefined) rows.set('batch', batch.batchId, batch);
  },
  addEntries: async ({ deviceId, incarnation, receivedMs }, entries) => {
    await pace();
    for (const { seq, entryId, kind, hash, bytes } of entries) {
      const key = `${chainKey({ deviceId, incarnation })} ${seq}`;
      rows.add('entry', key, { seq, entryId, kind, hash, bytes, deviceId, incarnation, receivedMs });
    }
  },
  addBranch: async ({ deviceId, incarnation }, reason, lines) => {
    await pace();
    for (const line of lines) {
      const key = `${chainKey({ deviceId, incarnation })} ${line.seq} ${line.hash}`;
      if (rows.get('branch', key) === undefined) rows.set('branch', key, { ...line, reason, deviceId, incarnation });
    }
  },
});

const returnsOf = ({ rows, pace }: TxMeans): Some<'salesByRef' | 'peopleOf' | 'knownHolds'> => ({
  knownHolds: async (ids) => {
    await pace();
    return holdsOf([...rows.all('hold_event')].filter((row) => ids.includes(row.held_id)));
  },
  salesByRef: async (refs) => {
    await pace();
    return salesByRef(rows, refs);
  },
  peopleOf: (ids) => Promise.resolve(peopleHere(rows, ids)),
});

type FactParts = Some<
  | 'claim'
  | 'lockSales'
  | 'soldOf'
  | 'takenBy'
  | 'returnsKnown'
  | 'soldBy'
  | 'dayBooks'
  | 'memberBooks'
  | 'org'
  | 'addFacts'
  | 'addStock'
  | 'openTasks'
  | 'closeTask'
  | 'isTaskOpen'
>;

const factsOf = ({ rows, pace, lock, projectionFails }: TxMeans): FactParts => ({
  claim: async (names) => {
    for (const name of [...new Set(names)].sort()) await lock(`name ${name}`);
  },
  lockSales: (as) => (as === 'adding' ? lock('sales', 'shared') : lock('sales')),
  soldOf: async (saleIds) => {
    await pace();
    return soldOf(rows, saleIds);
  },
  takenBy: async (query) => {
    await pace();
    return takenBy(rows, query);
  },
  returnsKnown: async (ids) => {
    await pace();
    return new Set(ids.filter((id) => rows.get('goods_return', id) !== undefined));
  },
  soldBy: () => Promise.resolve({ promotions: new Map(), goods: new Map(), zones: new Map() }), // none here
  dayBooks: (asked) => Promise.resolve(dayBooksOf(rows, asked)),
  memberBooks: (asked) => pace().then(() => memberBooksOf(rows, asked)),
  org: async () => {
    await pace();
    const org = rows.get('org', '');
    if (org === undefined) throw new Error('no org');
    return org;
  },
  addFacts: async (facts) => {
    await pace();
    const ids = [...facts.sale, ...facts.goods_return, ...facts.audit_note].map(({ entry_id }) => entry_id);
    if (ids.some(projectionFails)) throw new Error('a mistake of ours');
    addFacts(rows, facts);
  },
  addStock: async (storeId, deltas) => {
    const onHand = new Map<number, number>();
    for (const [skuNo, delta] of [...deltas].sort(([a], [b]) => a - b)) {
      const key = `${storeId} ${skuNo}`;
      await lock(`stock ${key}`);
      const onHandMilli = (rows.get('stock', key)?.onHandMilli ?? 0) + delta;
      rows.set('stock', key, { storeId, skuNo, onHandMilli });
      onHand.set(skuNo, onHandMilli);
    }
    return { onHand, counted: [] };
  },
  openTasks: async (tasks, atMs) => {
    await pace();
    for (const task of tasks) openTask(rows, task, atMs);
  },
  isTaskOpen: async (code, subject) => {
    await pace();
    return rows.get('task', `${code} ${subject}`)?.closedMs === null;
  },
  closeTask: async (code, subject, _by, atMs) => {
    await pace();
    const task = rows.get('task', `${code} ${subject}`);
    if (task?.closedMs === null) rows.set('task', `${code} ${subject}`, { ...task, closedMs: atMs });
  },
});

/** Nobody counts goods or sends them to another store here. */
const NO_COUNTS: Some<'addMoves' | 'stockCounts' | 'movesSince' | 'transferParts'> = {
  addMoves: () => Promise.resolve(),
  stockCounts: () => Promise.resolve([]),
  movesSince: () => Promise.resolve([]),
  transferParts: () => Promise.resolve([]),
};

function openTask(rows: Rows, task: Task, openedMs: number): void {
  const key = `${task.code} ${task.subject}`;
  const before = rows.get('task', key);
  rows.set(
    'task',
    key,
    before === undefined ? { ...task, openedMs, closedMs: null } : { ...before, facts: task.facts, closedMs: null },
  );
}

function soldOf(rows: Rows, saleIds: readonly string[]): Map<string, SoldGoods> {
  type Sold = { sold: Map<number, number>; returned: Map<number, number>; refundedMinor: number };
  const goods = new Map<string, Omit<SoldGoods, keyof Sold> & Sold>();
  for (const id of saleIds) {
    const sale = rows.get('sale', id);
    if (sale === undefined) continue;
    const { shift_id: shiftId, hash, total_minor: totalMinor } = sale;
    goods.set(id, { sold: new Map(), returned: new Map(), refundedMinor: 0, shiftId, hash, totalMinor });
  }
  const idOf = new Map([...goods.keys()].map((id) => [saleRefOf(id), id]));
  const named = (back: { sale_id: string | null; receipt_ref: string | null } | undefined) =>
    goods.get(back?.sale_id ?? idOf.get(back?.receipt_ref ?? '') ?? '');
  for (const back of rows.all('goods_return')) {
    const of = named(back);
    if (of !== undefined) of.refundedMinor += back.total_minor;
  }
  const add = (to: Map<number, number>, skuNo: number, qty: number) => to.set(skuNo, (to.get(skuNo) ?? 0) + qty);
  for (const line of rows.all('sale_line')) {
    const of = goods.get(line.sale_id);
    if (of !== undefined) add(of.sold, line.sku_no, line.qty_milli);
  }
  for (const line of rows.all('return_line')) {
    const of = named(rows.get('goods_return', line.return_id));
    if (of !== undefined) add(of.returned, line.sku_no, line.qty_milli);
  }
  return goods;
}

function salesByRef(rows: Rows, refs: readonly string[]): Map<string, string> {
  const wanted = new Set(refs);
  const ids = [...rows.all('sale')].map(({ sale_id: id }) => [saleRefOf(id), id] as const);
  return new Map(ids.filter(([ref]) => wanted.has(ref)));
}

function takenBy(rows: Rows, { saleIds, cartIds, numbers }: TakenQuery): Taken {
  const [carts, nos] = [new Set(cartIds), new Set(numbers.map(({ storeId, no }) => `${storeId} ${no}`))];
  const taken = { saleIds: new Set<string>(), cartIds: new Set<string>(), numbers: new Set<string>() };
  for (const id of saleIds) if (rows.get('sale', id) !== undefined) taken.saleIds.add(id);
  for (const sale of rows.all('sale')) {
    if (carts.has(sale.cart_id)) taken.cartIds.add(sale.cart_id);
    const number = `${sale.store_id} ${sale.no}`;
    if (nos.has(number)) taken.numbers.add(number);
  }
  return taken;
}

function addFacts(rows: Rows, facts: FactRows): void {
  for (const { row, update } of facts.shift) {
    const before = rows.get('shift', row.shift_id);
    const changed = Object.fromEntries(update.map((column) => [column, row[column]]));
    rows.set('shift', row.shift_id, before === undefined ? row : { ...before, ...changed });
  }
  for (const row of facts.sale) rows.add('sale', row.sale_id, row);
  for (const row of facts.sale_line) rows.add('sale_line', `${row.sale_id} ${row.line_id}`, row);
  for (const row of facts.sale_tender) rows.add('sale_tender', `${row.sale_id} ${row.tender_id}`, row);
  for (const row of facts.goods_return) rows.add('goods_return', row.return_id, row);
  for (const row of facts.return_line) rows.add('return_line', `${row.return_id} ${row.line_id}`, row);
  for (const row of facts.return_tender) rows.add('return_tender', `${row.return_id} ${row.tender_id}`, row);
  for (const row of facts.audit_note) rows.add('audit_note', row.entry_id, row);
  for (const row of facts.shift_event) rows.add('shift_event', row.entry_id, row);
  for (const row of facts.cart_claim) rows.add('cart_claim', row.entry_id, row);
  for (const row of facts.hold_event) rows.add('hold_event', `${row.entry_id} ${row.held_id}`, row);
  for (const row of facts.stock_move) rows.add('stock_move', `${row.entry_id} ${row.line_no}`, row);
  for (const row of facts.ledger_line) rows.add('ledger_line', `${row.entry_id} ${row.line_no}`, row);
  for (const row of facts.value_grant) rows.add('value_grant', row.entry_id, row);
}

/** What a pull reads: committed rows of one moment. */
export const feedPortOf = (rows: Rows): FeedPort => ({
  head: async (stream) => rows.get('stream_head', stream) ?? 0,
  markAt: async (stream, seq) => {
    const head = rows.get('stream_head', stream) ?? 0;
    for (let at = seq; at <= head; at += 1) {
      const mark = rows.get('mark', `${stream} ${at}`);
      if (mark !== undefined) return mark;
    }
    return null;
  },
  rowsAfter: async (stream, after, limit) =>
    rows
      .feedAfter(stream, after)
      .slice(0, limit)
      .map(({ t, id, s, body }) => ({ t, id, s, body })),
  countAfter: async (stream, after, limit) => Math.min(limit, rows.feedAfter(stream, after).length),
  countAll: async (stream) => rows.feedAfter(stream, 0).length,
  newestSnapshot: async (stream) => rows.get('snapshot', stream) ?? null,
  applied: async (chain, limit) => {
    const open = [...rows.all('effect')].filter(
      (effect) => effect.status !== 'applied' && chainKey(effect) === chainKey(chain),
    );
    const parked = open.map(({ seq }) => seq).sort((a, b) => a - b);
    return { seq: rows.get('head', chainKey(chain))?.seq ?? 0, parked: parked.slice(0, limit) };
  },
  sums: async (stream) => {
    const sums = new Map<number, number>();
    for (const { t, id, s, body } of rows.feedAfter(stream, 0)) {
      if (body !== null) sums.set(bucketOf(t, id), (sums.get(bucketOf(t, id)) ?? 0) + mixOf(t, id, s));
    }
    return [...sums].sort(([a], [b]) => a - b).map(([bucket, sum]) => ({ bucket, sum: String(sum) }));
  },
  serverEpoch: async () => rows.get('org', '')?.serverEpoch ?? '',
});
