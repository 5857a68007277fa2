/** Sales of goods the till asks about, for tests: by age, as parts of a bundle, by lot and serial number. */
import { toMinor } from '../../src/core/money.ts';
import type { Sale } from '../../src/core/sale.ts';
import { uuidOf } from './builders.ts';

export const soldByAge = (sale: Sale): Sale => ({
  ...sale,
  ageCheck: { age: 18, how: 'birth_date', staffId: uuidOf(11) },
});

/** The first line of `sale` as a bundle, the others as packs with numbers. The bundle's tax is that of its parts. */
export function soldAsParts(sale: Sale): Sale {
  const part = { name: '茶', qtyMilli: 2000 };
  const parts = [
    { ...part, skuNo: 5, shareMinor: toMinor(300), taxBp: 1300, taxMinor: toMinor(35) },
    { ...part, skuNo: 6, shareMinor: toMinor(100), taxBp: 900, taxMinor: toMinor(8) },
  ];
  const lines = sale.lines.map((line, at) =>
    at === 0 ? { ...line, parts, taxMinor: toMinor(43) } : { ...line, lot: 'L1', serial: 'SN-1', expiry: '2027-01-31' },
  );
  const off = (sale.lines[0]?.taxMinor ?? 0) - 43;
  return { ...sale, lines, totals: { ...sale.totals, taxMinor: toMinor(sale.totals.taxMinor - off) } };
}

/** Sold for goods that came back. */
export const soldInExchange = (sale: Sale): Sale => ({ ...sale, exchangeOf: uuidOf(2001) });
