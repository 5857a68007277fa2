/**
 * The gate that closes before the disk is full: below a share of free space no fact is taken in, tills keep theirs and
 * try again. A write that meets a full disk all the same is answered likewise (errors.ts, accept.ts).
 */
import { statfs } from 'node:fs/promises';
import type { ServerDeps } from '../deps.ts';

const KEEP_MS = 2_000;
/** On a large disk a tenth is plenty; the gate need not close while this much is left. */
const ENOUGH_BYTES = 5_000_000_000;

/**
 * Answers whether there is room to write, as of the last two seconds. The database's disk is taken for the data
 * dir's.
 */
export function freeSpaceGate({ dataDir, limits, clock }: Pick<ServerDeps, 'dataDir' | 'limits' | 'clock'>) {
  let kept: { readonly atMs: number; readonly hasSpace: boolean } | null = null;
  return async (): Promise<boolean> => {
    const nowMs = clock();
    if (kept !== null && Math.abs(nowMs - kept.atMs) < KEEP_MS) return kept.hasSpace;
    const { hasSpace } = await freeSpace({ dataDir, limits });
    kept = { atMs: nowMs, hasSpace };
    return hasSpace;
  };
}

/** The room there is now, and whether it is enough to write. */
export async function freeSpace({
  dataDir,
  limits,
}: Pick<ServerDeps, 'dataDir' | 'limits'>): Promise<{ freeBytes: number; hasSpace: boolean }> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  const hasSpace = bavail >= blocks * limits.freeSpaceShare || bavail * bsize >= ENOUGH_BYTES;
  return { freeBytes: bavail * bsize, hasSpace };
}
