/** What the server said of an entry, as far as this till's people are concerned. */
import type { EntryStatus } from '../../wire/sync.ts';
import { settlesByItself } from '../../wire/task.ts';

/** Whether a person must look. A removed device is shown as such, not once per entry. */
export function needsPerson(status: EntryStatus, reason: string | undefined): boolean {
  if (status === 'applied' || status === 'dup' || reason === 'device_revoked') return false;
  return reason === undefined || !settlesByItself(reason);
}
