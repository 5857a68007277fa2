/** Entries with something wrong, of any kind: one for each way a shape can be a little off. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export type EntryFixture = {
  readonly kind: string;
  readonly what: string;
  readonly text: string;
  readonly hash: string;
};
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

export const fixture = (kind: string, what: string, value: unknown): EntryFixture => {
  const text = JSON.stringify(value, sortedKeys);
  return { kind, what, text, hash: sha256Hex(text) };
};

/** Keys in order, as canonical text has them, for values canonical text refuses. */
const sortedKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

type Plain = Record<string, unknown>;

/**
 * What is wrong with any entry whose shape is a little off, and with each field of its body gone or of another kind.
 */
export function spoilt(kind: string, entry: Plain): EntryFixture[] {
  const body = entry['body'] as Plain;
  const withBody = (change: Plain): Plain => ({ ...entry, body: { ...body, ...change } });
  const without = (from: Plain, key: string): Plain =>
    Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
  return [
    fixture(kind, 'a field nobody knows', { ...entry, extra: 1 }),
    fixture(kind, 'a later version', { ...entry, v: 2 }),
    fixture(kind, 'a seq of 0', { ...entry, seq: 0 }),
    fixture(kind, 'a time with a fraction', { ...entry, wallMs: 1.5 }),
    fixture(kind, 'a hash too short', { ...entry, prev: 'abc' }),
    fixture(kind, 'an id that is none', { ...entry, entryId: 'x' }),
    fixture(kind, 'no body', without(entry, 'body')),
    fixture(kind, 'a field in its body nobody knows', withBody({ extra: 1 })),
    ...Object.keys(body).flatMap((key) => [
      fixture(kind, `no ${key}`, { ...entry, body: without(body, key) }),
      fixture(kind, `${key} of another kind`, withBody({ [key]: { wrong: true } })),
    ]),
  ];
}
