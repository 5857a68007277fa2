import { beforeEach, describe, expect, test } from 'vitest';
import type { Counter } from '../../src/till/counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { pressKey, typeChars, type NamedKey } from '../../src/till/sell/keys.ts';
import { selectLine } from '../../src/till/sell/pad.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { GOODS, linesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';

let counter: Counter;
let till: MemoryTill;
let searched: number;
let opened: number;
let went: string[];

beforeEach(async () => {
  ({ counter, till } = await openCounter());
  searched = 0;
  opened = 0;
  went = [];
  addProduct(counter, GOODS[0]!, 'tap');
  addProduct(counter, GOODS[1]!, 'tap');
});

const press = (key: string, more: Partial<NamedKey> = {}) =>
  pressKey(
    counter,
    { key, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, inField: false, onKey: false, ...more },
    { focusSearch: () => (searched += 1), openCart: () => (opened += 1), go: (path) => void went.push(path) },
  );
const sales = () => till.journal.filter((entry) => entry.kind === 'sale.completed');

describe('named keys', () => {
  test('F2 searches, F9 pays, Escape goes one level back', () => {
    expect(press('F2')).toBe(true);
    expect(searched).toBe(1);
    expect(opened).toBe(0);
    press('F9');
    expect(opened).toBe(1); // on a narrow screen the payment is seen
    expect(counter.hand.getState().cart.saleEntryId).not.toBe(null);
    press('Escape');
    expect(counter.hand.getState().cart.saleEntryId).toBe(null);
    expect(press('Escape')).toBe(false);
  });

  test('F7 shows receipts, with Shift a return, F8 discounts; none of them over a sheet', () => {
    press('F7');
    press('F7', { shiftKey: true });
    expect(went).toEqual(['/sales', '/return']);
    expect(press('F8')).toBe(true);
    expect(counter.view.getState().sheet).toBe('discount');
    expect(press('F7')).toBe(false);
    expect(went).toHaveLength(2);
  });

  test('F10 takes the exact cash', async () => {
    press('F10');
    await expect.poll(() => sales().length).toBe(1);
    expect(sales()).toMatchObject([{ body: { changeMinor: 0 } }]);
  });

  test('Delete takes the chosen line, else the last', async () => {
    press('Delete');
    await expect.poll(() => linesOf(counter)).toEqual([[1, 1000]]);
  });

  test('keys of the browser, of an input method and of a sheet are left alone', () => {
    expect(press('F5')).toBe(false);
    expect(press('p', { ctrlKey: true })).toBe(false);
    expect(press('F9', { isComposing: true })).toBe(false);
    expect(press('Escape', { inField: true })).toBe(false);
    counter.view.setState({ sheet: 'keys' });
    expect(press('F9')).toBe(false);
  });

  test('Enter on a focused button is the button’s own', () => {
    selectLine(counter, 1);
    typeChars(counter, '4');
    expect(press('Enter', { onKey: true })).toBe(false);
    expect(press('Enter')).toBe(true);
    expect(linesOf(counter)).toEqual([[1, 4000], [2, 1000]]); // prettier-ignore
  });
});

describe('characters', () => {
  test('3* and a scan is three of it', async () => {
    typeChars(counter, '3');
    typeChars(counter, '*');
    await takeScan(counter, { text: '6901234567892' });
    expect(linesOf(counter)[0]).toEqual([1, 4000]);
    expect(counter.view.getState()).toMatchObject({ multiplyMilli: null, padText: '' });
  });

  test('+ and - step the last line, ? shows the map', () => {
    typeChars(counter, '++-');
    expect(linesOf(counter)[1]).toEqual([2, 2000]);
    typeChars(counter, '?');
    expect(counter.view.getState().sheet).toBe('keys');
  });

  test('digits go to the payment, and Enter takes them', async () => {
    press('F9');
    typeChars(counter, '20');
    press('Enter');
    await expect.poll(() => sales()).toMatchObject([{ body: { changeMinor: 1050 } }]);
  });

  test('they can be switched off, digits for amounts cannot', () => {
    counter.preferences.setState({ bareKeys: false });
    typeChars(counter, '+?');
    expect(linesOf(counter)[1]).toEqual([2, 1000]);
    expect(counter.view.getState().sheet).toBe(null);
    selectLine(counter, 1);
    typeChars(counter, '7');
    expect(counter.view.getState().padText).toBe('7');
  });
});
