/**
 * The end of a part that sold on a till with screens: everything is sent, then the journal on the till's disk and the
 * server's tables are laid side by side, and what people were shown is looked for in both.
 */
import type { Page } from 'playwright';
import { faultsOfJournal, receiptsOf } from './judge-journal.ts';
import { readJournal } from './page-journal.ts';
import { comparedIds, type Tally } from './tally.ts';
import { isDrained } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const DRAIN_WITHIN_MS = 60_000;

export type Settled = Pick<Tally, 'confirmed' | 'found' | 'lost' | 'doubled' | 'stuck'>;

type Sold = {
  readonly page: Page; // of the till, on its sale screen
  readonly shop: TortureShop;
  readonly shown: readonly string[]; // receipt numbers whose change was shown
  readonly faults: string[]; // what is wrong besides is added here
};

/** With the server there. */
export async function settleTill({ page, shop, shown, faults }: Sold): Promise<Settled> {
  const drained = await isDrained(page, DRAIN_WITHIN_MS);
  const journal = await readJournal(page);
  faults.push(...faultsOfJournal(journal));
  const there = new Set(receiptsOf(journal.entries));
  for (const no of shown) if (!there.has(no)) faults.push(`${no} was shown and is not in the journal`);
  const { entries, sales, tasks, branches } = await shop.stored();
  const own = entries.filter(({ deviceId }) => deviceId === journal.deviceId);
  const line = (entry: { seq: number; hash: string; bytes: string }) =>
    `${String(entry.seq)} ${entry.hash} ${entry.bytes}`;
  const both = new Set([...own, ...journal.entries].map(line));
  if (own.length !== journal.entries.length || both.size !== own.length)
    faults.push(`the server has ${String(own.length)} entries, the till ${String(journal.entries.length)}`);
  if (tasks.length + branches > 0) faults.push(`waits for a person: ${tasks.join(', ')}, ${String(branches)} branches`);
  const { lost, doubled, ...counts } = comparedIds(
    shown,
    sales.filter(({ deviceId }) => deviceId === journal.deviceId).map(({ no }) => no),
  );
  const reused = shown.length - counts.confirmed; // one number under two sales' change
  return { ...counts, lost: lost.length, doubled: doubled.length + reused, stuck: drained ? 0 : 1 };
}
