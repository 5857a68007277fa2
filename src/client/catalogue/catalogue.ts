/**
 * The catalogue in memory: what the two streams of this till show, as Maps. Filled from the packed pages at start,
 * changed when the cache has changed, in this tab or in another.
 *
 * Invariants: a change is seen whole or not at all (rows, own facts and version together); a look-up never waits; while
 * another generation is read in, the one before stays in use.
 * Not here: prices of a cart (core/price-cart.ts), how rows get onto the disk (sync/).
 */
import type { HeldCart } from '../../core/held-cart.ts';
import type { Product } from '../../core/product.ts';
import type { PromotionBook } from '../../core/promotion-book.ts';
import { bookVersion } from '../../core/sale.ts';
import type { TaxBook } from '../../core/tax-book.ts';
import type { StaffRow, StreamRow } from '../../wire/catalogue.ts';
import { rowName, type Applied, type CacheDb, type Shown, type StoredRow } from '../db/cache-db.ts';
import { entriesAfter, type EntryRow, type JournalDb } from '../db/journal-db.ts';
import type { Breathe } from '../sync/breather.ts';
import { rowOf } from '../sync/kept-row.ts';
import { readChanges, readView, smallPagesOf } from '../sync/view.ts';
import type { TillDeps } from '../till-deps.ts';
import type { Catalogue, Oversold } from '../till-device.ts';
import { OwnFacts } from './own-facts.ts';
import { oversoldOf } from './own-stock.ts';
import { PricingBook } from './pricing-book.ts';
import { ProductBook, type ReadyProduct } from './product-book.ts';
import {
  fill,
  fillSmall,
  fillStock,
  isOf,
  searchChanged,
  searchRow,
  type RowsInMemory,
  type SmallTable,
} from './rows-in-memory.ts';
import type { SearchIndex, SearchRow } from './search-shelf.ts';
import { SmallRows } from './small-rows.ts';

type CatalogueDeps = {
  readonly cache: CacheDb;
  readonly journal: JournalDb;
  readonly breathe: Breathe;
  readonly search: SearchIndex;
};

/** Which device this is; nothing is read before that is known. */
type Belonging = { readonly deviceId: string; readonly incarnation: string; readonly storeStream: string };

type Listener = (touched: ReadonlySet<number> | null) => void;

const ORG = 'org';
const ENTRIES_AT_ONCE = 500;
/** Who sells now is asked before the products are read in: typing a PIN takes longer than both. */
const SIGN_IN_DRAWN_MS = 250;
const NOTHING_APPLIED: Applied = { incarnation: '', seq: 0, parked: [] };

export class MemoryCatalogue implements Catalogue {
  readonly #deps: CatalogueDeps;
  readonly #listeners = new Set<Listener>();
  readonly #shown = new Map<string, Pick<Shown, 'key' | 'seq'>>();
  readonly #small = new SmallRows();
  readonly #pricing = new PricingBook({ promotions: () => this.rows('promotion'), taxes: () => this.rows('tax') });
  #own = new OwnFacts();
  #products = new ProductBook();
  #stock = new Map<number, number>();
  #mine: Belonging = { deviceId: '', incarnation: '', storeStream: '' };
  #epoch = '';
  #ownSeq = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: CatalogueDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#products.size;
  }

  belongTo(mine: Belonging): void {
    const isNewLife = this.#mine.incarnation !== '' && mine.incarnation !== this.#mine.incarnation;
    this.#mine = mine;
    if (!isNewLife) return;
    // Facts are numbered anew, so none known by its old number counts any more.
    this.#own = new OwnFacts();
    this.#ownSeq = 0;
  }

  /** Resolves when nothing is being read in. */
  settled(): Promise<unknown> {
    return this.#turn;
  }

  close(): void {
    this.#deps.search.close();
  }

  /** Whether the stream was ever read in whole. */
  has(stream: string): boolean {
    return this.#shown.has(stream);
  }

  product = (skuNo: number): Product | undefined => this.#products.product(skuNo);
  byGtin = (gtin14: string): Product | undefined => this.#products.byGtin(gtin14);
  byCode = (code: string): Product | undefined => this.#products.byCode(code);

  onHandMilli(skuNo: number): number | undefined {
    if (!this.#shown.has(this.#mine.storeStream)) return undefined; // not known yet is not the same as none
    return this.#own.shownMilli(skuNo, this.#stock.get(skuNo));
  }

  stores = (): readonly StreamRow<'store'>[] => this.rows('store');
  oversold = (): readonly Oversold[] => oversoldOf([...this.#stock.keys(), ...this.#own.goods()], this);

  transfers(): readonly StreamRow<'transfer'>[] {
    const received = this.#own.received();
    return this.rows('transfer').filter(({ transferId }) => !received.has(transferId));
  }

  heldCarts = (): readonly HeldCart[] => this.#own.heldCarts(this.rows('held'));
  membersBy = (what: 'card' | 'phone', hash: string) => this.#small.membersBy(what, hash);
  standing = (memberId: string): StreamRow<'standing'> | undefined => this.#row('standing', memberId);
  tills = (): readonly StreamRow<'till'>[] => this.rows('till');
  promotions = (): PromotionBook => this.#pricing.promotions();
  taxes = (storeId: string): TaxBook => this.#pricing.taxes(storeId);

  categories(): readonly StreamRow<'category'>[] {
    return this.rows('category').sort((a, b) => a.order - b.order || (a.categoryId < b.categoryId ? -1 : 1));
  }

  inCategory(categoryId: string | null, limit: number, offset: number): readonly Product[] {
    return this.#products.list(categoryId, limit, offset);
  }

  async search(query: string): Promise<readonly Product[]> {
    const found = await this.#deps.search.find(query);
    return found.flatMap((skuNo) => this.#products.product(skuNo) ?? []);
  }

  key(kid: string): StreamRow<'key'> | undefined {
    return this.#row('key', kid);
  }

  staff(staffId: string): StaffRow | undefined {
    return this.#row('staff', staffId);
  }

  version(): string {
    return bookVersion(this.#epoch, this.#shown.get(ORG)?.seq ?? 0);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** All rows of a small table. */
  rows<T extends SmallTable>(table: T): StreamRow<T>[] {
    return [...this.#small.all(table)].flatMap((row) => rowOf(row, table) ?? []);
  }

  #row<T extends SmallTable>(table: T, id: string): StreamRow<T> | undefined {
    const row = this.#small.get(table, id);
    return row === undefined ? undefined : (rowOf(row, table) ?? undefined);
  }

  /**
   * Reads in what the cache shows of a stream and memory does not. One at a time, in the order asked. With `onSmall`,
   * a stream that memory has nothing of yet is seen in two steps: it is told when the small tables are there, and the
   * rest is read after its answer.
   */
  catchUp(stream: string, onSmall?: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(() => this.#catchUp(stream, onSmall));
    this.#turn = turn.catch(() => undefined); // the caller hears of it; the next one starts afresh
    return turn;
  }

  /**
   * Reads in all streams, in order. `people`: it is known who may sign in, or there is nobody yet; `whole` goes on from
   * there once their screen is drawn.
   */
  readAll(
    streams: readonly string[],
    setTimer: TillDeps['setTimer'],
  ): { readonly people: Promise<void>; readonly whole: Promise<void> } {
    let tell = (): void => undefined;
    const small = new Promise<void>((resolve) => (tell = resolve));
    let rested: Promise<void> | null = null;
    const onSmall = () => {
      tell();
      return (rested ??= new Promise<void>((drawn) => setTimer(SIGN_IN_DRAWN_MS, drawn)));
    };
    const whole = Promise.all(streams.map((stream) => this.catchUp(stream, onSmall))).then(() => undefined);
    const people = Promise.race([small, whole]);
    people.catch(() => undefined); // whoever waits for `whole` hears of it
    return { people, whole };
  }

  /** A fact of this device, committed here or in another tab. */
  committed(row: EntryRow): void {
    if (row.incarnation !== this.#mine.incarnation) return;
    if (row.seq === this.#ownSeq + 1) this.#ownSeq = row.seq;
    const touched = this.#own.add(row, this.#mine.deviceId);
    if (touched !== null) this.#tell(new Set(touched));
  }

  /** Own facts the server's figures do not hold, as far as this device knows. Needs none of the catalogue's rows. */
  async takeUpOwn(): Promise<void> {
    const { cache } = this.#deps;
    const applied = (await cache.cursor.get(this.#mine.storeStream))?.now?.applied ?? NOTHING_APPLIED;
    const uncounted = await this.#uncounted({ applied });
    if (applied.incarnation === this.#mine.incarnation) this.#own.settle(applied);
    this.#takeIn({ applied }, uncounted);
  }

  /** Facts that other tabs committed since this one last looked. */
  async readOwn(): Promise<void> {
    const { journal } = this.#deps;
    const { incarnation } = this.#mine;
    for (;;) {
      const rows = await entriesAfter(journal, { incarnation, seq: this.#ownSeq, limit: ENTRIES_AT_ONCE });
      if (incarnation !== this.#mine.incarnation) return; // a new life has begun meanwhile, and read its own
      for (const row of rows) this.committed(row);
      this.#ownSeq = rows.at(-1)?.seq ?? this.#ownSeq;
      if (rows.length < ENTRIES_AT_ONCE) return;
    }
  }

  async #catchUp(stream: string, onSmall?: () => Promise<void>): Promise<void> {
    if (stream !== ORG && stream !== this.#mine.storeStream) return; // whose goods these are is not known yet
    const { cache, breathe } = this.#deps;
    const cursor = await cache.cursor.get(stream);
    const now = cursor?.now;
    if (!now) return;
    const before = this.#shown.get(stream);
    if (before === undefined || before.key !== now.key || before.seq < now.foldedTo)
      return this.#reload(stream, onSmall);
    const rows = await readChanges({ cache, breathe }, now, stream, before.seq);
    // Another tab may have moved on while we read: what is shown must be one state, so look again.
    const again = await cache.cursor.get(stream);
    if (again?.now?.key !== now.key || again.now.seq !== now.seq) return this.#catchUp(stream);
    const ready = await this.#ready(rows);
    this.#show(stream, now, cursor.serverEpoch, this.#put(ready));
    while (this.#products.tidy()) await breathe();
  }

  async #reload(stream: string, onSmall?: () => Promise<void>): Promise<void> {
    const { cache, breathe, search } = this.#deps;
    const fresh: RowsInMemory = {
      products: new ProductBook(),
      stock: new Map<number, number>(),
      small: new SmallRows(),
    };
    if (stream === ORG) search.renew({ rows: [], is: 'first' });
    const onRows = (rows: readonly StoredRow[]) => {
      const listed = rows.flatMap((row) => fill(fresh, row) ?? []);
      if (listed.length > 0) search.renew({ rows: listed, is: 'next' });
    };
    const shown = await readView({ cache, breathe }, stream, onRows, () => {
      if (onSmall === undefined || this.#shown.has(stream)) return undefined; // what is seen stays whole
      this.#takeSmall(stream, fresh.small);
      this.#tell(null);
      return onSmall();
    });
    const isMine = stream === this.#mine.storeStream;
    const uncounted = isMine && shown !== null ? await this.#uncounted(shown) : [];
    const cursor = await cache.cursor.get(stream);
    if (shown === null || cursor?.now?.key !== shown.key || cursor.now.seq !== shown.seq) return this.#catchUp(stream);
    if (isMine) this.#stock = fresh.stock;
    if (stream === ORG) this.#products = fresh.products;
    this.#takeSmall(stream, fresh.small);
    this.#show(stream, shown, cursor.serverEpoch, null);
    if (isMine) this.#takeIn(shown, uncounted);
    if (stream === ORG) search.renew({ rows: [], is: 'last' });
  }

  /**
   * The small tables of a first copy that is still on its way: who may sign in is known before the products are here.
   * Nothing is sold on it, and a stream that was ever read in whole is left as it is.
   */
  readAhead(stream: string): Promise<void> {
    const turn = this.#turn.then(async () => {
      const { cache } = this.#deps;
      if (this.#shown.has(stream)) return;
      const small = new SmallRows();
      for (const { rows } of await smallPagesOf(cache, stream)) for (const row of rows) fillSmall(small, row);
      if (small.isEmpty || (await cache.cursor.get(stream))?.now) return;
      this.#takeSmall(stream, small);
      this.#tell(null);
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #takeSmall(stream: string, small: SmallRows): void {
    this.#small.takeTables((table) => isOf(stream, table), small);
    this.#pricing.forget();
  }

  /**
   * Own facts the server's state does not hold: those past `applied`, and the parked ones. Facts that were counted once
   * are among them when the server has come back from an older copy.
   */
  async #uncounted({ applied }: Pick<Shown, 'applied'>): Promise<readonly EntryRow[]> {
    const { journal } = this.#deps;
    const { incarnation } = this.#mine;
    const isOurs = applied.incarnation === incarnation;
    const parked = isOurs ? await journal.entries.bulkGet(applied.parked.map((seq) => [incarnation, seq])) : [];
    const rows: EntryRow[] = parked.flatMap((row) => row ?? []);
    for (let seq = isOurs ? applied.seq : 0; ;) {
      const some = await entriesAfter(journal, { incarnation, seq, limit: ENTRIES_AT_ONCE });
      rows.push(...some);
      if (some.length < ENTRIES_AT_ONCE) return rows;
      seq = some.at(-1)?.seq ?? seq;
    }
  }

  #takeIn({ applied }: Pick<Shown, 'applied'>, uncounted: readonly EntryRow[]): void {
    const { deviceId, incarnation } = this.#mine;
    const own = uncounted.filter((row) => row.incarnation === incarnation); // a life may have begun since
    const counted = applied.incarnation === incarnation ? applied.seq : 0;
    this.#ownSeq = Math.max(this.#ownSeq, counted, ...own.map(({ seq }) => seq));
    for (const row of own) this.#own.add(row, deviceId);
  }

  /** Makes a read state the one that is seen, with the own facts it holds let go. */
  #show(stream: string, shown: Shown, epoch: string, touched: ReadonlySet<number> | null): void {
    const { applied, key, seq } = shown;
    this.#shown.set(stream, { key, seq });
    this.#epoch = epoch;
    if (stream === this.#mine.storeStream && applied.incarnation === this.#mine.incarnation) this.#own.settle(applied);
    this.#tell(touched);
  }

  /** The slow part of taking changed rows in: the newest of each, products written down. Nothing of it is seen yet. */
  async #ready(rows: readonly StoredRow[]): Promise<readonly ReadyRow[]> {
    const newest = new Map<string, StoredRow>();
    for (const row of rows) {
      newest.delete(rowName(row)); // in the order of the last ones
      newest.set(rowName(row), row);
    }
    const ready: ReadyRow[] = [];
    for (const row of newest.values()) {
      const product = rowOf(row, 'product');
      ready.push({ row, product: product === null ? null : this.#products.ready(product) });
      await this.#deps.breathe();
    }
    return ready;
  }

  /** Changed rows into what is seen, at once. Gives the products touched. */
  #put(rows: readonly ReadyRow[]): ReadonlySet<number> {
    const touched = new Set<number>();
    const listed = new Map<number, SearchRow>();
    const gone = new Set<number>();
    for (const { row, product } of rows) {
      if (row.t === 'product') {
        const skuNo = this.#putProduct(row, product, { listed, gone });
        if (skuNo !== null) touched.add(skuNo);
      } else if (row.t === 'stock') {
        fillStock(this.#stock, row);
        touched.add(Number(row.id));
      } else {
        fillSmall(this.#small, row);
        this.#pricing.forget();
      }
    }
    if (listed.size + gone.size > 0) this.#deps.search.change({ rows: [...listed.values()], gone: [...gone] });
    return touched;
  }

  /** One product in or out, and what that means for the search. A row this code cannot read leaves the one it has. */
  #putProduct(row: StoredRow, ready: ReadyProduct | null, { listed, gone }: SearchNews): number | null {
    if (row.d === 1) {
      const dropped = this.#products.drop(row.id);
      if (dropped === null) return null;
      listed.delete(dropped);
      gone.add(dropped);
      return dropped;
    }
    if (ready === null) return null;
    const { product, before } = ready;
    const { skuNo } = product;
    this.#products.take(ready);
    if (!searchChanged(before, product)) return skuNo;
    listed.delete(skuNo);
    gone.delete(skuNo);
    if (product.status === 'stopped') gone.add(skuNo);
    else listed.set(skuNo, searchRow(product));
    return skuNo;
  }

  #tell(touched: ReadonlySet<number> | null): void {
    for (const listener of this.#listeners) listener(touched);
  }
}

/** A changed row, and the product it is, unless it is none or cannot be read. */
type ReadyRow = { readonly row: StoredRow; readonly product: ReadyProduct | null };
type SearchNews = { readonly listed: Map<number, SearchRow>; readonly gone: Set<number> };
