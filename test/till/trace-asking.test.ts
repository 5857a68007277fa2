import { beforeEach, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { movesOfReturn } from '../../src/core/stock.ts';
import type { Counter } from '../../src/till/counter.ts';
import { returnGoods } from '../../src/till/commands/return-goods.ts';
import { openByNo } from '../../src/till/returns/open-receipt.ts';
import { addProduct, setQuantity } from '../../src/till/sell/filling.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { giveTraces, tracesIn } from '../../src/till/sell/tracing.ts';
import { wantedSales } from '../../src/till/sales/find-sales.ts';
import { aProduct } from '../support/builders.ts';
import { linesOf, noticesOf, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';
import { newId } from '../support/till-facts.ts';

const GTIN = '09520123456788';
const PHONE = aProduct(1, { priceMinor: toMinor(99_900), gtins: [GTIN], code: 'PHONE', asks: ['serial'] });
const SERUM = aProduct(2, { priceMinor: toMinor(6000), code: 'SERUM', asks: ['lot'] });
const BOTH = aProduct(3, { priceMinor: toMinor(100), code: 'BOTH', asks: ['lot', 'serial'] });

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter({ till: memoryTill({ products: [PHONE, SERUM, BOTH] }) }));
});
const asked = () => counter.view.getState().tracing;
const lines = () => counter.hand.getState().cart.lines;
const scan = (text: string) => takeScan(counter, { text });
const add = async (code: string, traced: { lot?: string; serial?: string }) => {
  await scan(code);
  giveTraces(counter, asked()!, traced);
};
const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('goods of which the pack has to be known', () => {
  test('are asked about before they are a line; a code that says it is not', async () => {
    await scan('PHONE');
    expect([asked()?.product.skuNo, lines()]).toEqual([1, []]);
    giveTraces(counter, asked()!, { serial: 'SN-1' });
    await scan(`(01)${GTIN}(21)SN-2`);
    expect([asked(), lines().map(({ qtyMilli, serial }) => [qtyMilli, serial])]).toEqual([
      null, [[1000, 'SN-1'], [1000, 'SN-2']],
    ]); // prettier-ignore
  });

  test('are asked for what the code left out only', async () => {
    addProduct(counter, BOTH, 'scan', { labelled: null, traced: { lot: 'L1' } });
    expect(asked()).toMatchObject({ traced: { lot: 'L1' } });
    giveTraces(counter, asked()!, { serial: 'S1' });
    expect(lines()).toMatchObject([{ lot: 'L1', serial: 'S1' }]);
  });

  test('a scan meanwhile is the answer, whole or as a code of GS1', async () => {
    await scan('PHONE');
    await scan('SN-7');
    expect([asked()?.scanned, lines()]).toEqual(['SN-7', []]);
    expect(tracesIn(counter, 'SN-7', 'serial')).toEqual({ serial: 'SN-7' });
    expect(tracesIn(counter, `(01)${GTIN}(10)L9(21)SN-8`, 'serial')).toEqual({ lot: 'L9', serial: 'SN-8' });
  });

  test('the same lot counts up, a piece with a number stays one piece', async () => {
    await add('SERUM', { lot: 'L1' });
    await add('SERUM', { lot: 'L1' });
    await add('SERUM', { lot: 'L2' });
    expect(linesOf(counter)).toEqual([[2, 2000], [2, 1000]]); // prettier-ignore
    counter.view.setState({ multiplyMilli: 3000 });
    await add('PHONE', { serial: 'SN-1' });
    expect(setQuantity(counter, 3, 2000)).toBe(false);
    expect([linesOf(counter).at(-1), noticesOf(counter)]).toEqual([[1, 1000], ['one_of_a_kind']]);
  });

  test('of a phone are asked about before the money, piece by piece', () => {
    const handoff = { cartRef: 'aa', rev: 1, by: 'O0', totalSeenMinor: null, missing: [] } as const;
    const goods = [{ skuNo: 1, qtyMilli: 2000, seenMinor: null }];
    counter.hand.getState().step({ step: 'handoff_taken', handoff, lines: goods });
    for (const serial of ['SN-1', 'SN-2']) {
      expect(openPayment(counter)).toBe(false);
      giveTraces(counter, asked()!, { serial });
    }
    expect(linesOf(counter)).toEqual([[1, 1000], [1, 1000]]); // prettier-ignore
    expect(lines().map(({ serial }) => serial)).toEqual(['SN-2', 'SN-1']);
    expect(openPayment(counter)).toBe(true);
  });
});

describe('a serial number', () => {
  const sell = async () => {
    await add('PHONE', { serial: 'SN-1' });
    await takeCash(counter, toMinor(100_000));
  };

  test('that is in the cart is not taken twice; one sold before is told, until it came back', async () => {
    await sell();
    await add('PHONE', { serial: 'SN-1' });
    await settled();
    expect([lines().length, noticesOf(counter)]).toEqual([1, ['serial_sold']]);
    await scan(`(01)${GTIN}(21)SN-1`);
    expect([lines().length, noticesOf(counter)]).toEqual([1, ['serial_in_cart', 'serial_sold']]);
  });

  test('finds its sale and its return, and goes along with the goods that come back', async () => {
    await sell();
    const wanted = wantedSales('sn-1', { lang: 'en', tz: 'UTC', namesOf: () => [] });
    const [row] = await till.heldSales(wanted, 5);
    expect(row?.kind).toBe('sale');
    await openByNo(counter, 'SN-1').catch(() => undefined); // no page to go to here
    expect(counter.view.getState().returning).toMatchObject({ from: 'sale', no: row?.no });
    if (row?.kind !== 'sale') return;
    const back = await returnGoods(counter.tools, {
      entryId: newId(),
      sold: { from: 'sale', sale: row.body },
      goods: [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }],
      reason: 'Faulty',
      approverId: till.state.getState().staff[1]!.staffId,
    });
    if (!back.ok) throw new Error(back.error.code);
    expect(back.value.back.lines).toMatchObject([{ serial: 'SN-1' }]);
    expect(movesOfReturn(back.value.back)).toMatchObject([{ skuNo: 1, deltaMilli: 1000 }]);
    await add('PHONE', { serial: 'SN-1' });
    await settled();
    expect(noticesOf(counter)).toEqual([]);
  });
});
