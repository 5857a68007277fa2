/**
 * The way out for facts that cannot be sent: a file of a till's unsent entries, taken to the office by hand when the
 * network stays away or the till's storage is breaking.
 *
 * A file is one line of JSON anybody may read (whose it is), a newline, and AES-256-GCM over what is inside; the first
 * line is authenticated with it. The key comes by PBKDF2 from a code of 120 random bits that the till shows once and
 * keeps nowhere: no key of the shop has to be on the till, so the way out works when storage gives nothing else.
 *
 * Inside are sections, each at most one push long: a statement, the device's signature over exactly that line (`-`: the
 * key was lost too), then the entries' own bytes, one a line. A hole in the journal ends a section.
 *
 * Invariants: bytes of entries are never made anew; what `openRescue` gives has the shape, the limits and the digests
 * it states. Not here: whether the signature is the device's and the chain holds (whoever takes the file in).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod/mini';
import { canonicalText, MAX_ENTRY_BYTES, utf8Length } from '../core/journal.ts';
import { err, ok, type Result } from '../core/result.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { BATCH_BYTES, BATCH_ENTRIES } from './protocol.ts';
import { base64url, fromBase64url } from './proof.ts';
import type { Refusal } from './refusal.ts';
import { hex64, int, nat, positive, text, uuid } from './scalars.ts';

/** How the file is called: `.halfloop` is nobody else's. */
export const RESCUE_SUFFIX = '.halfloop';
export const MAX_RESCUE_BYTES = 64 * 1024 * 1024;
export const RESCUE_CODE_BYTES = 15;

const ITERATIONS = 310_000; // of PBKDF2-SHA-256; part of version 1, so no file can ask for fewer or for a billion
const SALT_BYTES = 16;
const IV_BYTES = 12;
const MAX_HEAD = 1000;
const UNSIGNED = '-';
const SIGNATURE = /^[\w-]{86}$/;

/** What stands in clear: for people, who must tell two files apart. */
const rescueHead = z.strictObject({
  what: z.literal('halfloop-rescue'),
  v: z.literal(1),
  deviceId: uuid,
  tillCode: text(4),
  madeMs: int,
  entries: nat,
  salt: z.string().check(z.regex(/^[\w-]{22}$/)),
  iv: z.string().check(z.regex(/^[\w-]{16}$/)),
});
type RescueHead = z.infer<typeof rescueHead>;

/** Signed by the device, like a push header; the word `rescue` keeps one from standing in for the other. */
export const rescueStatement = z.strictObject({
  rescue: z.literal(1),
  deviceId: uuid,
  incarnation: uuid,
  from: positive,
  to: positive,
  headHash: hex64, // SHA-256 of the line of `to`
  headSeq: positive, // the till's own head in this incarnation
  bodyDigest: hex64, // SHA-256 of the lines, joined by \n
  madeMs: int,
});
type RescueStatement = z.infer<typeof rescueStatement>;

type RescueSection = {
  readonly statement: RescueStatement;
  readonly statementText: string; // as signed
  readonly signature: string | null; // ES256 over `statementText`, base64url of R||S; null: the device's key was lost
  readonly lines: readonly string[];
};

type RescueFile = { readonly head: RescueHead; readonly sections: readonly RescueSection[] };

/** 24 characters in groups of four, of 15 random bytes. */
export const rescueCode = (random: Uint8Array): string => (encodeBase32(random).match(/.{4}/g) ?? []).join('-');

/** What a person typed, as it was meant: any case and spacing, and the digits that look like letters. Null: no code. */
export function readRescueCode(typed: string): string | null {
  if (typed.length > 100) return null;
  const plain = typed.toUpperCase().replace(/[\s-]/g, '');
  const meant = plain.replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('8', 'B');
  const bytes = decodeBase32(meant);
  return bytes?.length === RESCUE_CODE_BYTES ? rescueCode(bytes) : null;
}

/** The statement of consecutive lines of one incarnation, whose text the device signs. */
export function stateRescue(
  of: Pick<RescueStatement, 'deviceId' | 'incarnation' | 'from' | 'headSeq' | 'madeMs'>,
  lines: readonly string[],
): string {
  const statement: RescueStatement = {
    rescue: 1,
    ...of,
    to: of.from + lines.length - 1,
    headHash: hashOf(lines.at(-1) ?? ''),
    bodyDigest: hashOf(lines.join('\n')),
  };
  return canonicalText(statement);
}

type Sealing = {
  readonly head: Pick<RescueHead, 'deviceId' | 'tillCode' | 'madeMs'>;
  readonly sections: readonly Omit<RescueSection, 'statement'>[];
  readonly code: string; // as `rescueCode` gave it
  readonly randomBytes: (size: number) => Uint8Array;
};

/** The file's bytes. Throws where there is no WebCrypto (a page that is not secure). */
export async function sealRescue({ head, sections, code, randomBytes }: Sealing): Promise<Uint8Array<ArrayBuffer>> {
  const [salt, iv] = [new Uint8Array(randomBytes(SALT_BYTES)), new Uint8Array(randomBytes(IV_BYTES))];
  const inside = sections.map(sectionText);
  const entries = sections.reduce((sum, { lines }) => sum + lines.length, 0);
  const open: RescueHead = {
    what: 'halfloop-rescue',
    v: 1,
    ...head,
    entries,
    salt: base64url(salt),
    iv: base64url(iv),
  };
  const headBytes = utf8ToBytes(`${canonicalText(open)}\n`);
  const key = await keyOf(code, salt, 'encrypt');
  const cipher = { name: 'AES-GCM', iv, additionalData: new Uint8Array(headBytes) };
  const sealed = await crypto.subtle.encrypt(cipher, key, new Uint8Array(utf8ToBytes(inside.join('\n'))));
  const file = new Uint8Array(headBytes.length + sealed.byteLength);
  file.set(headBytes);
  file.set(new Uint8Array(sealed), headBytes.length);
  return file;
}

/** Whose file this is, before anybody types its code. Refuses: `not_a_rescue_file`, `file_too_large`. */
export function readRescueHead(file: Uint8Array): Result<RescueHead, Refusal> {
  const parts = takenApart(file);
  return parts.ok ? ok(parts.value.head) : parts;
}

/**
 * Opens a file. `typed` is the code as a person typed it. Refuses: `not_a_rescue_file`, `file_too_large`,
 * `rescue_code_wrong` - another code, or the file was changed: the two cannot be told apart.
 */
export async function openRescue(file: Uint8Array, typed: string): Promise<Result<RescueFile, Refusal>> {
  const parts = takenApart(file);
  if (!parts.ok) return parts;
  const code = readRescueCode(typed);
  if (code === null) return err({ code: 'rescue_code_wrong' });
  const { head, headBytes, sealed } = parts.value;
  const key = await keyOf(code, fromBase64url(head.salt), 'decrypt');
  const cipher = { name: 'AES-GCM', iv: fromBase64url(head.iv), additionalData: headBytes };
  // AES-GCM gives all of the bytes that were sealed, or none.
  const opened = await crypto.subtle.decrypt(cipher, key, sealed).catch(() => null);
  if (opened === null) return err({ code: 'rescue_code_wrong' });
  const sections = readSections(textOrNull(new Uint8Array(opened)) ?? '');
  const entries = sections?.reduce((sum, { lines }) => sum + lines.length, 0);
  if (sections === null || entries !== head.entries) return err({ code: 'not_a_rescue_file' });
  if (sections.some(({ statement }) => statement.deviceId !== head.deviceId)) return err({ code: 'not_a_rescue_file' });
  return ok({ head, sections });
}

type Parts = {
  readonly head: RescueHead;
  readonly headBytes: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
};

function takenApart(file: Uint8Array): Result<Parts, Refusal> {
  if (file.length > MAX_RESCUE_BYTES) return err({ code: 'file_too_large' });
  const end = file.subarray(0, MAX_HEAD).indexOf(0x0a);
  const head = rescueHead.safeParse(jsonOrNull(textOrNull(file.subarray(0, Math.max(0, end))) ?? ''));
  if (end < 0 || !head.success) return err({ code: 'not_a_rescue_file' });
  return ok({
    head: head.data,
    headBytes: new Uint8Array(file.subarray(0, end + 1)),
    sealed: new Uint8Array(file.subarray(end + 1)),
  });
}

/** A section as it stands in the opened file. */
export const sectionText = ({ statementText, signature, lines }: Omit<RescueSection, 'statement'>): string =>
  [statementText, signature ?? UNSIGNED, ...lines].join('\n');

/** The sections of the opened text, in order; null when it is not made as `sealRescue` makes it. */
export function readSections(inside: string): readonly RescueSection[] | null {
  if (inside === '') return [];
  const texts = inside.split('\n');
  const sections: RescueSection[] = [];
  for (let at = 0; at < texts.length;) {
    const section = sectionAt(texts, at);
    if (section === null) return null;
    sections.push(section);
    at += 2 + section.lines.length;
  }
  return sections;
}

function sectionAt(texts: readonly string[], at: number): RescueSection | null {
  const statementText = texts[at] ?? '';
  const read = statementText.length <= MAX_HEAD ? rescueStatement.safeParse(jsonOrNull(statementText)) : null;
  if (read?.success !== true) return null;
  const statement = read.data;
  const count = statement.to - statement.from + 1;
  const signature = texts[at + 1] ?? '';
  const lines = texts.slice(at + 2, at + 2 + Math.max(0, count));
  const isWhole =
    count >= 1 &&
    count <= BATCH_ENTRIES &&
    lines.length === count &&
    (signature === UNSIGNED || SIGNATURE.test(signature)) &&
    lines.every((line) => line !== '' && utf8Length(line) <= MAX_ENTRY_BYTES) &&
    utf8Length(lines.join('\n')) <= BATCH_BYTES &&
    statement.headSeq >= statement.to &&
    hashOf(lines.at(-1) ?? '') === statement.headHash &&
    hashOf(lines.join('\n')) === statement.bodyDigest;
  if (!isWhole) return null;
  return { statement, statementText, signature: signature === UNSIGNED ? null : signature, lines };
}

async function keyOf(code: string, salt: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt') {
  const { subtle } = crypto;
  const raw = await subtle.importKey('raw', new Uint8Array(utf8ToBytes(code)), 'PBKDF2', false, ['deriveKey']);
  const stretch = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS };
  return subtle.deriveKey(stretch, raw, { name: 'AES-GCM', length: 256 }, false, [use]);
}

const hashOf = (value: string): string => bytesToHex(sha256(utf8ToBytes(value)));

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // a verdict: no text, so no file of ours
  }
}

function jsonOrNull(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null; // a verdict
  }
}
