/**
 * A second opinion on a journal: shares no code with the till or the server. Says what is wrong with it as it lies
 * there; what should be in it besides, the part that wrote it knows.
 */
import { createHash } from 'node:crypto';
import type { EntryOnDisk, JournalOnDisk } from './page-journal.ts';

type SaleBody = { readonly no?: unknown; readonly saleId?: unknown; readonly cartId?: unknown };
type Read = EntryOnDisk & { readonly prev: unknown; readonly inside: number; readonly body: SaleBody };

function read(entry: EntryOnDisk): Read {
  const { prev, seq, body } = JSON.parse(entry.bytes) as { prev: unknown; seq: number; body: SaleBody };
  return { ...entry, prev, inside: seq, body };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Receipt numbers of the sales among these entries, in order. */
export const receiptsOf = (entries: readonly EntryOnDisk[]): readonly string[] =>
  entries.filter(({ kind }) => kind === 'sale.completed').map((entry) => String(read(entry).body.no));

/** One life's chain: numbered without gaps, each naming the hash of the one before, bytes and hashes agreeing. */
function faultsOfChain(entries: readonly EntryOnDisk[]): string[] {
  const faults: string[] = [];
  const all = entries.map(read).sort((a, b) => a.seq - b.seq);
  for (const [at, entry] of all.entries()) {
    const before = all[at - 1];
    const where = `entry ${String(entry.seq)}`;
    if (entry.seq !== at + 1) faults.push(`${where} stands where ${String(at + 1)} should`);
    if (entry.inside !== entry.seq) faults.push(`${where} calls itself ${String(entry.inside)}`);
    if (sha256(entry.bytes) !== entry.hash) faults.push(`${where} does not have the hash of its bytes`);
    if (before !== undefined && entry.prev !== before.hash) faults.push(`${where} does not follow the one before`);
  }
  return faults;
}

/** A series `T1-000001`, `T1-000002`, ...: no number left out, none given twice. */
function faultsOfSeries(receipts: readonly string[]): string[] {
  const numbers = receipts.map((no) => Number(no.slice(no.lastIndexOf('-') + 1)));
  return numbers.flatMap((number, at) =>
    number === at + 1 ? [] : [`receipt ${receipts[at] ?? ''} stands where number ${String(at + 1)} should`],
  );
}

/** Chain, series, and that what follows from the entries was written with them or not at all. */
export function faultsOfJournal({ entries, receipts, carts, head, receiptNo }: JournalOnDisk): string[] {
  const own = entries.filter(({ incarnation }) => incarnation === head?.incarnation);
  const series = receiptsOf(own);
  const last = own.at(-1);
  const faults = [...faultsOfChain(own), ...faultsOfSeries(series)];
  if (last?.seq !== head?.seq || last?.hash !== head?.hash) faults.push('the head is not the last entry');
  if (receiptNo !== series.length) faults.push(`the register is at ${String(receiptNo)} of ${String(series.length)}`);
  const listed = new Set(receipts);
  for (const no of series) if (!listed.has(no)) faults.push(`${no} is in the journal and not in the list of sales`);
  if (receipts.length !== receiptsOf(entries).length)
    faults.push('the list of sales is not as long as the journal says');
  const sold = new Set(entries.filter(({ kind }) => kind === 'sale.completed').map((each) => read(each).body.cartId));
  for (const { cartId, lines } of carts) {
    if (sold.has(cartId) && lines !== null) faults.push(`cart ${cartId} was sold and is open still`);
    if (!sold.has(cartId) && lines === null) faults.push(`cart ${cartId} is closed and was never sold`);
  }
  return faults;
}
