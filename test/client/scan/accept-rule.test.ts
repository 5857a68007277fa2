import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCEPT_START, acceptFrame, LEFT_VIEW_MS, LOCK_MS } from '../../../src/client/scan/accept-rule.ts';
import type { AcceptState, Identity } from '../../../src/client/scan/accept-rule.ts';
import type { SeenCode, Symbology } from '../../../src/client/scan/seen-code.ts';

const code = (text: string, symbology: Symbology = 'ean13', offCentre = 0): SeenCode => ({
  text,
  symbology,
  offCentre,
  bytes: new Uint8Array(),
  identifier: '',
});
/** Codes stand for what is before `/`; a text ending in `!` is a misread. */
const identify = (seen: SeenCode): Identity => ({
  key: seen.text.split('/')[0] ?? '',
  misread: seen.text.endsWith('!'),
});

/** Feeds frames [atMs, ...codes] and lists what was accepted as `text@ms`. */
function feed(frames: readonly (readonly [number, ...SeenCode[]])[]): string[] {
  let state: AcceptState = ACCEPT_START;
  const accepted: string[] = [];
  for (const [atMs, ...seen] of frames) {
    const verdict = acceptFrame(state, { seen, atMs }, identify);
    state = verdict.state;
    if (verdict.accepted !== null) accepted.push(`${verdict.accepted.text}@${String(atMs)}`);
  }
  return accepted;
}

test('a linear code needs two equal reads in consecutive frames', () => {
  expect(feed([[0, code('A')]])).toEqual([]);
  expect(
    feed([
      [0, code('A')],
      [40, code('A')],
    ]),
  ).toEqual(['A@40']);
  expect(feed([[0, code('A')], [40], [80, code('A')]])).toEqual([]);
  expect(
    feed([
      [0, code('A')],
      [40, code('B')],
      [80, code('A')],
      [120, code('A')],
    ]),
  ).toEqual(['A@120']);
  expect(
    feed([
      [0, code('A', 'ean13')],
      [40, code('A', 'code128')],
    ]),
  ).toEqual([]);
});

test('a two-dimensional code needs one read', () => {
  expect(feed([[0, code('A', 'qr')]])).toEqual(['A@0']);
  expect(feed([[0, code('A', 'datamatrix')]])).toEqual(['A@0']);
});

test('a misread is not there: it neither counts nor disturbs', () => {
  expect(
    feed([
      [0, code('A!')],
      [40, code('A!')],
    ]),
  ).toEqual([]);
  expect(
    feed([
      [0, code('A'), code('B!')],
      [40, code('A'), code('C!')],
    ]),
  ).toEqual(['A@40']);
});

test('a code held in view is one item, and counts again 1.5 s after it left', () => {
  const held = Array.from({ length: 100 }, (_, i) => [i * 50, code('A', 'qr')] as const);
  const last = 99 * 50;
  expect(feed(held)).toEqual(['A@0']);
  const gone = [[last + 50], [last + 100]] as const;
  expect(feed([...held, ...gone, [last + LOCK_MS - 1, code('A', 'qr')]])).toEqual(['A@0']);
  const again = last + LOCK_MS;
  expect(feed([...held, ...gone, [again, code('A', 'qr')]])).toEqual(['A@0', `A@${String(again)}`]);
});

// A tablet under load looked once in two seconds, and a pack that was only held rang three times.
test('a code held before a slow device is one item, also when it was off in between', () => {
  const slow = Array.from({ length: 9 }, (_, i) => [i * (LOCK_MS + 500), code('A', 'qr')] as const);
  expect(feed(slow)).toEqual(['A@0']);
  const blinking = slow.map(([atMs, ...seen], i) => [atMs, ...(i % 2 === 0 ? seen : [])] as const);
  expect(feed(blinking)).toEqual(['A@0']);
  const away = 3 * LOCK_MS;
  const [first, second, third] = [away, 2 * away, 3 * away];
  expect(feed([[0, code('A', 'qr')], [first], [second], [third, code('A', 'qr')]])).toEqual([
    'A@0',
    `A@${String(third)}`,
  ]);
});

test('the EAN and the QR of one pack are one item', () => {
  expect(
    feed([
      [0, code('G/ean')],
      [40, code('G/ean')],
      [80, code('G/qr', 'qr')],
      [120, code('G/ean')],
    ]),
  ).toEqual(['G/ean@40']);
});

test('another code frees those that left the view, not those still there', () => {
  expect(feed([[0, code('A', 'qr')], [300], [600, code('B', 'qr')], [900], [1200, code('A', 'qr')]])).toEqual([
    'A@0',
    'B@600',
    'A@1200',
  ]);
  const flicker = Array.from({ length: 40 }, (_, i) => [i * 90, code(i % 2 === 0 ? 'A' : 'B', 'qr')] as const);
  expect(feed(flicker)).toEqual(['A@0', 'B@90']);
});

test('of several codes the one nearest the middle is meant', () => {
  expect(feed([[0, code('A', 'qr', 0.6), code('B', 'qr', 0.1), code('C', 'qr', 0.9)]])).toEqual(['B@0']);
});

// Whatever the camera sees, no key is accepted twice without having been out of view long enough in between.
test('no key is accepted twice while it stays in view', () => {
  const letter = fc.constantFrom('A', 'B', 'C', 'A!', 'B!');
  const seen = fc.record({ text: letter, symbology: fc.constantFrom<Symbology>('ean13', 'qr') });
  const frames = fc.array(
    fc.record({ stepMs: fc.integer({ min: 1, max: 900 }), seen: fc.array(seen, { maxLength: 3 }) }),
  );
  fc.assert(
    fc.property(frames, (steps) => {
      let state: AcceptState = ACCEPT_START;
      let atMs = 0;
      const sinceAccept = new Map<string, { seenMs: number; longestGapMs: number }>();
      for (const step of steps) {
        atMs += step.stepMs;
        const codes = step.seen.map((s) => code(s.text, s.symbology));
        for (const { text } of codes) {
          const known = sinceAccept.get(text);
          if (known === undefined) continue;
          const gapMs = Math.max(known.longestGapMs, atMs - known.seenMs);
          sinceAccept.set(text, { seenMs: atMs, longestGapMs: gapMs });
        }
        const verdict = acceptFrame(state, { seen: codes, atMs }, identify);
        state = verdict.state;
        const key = verdict.accepted?.text;
        if (key === undefined) continue;
        expect(key.endsWith('!')).toBe(false);
        const before = sinceAccept.get(key);
        if (before !== undefined) expect(before.longestGapMs).toBeGreaterThanOrEqual(LEFT_VIEW_MS);
        sinceAccept.set(key, { seenMs: atMs, longestGapMs: 0 });
      }
    }),
  );
});
