/**
 * A till that sold a thousand times without network meets it again: how long until the server has answered for the last
 * sale. The sales are written to the page's own journal as its code would, chained and numbered; sent by the product.
 */
import type { BrowserContext, Page } from 'playwright';
import { v7 as uuidv7 } from 'uuid';
import { canonicalText, stampEntry } from '../../src/core/journal.ts';
import { sha256Hex } from '../../src/client/sha256-hex.ts';
import { saleOf } from '../support/facts.ts';
import { readJournal, type EntryOnDisk } from '../torture/page-journal.ts';

const PATIENCE_MS = 120_000;

type Queue = { readonly sales: number; readonly address: string; readonly signIn: () => Promise<void> };

/** Seconds from the network's return to the last acknowledgement. `address`: of the till. */
export async function queuedDrain(
  page: Page,
  context: BrowserContext,
  { sales, address, signIn }: Queue,
): Promise<number> {
  await page.goto(new URL('/healthz', address).href); // the same origin without the till
  const { head, receiptNo } = await readJournal(page);
  if (head === null) throw new Error('the till has no journal');
  const rows = salesAfter(head, sales);
  await page.evaluate(writeRows, { rows, receiptNo: receiptNo + sales });
  await context.setOffline(true);
  await page.goto(address);
  await signIn();
  const from = performance.now();
  await context.setOffline(false);
  const last = head.seq + sales;
  await page.evaluate(untilAcked, { seq: last, withinMs: PATIENCE_MS });
  return (performance.now() - from) / 1000;
}

function salesAfter(head: { incarnation: string; seq: number; hash: string }, count: number): EntryOnDisk[] {
  const { incarnation } = head;
  let at = { ...head, wallMs: Date.now() };
  return Array.from({ length: count }, (_, n) => {
    const goods = [1, 2, 3].map((line) => ({ skuNo: 1 + ((n * 3 + line) % 50_000), unitMinor: 100 + line }));
    const no = `T1-${String(900_000 + n).padStart(6, '0')}`;
    const wallMs = Date.now();
    const who = { staffId: null, businessDate: new Date(wallMs).toISOString().slice(0, 10) };
    const draft = { v: 1, entryId: uuidv7(), kind: 'sale.completed', wallMs, monoMs: n, offsetMs: null, ...who };
    const entry = stampEntry({ ...draft, body: saleOf(goods, { no }) }, at);
    const bytes = canonicalText(entry);
    at = { incarnation, seq: entry.seq, hash: sha256Hex(bytes), wallMs };
    return { incarnation, seq: entry.seq, entryId: entry.entryId, kind: entry.kind, hash: at.hash, bytes };
  });
}

/** In the page: the rows, the head after them and the register, in one transaction. */
async function writeRows({ rows, receiptNo }: { rows: EntryOnDisk[]; receiptNo: number }): Promise<void> {
  const opened = indexedDB.open('halfloop-till-journal');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    opened.onsuccess = () => {
      resolve(opened.result);
    };
    opened.onerror = () => {
      reject(opened.error ?? new Error('no reason'));
    };
  });
  const tables = db.transaction(['entries', 'meta'], 'readwrite', { durability: 'strict' });
  for (const row of rows) tables.objectStore('entries').add(row);
  const meta = tables.objectStore('meta');
  const last = rows.at(-1);
  if (last !== undefined)
    meta.put({ key: 'head', incarnation: last.incarnation, seq: last.seq, hash: last.hash, wallMs: Date.now() });
  const register = meta.get('register') as IDBRequest<Record<string, unknown>>;
  register.onsuccess = () => meta.put({ ...register.result, receiptNo });
  await new Promise((resolve, reject) => {
    tables.oncomplete = resolve;
    tables.onabort = reject;
  });
  db.close();
}

/** In the page: waits until the server has answered for this entry. */
async function untilAcked({ seq, withinMs }: { seq: number; withinMs: number }): Promise<void> {
  const opened = indexedDB.open('halfloop-till-journal');
  const db = await new Promise<IDBDatabase>((resolve) => {
    opened.onsuccess = () => {
      resolve(opened.result);
    };
  });
  type Row = { readonly seq: number } | undefined;
  const acked = (): Promise<Row> =>
    new Promise((resolve) => {
      const request = db.transaction('meta').objectStore('meta').get('acked') as IDBRequest<Row>;
      request.onsuccess = () => {
        resolve(request.result);
      };
    });
  const lastMs = performance.now() + withinMs;
  while (((await acked())?.seq ?? 0) < seq) {
    if (performance.now() > lastMs) throw new Error('the queue was not drained');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  db.close();
}
