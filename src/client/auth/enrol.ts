/**
 * Becoming a till of a shop: the office's one-time code, this device's new key, and the first entry of
 * its journal (open-journal.ts), which names both. And being let in again, as the till it is: by a server that was put
 * back to before it, or an admin who had turned it away.
 *
 * Invariants: ids are on disk before the first request, so an enrolment whose answer was lost is asked again as the
 * same device. Who is let in again keeps device, key and journal: nothing on it is rewritten, and its facts go up as
 * they are.
 */
import { genesisHash } from '../../core/journal.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { enrolOk, SYNC_PATHS, type EnrolOk, type EnrolRequest } from '../../wire/sync.ts';
import { PROTO } from '../../wire/protocol.ts';
import { EMPTY_REGISTER, putMeta, readMeta, type JournalDb, type Meta } from '../db/journal-db.ts';
import { askJson, jsonBody, send, type HttpDeps } from '../http.ts';
import { sha256Hex } from '../sha256-hex.ts';
import type { DeviceKey } from './device-key.ts';

export type Identity = Meta<'identity'>;

type EnrolDeps = {
  readonly db: JournalDb;
  readonly http: HttpDeps;
  readonly key: DeviceKey;
  readonly app: string;
  readonly newId: () => string;
  readonly clock: () => number;
  readonly mono: () => number;
};

type Asking = { readonly code: string; readonly name: string };

/**
 * Asks the server to let this device in. Refuses: `enrol_code_unknown`, `enrol_code_expired`, `enrol_code_used`,
 * `too_many_tries`, `not_allowed`, `server_unreachable` (the same code again is safe).
 */
export async function enrol(deps: EnrolDeps, asking: Asking): Promise<Result<Identity, Refusal>> {
  const ids = await enrollingIds(deps);
  const admitted = await ask(deps, { ...asking, ...ids });
  return admitted.ok ? ok(await keepIdentity(deps, ids, admitted.value)) : admitted;
}

/**
 * Asks the server to let this till in again; `name` may be empty: as it was. Refuses what `enrol` refuses, and
 * `enrol_code_other_store`; `not_allowed` too when the answer is another shop's.
 */
export async function enrolAgain(deps: EnrolDeps, asking: Asking, is: Identity): Promise<Result<Identity, Refusal>> {
  const { deviceId, incarnation, storeId, tillNo, incarnationNo, serverKey } = is;
  const was = { storeId, tillNo, incarnationNo };
  const admitted = await ask(deps, { ...asking, deviceId, incarnation, was });
  if (!admitted.ok) return admitted;
  const told = admitted.value;
  const isOurs = told.orgId === is.orgId && told.storeId === storeId && isSameKey(told.serverKey, serverKey);
  return isOurs ? ok(await keepPlace(deps, is, told)) : err({ code: 'not_allowed' });
}

const isSameKey = (a: EnrolOk['serverKey'], b: EnrolOk['serverKey']): boolean => a.x === b.x && a.y === b.y;

function ask(
  deps: EnrolDeps,
  asking: Asking & Pick<EnrolRequest, 'deviceId' | 'incarnation' | 'was'>,
): Promise<Result<EnrolOk, Refusal>> {
  const { app, key, clock } = deps;
  const message: EnrolRequest = { proto: PROTO, ...asking, key: key.publicJwk, app, wallMs: Math.round(clock()) };
  const request = { method: 'POST', path: SYNC_PATHS.enrol, ...jsonBody(message) } as const;
  return askJson(
    (asked) => send(deps.http, asked),
    request,
    (json) => enrolOk.parse(json),
  );
}

type Ids = { readonly deviceId: string; readonly incarnation: string };

const enrollingIds = ({ db, newId }: EnrolDeps): Promise<Ids> =>
  db.transaction('rw!', [db.meta], async () => {
    const before = await readMeta(db, 'enrolling');
    if (before) return { deviceId: before.deviceId, incarnation: before.incarnation };
    const ids = { deviceId: newId(), incarnation: newId() };
    await putMeta(db, 'enrolling', ids);
    return ids;
  });

/** The identity and the empty journal in one transaction; another tab's, when it was faster. */
const keepIdentity = ({ db, key, newId }: EnrolDeps, ids: Ids, told: EnrolOk): Promise<Identity> =>
  db.transaction('rw!', [db.meta], async () => {
    const before = await readMeta(db, 'identity');
    if (before) return before;
    const { state, serverEpoch, serverMs: _now, ...place } = told;
    const waiting = state === 'waiting';
    const identity = { ...place, ...ids, thumbprint: key.thumbprint, openedEntryId: newId(), waiting };
    const hash = genesisHash(sha256Hex, ids.deviceId, ids.incarnation);
    await putMeta(db, 'identity', identity);
    await putMeta(db, 'head', { incarnation: ids.incarnation, seq: 0, hash, wallMs: 0 });
    await putMeta(db, 'acked', { seq: 0, hash });
    await putMeta(db, 'serverEpoch', { epoch: serverEpoch });
    await putMeta(db, 'register', EMPTY_REGISTER);
    await db.meta.delete('enrolling');
    return { key: 'identity', ...identity };
  });

/** The code it goes by from now on: its own, if no other till has it by now. The life is the one it is in meanwhile. */
const keepPlace = ({ db }: EnrolDeps, is: Identity, { tillCode, tillNo }: EnrolOk): Promise<Identity> =>
  db.transaction('rw!', [db.meta], async () => {
    const { key: _key, ...now } = (await readMeta(db, 'identity')) ?? is;
    await putMeta(db, 'identity', { ...now, tillCode, tillNo });
    return { ...now, key: 'identity', tillCode, tillNo };
  });
