/** Bodies of entries that add up, for tests that are about something else. */
import { v7 as uuidv7 } from 'uuid';
import { lineAmount, sumMinor, toMinor, ZERO, type Minor } from '../../src/core/money.ts';
import { includedTax } from '../../src/core/tax.ts';
import type { EntryBody } from '../../src/wire/entry.ts';

type Goods = { readonly skuNo: number; readonly qtyMilli?: number; readonly unitMinor?: number };

let receiptNo = 0;

/** A cash sale of these goods, paid exactly, at 13 % tax. */
export function saleOf(
  goods: readonly Goods[],
  more: Partial<EntryBody<'sale.completed'>> = {},
): EntryBody<'sale.completed'> {
  const lines = goods.map(({ skuNo, qtyMilli = 1000, unitMinor = 350 }, at) => {
    const grossMinor = lineAmount(toMinor(unitMinor), qtyMilli);
    return {
      lineId: at + 1,
      skuNo,
      name: `Goods ${String(skuNo)}`,
      qtyMilli,
      unitMinor: toMinor(unitMinor),
      listMinor: toMinor(unitMinor),
      grossMinor,
      discountMinor: ZERO,
      taxBp: 1300,
      taxMinor: includedTax(grossMinor, 1300),
    };
  });
  const totalMinor = sumMinor(lines.map((line) => line.grossMinor));
  receiptNo += 1;
  return {
    saleId: uuidv7(),
    no: `T1-${String(receiptNo).padStart(6, '0')}`,
    kind: 'counter',
    shiftId: uuidv7(),
    cartId: uuidv7(),
    currency: 'CNY',
    taxMode: 'included',
    pbVersion: 'abcd:1',
    lines,
    tenders: [{ tenderId: 1, method: 'cash', amountMinor: totalMinor }],
    changeMinor: ZERO,
    totals: {
      grossMinor: totalMinor,
      discountMinor: ZERO,
      taxMinor: sumMinor(lines.map((l) => l.taxMinor)),
      totalMinor,
    },
    channel: 'counter',
    sourceQr: null,
    ...more,
  };
}

/** Brings `qtyMilli` of the first line of a sale back, or of all lines when it is not said. */
export function returnOf(sale: EntryBody<'sale.completed'>, qtyMilli?: number): EntryBody<'return.completed'> {
  const lines = (qtyMilli === undefined ? sale.lines : sale.lines.slice(0, 1)).map((line) => {
    const refundMinor: Minor = lineAmount(line.unitMinor, qtyMilli ?? line.qtyMilli);
    return {
      lineId: line.lineId,
      skuNo: line.skuNo,
      name: line.name,
      qtyMilli: qtyMilli ?? line.qtyMilli,
      refundMinor,
      taxBp: line.taxBp,
      taxMinor: includedTax(refundMinor, line.taxBp),
      condition: 'resalable' as const,
    };
  });
  const totalMinor = sumMinor(lines.map((line) => line.refundMinor));
  receiptNo += 1;
  return {
    returnId: uuidv7(),
    no: `T1-${String(receiptNo).padStart(6, '0')}`,
    saleId: sale.saleId,
    shiftId: sale.shiftId,
    currency: 'CNY',
    lines,
    plan: [{ tenderId: 1, method: 'cash', amountMinor: totalMinor }],
    totalMinor,
    reason: 'broken',
    approverId: null,
  };
}
