/**
 * Keys and signatures of the simulated world: a digest over key and text stands for ES256, so that a changed byte is
 * found and a life costs milliseconds. Nobody here forges; real signatures are proved by the tests of auth.
 */
import { hash } from 'node:crypto';
import { keyThumbprint, kidOf } from '../../src/wire/proof.ts';
import type { PublicJwk } from '../../src/wire/scalars.ts';
import type { CryptoPort, DeviceKey } from '../../src/client/auth/device-key.ts';

const hashes = new Map<string, string>();
const HASHES_KEPT = 5_000;

/** The same texts are hashed by server, judge and checks of chains. */
export function sha256(data: string | Uint8Array): string {
  if (typeof data !== 'string') return hash('sha256', data);
  const known = hashes.get(data);
  if (known !== undefined) return known;
  const made = hash('sha256', data);
  if (hashes.size >= HASHES_KEPT) hashes.clear();
  hashes.set(data, made);
  return made;
}

const keys = new Map<string, PublicJwk>();

/** A key made of its name. */
export function keyOf(name: string): PublicJwk {
  const known = keys.get(name) ?? keyMadeOf(name);
  keys.set(name, known);
  return known;
}

function keyMadeOf(name: string): PublicJwk {
  const part = (of: string) => hash('sha256', `${of} ${name}`, 'base64url');
  return { kty: 'EC', crv: 'P-256', x: part('x'), y: part('y') };
}

/** 64 bytes that this key and this text give, and another text but by a chance of 2^-64. */
function sign(key: Pick<PublicJwk, 'x'>, text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  const mix = (byte: number) => {
    a = Math.imul(a ^ byte, 2_654_435_761);
    b = Math.imul(b ^ byte, 1_597_334_677);
    b ^= a >>> 15;
  };
  for (let at = 0; at < key.x.length; at += 1) mix(key.x.charCodeAt(at));
  for (let at = 0; at < bytes.length; at += 1) mix(bytes[at] ?? 0);
  const signature = new Uint8Array(64);
  const words = new DataView(signature.buffer);
  for (let at = 0; at < 64; at += 8) {
    words.setUint32(at, (a ^ Math.imul(b ^ (b >>> 16), 2_246_822_507)) >>> 0);
    words.setUint32(at + 4, (b ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)) >>> 0);
  }
  return signature;
}

export const isSignedBy = (key: PublicJwk, signature: Uint8Array, text: string | Uint8Array): boolean =>
  Buffer.compare(sign(key, text), signature) === 0;

export const signedText = (key: PublicJwk, text: string): string => Buffer.from(sign(key, text)).toString('base64url');

const deviceKeys = new Map<string, DeviceKey>();

/** One for each key: a page is opened often, and asks for its key each time. */
export function deviceKeyOf(jwk: PublicJwk): DeviceKey {
  const known = deviceKeys.get(jwk.x);
  if (known !== undefined) return known;
  const made: DeviceKey = {
    publicJwk: jwk,
    thumbprint: keyThumbprint(jwk),
    kid: kidOf(jwk),
    sign: (bytes) => Promise.resolve(sign(jwk, bytes)),
  };
  deviceKeys.set(jwk.x, made);
  return made;
}

/** What the client asks of WebCrypto, without its threads: those would answer when they please. */
export const modelCrypto = (newKey: () => PublicJwk): CryptoPort => ({
  subtle: {
    digest: (_name: string, bytes: Uint8Array) => {
      return Promise.resolve(new Uint8Array(hash('sha256', bytes, 'buffer')).buffer);
    },
    importKey: (_format: string, jwk: PublicJwk) => Promise.resolve(jwk),
    verify: (_how: unknown, key: unknown, signature: Uint8Array, bytes: Uint8Array) =>
      Promise.resolve(isSignedBy(key as PublicJwk, signature, bytes)),
    generateKey: () => {
      const jwk = newKey();
      return Promise.resolve({ publicKey: jwk, privateKey: jwk });
    },
    exportKey: (_format: string, jwk: PublicJwk) => Promise.resolve(jwk),
    sign: (_how: unknown, key: unknown, bytes: Uint8Array) => Promise.resolve(sign(key as PublicJwk, bytes).buffer),
  } as unknown as SubtleCrypto,
});
