import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { asksFirst, isChosenRight, optionText, readOptions } from '../../src/core/options.ts';
import type { OptionGroup } from '../../src/core/product.ts';

describe('options as a shop writes them', () => {
  test('groups, how many of each, and what each adds', () => {
    expect(readOptions('Sugar 1-1: full, half\n加料|Extras 0-2：加蛋|egg +2.00，less ice、small -1', 2)).toEqual([
      { names: { en: 'Sugar' }, min: 1, max: 1, choices: [
        { names: { en: 'full' }, deltaMinor: 0 }, { names: { en: 'half' }, deltaMinor: 0 },
      ] },
      { names: { zh: '加料', en: 'Extras' }, min: 0, max: 2, choices: [
        { names: { zh: '加蛋', en: 'egg' }, deltaMinor: 200 }, { names: { en: 'less ice' }, deltaMinor: 0 },
        { names: { en: 'small' }, deltaMinor: -100 },
      ] },
    ]); // prettier-ignore
    expect(readOptions('  ', 2)).toEqual([]);
    const cup = { min: 0, max: 1, choices: [{ deltaMinor: 500 }] };
    expect(readOptions('杯型: 大杯 +500; 冰: 少冰', 0)).toMatchObject([cup, {}]);
  });

  test.each([
    ['no choices', 'Sugar 1-1'],
    ['an empty choice', 'Sugar: full,,half'],
    ['no name', ': full'],
    ['more than there are', 'Sugar 0-3: full, half'],
    ['at least more than at most', 'Sugar 2-1: full, half'],
    ['finer than the currency', 'Sugar: full +0.005'],
    ['three names', 'a|b|c: full'],
    ['too many groups', Array.from({ length: 11 }, (_, at) => `g${String(at)}: x`).join('\n')],
  ])('%s: cannot be read', (_what, text) => {
    expect(readOptions(text, 2)).toBe(null);
  });

  test('what is written is read as the same, in any currency', () => {
    const word = fc.constantFrom('加蛋', 'egg', 'less ice', '半 糖', 'size L');
    const names = fc.oneof(
      word.map((text) => (/\p{Script=Han}/u.test(text) ? { zh: text } : { en: text })),
      fc.tuple(word, word).map(([zh, en]) => ({ zh, en })),
    );
    const deltaMinor = fc.integer({ min: -99_999, max: 99_999 }).map(toMinor);
    const choice = fc.record({ names, deltaMinor });
    const group = fc
      .record({ names, choices: fc.array(choice, { minLength: 1, maxLength: 5 }) })
      .chain(({ names: of, choices }) =>
        fc
          .tuple(fc.integer({ min: 1, max: choices.length }), fc.nat(choices.length))
          .map(([max, min]): OptionGroup => ({ names: of, min: Math.min(min, max), max, choices })),
      );
    fc.assert(
      fc.property(fc.array(group, { maxLength: 4 }), fc.constantFrom(0, 2, 3), (groups, digits) => {
        expect(readOptions(optionText(groups, digits), digits)).toEqual(groups);
      }),
    );
  });
});

test('who is asked, and how many are right', () => {
  const options = readOptions('Sugar 1-1: full, half\nExtras 0-2: egg, ham, nut', 2)!;
  expect([asksFirst({ options }), asksFirst({ options: options.slice(1) }), asksFirst({})]).toEqual([
    true,
    false,
    false,
  ]);
  expect(isChosenRight(options, [1, 0])).toBe(true);
  expect(isChosenRight(options, [0, 1])).toBe(false);
  expect(isChosenRight(options, [1, 3])).toBe(false);
});
