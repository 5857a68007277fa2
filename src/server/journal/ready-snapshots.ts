/**
 * Snapshots made ahead. When a stream has come to rest after changes its newest snapshot does not serve (an import, a
 * first start), the next one is made then, so that a new till finds it ready instead of waiting for it.
 */
import type { Stream } from '../../wire/sync.ts';
import { listStores } from '../db/orgs.ts';
import type { ServerDeps } from '../deps.ts';
import type { Snapshots } from './snapshot.ts';

/** A stream without a change for this long rests. One that never does is made ready by the till that asks for it. */
const RESTED_MS = 2_000;

/** Begins at once; gives the way to stop. What cannot be made now is made when a device asks. */
export function keepReady(deps: ServerDeps, { current }: Snapshots, restedMs = RESTED_MS): () => void {
  const resting = new Map<Stream, NodeJS.Timeout>();
  let isStopped = false;
  const make = async (stream: Stream): Promise<void> => {
    try {
      await current(stream);
    } catch (cause) {
      if (!isStopped) deps.log.warn({ err: cause, stream }, 'snapshot not made ahead');
    }
  };
  const look = (stream: Stream): void => {
    if (isStopped || stream.startsWith('shopper:')) return; // a phone's own has a few rows
    clearTimeout(resting.get(stream));
    resting.set(stream, setTimeout(() => void make(stream), restedMs).unref());
  };
  const stopListening = deps.door.changes(({ orgId, heads }) => {
    if (orgId === deps.orgId) for (const stream of Object.keys(heads)) look(stream as Stream);
  });
  void (async () => {
    const stores = await deps.door.read(deps.orgId, listStores);
    look('org');
    for (const store of stores) look(`store:${store.store_id}`);
  })().catch((cause: unknown) => deps.log.warn({ err: cause }, 'snapshots not made ahead'));
  return () => {
    isStopped = true;
    stopListening();
    for (const timer of resting.values()) clearTimeout(timer);
  };
}
