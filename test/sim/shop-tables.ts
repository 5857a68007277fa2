/**
 * The server's database as rows in memory. A transaction writes beside the committed rows and reads through what it
 * wrote, so nobody sees what is not committed; locks are held to the end, as PostgreSQL does.
 */
import type {
  ChainRef,
  ChainHead,
  Effect,
  JournalTx,
  KnownDevice,
  StoredBatch,
  Task,
} from '../../src/server/journal/port.ts';
import type { FactRows } from '../../src/server/journal/fact-rows.ts';

type StoredEntry = Parameters<JournalTx['addEntries']>[1][number];

export type FeedRecord = {
  readonly stream: string;
  readonly t: string;
  readonly id: string;
  readonly s: number;
  readonly body: string | null;
};
export type KeptSnapshot = {
  readonly gen: string;
  readonly seq: number;
  readonly mark: string;
  readonly rows: number;
  readonly text: string;
};

/** Every table and what its rows are, by the text of their key. */
type ShopRows = {
  org: { readonly currency: string; readonly serverEpoch: string };
  device: KnownDevice & { readonly incarnation: string; readonly incarnationNo: number };
  head: ChainHead;
  batch: StoredBatch;
  entry: StoredEntry & ChainRef & { readonly receivedMs: number };
  branch: ChainRef & { readonly seq: number; readonly hash: string; readonly bytes: string; readonly reason: string };
  effect: Effect;
  sale: FactRows['sale'][number];
  sale_line: FactRows['sale_line'][number];
  sale_tender: FactRows['sale_tender'][number];
  goods_return: FactRows['goods_return'][number];
  return_line: FactRows['return_line'][number];
  return_tender: FactRows['return_tender'][number];
  audit_note: FactRows['audit_note'][number];
  cart_claim: FactRows['cart_claim'][number];
  shift_event: FactRows['shift_event'][number];
  hold_event: FactRows['hold_event'][number];
  stock_move: FactRows['stock_move'][number];
  ledger_line: FactRows['ledger_line'][number];
  value_grant: FactRows['value_grant'][number];
  shift: FactRows['shift'][number]['row'];
  stock: { readonly storeId: string; readonly skuNo: number; readonly onHandMilli: number };
  task: Task & { readonly openedMs: number; readonly closedMs: number | null };
  stream_head: number;
  mark: string;
  feed: FeedRecord;
  snapshot: KeptSnapshot;
};
type TableName = keyof ShopRows;
const TABLES: readonly TableName[] = [
  'org', 'device', 'head', 'batch', 'entry', 'branch', 'effect', 'sale', 'sale_line', 'sale_tender', 'goods_return',
  'return_line', 'return_tender', 'audit_note', 'cart_claim', 'shift_event', 'hold_event', 'stock_move', 'shift',
  'ledger_line', 'value_grant',
  'stock', 'task', 'stream_head', 'mark', 'feed', 'snapshot',
]; // prettier-ignore

export type Data = { readonly [N in TableName]: Map<string, ShopRows[N]> };

export const noData = (): Data => Object.fromEntries(TABLES.map((name) => [name, new Map()])) as unknown as Data;

/** A backup: rows are never changed in place, so copying the maps is enough. */
export const copyOf = (data: Data): Data =>
  Object.fromEntries(TABLES.map((name) => [name, new Map(data[name] as Map<string, unknown>)])) as unknown as Data;

export const chainKey = ({ deviceId, incarnation }: ChainRef): string => `${deviceId} ${incarnation}`;

/** Lines of each stream in their order, of a feed as it stands. */
const inOrder = new WeakMap<Data['feed'], Map<string, readonly FeedRecord[]>>();

function orderedFeed(feed: Data['feed'], stream: string): readonly FeedRecord[] {
  const streams = inOrder.get(feed) ?? new Map<string, readonly FeedRecord[]>();
  inOrder.set(feed, streams);
  const known = streams.get(stream);
  if (known !== undefined) return known;
  const lines = [...feed.values()].filter((line) => line.stream === stream).sort((a, b) => a.s - b.s);
  streams.set(stream, lines);
  return lines;
}

/** What a transaction has written and reads through. */
export class Rows {
  readonly #data: Data;
  readonly #mine = new Map<TableName, Map<string, unknown>>();
  readonly #added: { readonly table: TableName; readonly key: string }[] = [];

  constructor(data: Data) {
    this.#data = data;
  }

  get<N extends TableName>(table: N, key: string): ShopRows[N] | undefined {
    const mine = this.#mine.get(table);
    return mine?.has(key) === true ? (mine.get(key) as ShopRows[N]) : this.#data[table].get(key);
  }

  set<N extends TableName>(table: N, key: string, row: ShopRows[N]): void {
    const mine = this.#mine.get(table) ?? new Map<string, unknown>();
    this.#mine.set(table, mine);
    mine.set(key, row);
  }

  add<N extends TableName>(table: N, key: string, row: ShopRows[N]): void {
    if (this.get(table, key) !== undefined) throw new Error(`unique key of ${table}: ${key}`);
    this.#added.push({ table, key });
    this.set(table, key, row);
  }

  /** Whether somebody else has committed a row under a key this transaction added meanwhile. */
  collides(): boolean {
    return this.#added.some(({ table, key }) => this.#data[table].has(key));
  }

  *all<N extends TableName>(table: N): Iterable<ShopRows[N]> {
    const mine = this.#mine.get(table) as Map<string, ShopRows[N]> | undefined;
    for (const [key, row] of this.#data[table] as Map<string, ShopRows[N]>) if (mine?.has(key) !== true) yield row;
    if (mine !== undefined) yield* mine.values();
  }

  /** Committed lines of a stream past a number, in order: nobody reads a stream where they write it. */
  feedAfter(stream: string, after: number): readonly FeedRecord[] {
    const lines = orderedFeed(this.#data.feed, stream);
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle]?.s ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return low === 0 ? lines : lines.slice(low);
  }

  commit(): void {
    if (this.#mine.has('feed')) inOrder.delete(this.#data.feed);
    for (const [table, rows] of this.#mine) {
      const kept = this.#data[table] as Map<string, unknown>;
      for (const [key, row] of rows) kept.set(key, row);
    }
  }
}
