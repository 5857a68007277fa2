/**
 * Lives of tills whose storage was taken or damaged, against the server's books: what was promised is booked once, or
 * stands among what the loss alarm names by number; the alarm names nothing that has arrived.
 */
import type { JournalOnDisk } from './page-journal.ts';
import type { Tally } from './tally.ts';
import type { Stored } from './torture-shop.ts';

/** A till's journal as it lay on the disk before the damage, and the receipt numbers whose change was shown. */
export type Life = { readonly journal: JournalOnDisk; readonly shown: readonly string[] };

type Verdict = Pick<Tally, 'confirmed' | 'found' | 'lost' | 'doubled'> & { readonly named: number };

export function judgeLives(lives: readonly Life[], stored: Stored, faults: string[]): Verdict {
  const counts = { confirmed: 0, found: 0, lost: 0, doubled: 0, named: 0 };
  for (const life of lives) addLife(counts, life, stored, faults);
  const expected = new Set(lives.map(({ journal }) => journal.head?.incarnation));
  for (const { incarnation, tillCode } of stored.missing)
    if (!expected.has(incarnation)) faults.push(`an alarm for a journal of ${tillCode} that nobody had`);
  const others = stored.tasks.filter((code) => code !== 'entries_missing');
  if (others.length + stored.branches > 0) faults.push(`waits for a person: ${others.join(', ')}`);
  return counts;
}

function addLife(
  counts: { confirmed: number; found: number; lost: number; doubled: number; named: number },
  { journal, shown }: Life,
  stored: Stored,
  faults: string[],
): void {
  const incarnation = journal.head?.incarnation ?? '';
  const own = journal.entries.filter((entry) => entry.incarnation === incarnation);
  const there = stored.entries.filter((entry) => entry.incarnation === incarnation);
  const of = `the journal of ${String(journal.head?.seq ?? 0)} entries`;
  if (there.some(({ bytes }, at) => bytes !== own[at]?.bytes)) faults.push(`${of} is not what the server has of it`);
  const missing = stored.missing.filter((alarm) => alarm.incarnation === incarnation);
  const [alarm = null] = missing;
  const [from, to] = [there.length + 1, own.length];
  if (from > to && alarm !== null)
    faults.push(`${of} has arrived, and ${String(alarm.from)} to ${String(alarm.to)} not?`);
  if (from <= to && (alarm?.from !== from || alarm.to !== to))
    faults.push(`${of} lacks ${String(from)} to ${String(to)}; the alarm: ${JSON.stringify(alarm)}`);
  for (const no of shown) {
    const entry = own.find(({ kind, bytes }) => kind === 'sale.completed' && bytes.includes(`"${no}"`));
    const booked = stored.sales.filter((sale) => entry?.bytes.includes(`"${sale.saleId}"`)).length;
    const isNamed = entry !== undefined && alarm !== null && entry.seq >= alarm.from && entry.seq <= alarm.to;
    counts.confirmed += 1;
    if (booked === 1 || isNamed) counts.found += 1;
    else if (booked === 0) counts.lost += 1;
    if (booked > 1 || (booked === 1 && isNamed)) counts.doubled += 1;
    if (isNamed) counts.named += 1;
  }
}
