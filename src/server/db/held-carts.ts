/** What is known of carts that were put aside, for the journal's port. */
import { cartHeld } from '../../wire/held-cart.ts';
import type { HeldAct, HeldFact } from '../../core/held-cart.ts';
import type { KnownHold } from '../journal/port.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

const COLUMNS = [
  ...['held_id', 'act', 'device_id', 'store_id', 'staff_id', 'seq', 'wall_ms', 'received_ms', 'entry_id', 'body'],
] as const satisfies readonly (keyof Tables['hold_event'])[];

type HoldRow = Pick<Tables['hold_event'], (typeof COLUMNS)[number]>;

/** The facts of these holds in the order they were received, and the store each was put aside in. */
export async function knownHolds(tx: Tx, heldIds: readonly string[]): Promise<ReadonlyMap<string, KnownHold>> {
  const keys = [...new Set(heldIds)].map((id) => ({ held_id: id }));
  const rows = await rowsByKey(tx, { table: 'hold_event', key: ['held_id'], columns: COLUMNS }, keys);
  return holdsOf(rows);
}

/** The same of rows however they were read. */
export function holdsOf(rows: readonly HoldRow[]): ReadonlyMap<string, KnownHold> {
  const holds = new Map<string, { storeId: string; facts: HeldFact[] }>();
  const inOrder = rows.toSorted(
    (a, b) => a.received_ms - b.received_ms || a.seq - b.seq || (a.entry_id < b.entry_id ? -1 : 1),
  );
  for (const row of inOrder) {
    const hold = holds.get(row.held_id) ?? { storeId: row.store_id, facts: [] };
    hold.facts.push(factOf(row));
    if (row.act === 'held') hold.storeId = row.store_id;
    holds.set(row.held_id, hold);
  }
  return holds;
}

function factOf({ act, device_id: deviceId, staff_id: staffId, wall_ms: atMs, body }: HoldRow): HeldFact {
  const by = { deviceId, staffId, atMs };
  if (act !== 'held') return { act: act satisfies HeldAct, ...by };
  return { act, ...by, body: cartHeld.parse(JSON.parse(body ?? 'null')) };
}
