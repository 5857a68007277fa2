/**
 * The server's own ES256 keys: `server` signs answers that devices act on (acks, manifests) and the register's pushes;
 * `order` signs codes the server makes. Private halves are files of the data directory (mode 0600), never rows.
 */
import { webcrypto } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base64url, kidOf } from '../../wire/proof.ts';
import { publicJwk, type PublicJwk } from '../../wire/scalars.ts';

export type SigningKey = {
  readonly kid: string;
  readonly jwk: PublicJwk;
  /** ES256 over the bytes, R||S, 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
};
export type ServerKeys = { readonly server: SigningKey; readonly order: SigningKey };

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Reads the keys of `dataDir`, or makes them at the first start. */
export async function loadServerKeys(dataDir: string): Promise<ServerKeys> {
  const dir = join(dataDir, 'keys');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return { server: await keyOf(join(dir, 'server.json')), order: await keyOf(join(dir, 'order.json')) };
}

async function keyOf(file: string): Promise<SigningKey> {
  const text = (await readIfThere(file)) ?? (await makeKey(file));
  return signingKey(JSON.parse(text) as webcrypto.JsonWebKey); // importKey judges it
}

/** A signing key from its private JWK. */
async function signingKey(privateJwk: webcrypto.JsonWebKey): Promise<SigningKey> {
  const { kty, crv, x, y } = privateJwk;
  const jwk = publicJwk.parse({ kty, crv, x, y });
  const key = await webcrypto.subtle.importKey('jwk', privateJwk, P256, false, ['sign']);
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await webcrypto.subtle.sign(ES256, key, new Uint8Array(bytes)));
  return { kid: kidOf(jwk), jwk, sign };
}

/** A fresh key that lives in memory only (tests, tools). */
export async function freshSigningKey(): Promise<SigningKey> {
  const { privateKey } = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  return signingKey(await webcrypto.subtle.exportKey('jwk', privateKey));
}

async function makeKey(file: string): Promise<string> {
  const { privateKey } = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const text = JSON.stringify(await webcrypto.subtle.exportKey('jwk', privateKey));
  const half = `${file}.new`;
  await writeFile(half, text, { mode: 0o600, flush: true });
  await rename(half, file); // never half a key
  await chmod(file, 0o600);
  return text;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

/** Whether an ES256 signature (R||S) over the bytes was made by the key. */
export async function verifySignature(jwk: PublicJwk, signature: Uint8Array, bytes: Uint8Array): Promise<boolean> {
  if (signature.length !== 64) return false;
  const key = await importedKey(jwk);
  return webcrypto.subtle.verify(ES256, key, new Uint8Array(signature), new Uint8Array(bytes));
}

const imported = new Map<string, Promise<webcrypto.CryptoKey>>();
const MOST_IMPORTED = 5_000;

function importedKey(jwk: PublicJwk): Promise<webcrypto.CryptoKey> {
  const name = `${jwk.x}.${jwk.y}`;
  const known = imported.get(name);
  if (known !== undefined) return known;
  if (imported.size >= MOST_IMPORTED) imported.clear();
  const key = webcrypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, P256, false, [
    'verify',
  ]);
  imported.set(name, key);
  return key;
}

/** The value of the `Halfloop-Signature` header for an answer: ES256 by the server key over the body's exact bytes. */
export const signText = async (key: SigningKey, body: string): Promise<string> =>
  base64url(await key.sign(new TextEncoder().encode(body)));
