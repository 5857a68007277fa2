import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalText,
  type ChainLink,
  checkChain,
  CLOCK_STEP_MS,
  contentText,
  type EntryDraft,
  genesisHash,
  stampEntry,
  utf8Length,
} from '../../src/core/journal.ts';
import { uuidOf } from '../support/builders.ts';

const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
const GENESIS = { seq: 0, hash: genesisHash(sha256Hex, uuidOf(1), uuidOf(2)) };

const draft = (n: number, note = ''): EntryDraft => ({
  v: 1,
  entryId: uuidOf(n),
  kind: 'clock.shifted',
  wallMs: 1_700_000_000_000 + n,
  monoMs: n,
  offsetMs: null,
  staffId: null,
  businessDate: null,
  body: { offsetMs: n, note },
});

function chain(notes: readonly string[]): ChainLink[] {
  let head = { incarnation: uuidOf(2), ...GENESIS, wallMs: 0 };
  return notes.map((note, i) => {
    const entry = stampEntry(draft(i + 1, note), head);
    const bytes = canonicalText(entry);
    head = { ...head, seq: entry.seq, hash: sha256Hex(bytes), wallMs: entry.wallMs };
    return { bytes, hash: head.hash };
  });
}
const endOf = (links: readonly ChainLink[]) => ({ seq: links.length, hash: links.at(-1)!.hash });
const check = (links: readonly ChainLink[], end: { seq: number; hash: string } | null = null) =>
  checkChain(links, { start: GENESIS, end, sha256Hex });
const notes = fc.array(fc.string({ maxLength: 8 }), { minLength: 2, maxLength: 12 });

describe('canonical text', () => {
  // RFC 8785, for the data a journal holds.
  test.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ '€': 1, '\r': 2, '1': 3, ö: 4 }, '{"\\r":2,"1":3,"ö":4,"€":1}'],
    ['\u0007"\\/', '"\\u0007\\"\\\\/"'],
    [-5, '-5'],
    [{}, '{}'],
  ])('of %j', (value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  test.each([
    [0.5],
    [-0],
    [Number.NaN],
    [2 ** 53],
    [undefined],
    ['\ud800'],
    [{ a: undefined }],
    [new Date(0)],
    [1n],
    [{ '\ud800': 1 }],
  ])('refuses %s', (value) => {
    expect(() => canonicalText(value)).toThrow('canonical text');
  });

  test('reads back to the same text, whatever order the keys came in', () => {
    const values = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(values, (value) => {
        fc.pre(Object.values(value).every((each) => !Object.is(each, -0)));
        const text = canonicalText(value);
        expect(canonicalText(JSON.parse(text))).toBe(text);
        expect(canonicalText(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
      }),
    );
  });
});

test('the content of an entry does not depend on its place in a chain', () => {
  const one = stampEntry(draft(1), { incarnation: uuidOf(2), ...GENESIS, wallMs: 0 });
  const other = stampEntry(draft(1), { incarnation: uuidOf(3), seq: 9, hash: 'f'.repeat(64), wallMs: 0 });
  expect(contentText(other)).toBe(contentText(one));
});

describe('the clock', () => {
  const stamped = (back: number): number =>
    stampEntry(draft(1), { incarnation: uuidOf(2), seq: 5, hash: GENESIS.hash, wallMs: draft(1).wallMs + back })
      .wallMs - draft(1).wallMs;

  test.each([
    [-1, 0, 'forward: as read'],
    [0, 1, 'standing still: one past the head'],
    [CLOCK_STEP_MS, CLOCK_STEP_MS + 1, 'a small step back: one past the head'],
    [CLOCK_STEP_MS + 1, 0, 'a large one: as read'],
  ])('back by %d ms moves the stamp by %d (%s)', (back, moved) => {
    expect(stamped(back)).toBe(moved);
  });
});

describe('a chain', () => {
  test('as the device made it is whole', () => {
    fc.assert(
      fc.property(notes, (list) => {
        const links = chain(list);
        expect(check(links, endOf(links))).toBeNull();
      }),
    );
  });

  test('any character changed is found, at its entry', () => {
    fc.assert(
      fc.property(notes, fc.nat(), fc.nat(), (list, which, where) => {
        const links = chain(list);
        const at = which % links.length;
        const { bytes, hash } = links[at]!;
        const place = where % bytes.length;
        const changed =
          bytes.slice(0, place) + String.fromCharCode(bytes.charCodeAt(place) ^ 1) + bytes.slice(place + 1);
        expect(check(links.with(at, { bytes: changed, hash }))).toEqual({ seq: at + 1, what: 'hash' });
        // With the hash made to fit, the next entry, or the acknowledged end, tells.
        const forged = links.with(at, { bytes: changed, hash: sha256Hex(changed) });
        expect(check(forged, endOf(links))).not.toBeNull();
      }),
    );
  });

  test('any bit of a hash changed is found', () => {
    fc.assert(
      fc.property(notes, fc.nat(), fc.nat(63), (list, which, place) => {
        const links = chain(list);
        const at = which % links.length;
        const { bytes, hash } = links[at]!;
        const other = hash.slice(0, place) + (hash[place] === '0' ? '1' : '0') + hash.slice(place + 1);
        expect(check(links.with(at, { bytes, hash: other }))).toEqual({ seq: at + 1, what: 'hash' });
      }),
    );
  });

  test('an entry removed is found, the last one by the acknowledged end', () => {
    fc.assert(
      fc.property(notes, fc.nat(), (list, which) => {
        const links = chain(list);
        const at = which % links.length;
        const what = at === links.length - 1 ? 'short' : 'gap';
        expect(check(links.toSpliced(at, 1), endOf(links))).toEqual({ seq: at + 1, what });
      }),
    );
  });

  test('an entry moved or doubled is found', () => {
    fc.assert(
      fc.property(notes, fc.nat(), fc.nat(), (list, a, b) => {
        const links = chain(list);
        const [from, to] = [a % links.length, b % links.length];
        fc.pre(from !== to);
        expect(check(links.toSpliced(from, 1).toSpliced(to, 0, links[from]!))).toEqual({
          seq: Math.min(from, to) + 1,
          what: 'gap',
        });
        expect(check(links.toSpliced(to, 0, links[from]!))).not.toBeNull();
      }),
    );
  });

  test('an entry of another history is found', () => {
    const [ours, theirs] = [chain(['a', 'b', 'c']), chain(['x', 'y', 'z'])];
    expect(check(ours.with(1, theirs[1]!))).toEqual({ seq: 2, what: 'prev' });
    expect(checkChain(ours, { start: { seq: 0, hash: 'f'.repeat(64) }, sha256Hex })).toEqual({ seq: 1, what: 'prev' });
    expect(check(ours, endOf(theirs))).toEqual({ seq: 3, what: 'hash' });
  });

  test('what is no entry is said so', () => {
    for (const bytes of ['', 'null', '[]', '{"seq":1}', '{']) {
      expect(check([{ bytes, hash: sha256Hex(bytes) }])).toEqual({ seq: 1, what: 'unreadable' });
    }
  });
});

test('bytes are counted as UTF-8 writes them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(utf8Length(text)).toBe(utf8ToBytes(text).length);
    }),
  );
  expect(utf8Length('aé水𠮷')).toBe(1 + 2 + 3 + 4);
});
