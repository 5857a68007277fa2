/** The address of one entry in the journal of its till. */
import type { EntryPlace } from '../../wire/office-stock.ts';

export const placeLink = ({ deviceId, incarnation, seq }: Omit<EntryPlace, 'tillCode'>): string =>
  `/devices/${deviceId}?life=${incarnation}&entry=${String(seq)}`;

export type AskedEntry = { readonly incarnation: string; readonly seq: number };

/** Which entry an address asks for; null where it asks for none. */
export function askedEntry(search: string): AskedEntry | null {
  const asked = new URLSearchParams(search);
  const incarnation = asked.get('life');
  const seq = Number(asked.get('entry'));
  return incarnation === null || !Number.isSafeInteger(seq) || seq < 1 ? null : { incarnation, seq };
}
