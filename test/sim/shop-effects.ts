/** What became of each entry, over rows in memory: the effects' part of the journal's port. */
import type { Effect, JournalTx, OpenEffect } from '../../src/server/journal/port.ts';
import type { KeptEntry } from './shop-database.ts';
import { chainKey, type Rows } from './shop-tables.ts';

type Means = {
  readonly rows: Rows;
  readonly pace: () => Promise<void>;
  readonly lock: (name: string) => Promise<void>;
};
type EffectPart = 'effects' | 'addEffects' | 'setEffect' | 'placeEffect' | 'waitingFor';
export const effectsOf = ({ rows, pace, lock }: Means): Pick<JournalTx, EffectPart> => ({
  effects: async (entryIds) => {
    await pace();
    return entryIds.flatMap((id) => rows.get('effect', id) ?? []);
  },
  addEffects: async (effects) => {
    for (const effect of effects) {
      await lock(`effect ${effect.entryId}`);
      rows.add('effect', effect.entryId, effect);
    }
  },
  setEffect: async (id, { status, code, awaits }) => {
    await lock(`effect ${id}`);
    changeEffect(rows, id, { status, code, awaits });
  },
  placeEffect: async (id, { deviceId, incarnation, seq }) => {
    await lock(`effect ${id}`);
    changeEffect(rows, id, { deviceId, incarnation, seq });
  },
  waitingFor: async (saleIds) => {
    await pace();
    return openOf(rows, ({ awaits }) => awaits !== null && saleIds.includes(awaits));
  },
});

/** Of the row as it is committed now: whoever else changes it has ended, for this transaction holds its lock. */
function changeEffect(rows: Rows, id: string, part: Partial<Effect>): void {
  const effect = rows.get('effect', id);
  if (effect !== undefined) rows.set('effect', id, { ...effect, ...part });
}

/** Effects not applied, with their bytes, oldest first. */
export function openOf(rows: Rows, want: (effect: OpenEffect['effect']) => boolean): KeptEntry[] {
  const found: KeptEntry[] = [];
  for (const effect of rows.all('effect')) {
    if (effect.status === 'applied' || !want(effect)) continue;
    const entry = rows.get('entry', `${chainKey(effect)} ${effect.seq}`);
    const device = rows.get('device', effect.deviceId);
    if (entry === undefined || device === undefined) continue;
    found.push({ effect, bytes: entry.bytes, hash: entry.hash, device, receivedMs: entry.receivedMs });
  }
  return found.sort((a, b) => a.receivedMs - b.receivedMs || a.effect.seq - b.effect.seq);
}
