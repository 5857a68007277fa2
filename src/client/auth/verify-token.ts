/**
 * What a till checks our signed QR codes with: the ring of public keys from the shop's stream, WebCrypto, and the
 * server's time as far as this device knows it. The order of the checks and their reasons are in wire/qr.ts. Works
 * offline. Not here: whether a right was used before.
 */
import type { PublicJwk } from '../../wire/scalars.ts';
import type { QrContext } from '../../wire/qr.ts';

type Ring = {
  key(
    kid: string,
  ): { readonly key: PublicJwk; readonly types: readonly number[]; readonly revoked: boolean } | undefined;
};

type Place = {
  readonly ring: Ring;
  readonly orgNo: number;
  readonly storeNo: number | null; // null: any store of the org
  readonly nowMs: number; // of this device
  readonly offsetMs: number | null; // server - device, last measured
};

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** The context `readQr` and `readReceiptCode` ask for. */
export const qrContext = ({ ring, orgNo, storeNo, nowMs, offsetMs }: Place): QrContext => ({
  orgNo,
  storeNo,
  nowS: Math.floor((nowMs + (offsetMs ?? 0)) / 1000),
  keyOf: (kid) => ring.key(kid),
  verify: async (kid, bytes, signature) => {
    const row = ring.key(kid);
    if (row === undefined) return false;
    const key = await crypto.subtle.importKey('jwk', row.key, ES256, false, ['verify']);
    return crypto.subtle.verify(SIGNING, key, Uint8Array.from(signature), Uint8Array.from(bytes));
  },
  inflate,
});

/** zlib, stopped as soon as more than `most` bytes come out, so a small code cannot fill the memory. */
async function inflate(bytes: Uint8Array, most: number): Promise<Uint8Array | null> {
  const reader = new Blob([Uint8Array.from(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
      length += next.value.length;
      if (length > most) return null;
    }
  } catch {
    return null; // not zlib, or cut off: the code is damaged
  } finally {
    reader.cancel().catch(() => undefined);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
