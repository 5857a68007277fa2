/**
 * COSE_Sign1 (RFC 9052) as we use it: ES256, a four-byte key id, nothing unprotected. Making and taking apart; whether
 * a key may sign what it signed is asked in qr.ts.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { type Cbor, decodeCbor, encodeCbor } from './strict-cbor.ts';

const ALG = 1;
const KID = 4;
const ES256 = -7;
const SIGNATURE_BYTES = 64;
const NOTHING = new Uint8Array(0);

/** `signature` is raw r‖s; `signedBytes` is what it was made over. */
export type Sign1 = {
  readonly kid: string; // 8 hex
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly signedBytes: Uint8Array;
};

/** ES256 over bytes by the key `kid` names, 64 bytes r‖s. */
export type Signer = { readonly kid: string; readonly sign: (bytes: Uint8Array) => Promise<Uint8Array> };

/** Signs a payload. */
export async function makeSign1(payload: Uint8Array, { kid, sign }: Signer): Promise<Uint8Array> {
  const header = encodeCbor(new Map<number, Cbor>([[ALG, ES256], [KID, hexToBytes(kid)]])); // prettier-ignore
  const signature = await sign(toBeSigned(header, payload));
  return encodeCbor([header, new Map(), payload, signature]);
}

/** Takes one apart. `cbor` - not a COSE_Sign1 in its one form; `alg` - another algorithm than ES256. */
export function readSign1(bytes: Uint8Array): Sign1 | 'cbor' | 'alg' {
  const whole = decodeCbor(bytes);
  if (!Array.isArray(whole) || whole.length !== 4) return 'cbor';
  const [header, unprotected, payload, signature] = whole as readonly Cbor[];
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) {
    return 'cbor';
  }
  const claims = decodeCbor(header);
  if (!(claims instanceof Map) || !(unprotected instanceof Map) || unprotected.size !== 0) return 'cbor';
  if (claims.get(ALG) !== ES256) return 'alg';
  const kid: unknown = claims.get(KID);
  if (!(kid instanceof Uint8Array) || kid.length !== 4 || claims.size !== 2) return 'cbor';
  if (signature.length !== SIGNATURE_BYTES) return 'cbor';
  return { kid: bytesToHex(kid), payload, signature, signedBytes: toBeSigned(header, payload) };
}

const toBeSigned = (header: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', header, NOTHING, payload]);
