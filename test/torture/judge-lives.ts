/**
 * Lives of tills whose storage was taken or damaged, against the server's books: what was promised is booked once,
 * stands in the till's rescue file, or is among what the loss alarm names by number; the alarm names nothing that came.
 */
import type { JournalOnDisk } from './page-journal.ts';
import type { Tally } from './tally.ts';
import type { Stored } from './torture-shop.ts';

/** A till's journal as it lay on the disk before the damage, and the receipt numbers whose change was shown. */
export type Life = {
  readonly journal: JournalOnDisk;
  readonly shown: readonly string[];
  readonly rescued: readonly string[]; // texts of entries that a file holds
};

type Counts = Pick<Tally, 'confirmed' | 'found' | 'lost' | 'doubled'> & {
  readonly named: number;
  readonly rescued: number;
};
type Fate = { readonly booked: number; readonly isNamed: boolean; readonly isRescued: boolean };

export function judgeLives(lives: readonly Life[], stored: Stored, faults: string[]): Counts {
  const fates = lives.flatMap((life) => fatesOf(life, stored, faults));
  const known = new Set(lives.map(({ journal }) => journal.head?.incarnation));
  for (const { incarnation, tillCode } of stored.missing)
    if (!known.has(incarnation)) faults.push(`an alarm for a journal of ${tillCode} that nobody had`);
  const others = stored.tasks.filter((code) => code !== 'entries_missing');
  if (others.length + stored.branches > 0) faults.push(`waits for a person: ${others.join(', ')}`);
  const count = (is: (fate: Fate) => boolean): number => fates.filter(is).length;
  const lost = count(({ booked, isNamed, isRescued }) => booked === 0 && !isNamed && !isRescued);
  return {
    confirmed: fates.length,
    found: fates.length - lost,
    lost,
    doubled: count(({ booked, isNamed }) => booked > 1 || (booked === 1 && isNamed)),
    named: count(({ isNamed }) => isNamed),
    rescued: count(({ booked, isRescued }) => booked === 0 && isRescued),
  };
}

/** What became of each sale whose change was shown. */
function fatesOf({ journal, shown, rescued }: Life, stored: Stored, faults: string[]): readonly Fate[] {
  const incarnation = journal.head?.incarnation ?? '';
  const own = journal.entries.filter((entry) => entry.incarnation === incarnation);
  const there = stored.entries.filter((entry) => entry.incarnation === incarnation);
  const alarm = stored.missing.find((each) => each.incarnation === incarnation);
  const of = `the journal ${incarnation} of ${String(own.length)} entries`;
  if (own.some(({ bytes }, at) => at < there.length && bytes !== there[at]?.bytes))
    faults.push(`${of} is not what the server has of it`);
  const ids = new Set(stored.entries.map(({ entryId }) => entryId));
  const absent = own.filter(({ entryId, bytes }) => !ids.has(entryId) && !rescued.includes(bytes));
  for (const { seq } of absent)
    if (alarm === undefined || seq < alarm.from || seq > alarm.to)
      faults.push(`${of}: ${String(seq)} is named nowhere`);
  const named = own.filter(({ seq }) => alarm !== undefined && seq >= alarm.from && seq <= alarm.to);
  for (const { seq, entryId } of named)
    if (ids.has(entryId)) faults.push(`${of}: ${String(seq)} is called missing and has come`);
  return shown.map((no) => {
    const entry = own.find(({ kind, bytes }) => kind === 'sale.completed' && bytes.includes(`"${no}"`));
    const booked = stored.sales.filter(({ saleId }) => entry?.bytes.includes(`"${saleId}"`) === true).length;
    const isNamed = entry !== undefined && named.includes(entry);
    return { booked, isNamed, isRescued: entry !== undefined && rescued.includes(entry.bytes) };
  });
}
