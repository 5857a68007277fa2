/**
 * What may be promised about what was stored: read from the engine's own settings, again every few seconds,
 * because somebody may change them while we run.
 */
import type { Durability } from '../../wire/sync.ts';
import type { Door } from '../db/door.ts';
import type { Promised } from './push.ts';

const KEEP_MS = 5_000;

/** The level every acknowledged entry must have reached before a till may ever forget it. */
const SAFE_LEVELS: readonly Durability[] = ['fsync', 'replicated', 'archived'];

/** Answers what may be promised, read at most KEEP_MS ago. */
export function promiser(door: Door, clock: () => number): () => Promise<Promised> {
  let kept: { readonly atMs: number; readonly promised: Promised } | null = null;
  return async () => {
    const nowMs = clock();
    if (kept !== null && Math.abs(nowMs - kept.atMs) < KEEP_MS) return kept.promised;
    const durability = await door.durability();
    const promised = { durability, safe: SAFE_LEVELS.includes(durability) };
    kept = { atMs: nowMs, promised };
    return promised;
  };
}
