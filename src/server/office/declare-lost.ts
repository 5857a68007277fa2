/** A till is given up: its key opens nothing any more, and what it announced and never sent is named. */
import { deviceRow } from '../db/devices.ts';
import type { Tx } from '../db/door.ts';
import { revokeDevice } from '../db/enrolment.ts';
import { journalTx } from '../db/journal-tx.ts';
import { countLoss } from '../journal/loss.ts';

/** Answers false when there is no such till, or it is given up already. What it still sends is kept (quarantined). */
export async function declareLost(tx: Tx, deviceId: string, atMs: number): Promise<boolean> {
  const device = await deviceRow(tx, deviceId);
  if (device === null) return false;
  const { store_id: storeId, incarnation } = device;
  const journal = journalTx(tx);
  const head = await journal.lockHead({ deviceId, incarnation }); // before the device's row, as a push does
  if (!(await revokeDevice(tx, deviceId, atMs))) return false;
  if (head !== null) await countLoss(journal, { deviceId, storeId }, { incarnation, head, atMs });
  return true;
}
