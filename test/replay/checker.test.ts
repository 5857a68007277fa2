import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csvRows, differences, exact, expect as expected, tillOf } from './checker.ts';
import { invoicesOf, productFile } from './invoices.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
const file = (rows: string) => [{ name: 'day.csv', text: HEADER + rows }];

test('decimals are exact, and what is no decimal stops the checker', () => {
  expect(exact('2.1', 2)).toBe(210n);
  expect(exact('-0.850', 2)).toBe(-85n);
  expect(() => exact('2.101', 2)).toThrow('more than 2 decimals');
  expect(() => exact('1e3', 2)).toThrow('not a decimal');
});

test('quoted cells keep commas, quotes and newlines, and rows know their line', () => {
  const rows = [...csvRows('a,"b, ""c""\nd",e\r\nf,g,h\n')];
  expect(rows).toEqual([
    { line: 1, cells: ['a', 'b, "c"\nd', 'e'] },
    { line: 3, cells: ['f', 'g', 'h'] },
  ]);
});

test('returns count backwards; what is no sale is named with its line', () => {
  const result = expected(
    file(
      '1,A,Cup,2,2011-11-01 08:00:00,1.25,,UK\n' +
        'C2,A,Cup,-1,2011-11-01 09:00:00,1.25,,UK\n' +
        '3,A,check,-5,2011-11-01 09:30:00,0.0,,UK\n' +
        '4,B,,3,2011-11-01 09:40:00,0,,UK\n' +
        '5,B,Gift,3,2011-11-01 09:50:00,0,,UK\n',
    ),
    1,
  );
  expect(result.perProduct.get('A')).toEqual([1000n, 125n]);
  expect(result.perProduct.get('B')).toEqual([3000n, 0n]);
  expect(result.noSale.map((row) => [row.line, row.why])).toEqual([
    [4, 'quantity is not positive'],
    [5, 'no description and no price'],
  ]);
});

test('a missing line, a doubled one and one cent are all seen', () => {
  const rows = ['1,A,Cup,2,2011-11-01 08:00:00,1.25,,UK\n', '2,B,Jug,1,2011-11-01 08:10:00,9.99,,UK\n'];
  const good = expected(file(rows.join('')), 2);
  expect(differences(good, expected(file(rows.join('')), 2))).toEqual([]);
  expect(differences(good, expected(file(rows[0] ?? ''), 2))).not.toEqual([]);
  expect(differences(good, expected(file(rows.join('') + rows.join('')), 2))).not.toEqual([]);
  expect(differences(good, expected(file(rows.join('').replace('9.99', '10.00')), 2))).toHaveLength(3);
});

const RETAIL = new URL('../../../shared/data/retail/', import.meta.url);

test.runIf(existsSync(RETAIL))('thirteen real days: both readers see the same lines and the same money', async () => {
  const { readInvoiceFile } = await import('./invoices.ts');
  const files = readdirSync(RETAIL)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => readInvoiceFile(new URL(name, RETAIL).pathname));
  const truth = expected(files, 3);
  const invoices = invoicesOf(files);
  const perDay = new Map<string, bigint>();
  const perTill = new Map<string, bigint>();
  for (const { no, day, back, lines } of invoices) {
    const sum = lines.reduce((total, line) => total + BigInt(Math.round((line.unitMinor * line.qtyMilli) / 1000)), 0n);
    const signed = back ? -sum : sum;
    perDay.set(day, (perDay.get(day) ?? 0n) + signed);
    const till = `T${String(tillOf(no, 3) + 1)}`;
    perTill.set(till, (perTill.get(till) ?? 0n) + signed);
  }
  for (const [day, amount] of perDay) expect([day, amount]).toEqual([day, truth.perDay.get(day)?.[1]]);
  for (const [till, amount] of perTill) expect([till, amount]).toEqual([till, truth.perTill.get(till)?.[1]]);
  expect(invoices.reduce((count, invoice) => count + invoice.lines.length, 0)).toBe(truth.lines);
  expect(productFile(invoices).split('\n').length - 2).toBe(truth.perProduct.size);
});
