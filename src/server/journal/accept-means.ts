/** What taking in a push needs, made from the server's means. */
import { verifySignature } from '../auth/keys.ts';
import { sha256Hex } from '../auth/sha256.ts';
import { journalDoor } from '../db/journal-tx.ts';
import type { ServerDeps } from '../deps.ts';
import type { AcceptMeans, Promised } from './push.ts';

export const acceptMeans = (deps: ServerDeps, promise: () => Promise<Promised>): AcceptMeans => ({
  door: journalDoor(deps.door, deps.orgId),
  clock: deps.clock,
  ids: deps.ids,
  sha256Hex,
  promise,
  verify: (key, signature, text) => verifySignature(key, signature, Buffer.from(text)),
  report: (what, facts) => {
    deps.log.warn(facts, what);
  },
});
