/**
 * Keys and signatures of the simulated world: a digest over key and text stands for ES256, so that a changed byte is
 * found and a life costs milliseconds. Nobody here forges; real signatures are proved by the tests of auth.
 */
import { hash } from 'node:crypto';
import { base64url, keyThumbprint, kidOf } from '../../src/wire/proof.ts';
import type { PublicJwk } from '../../src/wire/scalars.ts';
import type { CryptoPort, DeviceKey } from '../../src/client/auth/device-key.ts';

export const sha256 = (data: string | Uint8Array): string => hash('sha256', data);

/** A key made of its name. */
export function keyOf(name: string): PublicJwk {
  const part = (of: string) => hash('sha256', `${of} ${name}`, 'base64url');
  return { kty: 'EC', crv: 'P-256', x: part('x'), y: part('y') };
}

const utf8 = new TextDecoder();

/** 64 bytes that only this key and this text give. */
function sign(key: Pick<PublicJwk, 'x'>, text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const half = hash('sha256', `${key.x}${typeof text === 'string' ? text : utf8.decode(text)}`, 'buffer');
  const signature = new Uint8Array(64);
  signature.set(half, 0);
  signature.set(half, 32);
  return signature;
}

export const isSignedBy = (key: PublicJwk, signature: Uint8Array, text: string | Uint8Array): boolean =>
  base64url(sign(key, text)) === base64url(signature);

export const signedText = (key: PublicJwk, text: string): string => base64url(sign(key, text));

export function deviceKeyOf(jwk: PublicJwk): DeviceKey {
  return {
    publicJwk: jwk,
    thumbprint: keyThumbprint(jwk),
    kid: kidOf(jwk),
    sign: (bytes) => Promise.resolve(sign(jwk, bytes)),
  };
}

/** What the client asks of WebCrypto, without its threads: those would answer when they please. */
export const modelCrypto = {
  subtle: {
    digest: (_name: string, bytes: Uint8Array) => {
      return Promise.resolve(new Uint8Array(hash('sha256', bytes, 'buffer')).buffer);
    },
    importKey: (_format: string, jwk: PublicJwk) => Promise.resolve(jwk),
    verify: (_how: unknown, key: unknown, signature: Uint8Array, bytes: Uint8Array) =>
      Promise.resolve(isSignedBy(key as PublicJwk, signature, bytes)),
  },
} as unknown as CryptoPort;
