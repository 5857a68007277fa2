/**
 * One-time codes that let a device in: 12 characters of Crockford's base32 (60 bits), shown in groups of four. Letters
 * that look like digits are read as digits. Only the hash is kept.
 */
import { sha256Hex } from './sha256.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const CODE = /^[0-9A-HJKMNP-TV-Z]{12}$/;

/** A fresh code as people see it: `7K3M-2QXD-9TFA`. */
export function newEnrolCode(randomBytes: (size: number) => Uint8Array): string {
  const code = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte & 31] ?? '').join('');
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** The hash of a code as typed or scanned; null when it cannot be one. */
export function enrolCodeHash(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return CODE.test(code) ? sha256Hex(`halfloop-enrol:${code}`) : null;
}
