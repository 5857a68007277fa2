/**
 * Stored value this till may spend: grants as the server gave them, less what was spent since. A row changes in the
 * transaction of the fact that spends from it, so two tabs never spend the same money.
 */
import { plusValue, sumOfValue } from '../../core/value.ts';
import type { Tender } from '../../core/sale.ts';
import { RefusedError } from '../../wire/refused-error.ts';
import type { Grant, GrantShelf } from '../till-device.ts';
import type { JournalDb } from './journal-db.ts';

export const grantShelf = (journal: () => JournalDb): GrantShelf => ({
  all: () => journal().grants.toArray(),
  keep: async (grant) => {
    await journal().grants.put(grant);
  },
});

/** Takes what a sale spends off its grants. Inside the sale's transaction. Refuses: `tender_not_taken`. */
export async function spendGrants(db: JournalDb, tenders: readonly Tender[]): Promise<void> {
  for (const { value } of tenders) {
    if (value === undefined) continue;
    const grant: Grant | undefined = await db.grants.get(value.grantId);
    if (grant === undefined) throw new RefusedError('tender_not_taken');
    const left = plusValue(grant, value, -1);
    if (left.principalMinor < 0 || left.giftMinor < 0) throw new RefusedError('tender_not_taken');
    if (sumOfValue(left) === 0) await db.grants.delete(value.grantId);
    else await db.grants.put({ ...grant, ...left });
  }
}
