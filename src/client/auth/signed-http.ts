/**
 * Requests that prove the device's key, and the estimate of the server's time they are stamped with.
 * A wrong clock must not lock a till out: an answer `stale_time` carries the server's time, and the request goes out
 * once more with it.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalText } from '../../core/journal.ts';
import { proofInput, proofText } from '../../wire/proof.ts';
import { PROOF_HEADER, staleTime } from '../../wire/sync.ts';
import { jsonOf, send, type HttpAnswer, type HttpDeps, type HttpRequest } from '../http.ts';
import type { ServerClock } from '../sync/server-clock.ts';
import type { CryptoPort, DeviceKey } from './device-key.ts';

export type SignedDeps = HttpDeps & {
  readonly crypto: CryptoPort;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly serverClock: ServerClock;
};

/** Adds the proof for this very request: method, path, body, time, a number used once. */
export async function signedHeaders(
  deps: SignedDeps,
  signer: { readonly key: DeviceKey; readonly deviceId: string },
  request: HttpRequest,
): Promise<Record<string, string>> {
  const digest = await deps.crypto.subtle.digest('SHA-256', request.body ?? new Uint8Array(0));
  const input = proofInput({
    htm: request.method,
    htu: request.path,
    bh: bytesToHex(new Uint8Array(digest)),
    iat: Math.floor(deps.serverClock.serverMs() / 1000),
    jti: bytesToHex(deps.randomBytes(16)),
    sub: signer.deviceId,
  });
  const signature = await signer.key.sign(new TextEncoder().encode(input));
  return { ...request.headers, [PROOF_HEADER]: proofText(input, signature) };
}

/** Sends with the proof; once more when the server says our clock is wrong. Throws NoAnswer. */
export async function sendSigned(
  deps: SignedDeps,
  signer: { readonly key: DeviceKey; readonly deviceId: string },
  request: HttpRequest,
): Promise<HttpAnswer> {
  const first = await send(deps, { ...request, headers: await signedHeaders(deps, signer, request) });
  if (first.status < 400) return first; // its body may be long, and is read by whoever asked
  const stale = staleTime.safeParse(jsonOf(first));
  if (!stale.success) return first;
  deps.serverClock.toldBy(stale.data.serverMs);
  return send(deps, { ...request, headers: await signedHeaders(deps, signer, request) });
}

/** JSON bytes of a message, canonical so that two tries are the same bytes. */
export const messageBytes = (message: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(canonicalText(message));
