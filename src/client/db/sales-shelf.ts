/**
 * The list of sales and returns this device holds, as it is searched. commit-entry.ts writes its
 * rows; only the mark of the first paper is set here.
 */
import type { LocalSale } from '../till-device.ts';
import type { JournalDb } from './journal-db.ts';

/** Of one shift, oldest first. */
export const salesOfShift = (journal: JournalDb, shiftId: string): Promise<LocalSale[]> =>
  journal.sales.where('shiftId').equals(shiftId).sortBy('seq');

/** Newest first, the first `limit` that are wanted; `null`: whatever they are. Ids are in the order of time. */
export function heldSales(
  journal: JournalDb,
  isWanted: ((row: LocalSale) => boolean) | null,
  limit: number,
): Promise<LocalSale[]> {
  const newest = journal.sales.orderBy('saleId').reverse();
  return (isWanted === null ? newest : newest.filter(isWanted)).limit(limit).toArray();
}

export const markPrinted = async (journal: JournalDb, saleId: string): Promise<void> => {
  await journal.sales.update(saleId, { printed: true });
};
