/**
 * The keys of this device: ES256 to sign with, and a pepper that seals what the device stores about PINs. WebCrypto
 * makes them and keeps their private parts (non-extractable); the database holds only handles.
 *
 * Not here: what is signed (proof.ts, sync/push-request.ts, the receipt's QR).
 */
import { fromBase64url, keyThumbprint, kidOf } from '../../wire/proof.ts';
import { publicJwk, type PublicJwk } from '../../wire/scalars.ts';
import type { JournalDb, KeyRow } from '../db/journal-db.ts';

export type CryptoPort = Pick<Crypto, 'subtle'>;

export type DeviceKey = {
  readonly publicJwk: PublicJwk;
  readonly thumbprint: string; // 64 hex: what people compare
  readonly kid: string; // its first 8
  /** ES256 over the bytes, R||S, 64 bytes. Never inside a database transaction. */
  readonly sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
};

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** The device's keys, made at the first call. Two tabs that ask at once get the same. */
export async function deviceKeys(db: JournalDb, crypto: CryptoPort): Promise<{ key: DeviceKey; pepper: CryptoKey }> {
  const kept = await storedKeys(db);
  const rows = kept ?? (await storeKeys(db, await makeKeys(crypto)));
  return { key: deviceKey(rows.device, crypto), pepper: rows.pepper.key };
}

type KeyRows = { readonly device: KeyRow; readonly pepper: KeyRow };

async function storedKeys(db: JournalDb): Promise<KeyRows | null> {
  const [device, pepper] = await db.keys.bulkGet(['device', 'pepper']);
  return device && pepper ? { device, pepper } : null;
}

async function makeKeys({ subtle }: CryptoPort): Promise<KeyRows> {
  const pair = await subtle.generateKey(ES256, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await subtle.exportKey('jwk', pair.publicKey);
  const pepper = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return {
    device: { name: 'device', key: pair.privateKey, publicJwk: publicJwk.parse({ kty, crv, x, y }) },
    pepper: { name: 'pepper', key: pepper, publicJwk: null },
  };
}

const storeKeys = (db: JournalDb, rows: KeyRows): Promise<KeyRows> =>
  db.transaction('rw!', [db.keys], async () => {
    const [device, pepper] = await db.keys.bulkGet(['device', 'pepper']);
    if (device && pepper) return { device, pepper }; // another tab was faster
    await db.keys.bulkPut([rows.device, rows.pepper]);
    return rows;
  });

function deviceKey({ key, publicJwk: jwk }: KeyRow, { subtle }: CryptoPort): DeviceKey {
  if (jwk === null) throw new TypeError('the device key is stored with its public half');
  return {
    publicJwk: jwk,
    thumbprint: keyThumbprint(jwk),
    kid: kidOf(jwk),
    sign: async (bytes) => new Uint8Array(await subtle.sign(SIGNING, key, bytes)),
  };
}

export type VerifyText = (bytes: Uint8Array<ArrayBuffer>, signature: string) => Promise<boolean>;

/** Checks ES256 signatures (base64url of R||S) of one public key. Anything malformed is simply not a signature. */
export function verifierOf({ subtle }: CryptoPort, jwk: PublicJwk): VerifyText {
  const importing = subtle.importKey('jwk', jwk, ES256, false, ['verify']);
  return async (bytes, signature) => {
    if (!/^[\w-]{86}$/.test(signature)) return false;
    return subtle.verify(SIGNING, await importing, fromBase64url(signature), bytes);
  };
}
