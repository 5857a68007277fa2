/**
 * What may be promised about what was stored (sync.md 7): read from the engine's own settings, again every few seconds,
 * because somebody may change them while we run.
 */
import type { Durability } from '../../wire/sync.ts';
import type { Door } from '../db/door.ts';
import { orgRow } from '../db/orgs.ts';
import { assert } from '../../core/assert.ts';

export type Promised = { readonly serverEpoch: string; readonly durability: Durability; readonly safe: boolean };

const KEEP_MS = 5_000;

/** The level every acknowledged entry must have reached before a till may ever forget it. */
const SAFE_LEVELS: readonly Durability[] = ['fsync', 'replicated', 'archived'];

/** Answers epoch and durability, at most KEEP_MS old. */
export function promiser(door: Door, orgId: string, clock: () => number): () => Promise<Promised> {
  let kept: { readonly atMs: number; readonly promised: Promised } | null = null;
  return async () => {
    const nowMs = clock();
    if (kept !== null && Math.abs(nowMs - kept.atMs) < KEEP_MS) return kept.promised;
    const durability = await door.durability();
    const org = await door.read(orgId, orgRow);
    assert(org !== null, 'the org is there before its devices');
    const promised = { serverEpoch: org.server_epoch, durability, safe: SAFE_LEVELS.includes(durability) };
    kept = { atMs: nowMs, promised };
    return promised;
  };
}
