import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  charOfStroke,
  learnedGapMs,
  silenceMs,
  WEDGE_START,
  wedgeEventOf,
  wedgeStep,
  type WedgeEvent,
  type WedgeVerdict,
} from '../../../src/client/scan/wedge.ts';
import { WEDGE_DEFAULTS, type WedgeSettings } from '../../../src/client/scan/wedge-settings.ts';

/** Characters with the gap before each, then how it ends. */
function play(
  text: string,
  gaps: readonly number[],
  end: 'end' | 'silence' | 'other',
  settings: WedgeSettings = WEDGE_DEFAULTS,
) {
  let state = WEDGE_START;
  let atMs = 1000;
  const verdicts: WedgeVerdict[] = [];
  let swallowed = 0;
  const take = (event: WedgeEvent) => {
    const step = wedgeStep(state, event, settings);
    state = step.state;
    if (step.verdict !== null) verdicts.push(step.verdict);
    if (step.swallow) swallowed += 1;
  };
  Array.from(text).forEach((char, i) => {
    atMs += gaps[i % gaps.length] ?? 0;
    take({ kind: 'char', char, typed: char, atMs });
  });
  take({ kind: end, atMs: atMs + 10 });
  return { verdicts, swallowed };
}

const textsOf = (verdicts: readonly WedgeVerdict[]) => verdicts.map((verdict) => `${verdict.is}:${verdict.text}`);

describe('a scanner', () => {
  test.each([
    ['Honeywell, Enter', '6901234567892', [10], 'end'],
    ['with jitter', '6901234567892', [4, 22, 9, 31, 6], 'end'],
    ['no suffix', '96385074', [12], 'silence'],
    ['a hand-off code', 'O0:6BFOXN*TS0BI$ZD+H36-', [14], 'end'],
    ['a short shop code', 'A-12', [18], 'end'],
  ] as const)('%s is one scan', (_name, text, gaps, end) => {
    const { verdicts, swallowed } = play(text, gaps, end);
    expect(textsOf(verdicts)).toEqual([`scan:${text}`]);
    expect(swallowed).toBeGreaterThanOrEqual(end === 'end' ? 1 : 0);
  });

  test('two scans close together stay two', () => {
    const { verdicts } = play('6901234567892', [10], 'end');
    expect(verdicts).toHaveLength(1);
    let state = WEDGE_START;
    const seen: WedgeVerdict[] = [];
    let atMs = 0;
    for (const key of ['1', '2', '3', '4', 'Enter', '5', '6', '7', '8', 'Enter']) {
      atMs += 8;
      const event: WedgeEvent = key === 'Enter' ? { kind: 'end', atMs } : { kind: 'char', char: key, typed: key, atMs };
      const step = wedgeStep(state, event, WEDGE_DEFAULTS);
      state = step.state;
      if (step.verdict !== null) seen.push(step.verdict);
    }
    expect(textsOf(seen)).toEqual(['scan:1234', 'scan:5678']);
  });

  test('prefix and suffix are stripped when they are there', () => {
    const settings = { ...WEDGE_DEFAULTS, prefix: '~', suffix: '#' };
    expect(textsOf(play('~12345#', [10], 'end', settings).verdicts)).toEqual(['scan:12345']);
    expect(textsOf(play('12345', [10], 'end', settings).verdicts)).toEqual(['scan:12345']);
  });

  /** Keys as a browser sends them, 10 ms apart, then Enter. */
  const keyed = (
    keys: readonly (readonly [code: string, key: string, shiftKey?: boolean])[],
    settings = WEDGE_DEFAULTS,
  ) => {
    let state = WEDGE_START;
    const plain = { ctrlKey: false, altKey: false, metaKey: false, repeat: false };
    const verdicts: WedgeVerdict[] = [];
    [...keys, ['Enter', 'Enter'] as const].forEach(([code, key, shiftKey = false], at) => {
      const event = wedgeEventOf({ code, key, shiftKey, timeStamp: 1000 + 10 * at, ...plain });
      if (event === null) return;
      const step = wedgeStep(state, event, settings);
      state = step.state;
      if (step.verdict !== null) verdicts.push(step.verdict);
    });
    return textsOf(verdicts);
  };
  const EAN = '6901234567892';
  const EACH = Array.from(EAN);

  test.each([
    ['French, set to that layout', EACH.map((digit) => [`Digit${digit}`, digit, true] as const)],
    [
      'French, set to the US layout',
      EACH.map((digit) => [`Digit${digit}`, 'à&é"\'(-è_ç'.charAt(Number(digit))] as const),
    ],
    ['Czech, on the number pad', EACH.map((digit) => [`Numpad${digit}`, digit] as const)],
    ['US with Caps Lock on', EACH.map((digit) => [`Digit${digit}`, digit] as const)],
  ])('types the digits of a number on the layout: %s', (_name, keys) => {
    expect(keyed(keys)).toEqual([`scan:${EAN}`]);
  });

  test('of a French layout is read with what it puts before and after', () => {
    const keys = ['9', '9', ...EACH].map((digit) => [`Digit${digit}`, digit, true] as const);
    expect(keyed(keys, { ...WEDGE_DEFAULTS, prefix: '99' })).toEqual([`scan:${EAN}`]);
  });

  test('letters keep their case whatever Caps Lock makes of them, and a code of signs is left as it is', () => {
    const locked = Array.from(
      'AB12',
      (char) => [/[A-Z]/.test(char) ? `Key${char}` : `Digit${char}`, char.toLowerCase()] as const,
    );
    expect(keyed(locked.map(([code, key]) => [code, key, code.startsWith('K')] as const))).toEqual(['scan:AB12']);
    const signs = [
      ['Digit1', '!', true],
      ['Digit2', '@', true],
      ['Digit3', '#', true],
      ['Digit4', '$', true],
    ] as const;
    expect(keyed(signs)).toEqual(['scan:!@#$']);
  });

  // An input method that is switched by Shift calls that key `Process` too.
  test('is read whole though an input method hides its Shift', () => {
    const keys = ['ShiftLeft', 'KeyO', 'Digit0', 'ShiftLeft', 'Semicolon', 'Digit6', 'ShiftRight', 'KeyB'].map(
      (code) => [code, 'Process', ['KeyO', 'Semicolon', 'KeyB'].includes(code)] as const,
    );
    expect(keyed(keys)).toEqual(['scan:O0:6B']);
  });

  test('a slow one is read once its speed is learned', () => {
    expect(textsOf(play('6901234567892', [80], 'end').verdicts)).toEqual(['typed:6901234567892']);
    const learned = { ...WEDGE_DEFAULTS, gapMs: learnedGapMs(80) };
    expect(learned.gapMs).toBe(120);
    expect(textsOf(play('6901234567892', [78, 84, 80], 'end', learned).verdicts)).toEqual(['scan:6901234567892']);
    expect(learnedGapMs(10)).toBe(50);
    expect(learnedGapMs(44)).toBe(66);
  });
});

describe('a person', () => {
  // Gaps recorded from quick typists: uneven, hardly ever under 60 ms for long.
  test.each([
    ['quick', 'nongfu', [0, 92, 118, 74, 140, 88], 'end'],
    ['rolling over neighbouring keys', 'asdf', [0, 38, 61, 72], 'end'],
    ['a number and Enter', '1000', [0, 95, 60, 55], 'end'],
    ['three quick keys', 'abc', [12], 'end'],
  ] as const)('%s is typed, whole, and its Enter reaches the page', (_name, text, gaps, end) => {
    const { verdicts, swallowed } = play(text, gaps, end);
    expect(verdicts.map((verdict) => verdict.is)).not.toContain('scan');
    expect(verdicts.map((verdict) => verdict.text).join('')).toBe(text);
    expect(swallowed).toBe(0);
  });

  test('a quick typist is not taken for a slow scanner', () => {
    const slow = { ...WEDGE_DEFAULTS, gapMs: 120 };
    const { verdicts } = play('nongfushanquan', [110, 62, 140, 95, 70, 128, 55], 'end', slow);
    expect(verdicts.map((verdict) => verdict.is)).not.toContain('scan');
  });

  test('characters of another layout are typed as its owner sees them', () => {
    const german = { code: 'BracketRight', key: '+', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
    expect(wedgeEventOf({ ...german, repeat: false, timeStamp: 5 })).toMatchObject({ char: ']', typed: '+' });
  });

  test('a held key is no scan', () => {
    const held = { code: 'Digit1', key: '1', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
    expect(wedgeEventOf({ ...held, repeat: true, timeStamp: 5 })).toEqual({ kind: 'other', atMs: 5 });
  });
});

test('nothing typed is lost or invented, whatever the rhythm', () => {
  const rhythm = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  const text = fc.stringMatching(/^[0-9A-Z:*+-]{1,30}$/);
  fc.assert(
    fc.property(text, rhythm, fc.constantFrom('end', 'silence', 'other' as const), (typed, gaps, end) => {
      const { verdicts } = play(typed, gaps, end);
      expect(verdicts.map((verdict) => verdict.text).join('')).toBe(typed);
      for (const verdict of verdicts) if (verdict.is === 'scan') expect(verdict.meanMs).toBeLessThanOrEqual(50);
    }),
  );
  expect(silenceMs(WEDGE_DEFAULTS)).toBe(100);
});

describe('characters', () => {
  const stroke = (code: string, more: Partial<Parameters<typeof charOfStroke>[0]> = {}) =>
    charOfStroke({ code, key: 'Process', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more });

  test.each([
    ['Digit6', false, '6'],
    ['Digit4', true, '$'],
    ['KeyO', true, 'O'],
    ['KeyO', false, 'o'],
    ['Semicolon', true, ':'],
    ['Equal', true, '+'],
    ['NumpadMultiply', false, '*'],
    ['Numpad7', true, '7'],
    ['Slash', false, '/'],
    ['F2', false, null],
  ])('%s with shift %s is %s, though an input method hides the key', (code, shiftKey, char) => {
    expect(stroke(code, { shiftKey })).toBe(char);
  });

  test('all 45 characters of the alphanumeric mode can be typed', () => {
    const keys = [
      ...Array.from('0123456789').map((digit) => [`Digit${digit}`, false]),
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').map((letter) => [`Key${letter}`, true]),
      ['Space', false],
      ['Digit4', true],
      ['Digit5', true],
      ['Digit8', true],
      ['Equal', true],
      ['Minus', false],
      ['Period', false],
      ['Slash', false],
      ['Semicolon', true],
    ] as const;
    const typed = keys.map(([code, shiftKey]) => stroke(String(code), { shiftKey: shiftKey === true })).join('');
    expect(typed).toBe('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');
  });

  test('FNC1 comes as the group separator; other control keys type nothing', () => {
    expect(stroke('BracketRight', { ctrlKey: true })).toBe('\u001d');
    expect(stroke('KeyC', { ctrlKey: true })).toBeNull();
    expect(stroke('', { key: '7' })).toBe('7');
  });
});
