import { beforeEach, describe, expect, test, vi } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { isBusyTill, onNewVersion } from '../../src/till/new-version.ts';
import { putAway } from '../../src/till/notices.ts';
import { addProduct, clearCart, setQuantity, stepQuantity, takeOut } from '../../src/till/sell/filling.ts';
import { takeCode } from '../../src/till/sell/handing-over.ts';
import { selectLine, setPadTab, setPadText, submitPad } from '../../src/till/sell/pad.ts';
import { finishSale, leavePayment, openPayment, owed, takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { makeCounter } from '../../src/till/make-counter.ts';
import type { QrCart } from '../../src/wire/qr-claims.ts';
import { cartParts } from '../../src/wire/qr-parts.ts';
import { cartText } from '../../src/wire/qr.ts';
import { GOODS, HUSHED, linesOf, MANAGER, noticesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';

let counter: Counter;
let till: MemoryTill;

beforeEach(async () => {
  const opened = await openCounter();
  counter = opened.counter;
  till = opened.till;
});

const [WATER, CRISPS, APPLES] = GOODS;
const scan = (text: string) => takeScan(counter, { text });
const kinds = () => till.journal.map((entry) => entry.kind);
const waterAndCrisps = () => {
  addProduct(counter, WATER!, 'tap');
  addProduct(counter, CRISPS!, 'tap');
};

describe('every scan is answered', () => {
  test('a known code is a line; the same again is one more', async () => {
    await scan('6901234567892');
    await scan('6901234567892');
    await scan('crisps'); // the other case of the shop's own code
    expect(linesOf(counter)).toEqual([[1, 2000], [2, 1000]]); // prettier-ignore
    expect(noticesOf(counter)).toEqual([]);
  });

  test.each([
    ['an unknown code', '6923450657133', 'unknown_code'],
    ['a wrong check digit', '6901234567893', 'wrong_check_digit'],
    ['a pay code', '134567890123456789', 'pay_code_here'],
    ['goods no longer sold', 'OLD', 'product_stopped'],
    ['goods past their date', '(01)06901234567892(17)200101', 'goods_expired'],
    ['a tampered cart', 'O0:6BFOXN*TS0BI$ZD', 'damaged_code'],
    ['somebody else’s code', 'https://example.org/win', 'unknown_code'],
  ])('%s is refused with words and adds nothing', async (_name, text, code) => {
    await scan(text);
    expect(noticesOf(counter)).toEqual([code]);
    expect(linesOf(counter)).toEqual([]);
    expect(counter.announcer.spoken().assertive.length).toBeGreaterThan(5);
  });

  test('the digits of a wrong code are shown, those of a pay code are nowhere', async () => {
    await scan('6901234567893');
    await scan('134567890123456789');
    expect(JSON.stringify(counter.view.getState().notices)).toContain('6901234567893');
    expect(JSON.stringify([counter.view.getState(), ...till.carts.values(), till.journal])).not.toContain(
      '134567890123456789',
    );
  });

  test('the same refusal stands once, and can be put away', async () => {
    await scan('6901234567893');
    await scan('6901234567893');
    expect(noticesOf(counter)).toHaveLength(1);
    putAway(counter, counter.view.getState().notices[0]!.id);
    expect(noticesOf(counter)).toEqual([]);
  });

  test('while products are still arriving, an unknown code says how far they are', async () => {
    till.state.setState({ loading: { done: 98_412, total: 100_000 } });
    await scan('6923450657133');
    expect(counter.view.getState().notices).toMatchObject([
      { refusal: { code: 'not_loaded_yet', facts: { done: 98_412 } } },
    ]);
  });

  test('goods are past their date by the day of the store, not of Greenwich', async () => {
    const { store } = till.state.getState();
    till.state.setState({ store: store === null ? null : { ...store, tz: 'Asia/Shanghai' } });
    const nowMs = () => Date.parse('2026-11-21T22:00:00Z'); // the 22nd in Shanghai
    const early = await makeCounter({ device: till, ...HUSHED, nowMs });
    await takeScan(early, { text: '(01)06901234567892(17)261121' });
    expect(noticesOf(early)).toEqual(['goods_expired']);
  });

  test('a shelf label of the shop and a weight in the code', async () => {
    await scan('https://shop.example/p/2?s=1');
    expect(linesOf(counter)).toEqual([[2, 1000]]);
  });
});

describe('filling the cart', () => {
  test('what was typed before multiplies the next product only', () => {
    counter.view.setState({ multiplyMilli: 3000 });
    waterAndCrisps();
    expect(linesOf(counter)).toEqual([[1, 3000], [2, 1000]]); // prettier-ignore
  });

  test('what multiplies a refused product does not multiply the next one', async () => {
    counter.view.setState({ multiplyMilli: 345 });
    await scan('OLD');
    addProduct(counter, WATER!, 'tap');
    expect(linesOf(counter)).toEqual([[1, 1000]]);
  });

  test('a line taken out comes back by undo, in its place', async () => {
    waterAndCrisps();
    await takeOut(counter, 1);
    expect(linesOf(counter)).toEqual([[2, 1000]]);
    counter.hand.getState().step({ step: 'line_restored', lineId: 1 });
    expect(linesOf(counter)).toEqual([[1, 1000], [2, 1000]]); // prettier-ignore
  });

  test('one less of the last piece takes the line out; pieces are whole', async () => {
    addProduct(counter, WATER!, 'tap');
    expect(setQuantity(counter, 1, 1500)).toBe(false);
    expect(noticesOf(counter)).toEqual(['bad_quantity']);
    stepQuantity(counter, 1, -1);
    await Promise.resolve();
    expect(linesOf(counter)).toEqual([]);
    addProduct(counter, APPLES!, 'tap');
    expect(setQuantity(counter, 2, 1250)).toBe(true);
  });

  test('a quantity that makes an amount beyond any sale is refused, and a cart that holds one is not paid', () => {
    addProduct(counter, WATER!, 'tap');
    const unitMinor = toMinor(999_999_999_999);
    counter.hand.getState().step({ step: 'price_overridden', lineId: 1, unitMinor });
    expect(setQuantity(counter, 1, 999_999_000)).toBe(false);
    expect(linesOf(counter)).toEqual([[1, 1000]]);
    counter.hand.getState().step({ step: 'quantity_set', lineId: 1, qtyMilli: 999_999_000 });
    expect(openPayment(counter)).toBe(false);
    expect(noticesOf(counter)).toEqual(['amount_too_large']);
  });

  test('clearing before money was asked for is no fact; after it, each line is', async () => {
    waterAndCrisps();
    await clearCart(counter);
    expect(kinds()).toEqual([]);
    waterAndCrisps();
    openPayment(counter);
    leavePayment(counter);
    await clearCart(counter);
    expect(kinds()).toEqual(['line.removed', 'line.removed']);
    expect(linesOf(counter)).toEqual([]);
  });

  test('a new price needs a manager and is journalled before the cart changes', async () => {
    addProduct(counter, WATER!, 'tap');
    selectLine(counter, 1);
    setPadTab(counter, 'price');
    setPadText(counter, '1.50');
    submitPad(counter);
    const { approval } = counter.view.getState();
    expect(approval?.words).toBe('Price of Spring water from ¥2.00 to ¥1.50');
    expect(kinds()).toEqual([]);
    approval?.agreed(MANAGER.staffId);
    await expect.poll(() => counter.hand.getState().cart.lines[0]?.overrideMinor).toBe(150);
    expect(kinds()).toEqual(['price.overridden']);
  });
});

describe('paying', () => {
  test('express cash: one touch sells, the cart is away, the change stands', async () => {
    waterAndCrisps();
    await takeCash(counter, toMinor(2000));
    expect(counter.view.getState()).toMatchObject({
      work: 'idle',
      sold: { isShown: true, sale: { changeMinor: 1050 } },
    });
    expect(linesOf(counter)).toEqual([]);
    expect(till.carts.size).toBe(0);
    addProduct(counter, WATER!, 'tap');
    expect(counter.view.getState().sold?.isShown).toBe(false);
  });

  test('cash in parts: what remains is shown until it is covered', async () => {
    waterAndCrisps();
    await takeCash(counter, toMinor(500));
    expect(owed(counter)).toEqual({ totalMinor: 950, remainingMinor: 450 });
    expect(kinds()).toEqual([]);
    await takeCash(counter, toMinor(500));
    expect(till.journal).toMatchObject([{ kind: 'sale.completed', body: { changeMinor: 50, tenders: [{}, {}] } }]);
  });

  test('one more product while paying is owed too', async () => {
    addProduct(counter, WATER!, 'tap');
    await takeCash(counter, toMinor(100));
    await scan('CRISPS');
    expect(owed(counter)).toEqual({ totalMinor: 950, remainingMinor: 850 });
  });

  test('figures typed at the cart are no cash, and cash not taken is forgotten', () => {
    addProduct(counter, WATER!, 'tap');
    setPadText(counter, '5');
    openPayment(counter);
    expect(counter.view.getState().padText).toBe('');
    setPadText(counter, '50');
    leavePayment(counter);
    expect(counter.view.getState().padText).toBe('');
    setPadText(counter, '7');
    addProduct(counter, WATER!, 'tap');
    expect(counter.view.getState().padText).toBe('');
  });

  test('an empty cart, and no shift, say so', () => {
    expect(openPayment(counter)).toBe(false);
    till.state.setState({ shift: null });
    addProduct(counter, WATER!, 'tap');
    expect(openPayment(counter)).toBe(false);
    expect(noticesOf(counter)).toEqual(['no_open_shift', 'empty_cart']);
  });

  test('a full disk: nothing is sold, the cart and its money stay', async () => {
    addProduct(counter, WATER!, 'tap');
    till.nextOutcome = 'journal_full';
    await takeCash(counter, toMinor(500));
    expect(noticesOf(counter)).toEqual(['journal_full']);
    expect(linesOf(counter)).toEqual([[1, 1000]]);
    await finishSale(counter); // once there is room again
    expect(kinds()).toEqual(['sale.completed']);
  });

  test('an outcome that is not known blocks the counter until it is, and the money is counted once', async () => {
    addProduct(counter, WATER!, 'tap');
    till.nextOutcome = 'unknown_but_saved';
    await takeCash(counter, toMinor(500));
    expect(counter.view.getState().work).toBe('unknown');
    await scan('CRISPS');
    expect(noticesOf(counter)).toEqual(['outcome_unknown']);
    await takeCash(counter, toMinor(500));
    await finishSale(counter);
    expect(counter.view.getState()).toMatchObject({ work: 'idle', sold: { sale: { changeMinor: 300 } } });
    expect(kinds()).toEqual(['sale.completed']);
  });
});

describe('a reload', () => {
  const reload = () => makeCounter({ device: till, ...HUSHED });

  test('the cart is there, with what was taken out', async () => {
    waterAndCrisps();
    await takeOut(counter, 2);
    const again = await reload();
    expect(linesOf(again)).toEqual([[1, 1000]]);
    expect(again.hand.getState().cart.removed).toHaveLength(1);
  });

  test('in the middle of a payment: the same sale goes on, with the money counted so far', async () => {
    waterAndCrisps();
    await takeCash(counter, toMinor(500));
    const { saleEntryId } = counter.hand.getState().cart;
    const again = await reload();
    expect(again.hand.getState()).toMatchObject({
      cart: { saleEntryId },
      wasAsked: true,
      tenders: [{ amountMinor: 500 }],
    });
    await takeCash(again, toMinor(450));
    expect(till.journal).toMatchObject([{ kind: 'sale.completed', entryId: saleEntryId }]);
    expect(linesOf(await reload())).toEqual([]);
  });

  test('what does not read stays on disk and a new cart begins', async () => {
    till.carts.set('x', { cartId: 'x', from: 'another version' });
    const again = await reload();
    expect(linesOf(again)).toEqual([]);
    expect(till.carts.has('x')).toBe(true);
  });
});

describe('a new version', () => {
  test('waits for the cart in the hand, and for nothing where a screen has stopped working', () => {
    let applied = 0;
    waterAndCrisps();
    onNewVersion(counter, () => (applied += 1));
    expect([isBusyTill(counter), applied]).toEqual([true, 0]);
    counter.view.setState({ isBroken: true });
    expect([isBusyTill(counter), applied]).toEqual([false, 1]);
    onNewVersion(counter, () => (applied += 1)); // one that arrives afterwards
    expect(applied).toBe(2);
  });
});

describe('a phone’s cart', () => {
  const phoneCart = (change: Partial<QrCart> = {}): QrCart => ({
    orgNo: 7,
    storeNo: 1,
    cartRef: 'aabbccddeeff00112233',
    rev: 4,
    totalSeenMinor: toMinor(900),
    part: null,
    lines: [
      { skuNo: 1, gtin: null, qtyMilli: 2000, seenMinor: null },
      { skuNo: null, gtin: '06923450657133', qtyMilli: 1000, seenMinor: null },
    ],
    ...change,
  });

  test('is priced from this till’s book; what the till lacks is listed', async () => {
    await scan(cartText(phoneCart()));
    expect(linesOf(counter)).toEqual([[1, 2000]]);
    expect(counter.hand.getState().cart.handoff).toMatchObject({
      by: 'O0', totalSeenMinor: 900, missing: [{ gtin: '06923450657133', qtyMilli: 1000 }],
    }); // prettier-ignore
    expect(till.journal).toMatchObject([
      {
        kind: 'cart.claimed',
        body: { cartRef: 'aabbccddeeff00112233', rev: 4, totalSeenMinor: 900, totalMinor: 400, missing: 1 },
      },
    ]);
  });

  test('the same code again changes nothing; a later rev replaces it', async () => {
    await scan(cartText(phoneCart()));
    await scan(cartText(phoneCart()));
    expect(kinds()).toEqual(['cart.claimed']);
    await scan(cartText(phoneCart({ rev: 5, lines: [{ skuNo: 2, gtin: null, qtyMilli: 1000, seenMinor: null }] })));
    expect(linesOf(counter)).toEqual([[2, 1000]]);
  });

  test('after it was paid, it is refused with the time', async () => {
    await scan(cartText(phoneCart()));
    await takeCash(counter, toMinor(1000));
    expect(till.journal.at(-1)).toMatchObject({ body: { channel: 'handoff', sourceQr: 'O0:aabbccddeeff00112233' } });
    await scan(cartText(phoneCart()));
    expect(noticesOf(counter)).toEqual(['cart_already_paid']);
    expect(linesOf(counter)).toEqual([]);
  });

  test('goods on the counter are put aside by themselves; one customer after all: both are one sale', async () => {
    addProduct(counter, CRISPS!, 'tap');
    await scan(cartText(phoneCart()));
    expect(linesOf(counter)).toEqual([[1, 2000]]);
    expect(kinds()).toEqual(['cart.held', 'cart.claimed']);
    counter.toasts.shown().at(-1)!.action!.run();
    await vi.waitFor(() => expect(linesOf(counter)).toEqual([[2, 1000], [1, 2000]])); // prettier-ignore
    expect(till.carts.size).toBe(1);
  });

  test('another phone’s cart puts the first one aside, and never mixes with it', async () => {
    await scan(cartText(phoneCart()));
    const lines = [{ skuNo: 2, gtin: null, qtyMilli: 1000, seenMinor: null }];
    await scan(cartText(phoneCart({ cartRef: '00112233445566778899', lines })));
    expect(linesOf(counter)).toEqual([[2, 1000]]);
    counter.toasts.shown().at(-1)!.action!.run();
    await vi.waitFor(() => expect(linesOf(counter)).toEqual([[1, 2000]]));
    expect(till.catalogue.heldCarts().filter((one) => one.takers.length === 0)).toHaveLength(1);
  });

  test('a code that was paid already puts nothing aside', async () => {
    await scan(cartText(phoneCart()));
    await takeCash(counter, toMinor(1000));
    addProduct(counter, CRISPS!, 'tap');
    await scan(cartText(phoneCart()));
    expect(noticesOf(counter)).toEqual(['cart_already_paid']);
    expect(linesOf(counter)).toEqual([[2, 1000]]);
  });

  test('a long one comes in parts, in any order', async () => {
    const lines = Array.from({ length: 130 }, (_, i) => ({
      skuNo: 1 + (i % 3),
      gtin: null,
      qtyMilli: 1000,
      seenMinor: null,
    }));
    const texts = cartParts(phoneCart({ lines }));
    expect(texts.length).toBe(3);
    await scan(texts[2]!);
    await scan(texts[0]!);
    expect(counter.view.getState().parts?.parts).toHaveLength(2);
    expect(linesOf(counter)).toEqual([]);
    await scan(texts[1]!);
    expect(linesOf(counter)).toHaveLength(130);
    expect(counter.view.getState().parts).toBe(null);
  });

  test.each([['of another shop', { orgNo: 8 }, 'other_shop']] as const)(
    '%s is refused',
    async (_name, change, code) => {
      await scan(cartText(phoneCart(change)));
      expect(noticesOf(counter)).toEqual([code]);
    },
  );

  test('six digits: the server’s answer is taken like the code', async () => {
    const { storeNo, cartRef, rev, totalSeenMinor, lines } = phoneCart();
    till.answer = () => ({ storeNo, cartRef, rev, totalSeenMinor, lines });
    expect(await takeCode(counter, '482913')).toBe(true);
    expect(counter.hand.getState().cart.handoff?.by).toBe('code');
  });
});
