/**
 * Stock that comes with a catalogue, booked as facts of the store's own register: each entry small enough for a
 * journal.
 */
import type { Door } from '../db/door.ts';
import { registerFact, type RegisterMeans } from '../journal/register.ts';
import type { BookStock, BookedMove } from './run-import.ts';

const MOST_MOVES = 400; // about 40 KB of an entry's 64 KB

/** The way to book moves through this door. Each call is one transaction, however many entries it takes. */
export const stockBooker =
  (door: Door, means: RegisterMeans): BookStock =>
  async (storeId, moves) => {
    const entries: { entryId: string; moves: readonly BookedMove[] }[] = [];
    for (let at = 0; at < moves.length; at += MOST_MOVES)
      entries.push({ entryId: means.ids(), moves: moves.slice(at, at + MOST_MOVES) });
    await door.write(means.orgId, async (tx) => {
      for (const entry of entries) {
        await registerFact(means, tx, {
          storeId,
          entryId: entry.entryId,
          kind: 'stock.moved',
          body: { moves: [...entry.moves] },
        });
      }
    });
  };
