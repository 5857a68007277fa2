/** A till's journal as it lies on the disk of its browser, read in the page past all of the till's own code. */
import type { Page } from 'playwright';

export type EntryOnDisk = {
  readonly incarnation: string;
  readonly seq: number;
  readonly entryId: string;
  readonly kind: string;
  readonly hash: string;
  readonly bytes: string;
};

export type JournalOnDisk = {
  readonly entries: readonly EntryOnDisk[];
  /** Receipt numbers in the list of sales. */
  readonly receipts: readonly string[];
  readonly carts: readonly { readonly cartId: string; readonly lines: number | null }[]; // null: a sale closed it
  readonly head: { readonly incarnation: string; readonly seq: number; readonly hash: string } | null;
  readonly ackedSeq: number;
  readonly receiptNo: number; // of the last receipt, as the till's register has it
  readonly deviceId: string | null;
};

/** Reads everything in one transaction: of one moment, whatever other tabs do. */
export const readJournal = (page: Page): Promise<JournalOnDisk> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(request.error ?? new Error('no reason'));
        };
      });
    const db = await done(indexedDB.open('halfloop-till-journal'));
    try {
      const tables = db.transaction(['entries', 'sales', 'carts', 'meta']);
      const all = <T>(name: string) => done(tables.objectStore(name).getAll() as IDBRequest<T[]>);
      type Cart = { cartId: string; cart: { cart?: { lines?: unknown[] } } | null };
      const [entries, sales, carts, meta] = await Promise.all([
        all<EntryOnDisk>('entries'),
        all<{ no: string }>('sales'),
        all<Cart>('carts'),
        all<Record<string, unknown>>('meta'),
      ]);
      const of = (key: string) => meta.find((row) => row['key'] === key);
      const head = of('head') as { incarnation: string; seq: number; hash: string } | undefined;
      return {
        entries,
        receipts: sales.map(({ no }) => no),
        carts: carts.map(({ cartId, cart }) => ({
          cartId,
          lines: cart === null ? null : (cart.cart?.lines?.length ?? 0),
        })),
        head: head === undefined ? null : { incarnation: head.incarnation, seq: head.seq, hash: head.hash },
        ackedSeq: Number(of('acked')?.['seq'] ?? 0),
        receiptNo: Number(of('register')?.['receiptNo'] ?? 0),
        deviceId: (of('identity')?.['deviceId'] as string | undefined) ?? null,
      };
    } finally {
      db.close();
    }
  });
