/**
 * Who a device's request comes from: the proof in its header, checked against the key it enrolled with.
 *
 * A refusal for time carries the server's time, so that a device with a wrong clock can sign again at once.
 */
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { assert } from '../../core/assert.ts';
import { PROOF_SKEW_MS, readProof } from '../../wire/proof.ts';
import { publicJwk } from '../../wire/scalars.ts';
import { PROOF_HEADER, type PushErr } from '../../wire/sync.ts';
import { findDevice } from '../db/devices.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpRefusal } from '../http/errors.ts';
import type { KnownDevice } from '../journal/port.ts';
import { verifySignature } from './keys.ts';
import { seenOnce, type SeenOnce } from './seen-once.ts';
import { sha256Hex } from './sha256.ts';

declare module 'fastify' {
  interface FastifyRequest {
    device: KnownDevice | null;
  }
}

const KEEP_MS = 2 * PROOF_SKEW_MS;
const used = new WeakMap<ServerDeps, SeenOnce>();

/** A hook for routes of open devices; `deviceOf` then tells which. Refuses with 401, or 403 while a device waits. */
export function deviceProof(deps: ServerDeps): preHandlerAsyncHookHandler {
  const firstUse = used.get(deps) ?? seenOnce(KEEP_MS, deps.clock);
  used.set(deps, firstUse);
  return async (request, reply) => {
    const header = request.headers[PROOF_HEADER];
    const proof = typeof header === 'string' ? readProof(header) : null;
    if (proof === null) throw new HttpRefusal(401, 'bad_signature');
    const { claims, input, signature } = proof;
    const device = await deps.door.read(deps.orgId, (tx) => findDevice(tx, claims.sub));
    if (device?.kind !== 'till') throw new HttpRefusal(401, 'device_unknown');
    const key = publicJwk.parse(JSON.parse(device.keyJwk));
    const isSigned = await verifySignature(key, signature, Buffer.from(input));
    const isThis =
      claims.htm === request.method && claims.htu === request.url && claims.bh === sha256Hex(request.bodyBytes ?? '');
    if (!isSigned || !isThis) throw new HttpRefusal(401, 'bad_signature');
    if (device.state === 'revoked') throw new HttpRefusal(401, 'device_revoked');
    const nowMs = deps.clock();
    if (Math.abs(claims.iat * 1000 - nowMs) > PROOF_SKEW_MS) {
      return reply.code(401).send({ error: 'stale_time', serverMs: nowMs } satisfies PushErr);
    }
    if (!firstUse(claims.jti)) throw new HttpRefusal(401, 'bad_signature');
    if (device.state === 'waiting') throw new HttpRefusal(403, 'awaiting_confirmation');
    request.device = device;
    return undefined;
  };
}

/** The device a request has proved to come from. */
export function deviceOf(request: FastifyRequest): KnownDevice {
  assert(request.device !== null, 'the route has no deviceProof');
  return request.device;
}
