/**
 * Pushed lines, read as far as they can be. What must hold for a line to have a place in a chain is only its `seq`
 * and its `prev`; everything else may be unreadable to us and is kept all the same (quarantined).
 *
 * Bytes are never made anew: `bytes` is the line as it came.
 */
import { contentText, type Sha256Hex } from '../../core/journal.ts';
import { entrySchema, envelopeSchema, type Entry } from '../../wire/entry.ts';
import type { BranchLine } from './port.ts';

export type Line = {
  readonly bytes: string;
  readonly hash: string;
  readonly seq: number;
  readonly prev: string;
  readonly entryId: string; // of an unreadable entry: made from its hash
  readonly kind: string;
  readonly contentHash: string;
  readonly entry: Entry | null; // null: no kind or version we know
};

/** Lines that continue a chain; `broken` tells where they stop doing so. */
type Chained = {
  readonly good: readonly Line[];
  readonly broken: { readonly at: number; readonly rest: BranchLine[] } | null;
};

/** Checks that the texts follow `head` without gap, each naming the hash before it. */
export function readChain(
  sha256Hex: Sha256Hex,
  head: { seq: number; hash: string },
  texts: readonly string[],
): Chained {
  const good: Line[] = [];
  let { seq, hash } = head;
  for (const [index, bytes] of texts.entries()) {
    const line = readLine(sha256Hex, bytes);
    if (line?.seq !== seq + 1 || line.prev !== hash) {
      return { good, broken: { at: seq + 1, rest: branchLines(sha256Hex, seq + 1, texts.slice(index)) } };
    }
    good.push(line);
    seq += 1;
    hash = line.hash;
  }
  return { good, broken: null };
}

/** Lines kept beside the chain, numbered as their sender numbered them. */
export const branchLines = (sha256Hex: Sha256Hex, from: number, texts: readonly string[]): BranchLine[] =>
  texts.map((bytes, index) => ({ seq: from + index, hash: sha256Hex(bytes), bytes }));

/** A line as far as it can be read; null when it has no place in any chain. */
export function readLine(sha256Hex: Sha256Hex, bytes: string): Line | null {
  const json = parsedOrNull(bytes);
  const place = placeOf(json);
  if (place === null) return null;
  const hash = sha256Hex(bytes);
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return unreadable(bytes, hash, place);
  const { entryId, kind } = envelope.data;
  const content = contentOrNull(bytes, json);
  if (content === null) return unreadable(bytes, hash, place);
  const entry = entrySchema.safeParse(json);
  return {
    bytes,
    hash,
    ...place,
    entryId,
    kind,
    contentHash: sha256Hex(content),
    entry: entry.success ? entry.data : null,
  };
}

const unreadable = (bytes: string, hash: string, place: { seq: number; prev: string }): Line => ({
  bytes,
  hash,
  ...place,
  entryId: `unreadable:${hash}`,
  kind: '',
  contentHash: hash,
  entry: null,
});

function placeOf(json: unknown): { seq: number; prev: string } | null {
  if (typeof json !== 'object' || json === null || !('seq' in json) || !('prev' in json)) return null;
  const { seq, prev } = json;
  return typeof seq === 'number' && typeof prev === 'string' ? { seq, prev } : null;
}

/** The part of the text that does not depend on the place in the chain; null when it has no canonical form. */
function contentOrNull(bytes: string, json: unknown): string | null {
  const entry = json as Parameters<typeof contentText>[0]; // the envelope's schema has judged it
  const tail = `,"staffId":${JSON.stringify(entry.staffId)},"v":${String(entry.v)},"wallMs":${String(entry.wallMs)}}`;
  const clocks = `,"monoMs":${String(entry.monoMs)},"offsetMs":${String(entry.offsetMs)}`;
  const place = `${clocks},"prev":"${entry.prev}","seq":${String(entry.seq)}`;
  // Canonical text sorts its keys, so the place is one piece before the tail: cutting it out is contentText, much
  // faster.
  if (bytes.endsWith(place + tail)) return bytes.slice(0, bytes.length - place.length - tail.length) + tail;
  try {
    return contentText(entry);
  } catch {
    return null; // a verdict: no faithful text, so it is kept and not interpreted
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a verdict: not an entry
  }
}

/** Reads a stored entry again, when its effect is decided anew. */
export function readStored(bytes: string): Entry | null {
  const entry = entrySchema.safeParse(parsedOrNull(bytes));
  return entry.success ? entry.data : null;
}
