/**
 * The small tables of the streams in memory, each by itself: whoever asks for people or carts does not go through a
 * hundred thousand members. Members are found by the hash of their card or telephone.
 *
 * Invariants: a look-up never waits and never goes through a table; the members' index holds exactly the members that
 * are here, from the first look-up on. It is not made before: most starts of a till need none.
 */
import type { StreamRow } from '../../wire/catalogue.ts';
import type { StoredRow } from '../db/cache-db.ts';
import { rowOf } from '../sync/kept-row.ts';

type Member = StreamRow<'member'>;
type ByHash = Map<string, string | readonly string[]>; // ids of members: most hashes are one's alone

export class SmallRows {
  readonly #tables = new Map<string, Map<string, StoredRow>>();
  #members: { readonly card: ByHash; readonly phone: ByHash } | null = null;

  get isEmpty(): boolean {
    return this.#tables.size === 0;
  }

  get = (table: string, id: string): StoredRow | undefined => this.#tables.get(table)?.get(id);
  all = (table: string): Iterable<StoredRow> => this.#tables.get(table)?.values() ?? [];

  put(row: StoredRow): void {
    const table = this.#tables.get(row.t) ?? new Map<string, StoredRow>();
    this.#tables.set(row.t, table);
    if (row.t === 'member') this.#index(row, table.get(row.id));
    table.set(row.id, row);
  }

  drop({ t, id }: Pick<StoredRow, 't' | 'id'>): void {
    const table = this.#tables.get(t);
    if (t === 'member') this.#index(null, table?.get(id));
    table?.delete(id);
  }

  /** Whole tables of another reading in the place of these. Copied: that reading may go on. */
  takeTables(isTaken: (table: string) => boolean, other: SmallRows): void {
    for (const table of [...this.#tables.keys()]) if (isTaken(table)) this.#tables.delete(table);
    for (const [table, rows] of other.#tables) this.#tables.set(table, new Map(rows));
    this.#members = null;
  }

  /** The members this hash is of: a card is one member's, a telephone may be several persons'. */
  membersBy(what: 'card' | 'phone', hash: string): readonly Member[] {
    return idsOf(this.#indexed()[what], hash).flatMap((id) => memberOf(this.get('member', id)) ?? []);
  }

  #indexed(): { readonly card: ByHash; readonly phone: ByHash } {
    if (this.#members !== null) return this.#members;
    this.#members = { card: new Map(), phone: new Map() };
    for (const row of this.all('member')) this.#index(row, undefined);
    return this.#members;
  }

  #index(row: StoredRow | null, before: StoredRow | undefined): void {
    if (this.#members === null) return;
    const { card, phone } = this.#members;
    const [was, is] = [memberOf(before), memberOf(row ?? undefined)];
    remove(card, was?.cardHash, was?.memberId);
    remove(phone, was?.phoneHash, was?.memberId);
    add(card, is?.cardHash, is?.memberId);
    add(phone, is?.phoneHash, is?.memberId);
  }
}

const memberOf = (row: StoredRow | undefined): Member | null => (row === undefined ? null : rowOf(row, 'member'));

function idsOf(index: ByHash, hash: string): readonly string[] {
  const ids = index.get(hash) ?? [];
  return typeof ids === 'string' ? [ids] : ids;
}

function add(index: ByHash, hash: string | null | undefined, id: string | undefined): void {
  if (hash == null || id === undefined) return;
  index.set(hash, index.has(hash) ? [...idsOf(index, hash), id] : id);
}

function remove(index: ByHash, hash: string | null | undefined, id: string | undefined): void {
  if (hash == null || id === undefined) return;
  const left = idsOf(index, hash).filter((one) => one !== id);
  if (left.length === 0) index.delete(hash);
  else index.set(hash, left);
}
