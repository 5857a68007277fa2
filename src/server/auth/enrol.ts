/**
 * Letting a device in by a one-time code; also one that was let in before, which keeps its journal: a restore has gone
 * back to before it, or an admin had turned it away. A code the server itself printed opens at once; one from the
 * office leaves the device waiting until an admin has compared the thumbprint.
 *
 * Invariants: a code lets in one device; the same request again (its answer was lost) gets the same answer.
 */
import { genesisHash } from '../../core/journal.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { keyThumbprint } from '../../wire/proof.ts';
import type { RefusalCode } from '../../wire/refusal.ts';
import type { EnrolOk, EnrolRequest } from '../../wire/sync.ts';
import type { Tx } from '../db/door.ts';
import { deviceRow } from '../db/devices.ts';
import { addDevice, lockEnrolCode, renewDevice, spendEnrolCode } from '../db/enrolment.ts';
import { journalTx } from '../db/journal-tx.ts';
import { orgRow, storeRow } from '../db/orgs.ts';
import type { Tables } from '../db/schema.ts';
import type { ServerDeps } from '../deps.ts';
import { enrolCodeHash } from './enrol-code.ts';
import { sha256Hex } from './sha256.ts';

/**
 * Enrols the device that asks.
 * Refuses: `enrol_code_unknown`, `enrol_code_expired`, `enrol_code_used`, `enrol_code_other_store` - the device's facts
 * are of another store than the code; `not_allowed` - the device id belongs to another key.
 */
export async function enrol(deps: ServerDeps, request: EnrolRequest): Promise<Result<EnrolOk, RefusalCode>> {
  const hash = enrolCodeHash(request.code);
  if (hash === null) return err('enrol_code_unknown');
  return deps.door.write(deps.orgId, async (tx): Promise<Result<EnrolOk, RefusalCode>> => {
    const code = await lockEnrolCode(tx, hash);
    if (code === null) return err('enrol_code_unknown');
    const known = await deviceRow(tx, request.deviceId);
    if (known !== null && known.thumbprint !== keyThumbprint(request.key)) return err('not_allowed');
    if (code.used_ms !== null) {
      if (known === null || known.device_id !== code.device_id) return err('enrol_code_used');
      return known.incarnation === request.incarnation ? answer(deps, tx, known) : err('enrol_code_used');
    }
    if (code.expires_ms !== null && code.expires_ms <= deps.clock()) return err('enrol_code_expired');
    const storeId = known?.store_id ?? request.was?.storeId ?? code.store_id;
    if (storeId !== code.store_id) return err('enrol_code_other_store');
    return answer(deps, tx, await letIn(deps, tx, { request, code, known }));
  });
}

type Admission = {
  readonly request: EnrolRequest;
  readonly code: Tables['enrol_code'];
  readonly known: Tables['device'] | null;
};

async function letIn(deps: ServerDeps, tx: Tx, { request, code, known }: Admission): Promise<Tables['device']> {
  const atMs = deps.clock();
  const { deviceId, incarnation, key, name, app, was } = request;
  const state = code.origin === 'office' ? 'waiting' : 'open';
  const device = { deviceId, incarnation, key, name, app, was, storeId: code.store_id, state, atMs } as const;
  const row = known === null ? await addDevice(tx, device) : await renewDevice(tx, known, device);
  await journalTx(tx).openHead({ deviceId, incarnation }, genesisHash(sha256Hex, deviceId, incarnation), atMs);
  await spendEnrolCode(tx, code.code_hash, deviceId, atMs);
  return row;
}

async function answer(deps: ServerDeps, tx: Tx, row: Tables['device']): Promise<Result<EnrolOk, RefusalCode>> {
  const org = await orgRow(tx);
  const store = await storeRow(tx, row.store_id);
  if (org === null || store === null || row.state === 'revoked') return err('not_allowed');
  return ok({
    state: row.state,
    orgId: org.org_id,
    orgNo: org.org_no,
    storeId: store.store_id,
    storeNo: store.store_no,
    tillCode: row.till_code,
    tillNo: row.till_no,
    incarnationNo: row.incarnation_no,
    kid: row.kid,
    serverKey: deps.keys.server.jwk,
    serverEpoch: org.server_epoch,
    serverMs: deps.clock(),
  });
}
