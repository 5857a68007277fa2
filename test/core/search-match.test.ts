import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { searchForm, searchMatches, searchText, type Searchable } from '../../src/core/search-match.ts';

const none = { full: [], initials: [] };
const goods = (change: Partial<Searchable>): Searchable => ({
  names: {},
  brand: null,
  spec: null,
  code: null,
  gtins: [],
  ...change,
});
const water = searchText(
  goods({
    names: { zh: '农夫山泉 天然水', en: 'Nongfu Spring water' },
    brand: 'Nongfu',
    spec: '550ml',
    code: 'NF-550',
    gtins: ['6921168509256'],
  }),
  { full: ['nongfushanquantianranshui'], initials: ['nfsqtrs'] },
);
const TEXTS = [
  searchText(goods({ names: { en: 'Lemon tea, no sugar' }, code: 'T1' }), none),
  water,
  searchText(goods({ names: { zh: '山泉茶', en: 'Spring tea' }, code: 'T10', gtins: ['96385074'] }), {
    full: ['shanquancha'],
    initials: ['sqc'],
  }),
  searchText(goods({ names: { en: 'Tea' }, code: 'TEA' }), none),
  searchText(goods({ names: { en: 'Nf cable' } }), none),
];

describe('finds', () => {
  // Places in TEXTS, best first.
  test.each([
    ['nfsq', [1], 'initials'],
    ['NFSQ', [1], 'initials by a shift key'],
    ['nongfushan', [1], 'pinyin'],
    ['农夫', [1], 'a Chinese name'],
    ['山泉', [2, 1], 'a name that begins so before one that holds it'],
    ['６９２１１６８５０９２５６', [1], 'a barcode typed full-width'],
    ['t1', [0, 2], 'an exact code before a longer one'],
    ['tea', [3, 0, 2], 'an exact code, then parts in their order'],
    ['nf', [4, 1], 'a name before initials'],
    ['spring tea', [2], 'a phrase'],
    ['tea lemon', [0], 'words in any order'],
    ['550', [1], 'a part of code and spec'],
    ['nothing', [], 'nothing'],
    ['   ', [], 'nothing asked'],
  ])('%j: %j (%s)', (query, places) => {
    expect(searchMatches(TEXTS, query)).toEqual(places);
  });

  test('at most 30, best sellers first', () => {
    const many = Array.from({ length: 100 }, (_, i) => searchText(goods({ names: { en: `Tea ${i}` } }), none));
    expect(searchMatches(many, 'tea')).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(searchMatches([...many, ...TEXTS], 't1')[0]).toBe(100);
  });
});

test('an exact code is first, wherever it stands and whatever else matches', () => {
  const names = fc.array(fc.stringMatching(/^[a-c]{1,3}$/), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(names, fc.nat(), fc.stringMatching(/^[a-c]{1,2}$/), (list, seed, code) => {
      const place = seed % list.length;
      const texts = list.map((name, i) =>
        searchText(goods({ names: { en: name }, code: i === place ? code : 'zz9' }), none),
      );
      expect(searchMatches(texts, code)[0]).toBe(place);
    }),
  );
});

// The fast way must answer what the plain way answers: sort everything by class, then by place.
test('answers what sorting everything would', () => {
  const word = fc.stringMatching(/^[a-b]{1,3}$/);
  const product = fc.tuple(word, fc.option(word), fc.option(word));
  fc.assert(
    fc.property(fc.array(product, { maxLength: 60 }), word, fc.integer({ min: 1, max: 8 }), (list, query, most) => {
      const texts = list.map(([name, code, initials]) =>
        searchText(goods({ names: { en: name }, code }), { full: [], initials: initials === null ? [] : [initials] }),
      );
      const classOf = ([name, code, initials]: (typeof list)[number]): number => {
        if (code === query) return 0;
        if (name.startsWith(query)) return 1;
        if (initials?.startsWith(query)) return 2;
        return [name, code, initials].some((field) => field?.includes(query)) ? 3 : 4;
      };
      const places = list.map((_, i) => i).filter((i) => classOf(list[i]!) < 4);
      const plain = places.toSorted((a, b) => classOf(list[a]!) - classOf(list[b]!) || a - b).slice(0, most);
      expect(searchMatches(texts, query, most)).toEqual(plain);
    }),
    { numRuns: 300 },
  );
});

describe('the search text', () => {
  test('holds names and codes whole when not everything fits', () => {
    const name = '长'.repeat(200);
    const text = searchText(
      goods({
        names: { zh: name, en: 'n'.repeat(200) },
        code: 'C-1',
        brand: 'b'.repeat(80),
        gtins: Array.from({ length: 40 }, (_, i) => String(6_900_000_000_000 + i)),
      }),
      { full: ['c'.repeat(240)], initials: ['c'.repeat(60)] },
    );
    expect(text.length).toBeLessThanOrEqual(800);
    expect(searchMatches([text], 'c-1')).toEqual([0]);
    expect(searchMatches([text], name)).toEqual([0]);
  });

  test('never lets a value pass for a mark', () => {
    const text = searchText(goods({ names: { en: 'a\rb\nc' }, code: 'X\tY' }), none);
    expect(text).toBe('\ta b c\rx y\r');
  });

  test('one form for both sides', () => {
    expect(searchForm('  Ｔｅａ \n １０ ')).toBe('tea 10');
  });
});
