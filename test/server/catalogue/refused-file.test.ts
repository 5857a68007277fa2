import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTable } from '../../../src/server/catalogue/read-table.ts';
import { cleanText } from '../../../src/server/catalogue/cell-values.ts';
import { refusedCsv } from '../../../src/server/catalogue/refused-file.ts';
import { RefusedRowHeaders } from './refused-headers.ts';

const problems = [{ column: '售价', value: 'x', code: 'bad_number' as const }];
const columns = { headers: ['货号', '品名', '售价'], fields: ['code', 'name', 'price'] as const };

const cell = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    '=1+1',
    '+8613800000000',
    '-5',
    '@sum',
    '\t=x',
    '0012',
    '6901234567892',
    '"q"',
    'a,b',
    'a\nb',
    "'x",
    ' ',
    '；',
  ),
);

// A shopkeeper mends the file and loads it again: what the cells said must not have changed on the way.
test('the refused rows read back as they were, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }), async (rows) => {
      const csv = refusedCsv(
        columns,
        rows.map((cells, i) => ({ row: { line: i + 2, cells }, problems })),
        'zh',
      );
      const read = await readTable(Buffer.from(csv));
      if (!read.ok) throw new Error(read.error.code);
      expect(read.value.headers).toEqual([...columns.headers, ...RefusedRowHeaders.zh]);
      const back = read.value.rows.map(({ cells }) => cells.slice(0, 3).map(cleanText));
      expect(back).toEqual(rows.map((cells) => cells.map((text) => cleanText(text))));
    }),
    { numRuns: 200 },
  );
});

test('no cell can run as a formula, long numbers and leading zeros stay text, the reason is last', () => {
  const cells = ['=HYPERLINK("http://x")', '0012', '6901234567892'];
  const csv = refusedCsv(columns, [{ row: { line: 7, cells }, problems }], 'en');
  expect(csv).toBe(
    '\ufeff货号,品名,售价,Line in the file,Why refused\r\n' +
      `"'=HYPERLINK(""http://x"")","\t0012","\t6901234567892",7,售价 x: Not a usable number\r\n`,
  );
});

test('a file of refused rows that is refused again does not grow', () => {
  const headers = ['货号', '品名', '售价', ...RefusedRowHeaders.zh];
  const again = refusedCsv(
    { headers, fields: ['code', 'name', 'price', null, null] },
    [{ row: { line: 2, cells: ['A', 'b', 'x', '9', 'alt'] }, problems }],
    'zh',
  );
  expect(again.split('\r\n')[0]).toBe('\ufeff货号,品名,售价,原文件行,拒绝原因');
  expect(again.split('\r\n')[1]).toBe('A,b,x,2,售价 x：不是可用的数字');
});

test('columns mapped by hand keep their meaning in the file to load again', () => {
  const mapped = { headers: ['甲', '价格', '价格2', '名称'], fields: ['code', null, 'price', 'name'] as const };
  const csv = refusedCsv(mapped, [{ row: { line: 2, cells: ['A', '1', 'x', 'n'] }, problems }], 'zh');
  expect(csv.split('\r\n')[0]).toBe('\ufeffcode,not used: 价格,price,名称,原文件行,拒绝原因');
});
