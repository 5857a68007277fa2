/**
 * Tells the tills of a store what became of carts that were put aside: one row for each hold, joined anew from its
 * facts. A hold that nobody needs to hear of any more leaves a tombstone.
 */
import { heldOf, isForgotten } from '../../core/held-cart.ts';
import type { Entry } from '../../wire/entry.ts';
import type { JournalTx } from './port.ts';

/** The holds an entry is about. */
export function holdsNamed(entry: Entry): readonly string[] {
  if (entry.kind === 'cart.held') {
    const { heldId, from } = entry.body;
    return from === null ? [heldId] : [heldId, from];
  }
  if (entry.kind === 'cart.claimed') return entry.body.from === 'held' ? [entry.body.heldId] : [];
  if (entry.kind === 'cart.released') return [entry.body.heldId];
  return entry.kind === 'sale.completed' && entry.body.heldId !== undefined ? [entry.body.heldId] : [];
}

/** Joins what is known of these holds now, after the batch is written. */
export async function tellHolds(tx: JournalTx, heldIds: readonly string[]): Promise<void> {
  if (heldIds.length === 0) return;
  for (const [heldId, { storeId, facts }] of await tx.knownHolds(heldIds)) {
    const held = heldOf(facts);
    if (held === null) continue; // taken, and never heard to be put aside: that comes with the journal it stands in
    tx.putState(`store:${storeId}`, [{ t: 'held', id: heldId, r: isForgotten(held) ? null : held }]);
  }
}
