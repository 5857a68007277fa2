/** Dexie's tables, as far as the client uses them, over rows in memory. */
export type Row = Readonly<Record<string, unknown>>;
type KeyPath = string | readonly string[];
export type TableShape = {
  readonly name: string;
  readonly keyPath: KeyPath;
  readonly auto: boolean;
  readonly indexes: ReadonlyMap<string, KeyPath>;
};

type Kept = { readonly key: unknown; readonly row: Row };
/** What one access sees: the rows on disk, and those its transaction has written. */
type View = {
  readonly store: ReadonlyMap<string, Kept>;
  readonly mine: ReadonlyMap<string, { readonly key: unknown; readonly row: Row | null }> | undefined;
  readonly put: (key: unknown, row: Row | null) => void;
};
/** `grows`: it needs room on the disk. */
export type Work<T> = { readonly grows: boolean; readonly run: (view: View) => T };
type Access = <T>(kind: 'read' | 'write', work: Work<T>) => Promise<T>;

const SEP = '\u0001';

const partText = (part: unknown): string => (typeof part === 'string' ? part : `${typeof part}:${String(part)}`);

/** A key as text, one to one for the keys we use: ids and names, numbers, and lists of them. */
export function keyText(key: unknown): string {
  if (!Array.isArray(key)) return partText(key);
  let text = '';
  for (const part of key) text += partText(part) + SEP;
  return text;
}

/** IndexedDB's order, of the keys we use: numbers before text, arrays part by part. */
export function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareKeys(a[at], b[at]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const valueAt = (row: Row, path: KeyPath): unknown =>
  typeof path === 'string' ? row[path] : path.map((part) => row[part]);

/** Each row as this access sees them, in no order. */
function eachSeen({ store, mine }: View, visit: (kept: Kept) => void): void {
  if (mine === undefined) {
    for (const kept of store.values()) visit(kept);
    return;
  }
  for (const [text, kept] of store) if (!mine.has(text)) visit(kept);
  for (const { key, row } of mine.values()) if (row !== null) visit({ key, row });
}

const get = ({ store, mine }: View, key: unknown): Row | undefined => {
  const text = keyText(key);
  const written = mine?.get(text);
  return written === undefined ? store.get(text)?.row : (written.row ?? undefined);
};

export class ModelTable {
  readonly #shape: TableShape;
  readonly #access: Access;

  constructor(shape: TableShape, access: Access) {
    this.#shape = shape;
    this.#access = access;
  }

  #read<T>(run: (view: View) => T): Promise<T> {
    return this.#access('read', { grows: false, run });
  }

  #write<T>(grows: boolean, run: (view: View) => T): Promise<T> {
    return this.#access('write', { grows, run });
  }

  get(key: unknown) {
    return this.#read((view) => get(view, key));
  }

  bulkGet(keys: readonly unknown[]) {
    return this.#read((view) => keys.map((key) => get(view, key)));
  }

  put(row: Row) {
    return this.#write(true, (view) => this.#put(view, row));
  }

  add(row: Row) {
    return this.#write(true, (view) => {
      if (get(view, this.#keyOf(view, row)) !== undefined) throw named('ConstraintError');
      return this.#put(view, row);
    });
  }

  bulkPut(rows: readonly Row[]) {
    return this.#write(true, (view) => rows.map((row) => this.#put(view, row)).at(-1));
  }

  delete(key: unknown) {
    return this.#write(false, (view) => view.put(key, null));
  }

  bulkDelete(keys: readonly unknown[]) {
    return this.#write(false, (view) => {
      for (const key of keys) view.put(key, null);
    });
  }

  clear() {
    return this.#write(false, (view) => {
      const keys: unknown[] = [];
      eachSeen(view, ({ key }) => keys.push(key));
      for (const key of keys) view.put(key, null);
    });
  }

  toArray() {
    return this.toCollection().toArray();
  }

  count() {
    return this.toCollection().count();
  }

  filter(keep: (row: Row) => boolean) {
    return this.toCollection().filter(keep);
  }

  toCollection() {
    return this.#collection(this.#shape.keyPath, () => true);
  }

  orderBy(index: string) {
    return this.#collection(this.#pathOf(index), () => true);
  }

  where(index: string) {
    const path = this.#pathOf(index);
    const some = (isIn: (value: unknown) => boolean) => this.#collection(path, isIn);
    return {
      equals: (key: unknown) => some((value) => compareKeys(value, key) === 0),
      startsWith: (head: string) => some((value) => typeof value === 'string' && value.startsWith(head)),
      between: (from: unknown, to: unknown, withFrom = true, withTo = false) =>
        some((value) => {
          const [low, high] = [compareKeys(value, from), compareKeys(value, to)];
          return (withFrom ? low >= 0 : low > 0) && (withTo ? high <= 0 : high < 0);
        }),
    };
  }

  #pathOf(index: string): KeyPath {
    const plain = index.startsWith('[') ? index.slice(1, -1).split('+') : index;
    if (keyText(plain) === keyText(this.#shape.keyPath)) return plain;
    const path = this.#shape.indexes.get(index);
    if (path === undefined) throw named('SchemaError');
    return path;
  }

  #keyOf(view: View, row: Row): unknown {
    const key = valueAt(row, this.#shape.keyPath);
    if (key !== undefined || !this.#shape.auto) return key;
    let last = 0;
    eachSeen(view, (kept) => (last = Math.max(last, Number(kept.key))));
    return last + 1;
  }

  #put(view: View, row: Row): unknown {
    const key = this.#keyOf(view, row);
    const path = this.#shape.keyPath;
    view.put(key, this.#shape.auto && typeof path === 'string' ? { ...row, [path]: key } : row);
    return key;
  }

  #collection(path: KeyPath, isIn: (value: unknown) => boolean): ModelCollection {
    const rows = (view: View) => {
      const found: { readonly at: unknown; readonly kept: Kept }[] = [];
      eachSeen(view, (kept) => {
        const at = valueAt(kept.row, path);
        if (at !== undefined && isIn(at)) found.push({ at, kept });
      });
      if (found.length > 1) found.sort((a, b) => compareKeys(a.at, b.at) || compareKeys(a.kept.key, b.kept.key));
      return found.map(({ kept }) => kept);
    };
    return new ModelCollection(rows, this.#access);
  }
}

class ModelCollection {
  readonly #rows: (view: View) => Kept[];
  readonly #access: Access;

  constructor(rows: (view: View) => Kept[], access: Access) {
    this.#rows = rows;
    this.#access = access;
  }

  #read<T>(run: (rows: Kept[]) => T): Promise<T> {
    return this.#access('read', { grows: false, run: (view) => run(this.#rows(view)) });
  }

  #more(change: (rows: Kept[]) => Kept[]) {
    return new ModelCollection((view) => change(this.#rows(view)), this.#access);
  }

  filter(keep: (row: Row) => boolean) {
    return this.#more((rows) => rows.filter(({ row }) => keep(row)));
  }

  limit(count: number) {
    return this.#more((rows) => rows.slice(0, count));
  }

  reverse() {
    return this.#more((rows) => rows.reverse());
  }

  toArray() {
    return this.#read((rows) => rows.map(({ row }) => row));
  }

  first() {
    return this.#read((rows) => rows[0]?.row);
  }

  count() {
    return this.#read((rows) => rows.length);
  }

  primaryKeys() {
    return this.#read((rows) => rows.map(({ key }) => key));
  }

  sortBy(path: string) {
    return this.#read((rows) => rows.map(({ row }) => row).sort((a, b) => compareKeys(a[path], b[path])));
  }

  delete() {
    return this.#access('write', {
      grows: false,
      run: (view) => {
        const rows = this.#rows(view);
        for (const { key } of rows) view.put(key, null);
        return rows.length;
      },
    });
  }

  modify(change: Row) {
    return this.#access('write', {
      grows: true,
      run: (view) => {
        const rows = this.#rows(view);
        for (const { key, row } of rows) view.put(key, { ...row, ...change });
        return rows.length;
      },
    });
  }
}

function named(name: string): Error {
  const error = new Error(name);
  error.name = name;
  return error;
}
