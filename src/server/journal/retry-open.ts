/**
 * At each start: entries kept because nobody understood them, or because our code failed on them, are tried again. A
 * new version may know better.
 */
import type { KeptFor } from '../../wire/task.ts';
import { openEffects } from '../db/entries-with-effects.ts';
import { journalTx } from '../db/journal-tx.ts';
import type { ServerDeps } from '../deps.ts';
import type { OpenEffect } from './port.ts';
import { reconsider } from './project.ts';

const RETRIED: readonly KeptFor[] = ['unknown_kind', 'projection_failed'];

/** Each in a transaction of its own; answers how many were applied. One that fails again stays as it is. */
export async function retryOpenEntries(deps: ServerDeps): Promise<number> {
  const open = await deps.door.read(deps.orgId, (tx) =>
    openEffects(tx, (query) => query.where('f.code', 'in', RETRIED)),
  );
  let applied = 0;
  for (const entry of open) applied += await retryOne(deps, entry);
  if (open.length > 0) deps.log.info({ tried: open.length, applied }, 'entries tried again');
  return applied;
}

async function retryOne(deps: ServerDeps, entry: OpenEffect): Promise<number> {
  try {
    return await deps.door.write(deps.orgId, (tx) => reconsider(journalTx(tx), [entry], deps.clock()));
  } catch (cause) {
    deps.log.warn({ err: cause, entryId: entry.effect.entryId }, 'still fails');
    return 0;
  }
}
