import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { csvText } from '../../src/core/csv.ts';

const read = (text: string) => Papa.parse<string[]>(text.slice(1).trimEnd(), { newline: '\r\n' }).data;

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\0=1', ' =1', '＝1+1', '－1'])(
  '%j is no formula',
  (text) => {
    expect(read(csvText([[text, 'x']]))[0]?.[0]).toBe(`'${text}`);
  },
);

test('figures stay figures, and texts are what they were', () => {
  expect(
    csvText([
      ['Name', 'Sum'],
      ['a "b", c', -500],
    ]),
  ).toBe('\ufeffName,Sum\r\n"a ""b"", c",-500\r\n');
});

// Read back by another's reader: every cell is the text itself, or the text behind an apostrophe.
test('any table comes back whole, and nothing in it runs', () => {
  const cell = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('=cmd|x', '"', '\r\n', ','));
  const table = fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(table, (rows) => {
      const back = read(csvText(rows));
      expect(back).toHaveLength(rows.length);
      for (const [at, row] of rows.entries())
        for (const [i, text] of row.entries()) {
          const there = back[at]?.[i] ?? '';
          expect([text, `'${text}`]).toContain(there);
          expect(there).not.toMatch(/^[\s\0]*[=+\-@\t\r\0]/);
        }
    }),
  );
});
