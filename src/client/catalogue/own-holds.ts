/**
 * Carts put aside, as this till sees them: the server's rows, with this device's own facts about them that those rows
 * do not yet hold. Joining the same fact twice changes nothing, so it does not matter which of the two is ahead.
 */
import { heldOf, isForgotten, joinTakers, type HeldCart, type HeldFact } from '../../core/held-cart.ts';
import type { Applied } from '../db/cache-db.ts';
import { readEntry } from '../db/commit-entry.ts';
import type { EntryRow } from '../db/journal-db.ts';
import type { NewFact } from '../db/local-book.ts';

type Own = { readonly heldId: string; readonly fact: HeldFact };

export class OwnHolds {
  readonly #own = new Map<number, readonly Own[]>(); // by seq
  #counted: Pick<Applied, 'seq' | 'parked'> = { seq: 0, parked: [] };

  /** Takes an entry of this incarnation in, once; `deviceId` is this till. True when it is about a hold. */
  add(row: EntryRow, deviceId: string): boolean {
    if (this.#own.has(row.seq) || this.#isCounted(row.seq)) return false;
    const own = ownFacts(row, deviceId);
    if (own.length > 0) this.#own.set(row.seq, own);
    return own.length > 0;
  }

  /** Lets go of what the server's rows hold now. */
  settle(counted: Pick<Applied, 'seq' | 'parked'>): void {
    this.#counted = counted;
    for (const seq of this.#own.keys()) if (this.#isCounted(seq)) this.#own.delete(seq);
  }

  #isCounted(seq: number): boolean {
    return seq <= this.#counted.seq && !this.#counted.parked.includes(seq);
  }

  /** The server's rows and what this till did meanwhile; the oldest first. */
  joined(told: readonly HeldCart[]): readonly HeldCart[] {
    const facts = new Map<string, HeldFact[]>();
    for (const [, own] of [...this.#own].sort(([a], [b]) => a - b)) {
      for (const { heldId, fact } of own) facts.set(heldId, [...(facts.get(heldId) ?? []), fact]);
    }
    const known = new Set(told.map(({ heldId }) => heldId));
    const held = told.map((one) => joinTakers(one, takersOf(facts.get(one.heldId) ?? [])));
    const own = [...facts].flatMap(([heldId, all]) => (known.has(heldId) ? [] : (heldOf(all) ?? [])));
    return [...held, ...own]
      .filter((one) => !isForgotten(one))
      .sort((a, b) => a.heldMs - b.heldMs || (a.heldId < b.heldId ? -1 : 1));
  }
}

const takersOf = (facts: readonly HeldFact[]) => facts.flatMap((fact) => (fact.act === 'held' ? [] : [fact]));

const KINDS: ReadonlySet<string> = new Set(['cart.held', 'cart.claimed', 'cart.released', 'sale.completed']);

function ownFacts(row: EntryRow, deviceId: string): Own[] {
  if (!KINDS.has(row.kind)) return [];
  const entry = readEntry(row);
  const by = { deviceId, staffId: entry.staffId, atMs: entry.wallMs };
  const { kind, body } = entry as unknown as NewFact; // this device wrote it through the schema of its kind
  if (kind === 'cart.held') {
    const { heldId, from } = body;
    const again: Own[] = from === null ? [] : [{ heldId: from, fact: { act: 'held_again', ...by } }];
    return [{ heldId, fact: { act: 'held', ...by, body } }, ...again];
  }
  if (kind === 'cart.claimed')
    return body.from === 'held' ? [{ heldId: body.heldId, fact: { act: 'taken', ...by } }] : [];
  if (kind === 'cart.released') return [{ heldId: body.heldId, fact: { act: 'cleared', ...by } }];
  if (kind !== 'sale.completed' || body.heldId === undefined) return [];
  return [{ heldId: body.heldId, fact: { act: 'paid', ...by } }];
}
