import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageToAsk, looksOver } from '../../src/core/age-check.ts';
import { ageOn, bornBy, readDate } from '../../src/core/birth-date.ts';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { readyToPay } from '../../src/core/complete-sale.ts';
import { cartOfHeld, goodsOfCart } from '../../src/core/held-cart.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { splitCart } from '../../src/core/split-cart.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { aSale, saleInput } from '../support/sales.ts';

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const days = fc
  .integer({ min: Date.UTC(1901, 0, 1) / 86_400_000, max: Date.UTC(2099, 11, 31) / 86_400_000 })
  .map((day) => dayOf(day * 86_400_000));

describe('a date of birth', () => {
  test.each([
    ['20081122', '2008-11-22'],
    ['2008-11-22', '2008-11-22'],
    ['2008年11月22日', '2008-11-22'],
    ['20080229', '2008-02-29'],
    ['20070229', null],
    ['20081301', null],
    ['20081100', null],
    ['18991231', null],
    ['2008112', null],
    ['22.11.2008', null],
  ])('is read as a day there is: %s', (text, read) => {
    expect(readDate(text)).toBe(read);
  });

  // An age is reached on the birthday; somebody born on 29 February has it on 1 March of other years.
  test.each([
    ['2026-11-22', '2008-11-22', 18],
    ['2026-11-21', '2008-11-22', 17],
    ['2026-02-28', '2008-02-29', 17],
    ['2026-03-01', '2008-02-29', 18],
    ['2028-02-29', '2010-02-28', 18],
    ['2026-11-22', '2026-11-22', 0],
    ['2026-11-22', '2026-11-23', -1],
  ])('on %s whoever was born on %s is %i', (today, born, years) => {
    expect(ageOn(today, born)).toBe(years);
  });

  test('says the same as the calendar, and as the day the shop may tell a customer', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 99 }), (today, born, age) => {
        const [year, month, day] = today.split('-').map(Number) as [number, number, number];
        const [bornYear, bornMonth, bornDay] = born.split('-').map(Number) as [number, number, number];
        const had = month > bornMonth || (month === bornMonth && day >= bornDay);
        expect(ageOn(today, born)).toBe(year - bornYear - (had ? 0 : 1));
        expect(born <= bornBy(today, age)).toBe(ageOn(today, born) >= age);
        expect(readDate(born)).toBe(born);
      }),
    );
  });
});

describe('goods of an age', () => {
  const ages = new Map([[2, 16], [3, 18]]); // prettier-ignore
  const ask = (skuNos: number[], age?: number) =>
    ageToAsk(skuNos, (skuNo) => ages.get(skuNo), age === undefined ? undefined : { age });

  test('are asked about once: what was confirmed holds for the same age and every lower one', () => {
    expect([ask([1]), ask([1, 2]), ask([2, 3]), ask([2], 18), ask([2, 3], 18), ask([2, 3], 16)]).toEqual([
      null, 16, 18, null, null, 18,
    ]); // prettier-ignore
    expect(looksOver(18)).toBe(25);
  });

  const book = bookOf([aProduct(1), aProduct(2, { minAge: 18 })]);
  const check = { age: 18, how: 'looks', staffId: uuidOf(11) } as const;
  const ready = (cart: Cart) => {
    const done = readyToPay({ ...saleInput(cart), priced: priceCart(cart, book) });
    return done.ok ? 'ready' : done.error;
  };

  test('are not paid for before somebody has confirmed the age', () => {
    const cart = cartOf([[1, 1000], [2, 1000]]); // prettier-ignore
    expect(ready(cart)).toEqual({ code: 'age_not_checked', age: 18 });
    expect(ready(applyStep(cart, { step: 'age_checked', check }))).toBe('ready');
    expect(ready(applyStep(cart, { step: 'age_checked', check: { ...check, age: 16 } }))).toMatchObject({ age: 18 });
    expect(ready(applyStep(cart, { step: 'line_removed', lineId: 2 }))).toBe('ready');
  });

  test('stay confirmed while the cart is put aside; emptied, and as a part for another, asked about again', () => {
    const cart = applyStep(cartOf([[1, 2000], [2, 1000]]), { step: 'age_checked', check }); // prettier-ignore
    const goods = goodsOfCart(cart);
    const held = { heldId: cart.cartId, cartId: cart.cartId, rev: 1, name: '', note: '', takers: [] };
    const again = cartOfHeld({ ...held, goods } as never, goods, uuidOf(901));
    expect(again.ageCheck).toEqual(check);
    const emptied = [1, 2].reduce((left, lineId) => applyStep(left, { step: 'line_removed', lineId }), cart);
    expect(emptied.ageCheck).toBe(undefined);
    const split = splitCart({ cart, priced: priceCart(cart, book), picks: new Map([[2, 1000]]) }, uuidOf(902));
    expect(split).toMatchObject({ ok: true, value: { kept: { ageCheck: check } } });
    expect(split.ok && split.value.taken.ageCheck).toBe(undefined);
  });

  test('the sale says who confirmed which age and how, and nothing of the day of birth', () => {
    const cart = applyStep(cartOf([[1, 1000]]), { step: 'age_checked', check });
    expect(aSale([[1, 1000]], { cart }).ageCheck).toEqual(check);
    expect(aSale()).not.toHaveProperty('ageCheck');
  });
});
