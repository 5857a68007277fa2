/**
 * The journal: a device's append-only list of facts, numbered without gaps and chained by hash.
 * The canonical text of an entry is made once, stored, sent and kept as those bytes; nobody re-serialises it.
 *
 * Not here: what an entry's body means (src/wire/entry.ts), where it is stored (client/db, server/journal).
 * The hash function is an argument: core has no npm.
 */
import { assert } from './assert.ts';

/** Entry ids are UUIDv7, chosen when a payment starts: the idempotency key for ever. */
export type EntryEnvelope<K extends string = string, B = unknown> = {
  readonly v: number;
  readonly seq: number; // 1, 2, 3 ... in one incarnation
  readonly entryId: string;
  readonly kind: K;
  readonly prev: string; // 64 hex: hash of the entry before; of seq 1: H(deviceId + incarnation)
  readonly wallMs: number; // the device's clock: for people, never for order
  readonly monoMs: number;
  readonly offsetMs: number | null; // server - device, last measured
  readonly staffId: string | null;
  readonly businessDate: string | null; // yyyy-mm-dd, from the shift
  readonly body: B;
};

/** What a command hands to `commitEntry`: everything but the place in the chain. */
export type EntryDraft<K extends string = string, B = unknown> = Omit<
  EntryEnvelope<K, B>,
  'seq' | 'prev' | 'wallMs'
> & {
  readonly wallMs: number; // as read; `stampEntry` may move it past the head's (small steps back)
};

export type Head = {
  readonly incarnation: string;
  readonly seq: number;
  readonly hash: string;
  readonly wallMs: number;
};

export type Sha256Hex = (text: string) => string;

/** The hash a journal starts from. */
export const genesisHash = (sha256Hex: Sha256Hex, deviceId: string, incarnation: string): string =>
  sha256Hex(deviceId + incarnation);

/** A clock that stepped back by up to this much is stamped one past the head; a larger step is stamped as read. */
export const CLOCK_STEP_MS = 120_000;

/**
 * Gives a draft its place: the next seq, the hash before it, and a wall time that does not run back by a small step.
 */
export function stampEntry<K extends string, B>(draft: EntryDraft<K, B>, head: Head): EntryEnvelope<K, B> {
  const back = head.wallMs - draft.wallMs;
  const wallMs = head.seq > 0 && back >= 0 && back <= CLOCK_STEP_MS ? head.wallMs + 1 : draft.wallMs;
  return { ...draft, seq: head.seq + 1, prev: head.hash, wallMs };
}

/**
 * Canonical JSON (RFC 8785, whole numbers only): keys in UTF-16 order, no spaces.
 * Throws on what has no single faithful text: fractions, -0, undefined, lone surrogates, anything but plain data.
 */
export function canonicalText(value: unknown): string {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'number') {
    assert(
      Number.isSafeInteger(value) && !Object.is(value, -0),
      `canonical text holds whole numbers, not ${String(value)}`,
    );
    return String(value);
  }
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'canonical text holds well-formed Unicode only');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  assert(typeof value === 'object' && isPlain(value), 'canonical text holds plain data only');
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const part = keyText(key) + canonicalText((value as Record<string, unknown>)[key]);
    text += text === '' ? part : `,${part}`;
  }
  return `{${text}}`;
}

/** Keys are names of fields, the same few in every entry: their texts are made once. */
const keyTexts = new Map<string, string>();
const KEY_TEXTS_KEPT = 1_000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  assert(key.isWellFormed(), 'canonical text holds well-formed Unicode only');
  const made = `${JSON.stringify(key)}:`;
  if (keyTexts.size < KEY_TEXTS_KEPT) keyTexts.set(key, made);
  return made;
}

function isPlain(value: object): boolean {
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** All of an entry that does not depend on its place in a chain; its hash tells a re-sent fact from a reused id. */
export function contentText(entry: EntryEnvelope): string {
  const { v, entryId, kind, wallMs, staffId, businessDate, body } = entry;
  return canonicalText({ v, entryId, kind, wallMs, staffId, businessDate, body });
}

/** The largest entry, in UTF-8 bytes. A larger cart is refused before payment ("split the sale"). */
export const MAX_ENTRY_BYTES = 65_536;

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit <= 0xdbff) {
      bytes += 4; // a surrogate pair is one character of four bytes
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** An entry as it is stored: its canonical text and the hash kept beside it. */
export type ChainLink = { readonly bytes: string; readonly hash: string };
/** Where a stretch of a journal begins or ends: the entry before its first, or its last. Seq 0: the genesis hash. */
export type ChainPoint = { readonly seq: number; readonly hash: string };
/**
 * The first thing wrong in a chain. `unreadable`: no text of an entry; `gap`: not the seq expected here; `prev`: does
 * not follow the entry before it; `hash`: the text is not the one that was hashed; `short`: ends before it should.
 */
export type ChainBreak = { readonly seq: number; readonly what: 'unreadable' | 'gap' | 'prev' | 'hash' | 'short' };

/**
 * Walks a stretch of a journal and finds its first break; null when it is whole. `start` is the point before its first
 * entry, `end` the last one known (an acknowledged head), without which a missing tail cannot be seen.
 */
export function checkChain(
  links: Iterable<ChainLink>,
  { start, end = null, sha256Hex }: { start: ChainPoint; end?: ChainPoint | null; sha256Hex: Sha256Hex },
): ChainBreak | null {
  let { seq, hash } = start;
  for (const link of links) {
    seq += 1;
    const place = placeOf(link.bytes);
    if (sha256Hex(link.bytes) !== link.hash) return { seq, what: 'hash' };
    if (place === null) return { seq, what: 'unreadable' };
    if (place.seq !== seq) return { seq, what: 'gap' };
    if (place.prev !== hash) return { seq, what: 'prev' };
    hash = link.hash;
    if (end?.seq === seq && end.hash !== hash) return { seq, what: 'hash' };
  }
  return end !== null && end.seq > seq ? { seq: seq + 1, what: 'short' } : null;
}

/** Seq and prev of an entry's text; null when it is not one. */
function placeOf(bytes: string): { readonly seq: unknown; readonly prev: unknown } | null {
  try {
    const entry: unknown = JSON.parse(bytes);
    return entry !== null && typeof entry === 'object' && 'seq' in entry && 'prev' in entry ? entry : null;
  } catch {
    return null; // not JSON at all: told as unreadable
  }
}
