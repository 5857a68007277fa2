/** ES256 keys as a till or the server holds them, for tests of signed codes: the platform's own WebCrypto. */
import type { Signer } from '../../src/wire/cose.ts';
import type { QrKey } from '../../src/wire/qr.ts';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const WITH_SHA256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

export type TestKey = {
  readonly signer: Signer;
  readonly key: QrKey;
  readonly verify: (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
};

/** A fresh key under `kid` that may sign these claim types. */
export async function aKey(kid: string, types: readonly number[], revoked = false): Promise<TestKey> {
  const pair = await crypto.subtle.generateKey(ES256, false, ['sign', 'verify']);
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign(WITH_SHA256, pair.privateKey, Uint8Array.from(bytes)));
  const verify = (bytes: Uint8Array, signature: Uint8Array): Promise<boolean> =>
    crypto.subtle.verify(WITH_SHA256, pair.publicKey, Uint8Array.from(signature), Uint8Array.from(bytes));
  return { signer: { kid, sign }, key: { types, revoked }, verify };
}
