/** Exchanges as acts at the counter: what stands in the journal, what changes hands, and what is left after a crash. */
import { beforeEach, describe, expect, test } from 'vitest';
import { applyStep } from '../../src/core/cart.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Return, Sale } from '../../src/core/sale.ts';
import { shiftTotals } from '../../src/core/shift.ts';
import { handFromDisk } from '../../src/till/cart-store.ts';
import { completeSale } from '../../src/till/commands/complete-sale.ts';
import { plannedReturn } from '../../src/till/commands/return-goods.ts';
import type { Counter } from '../../src/till/counter.ts';
import { findExchange, freeHand, takeBackFor } from '../../src/till/returns/exchanging.ts';
import { hold } from '../../src/till/sell/holding.ts';
import { carriedNow, openPayment, owed, takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { takeTyped } from '../../src/till/sell/tendering.ts';
import { cartOf } from '../support/builders.ts';
import { noticesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';
import { cash } from '../support/sales.ts';
import { newId } from '../support/till-facts.ts';

let till: MemoryTill;
let counter: Counter;
let sale: Sale;
beforeEach(async () => {
  ({ counter, till } = await openCounter());
  const asked = applyStep(cartOf([[2, 2000]]), { step: 'payment_started', saleEntryId: newId() }); // crisps, 15.00
  const sold = await completeSale(counter.tools, { cart: asked, tenders: [cash(1500)] });
  if (!sold.ok) throw new Error(sold.error.code);
  sale = sold.value.sale;
});
const cart = () => counter.hand.getState().cart;
const bodies = () => till.journal.map(({ kind, body }) => [kind, body] as const);
const lastSale = (): Sale => till.journal.at(-1)!.body as Sale;

async function bringBack(): Promise<string> {
  const entryId = newId();
  const goods = [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }] as const;
  const wanted = { entryId, sold: { from: 'sale', sale }, goods, reason: 'Wrong goods', approverId: null } as const;
  const planned = plannedReturn(counter.tools, wanted, []);
  if (!planned.ok) throw new Error(planned.error.code);
  await freeHand(counter);
  const done = await takeBackFor(counter, wanted, planned.value);
  if (!done.ok) throw new Error(done.error.code);
  return entryId;
}

describe('an exchange', () => {
  test('for dearer goods: the customer pays the difference; both facts hold alone and name each other', async () => {
    const returnId = await bringBack(); // 7.50
    await takeScan(counter, { text: 'CRISPS' });
    await takeScan(counter, { text: 'CRISPS' });
    await takeCash(counter, toMinor(750));
    const sold = lastSale();
    expect(sold).toMatchObject({
      exchangeOf: returnId,
      totals: { totalMinor: 1500 },
      tenders: [
        { method: 'cash', amountMinor: 750, evidence: { ref: 'T2-000002' } }, { method: 'cash', amountMinor: 750 },
      ],
    }); // prettier-ignore
    expect(bodies().map(([kind]) => kind)).toEqual(['sale.completed', 'return.completed', 'sale.completed']);
    expect([checkSale(sold), checkReturn(till.journal[1]!.body as Return)]).toEqual([[], []]);
    const by = { staffId: null, wallMs: 0 };
    const facts = [
      { kind: 'return.completed', body: till.journal[1]!.body as Return, ...by },
      { kind: 'sale.completed', body: sold, ...by },
    ] as const;
    const z = shiftTotals(sold.shiftId, facts);
    expect(z.byMethod).toMatchObject([{ method: 'cash', amountMinor: 750 }]); // what came into the drawer
    expect(cart().exchange).toBe(undefined);
  });

  test('for cheaper goods: nothing is paid, and what is left is told to hand out', async () => {
    await bringBack();
    await takeScan(counter, { text: '06901234567892' }); // water, 2.00
    expect(carriedNow(counter)).toMatchObject({ carriedMinor: 200, outMinor: 550 });
    expect(owed(counter).remainingMinor).toBe(0); // also by the one key that pays at once
    expect(openPayment(counter)).toBe(true);
    expect(owed(counter).remainingMinor).toBe(0);
    takeTyped(counter);
    await expect.poll(() => till.journal.length).toBe(3);
    expect(lastSale()).toMatchObject({ changeMinor: 0, tenders: [{ amountMinor: 200 }] });
    expect(counter.view.getState().sold?.out).toMatchObject([{ method: 'cash', amountMinor: 550 }]);
  });

  test('is paid by one key too: what remains is asked for, not the whole', async () => {
    await bringBack();
    await takeScan(counter, { text: '06901234567892' });
    await takeCash(counter, owed(counter).remainingMinor);
    expect(lastSale()).toMatchObject({ changeMinor: 0, tenders: [{ amountMinor: 200 }] });
    expect(lastSale().tenders).toHaveLength(1);
    await bringBack();
    for (let piece = 0; piece < 3; piece += 1) await takeScan(counter, { text: 'CRISPS' });
    expect(owed(counter).remainingMinor).toBe(1500);
    await takeCash(counter, owed(counter).remainingMinor);
    expect(lastSale()).toMatchObject({ changeMinor: 0, tenders: [{ amountMinor: 750 }, { amountMinor: 1500 }] });
  });

  test('in coins: what is not carried rounds nothing, and the screen says what will be asked', async () => {
    const cashRounding = { stepMinor: 100, how: 'half_up', on: 'cash' } as const;
    till.state.setState(({ settings }) => ({ settings: settings && { ...settings, cashRounding } }));
    const voucher = { tenderId: 1, method: 'voucher', amountMinor: toMinor(1000) } as const;
    const exchange = { returnId: newId(), no: 'T2-000009', back: [voucher, cash(500, 2)] };
    counter.hand.getState().step({ step: 'exchange_begun', exchange });
    await takeScan(counter, { text: 'CRISPS' }); // 7.50: 8.00 in coins
    const asked = { totalMinor: 800, remainingMinor: 300 };
    expect(owed(counter)).toEqual(asked);
    expect(openPayment(counter)).toBe(true);
    expect(owed(counter)).toEqual(asked);
    await takeCash(counter, toMinor(300));
    expect([lastSale().totals.totalMinor, lastSale().changeMinor, checkSale(lastSale())]).toEqual([800, 0, []]);
    expect(counter.view.getState().sold?.out).toEqual([voucher]);
  });

  test('right after a sale it is what the counter shows, not that sale’s change', async () => {
    await takeScan(counter, { text: 'CRISPS' });
    await takeCash(counter, toMinor(1000));
    expect(counter.view.getState().sold).toMatchObject({ isShown: true });
    await bringBack();
    expect(counter.view.getState().sold).toMatchObject({ isShown: false, sale: { changeMinor: 250 } });
  });

  test('puts what is in the hand aside first, and is not put aside itself', async () => {
    await takeScan(counter, { text: 'CRISPS' });
    await bringBack();
    expect([till.catalogue.heldCarts().length, cart().lines]).toEqual([1, []]);
    await takeScan(counter, { text: 'CRISPS' });
    expect([await hold(counter, null), noticesOf(counter)]).toEqual([false, ['money_counted']]);
  });

  test('that is refused has not begun', async () => {
    const goods = [{ lineId: 1, qtyMilli: 9000, condition: 'resalable' }] as const;
    const wanted = { entryId: newId(), sold: { from: 'sale', sale }, goods, reason: 'x', approverId: null } as const;
    const done = await takeBackFor(counter, wanted, { plan: [] } as never);
    expect([done.ok, cart().exchange, till.journal.length]).toEqual([false, undefined, 1]);
  });
});

describe('cut off in between', () => {
  const onDisk = () => handFromDisk([...till.carts.values()]);

  test('after the return stood in the journal: the cart says what is left to do', async () => {
    till.nextOutcome = 'unknown_but_saved';
    await bringBack().catch(() => undefined);
    const left = onDisk();
    expect(left?.cart.exchange).toMatchObject({ no: '' });
    counter.hand.getState().put(left!); // the till as it opens again
    expect(openPayment(counter)).toBe(false);
    await findExchange(counter);
    expect(cart().exchange).toMatchObject({ no: 'T2-000002', back: [{ method: 'cash', amountMinor: 750 }] });
  });

  test('before it did: nothing has begun', async () => {
    const exchange = { returnId: newId(), no: '', back: [cash(750)] };
    counter.hand.getState().step({ step: 'exchange_begun', exchange });
    await findExchange(counter);
    expect(cart().exchange).toBe(undefined);
  });
});
