import { describe, expect, test } from 'vitest';
import { ACCEPT_START, acceptFrame } from '../../../src/client/scan/accept-rule.ts';
import { goodCodes, identifyCode } from '../../../src/client/scan/identify-code.ts';
import { HID_START, hidStep, type HidItem, layoutOf, STANDARD_LAYOUT } from '../../../src/client/scan/hid-report.ts';
import type { SeenCode, Symbology } from '../../../src/client/scan/seen-code.ts';
import { WEDGE_START, wedgeEventOf, wedgeStep } from '../../../src/client/scan/wedge.ts';
import { hostileTexts, leastWorkMs, seeded } from '../../support/hostile.ts';

const SEED = 20_261_122;
const PATIENCE_MS = 60_000;
const MANY = 10_000;
const KINDS: readonly Symbology[] = [
  'ean13', 'ean8', 'upca', 'upce', 'itf14', 'code128', 'databar', 'qr', 'datamatrix',
]; // prettier-ignore

/** Runs each; what took long is run again, for a busy machine is nobody's fault. */
function eachWithin50Ms(runs: readonly (() => void)[]): void {
  const slow = runs.filter((run) => {
    const begin = performance.now();
    run();
    return performance.now() - begin >= 50;
  });
  for (const run of slow) expect(leastWorkMs(run)).toBeLessThan(50);
}

describe('ten thousand hostile', { timeout: PATIENCE_MS }, () => {
  test('reports of a scanner: no code is longer than what was sent, and nothing is held without end', () => {
    const random = seeded(SEED);
    let state = HID_START;
    let sent = 0;
    let codes = 0;
    const runs = Array.from({ length: MANY }, () => () => {
      const bytes = Uint8Array.from({ length: random(4) === 0 ? random(3000) : 63 }, () => random(256));
      const report = { kind: 'report', reportId: random(3), bytes } as const;
      const event = random(9) === 0 ? ({ kind: 'silence' } as const) : report;
      sent += bytes.length;
      const step = hidStep(state, event, STANDARD_LAYOUT);
      state = step.state;
      expect(state.bytes.length).toBeLessThanOrEqual(8000);
      if (step.code === null) return;
      codes += 1;
      expect(step.code.bytes.length).toBeLessThanOrEqual(sent);
      sent = 0;
    });
    eachWithin50Ms(runs);
    expect(codes).toBeGreaterThan(500);
  });

  test('descriptions of a device: a layout comes of each, and its reports are read', () => {
    const random = seeded(SEED);
    const odd = (): number => [-1, 0, 1, 7, 8, 16, 56, 2 ** 31, Number.NaN, 1e9][random(10)] ?? 0;
    const usages = [0x01_003b, 0x8c_00fb, 0x8c_00fe, 0x8c_00ff, 0, -5];
    const item = (): HidItem => ({
      usages: Array.from({ length: random(3) }, () => usages[random(usages.length)] ?? 0),
      ...(random(5) === 0 ? {} : { reportSize: random(3) === 0 ? odd() : 8 }),
      ...(random(5) === 0 ? {} : { reportCount: odd() }),
    });
    const report = () => ({ reportId: random(300), items: Array.from({ length: random(9) }, item) });
    let described = 0;
    const runs = Array.from({ length: MANY }, () => () => {
      const inner = { inputReports: Array.from({ length: random(3) }, report) };
      const layout = layoutOf([{ usagePage: 0x8c, usage: 2, children: random(2) === 0 ? [inner] : [], ...inner }]);
      if (layout !== STANDARD_LAYOUT) described += 1;
      const bytes = Uint8Array.from({ length: random(80) }, () => random(256));
      hidStep(HID_START, { kind: 'report', reportId: layout.reportId, bytes }, layout);
    });
    eachWithin50Ms(runs);
    expect(described).toBeGreaterThan(500);
  });

  test('key strokes: every character is scanned or typed, none twice', () => {
    const random = seeded(SEED);
    const codes = ['KeyA', 'Digit1', 'Numpad9', 'Enter', 'Tab', 'ShiftLeft', 'BracketRight', 'F5', '', 'Unidentified'];
    const keys = ['a', '1', '水', 'Process', 'Enter', 'Shift', '', '\u0000', 'Dead', '🍎'];
    let state = WEDGE_START;
    let atMs = 0;
    let [fed, told] = [0, 0];
    const runs = Array.from({ length: MANY }, () => () => {
      atMs += [0, 1, 10, 49, 51, 119, 5000, -3][random(8)] ?? 0;
      const event = wedgeEventOf({
        code: codes[random(codes.length)] ?? '',
        key: keys[random(keys.length)] ?? '',
        timeStamp: atMs,
        repeat: random(9) === 0,
        shiftKey: random(2) === 0,
        ctrlKey: random(9) === 0,
        altKey: random(9) === 0,
        metaKey: random(9) === 0,
      });
      if (event === null) return;
      if (event.kind === 'char') fed += 1;
      const step = wedgeStep(state, event, { gapMs: 20 + random(100), prefix: '', suffix: '' });
      state = step.state;
      if (step.verdict?.is === 'scan') told += step.verdict.chars;
      if (step.verdict?.is === 'typed') told += Array.from(step.verdict.text).length;
    });
    eachWithin50Ms(runs);
    expect(told + Array.from(state.typed).length).toBe(fed);
  });

  test('codes in frames: each is judged, and none is accepted twice at once', () => {
    const random = seeded(SEED);
    const samples = ['6901234567892', '96385074', '01095201234567881725073110L', 'https://a/01/09520123456788'];
    const texts = hostileTexts(samples, { seed: SEED, longest: 2000 });
    const code = (text: string): SeenCode => ({
      text,
      bytes: new Uint8Array(0),
      symbology: KINDS[random(KINDS.length)] ?? 'qr',
      identifier: [']d2', ']E0', '', ']', 'x'][random(5)] ?? '',
      offCentre: [0, 0.5, 1, Number.NaN, -1][random(5)] ?? 0,
    });
    let state = ACCEPT_START;
    let accepted = 0;
    const runs = texts.map((text, at) => () => {
      const seen = [code(text), ...(at % 3 === 0 ? [code(texts[at - 1] ?? '')] : [])];
      expect(goodCodes(seen).length).toBeLessThanOrEqual(seen.length);
      const verdict = acceptFrame(state, { seen, atMs: at * 40 }, identifyCode);
      state = verdict.state;
      if (verdict.accepted !== null) accepted += 1;
      expect(new Set(state.locks.map(({ key }) => key)).size).toBe(state.locks.length);
    });
    eachWithin50Ms(runs);
    expect(accepted).toBeGreaterThan(500);
  });
});
