/**
 * SHA-256 as the journal uses it: synchronous, because an IndexedDB transaction ends when anything but the database is
 * awaited. Not for keys or PINs: those are WebCrypto's.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** 64 hex digits of the hash of the text's UTF-8 bytes. */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
