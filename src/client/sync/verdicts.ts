/** What the server said of an entry, as far as this till's people are concerned. */
import { REFUSALS } from '../../wire/refusal.ts';
import type { EntryStatus } from '../../wire/sync.ts';

/**
 * Whether a person must look. What waits for another entry settles by itself; a removed device is shown as such, not
 * once per entry.
 */
export function needsPerson(status: EntryStatus, code: string | undefined): boolean {
  if (status === 'applied' || status === 'dup' || code === 'device_revoked') return false;
  return !(code !== undefined && Object.hasOwn(REFUSALS, code) && actOf(code) === 'keep_selling');
}

const actOf = (code: string): string | undefined => Object.entries(REFUSALS).find(([known]) => known === code)?.[1].act;
