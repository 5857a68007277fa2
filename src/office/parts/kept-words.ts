/** Why an entry is in the journal and in no figure, and what helps. Complete by type. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { KEPT_FOR, type KeptFor } from '../../wire/task.ts';

const WORDS: Readonly<Record<KeptFor, MessageDescriptor>> = {
  awaiting_reference: msg({
    message: 'It belongs to a sale that has not arrived. It is booked when that one is here.',
  }),
  device_revoked: msg({ message: 'The till had been removed from the shop when it arrived.' }),
  entry_id_reused: msg({ message: 'It carries the number of another entry. Compare the two in the journal.' }),
  projection_failed: msg({ message: 'Booking it failed. It is tried at each start of the server; tell support.' }),
  sums_differ: msg({ message: 'Its amounts contradict each other. Compare it with the paper; tell support.' }),
  unknown_kind: msg({ message: 'The till is newer than the server. It is booked once the server is updated.' }),
};

const UNKNOWN = msg({ message: 'This page is too old to say why. Reload it.' });

const isKeptFor = (code: string): code is KeptFor => (KEPT_FOR as readonly string[]).includes(code);

/** The words for a reason; a reason only a newer server knows is said to be so. */
export function keptWords(i18n: I18n, code: string): string {
  return i18n._(isKeptFor(code) ? WORDS[code] : UNKNOWN);
}
