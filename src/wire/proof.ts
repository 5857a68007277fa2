/**
 * Proof of a device's key on a request (all but push, which carries its own statement): a compact JWS, ES256, over
 * `{htm, htu, bh, iat, jti, sub}` in the manner of RFC 9449. Header name: PROOF_HEADER.
 *
 * Here are the text that is signed and the reading of it; signing and checking belong to whoever holds the key
 * (client/auth, server/auth).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod/mini';
import { canonicalText } from '../core/journal.ts';
import { hex64, int, text, uuid, type PublicJwk } from './scalars.ts';

/** How far `iat` and a push's `timeMs` may be from the server's time. */
export const PROOF_SKEW_MS = 300_000;

export const proofClaims = z.strictObject({
  htm: z.enum(['GET', 'POST', 'PUT', 'DELETE']), // the method
  htu: text(400), // path and query as sent, without scheme and host: a proxy may change those
  bh: hex64, // SHA-256 of the body's bytes, of no bytes when there is no body
  iat: int, // the device's estimate of server time, whole seconds
  jti: z.string().check(z.regex(/^[0-9a-f]{32}$/)), // 16 random bytes: used once
  sub: uuid, // device id
});
export type ProofClaims = z.infer<typeof proofClaims>;

const HEADER = base64url(utf8ToBytes('{"alg":"ES256","typ":"halfloop-proof"}'));
const utf8 = new TextDecoder();
const PROOF = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/** The bytes whose ES256 signature (R||S) proves the request. */
export const proofInput = (claims: ProofClaims): string => `${HEADER}.${base64url(utf8ToBytes(canonicalText(claims)))}`;

/** The header's value: input, a dot, the signature. */
export const proofText = (input: string, signature: Uint8Array): string => `${input}.${base64url(signature)}`;

/** Takes a proof apart without judging it. Null: not a proof of ours (another algorithm included). */
export function readProof(value: string): { claims: ProofClaims; input: string; signature: Uint8Array } | null {
  const match = value.length <= 2000 ? PROOF.exec(value) : null;
  if (match?.[1] !== HEADER || match[2] === undefined || match[3] === undefined) return null;
  const claims = proofClaims.safeParse(jsonOrNull(match[2]));
  return claims.success
    ? { claims: claims.data, input: `${match[1]}.${match[2]}`, signature: fromBase64url(match[3]) }
    : null;
}

/** RFC 7638 thumbprint of a public key, 64 hex: what people compare and `incarnation.opened` names. */
export const keyThumbprint = ({ crv, kty, x, y }: PublicJwk): string =>
  bytesToHex(sha256(utf8ToBytes(canonicalText({ crv, kty, x, y }))));

/** The short name of a key in QR codes and the key ring: the thumbprint's first four bytes, 8 hex. */
export const kidOf = (key: PublicJwk): string => keyThumbprint(key).slice(0, 8);

/** Base64 for URLs, without padding. */
export function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Back from `base64url`. Throws on what is not base64. */
export function fromBase64url(value: string): Uint8Array<ArrayBuffer> {
  const binary = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function jsonOrNull(payload: string): unknown {
  try {
    return JSON.parse(utf8.decode(fromBase64url(payload)));
  } catch {
    return null; // a verdict: no claims can be read, so there is no proof
  }
}
