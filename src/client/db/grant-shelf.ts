/**
 * Stored value and points this till may spend: grants as the server gave them, less what was spent since. A row changes
 * in the transaction of the fact that spends from it, so two tabs never spend the same money.
 */
import { type Holding, holdingOf, plusHolding } from '../../core/value.ts';
import type { Tender } from '../../core/sale.ts';
import { RefusedError } from '../../wire/refused-error.ts';
import type { EntryBody } from '../../wire/entry.ts';
import type { Grant, GrantShelf } from '../till-device.ts';
import type { JournalDb } from './journal-db.ts';

export const grantShelf = (journal: () => JournalDb): GrantShelf => ({
  all: async () => (await journal().grants.toArray()).map(whole),
  keep: async (grant) => {
    await journal().grants.put(grant);
  },
});

/** A row as it was kept before points could be lent. */
const whole = (row: Omit<Grant, 'points'> & Partial<Pick<Grant, 'points'>>): Grant => ({ points: 0, ...row });

/** Takes it off the grant. Refuses: `tender_not_taken` - it is not there, or another tab has spent it meanwhile. */
async function take(db: JournalDb, grantId: string, taken: Holding): Promise<void> {
  const row = await db.grants.get(grantId);
  if (row === undefined) throw new RefusedError('tender_not_taken');
  const { principalMinor, giftMinor, points } = plusHolding(whole(row), taken, -1);
  if (Math.min(principalMinor, giftMinor, points) < 0) throw new RefusedError('tender_not_taken');
  if (Math.max(principalMinor, giftMinor, points) === 0) await db.grants.delete(grantId);
  else await db.grants.put({ ...row, principalMinor, giftMinor, points });
}

/** Takes what a sale spends off its grants. Inside the sale's transaction. Refuses: `tender_not_taken`. */
export async function spendGrants(db: JournalDb, tenders: readonly Tender[]): Promise<void> {
  for (const tender of tenders) {
    const held = holdingOf(tender);
    if (held !== null) await take(db, held.grantId, held);
  }
}

/** Takes off a grant what is given back of it. Refuses: `tender_not_taken`. */
export const freeGrant = (db: JournalDb, { points = 0, ...back }: EntryBody<'grant.returned'>): Promise<void> =>
  take(db, back.grantId, { ...back, points });
