/**
 * A device's disk as IndexedDB behaves on it: the model under the client's own database code. Tables, keys, indexes
 * and durability are read from the product's own Dexie definitions; disk-contract.test.ts holds the model to the real
 * Dexie.
 *
 * Invariants
 * - Transactions of one database follow one another and are all or nothing.
 * - A page that awaits anything but the database loses its transaction without a word: what was written stands.
 * - `strict` survives a power cut from the moment the transaction resolved; `relaxed` may lose the last ones.
 * - A killed page never hears again; a commit under way at that moment happens or does not.
 */
import type { Dexie } from 'dexie';
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import { compareKeys, keyText, ModelTable, type Row, type TableShape, type Work } from './disk-table.ts';

export type DiskFaults = {
  /** The disk is slow: every access is an event of its own. */
  readonly slow: boolean;
  /** Share of commits to the journal whose outcome the page never learns. */
  readonly lostCommits: number;
  /** Share of accesses before which the browser has closed the connection by itself. */
  readonly closes: number;
};

/** Who uses a database: a page. `step` is asked before each access; false: the page has just been killed. */
export type Host = {
  alive: boolean;
  readonly build: number;
  readonly step: () => boolean;
  refused: number; // accesses its disk broke off
};

type Store = Map<string, { readonly key: unknown; readonly row: Row }>;
/** All tables of a disk at one moment. */
export type Image = ReadonlyMap<string, Store>;
type Undo = { readonly table: string; readonly text: string; readonly before: { key: unknown; row: Row } | undefined };

class WorldError extends Error {
  override readonly name: string;
  constructor(name: string) {
    super(`the world failed: ${name}`);
    this.name = name;
  }
}

export type Writes = Map<string, Map<string, { readonly key: unknown; readonly row: Row | null }>>;

const knownShapes = new WeakMap<Dexie, ReadonlyMap<string, TableShape>>();

function shapesOf(like: Dexie): ReadonlyMap<string, TableShape> {
  const known = knownShapes.get(like);
  if (known !== undefined) return known;
  const shapes = new Map(
    like.tables.map(({ name, schema }) => {
      const indexes = new Map(schema.indexes.map((index) => [index.name, index.keyPath ?? '']));
      return [name, { name, keyPath: schema.primKey.keyPath ?? '', auto: schema.primKey.auto === true, indexes }];
    }),
  );
  knownShapes.set(like, shapes);
  return shapes;
}

/** One database on the disk: survives pages, and power cuts as far as its durability says. */
export class Shelf {
  readonly tables = new Map<string, Store>();
  readonly shapes: ReadonlyMap<string, TableShape>;
  readonly strict: boolean;
  full = false; // no room for a byte more
  commits = 0;
  /** How often the power has gone: what was under way before it never ends. */
  cuts = 0;
  /** On its way to the disk at this moment. */
  committing: Writes | null = null;
  onCommit: (writes: Writes, by: Host | null) => void = () => undefined;
  #queue: (() => void)[] = [];
  #busy = false;
  #unflushed: Undo[][] = [];
  readonly #sorted = new Map<string, unknown[]>(); // of tables as they stand

  constructor(like: Dexie) {
    const options = (like as unknown as { _options: { chromeTransactionDurability?: string } })._options;
    this.strict = options.chromeTransactionDurability === 'strict';
    this.shapes = shapesOf(like);
    for (const name of this.shapes.keys()) this.tables.set(name, new Map());
  }

  get idle(): boolean {
    return !this.#busy && this.#queue.length === 0;
  }

  /** The work starts when all before it are over; it calls `free` when it is. */
  take(start: () => void): void {
    this.#queue.push(start);
    if (!this.#busy) this.#next();
  }

  free(): void {
    this.#busy = false;
    this.#next();
  }

  #next(): void {
    const start = this.#queue.shift();
    if (start === undefined) return;
    this.#busy = true;
    start();
  }

  store(name: string): Store {
    const store = this.tables.get(name);
    if (store === undefined) throw new Error(`no table ${name}`);
    return store;
  }

  /** `by`: null is the browser, or the world. */
  write(writes: Writes, by: Host | null = null): void {
    const undo: Undo[] = [];
    for (const [table, rows] of writes) {
      const store = this.store(table);
      this.#sorted.delete(table);
      for (const [text, { key, row }] of rows) {
        undo.push({ table, text, before: store.get(text) });
        if (row === null) store.delete(text);
        else store.set(text, { key, row });
      }
    }
    this.commits += 1;
    if (!this.strict) this.#unflushed.push(undo);
    this.onCommit(writes, by);
  }

  flush(): void {
    this.#unflushed = [];
  }

  /** The disk as it is now. Rows are never changed in place, so copying the maps is enough. */
  image(): Image {
    return new Map([...this.tables].map(([name, store]) => [name, new Map(store)]));
  }

  /** The disk is an older one, or another machine's. No page is open. */
  putBack(image: Image): void {
    this.#forgetQueue();
    this.flush();
    for (const [name, store] of image) this.tables.set(name, new Map(store));
  }

  /** The browser has deleted it. No page is open. */
  wipe(): void {
    this.#forgetQueue();
    this.flush();
    for (const store of this.tables.values()) store.clear();
  }

  /** What was under way never ends; nobody waits in line any more. */
  #forgetQueue(): void {
    this.#sorted.clear();
    this.cuts += 1;
    this.committing = null;
    this.#queue = [];
    this.#busy = false;
  }

  /**
   * The power goes: of what was not flushed, the last `lost` commits never were, and one under way can only be there
   * when all before it are.
   */
  powerCut(dice: Dice): void {
    const lost = dice.int(0, this.#unflushed.length);
    const last = this.committing;
    this.#forgetQueue();
    for (const undo of this.#unflushed.splice(this.#unflushed.length - lost).reverse()) {
      for (const { table, text, before } of undo.reverse()) {
        if (before === undefined) this.store(table).delete(text);
        else this.store(table).set(text, before);
      }
    }
    if (last !== null && lost === 0 && dice.chance(0.5)) this.write(last);
    this.flush();
  }

  /** All rows of a table in the order of their keys. Not to be changed. */
  rows<T>(table: string): T[] {
    const known = this.#sorted.get(table) as T[] | undefined;
    if (known !== undefined) return known;
    const rows = [...this.store(table).values()].sort((a, b) => compareKeys(a.key, b.key)).map(({ row }) => row as T);
    this.#sorted.set(table, rows);
    return rows;
  }

  get(table: string, key: unknown): unknown {
    return this.store(table).get(keyText(key))?.row;
  }
}

type Tx = { readonly writes: Writes; active: boolean };

/** The transaction whose code runs in this very turn. Its event runs alone, so every access meanwhile is its own. */
export const running: { tx: Tx | null; db: ModelDb | null; end: () => void } = {
  tx: null,
  db: null,
  end: () => undefined,
};

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** One page's connection to a shelf; stands in for the Dexie object. */
export class ModelDb {
  readonly #shelf: Shelf;
  readonly #host: Host;
  readonly #clockwork: Clockwork;
  readonly #dice: Dice;
  readonly #faults: DiskFaults;
  #open = true;

  constructor(shelf: Shelf, host: Host, world: { clockwork: Clockwork; dice: Dice; faults: DiskFaults }) {
    this.#shelf = shelf;
    this.#host = host;
    this.#clockwork = world.clockwork;
    this.#dice = world.dice;
    this.#faults = world.faults;
    for (const shape of shelf.shapes.values()) {
      const access = <T>(kind: 'read' | 'write', work: Work<T>) => this.#access(kind, shape.name, work);
      Object.assign(this, { [shape.name]: new ModelTable(shape, access) });
    }
  }

  on(): void {
    // versionchange and blocked are of real browsers: the torture runs have them
  }

  close(): void {
    this.#open = false;
  }

  async open(): Promise<this> {
    await this.#clockwork.sleep(this.#dice.int(1, 20));
    if (!this.#host.alive) return never();
    this.#open = true;
    return this;
  }

  /** Dexie's own: a mode, tables, and work whose every await must be of this database. */
  transaction<T>(_mode: string, _tables: unknown, work: () => Promise<T>): Promise<T> {
    if (!this.#host.step()) return never();
    this.#mayClose();
    if (!this.#open) return this.#refuse();
    return new Promise<T>((resolve, reject) => {
      this.#shelf.take(() => {
        this.#after(this.#faults.slow ? this.#dice.int(0, 30) : 0, () => this.#begin(work, { resolve, reject }));
      });
    });
  }

  #refuse(): Promise<never> {
    this.#host.refused += 1;
    return Promise.reject(new WorldError('DatabaseClosedError'));
  }

  #mayClose(): void {
    const { closes } = this.#faults;
    if (closes > 0 && this.#dice.chance(closes)) this.#open = false;
  }

  /** Later, unless the power goes before. */
  #after(ms: number, run: () => void): void {
    const { cuts } = this.#shelf;
    this.#clockwork.after(ms, () => {
      if (this.#shelf.cuts === cuts) run();
    });
  }

  #begin<T>(
    work: () => Promise<T>,
    { resolve, reject }: { resolve: (v: T) => void; reject: (e: unknown) => void },
  ): void {
    if (!this.#host.alive) {
      this.#shelf.free();
      return;
    }
    const tx: Tx = { writes: new Map(), active: true };
    let over = false;
    running.tx = tx;
    running.db = this;
    running.end = () => {
      // The turn is over and the work is not: it awaited something else, and its transaction has ended without a word.
      if (over) return;
      tx.active = false;
      if (this.#host.alive) this.#shelf.write(tx.writes, this.#host); // of a page that was killed, nothing is left
      this.#shelf.free();
    };
    work().then(
      (value) => {
        over = true;
        if (running.tx === tx) running.tx = null;
        if (tx.active) this.#commit(tx, () => resolve(value), reject);
        else if (this.#host.alive) resolve(value);
      },
      (error: unknown) => {
        over = true;
        if (running.tx === tx) running.tx = null;
        if (tx.active) this.#shelf.free();
        if (this.#host.alive) reject(error);
      },
    );
  }

  #commit(tx: Tx, resolve: () => void, reject: (error: unknown) => void): void {
    if (tx.writes.size === 0) {
      this.#shelf.free();
      if (this.#host.alive) resolve();
      return;
    }
    this.#shelf.committing = tx.writes;
    this.#after(this.#dice.int(1, this.#faults.slow ? 300 : 12), () => {
      const mayBeLost = tx.writes.has('entries') && this.#dice.chance(this.#faults.lostCommits);
      const isLost = !this.#host.alive || mayBeLost;
      this.#shelf.committing = null;
      if (!isLost || this.#dice.chance(0.5)) this.#shelf.write(tx.writes, this.#host);
      this.#shelf.free();
      if (!this.#host.alive) return;
      if (!isLost) {
        resolve();
        return;
      }
      this.#open = false; // "connection to the database lost": only opening it anew helps
      this.#host.refused += 1;
      reject(new WorldError('AbortError'));
    });
  }

  #access<T>(kind: 'read' | 'write', table: string, work: Work<T>): Promise<T> {
    if (!this.#host.step()) return never();
    const tx = running.db === this ? running.tx : null;
    if (tx !== null) return this.#within(tx, table, work);
    this.#mayClose();
    if (!this.#open) return this.#refuse();
    if (kind === 'read' && this.#shelf.idle && !this.#faults.slow) return this.#alone(table, work);
    return new Promise<T>((resolve, reject) => {
      this.#shelf.take(() => {
        const ms = kind === 'read' ? this.#dice.int(0, 2) : this.#dice.int(1, 12);
        this.#after(ms, () => {
          const done = this.#alone(table, work);
          this.#shelf.free();
          if (this.#host.alive) done.then(resolve, reject);
          else done.catch(() => undefined); // a dead page hears of nothing
        });
      });
    });
  }

  /** A transaction of one access. */
  #alone<T>(table: string, work: Work<T>): Promise<T> {
    const tx: Tx = { writes: new Map(), active: true };
    const done = this.#within(tx, table, work);
    if (tx.writes.size > 0) this.#shelf.write(tx.writes, this.#host);
    return done;
  }

  #within<T>(tx: Tx, table: string, work: Work<T>): Promise<T> {
    const store = this.#shelf.store(table);
    const mine = tx.writes.get(table);
    const put = (key: unknown, row: Row | null) => {
      const writes = tx.writes.get(table) ?? new Map<string, { key: unknown; row: Row | null }>();
      tx.writes.set(table, writes);
      writes.set(keyText(key), { key, row });
    };
    try {
      if (this.#shelf.full && work.grows) throw new WorldError('QuotaExceededError');
      return Promise.resolve(work.run({ store, mine, put }));
    } catch (error) {
      tx.writes.clear();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
