/** Facts a till may journal, small and valid, with ids that tell them apart. */
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { toMinor, ZERO } from '../../src/core/money.ts';
import type { EntryBody } from '../../src/wire/entry.ts';

export const newId = (): string => uuidv7();

export function aSale(shiftId: string, over: Partial<EntryBody<'sale.completed'>> = {}): EntryBody<'sale.completed'> {
  const amount = toMinor(380);
  return {
    saleId: newId(),
    no: 'draft',
    kind: 'counter',
    shiftId,
    cartId: randomUUID(),
    currency: 'GBP',
    taxMode: 'included',
    pbVersion: '0000:0',
    lines: [
      {
        lineId: 1,
        skuNo: 7,
        name: 'Milk 1 l',
        qtyMilli: 2000,
        unitMinor: toMinor(190),
        listMinor: toMinor(190),
        grossMinor: amount,
        discountMinor: ZERO,
        taxBp: 0,
        taxMinor: ZERO,
      },
    ],
    tenders: [{ tenderId: 1, method: 'cash', amountMinor: amount }],
    changeMinor: ZERO,
    totals: { grossMinor: amount, discountMinor: ZERO, taxMinor: ZERO, totalMinor: amount },
    channel: 'counter',
    sourceQr: null,
    ...over,
  };
}

export function aReturn(
  shiftId: string,
  over: Partial<EntryBody<'return.completed'>> = {},
): EntryBody<'return.completed'> {
  const amount = toMinor(190);
  return {
    returnId: newId(),
    no: 'draft',
    saleId: null,
    shiftId,
    currency: 'GBP',
    lines: [
      {
        lineId: 1,
        skuNo: 7,
        name: 'Milk 1 l',
        qtyMilli: 1000,
        refundMinor: amount,
        taxBp: 0,
        taxMinor: ZERO,
        condition: 'resalable',
      },
    ],
    plan: [{ tenderId: 1, method: 'cash', amountMinor: amount }],
    totalMinor: amount,
    reason: 'sour',
    approverId: null,
    ...over,
  };
}

export const aShift = (floatMinor = 10_000): EntryBody<'shift.opened'> => ({
  shiftId: randomUUID(),
  shiftNo: 1,
  floatMinor: toMinor(floatMinor),
});

export function aShiftClose(shiftId: string, over: Partial<EntryBody<'shift.closed'>> = {}): EntryBody<'shift.closed'> {
  return {
    shiftId,
    zNo: 1,
    floatMinor: toMinor(10_000),
    expectedMinor: toMinor(10_000),
    countedMinor: toMinor(10_000),
    diffMinor: ZERO,
    sales: 0,
    returns: 0,
    salesMinor: ZERO,
    returnsMinor: ZERO,
    taxMinor: ZERO,
    byMethod: [],
    byTax: [],
    grandTotalMinor: ZERO,
    firstSeq: 1,
    lastSeq: 1,
    provisional: true,
    ...over,
  };
}
