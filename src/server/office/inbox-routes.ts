/**
 * The inbox: what is in the journal and in no figure, and what a person decided of it. Managers settle; what a till
 * sent after it was removed from the shop only an owner lets in.
 */
import { err, ok, type Result } from '../../core/result.ts';
import { entryBodies } from '../../wire/entry.ts';
import { settleRequest, type Inbox, type InboxEntry } from '../../wire/office-inbox.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Tx } from '../db/door.ts';
import { entryByKey, type KeptEntry } from '../db/entries-with-effects.ts';
import { decisionNotes, keptEntries } from '../db/inbox.ts';
import { staffNames, storeById } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { readStored } from '../journal/read-lines.ts';
import { decisionsOn, settle } from '../journal/settle.ts';
import { mayDo, notFound, type OfficeRoutes } from './answer.ts';

const MOST_OPEN = 200;
const MOST_SETTLED = 50;

export function inboxRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/inbox', ({ query }) =>
    door.read(orgId, async (tx) => {
      const store = await storeById(tx, query['storeId'] ?? '');
      return store === undefined ? notFound : ok(await inboxOf(tx, store.storeId, deps.clock()));
    }),
  );

  routes.write('POST', '/inbox/settle', 'change', settleRequest, async ({ body, user }) => {
    const refusal = await door.read(orgId, async (tx): Promise<Result<null, Refusal>> => {
      const entry = await entryByKey(tx, body.key);
      if (entry === null) return notFound;
      const isOwners = entry.device.state === 'revoked' && body.decision !== 'set_aside';
      return isOwners && !mayDo(user.role, 'own') ? err({ code: 'not_allowed' }) : ok(null);
    });
    if (!refusal.ok) return refusal;
    return settle((work) => door.write(orgId, work), deps, { ...body, user });
  });
}

async function inboxOf(tx: Tx, storeId: string, nowMs: number): Promise<Inbox> {
  const names = await staffNames(tx);
  const open = await keptEntries(tx, storeId, MOST_OPEN + 1);
  const decided = new Map<string, NonNullable<InboxEntry['decided']>>();
  for (const note of await decisionNotes(tx, storeId, MOST_SETTLED)) {
    const read = entryBodies['entry.settled'].safeParse(JSON.parse(note.body));
    if (!read.success || decided.has(read.data.key)) continue;
    const { key, decision, reason, by } = read.data;
    decided.set(key, { decision, reason, by, atMs: note.received_ms });
  }
  const settled: InboxEntry[] = [];
  for (const [key, decision] of decided) {
    const entry = await entryByKey(tx, key);
    if (entry !== null) settled.push({ ...shown(entry, names), decided: decision });
  }
  return {
    open: open.slice(0, MOST_OPEN).map((entry) => shown(entry, names)),
    settled,
    more: open.length > MOST_OPEN,
    asOfMs: nowMs,
  };
}

function shown(kept: KeptEntry, names: Awaited<ReturnType<typeof staffNames>>): InboxEntry {
  const { effect, bytes, receivedMs, tillCode } = kept;
  const entry = readStored(bytes);
  return {
    key: effect.entryId,
    status: effect.status,
    code: effect.code,
    kind: effect.kind,
    deviceId: effect.deviceId,
    incarnation: effect.incarnation,
    seq: effect.seq,
    tillCode,
    staff: names.get(entry?.staffId ?? '') ?? null,
    wallMs: entry?.wallMs ?? null,
    receivedMs,
    bytes,
    may: decisionsOn(entry, kept),
    decided: null,
  };
}
