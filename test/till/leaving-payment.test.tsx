// @vitest-environment jsdom
/** What was typed or taken in a payment is not lost by one key. */
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { pressKey } from '../../src/till/sell/keys.ts';
import { setPadText } from '../../src/till/sell/pad.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import { GOODS, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';
import { showTill } from '../support/shown-till.tsx';

let counter: Counter;
let till: MemoryTill;

beforeEach(async () => {
  ({ counter, till } = await openCounter());
  addProduct(counter, GOODS[0]!, 'tap'); // 2.00
});
afterEach(cleanup);

const escape = () =>
  pressKey(
    counter,
    { key: 'Escape', isComposing: false, ctrlKey: false, altKey: false, metaKey: false, inField: false, onKey: false },
    { focusSearch: () => undefined, openCart: () => undefined, go: () => undefined },
  );
const isPaying = () => counter.hand.getState().cart.saleEntryId !== null;

test('Escape takes back what was typed first, and leaves after that', () => {
  openPayment(counter);
  setPadText(counter, '5');
  escape();
  expect([counter.view.getState().padText, isPaying()]).toEqual(['', true]);
  escape();
  expect([counter.view.getState().sheet, isPaying()]).toEqual([null, false]);
});

test('goods that come while money is on the counter stay in sight, and the money is kept', async () => {
  await takeCash(counter, toMinor(100));
  await showTill(counter);
  await screen.findByText('Remaining');
  expect(screen.queryByText(/In the cart:/)).toBeNull();
  act(() => addProduct(counter, GOODS[0]!, 'scan')); // 2.00 more
  const said = await screen.findByText(/In the cart:/);
  expect(said.textContent).toBe('In the cart: 2 × Spring water 550ml');
  expect(said.parentElement?.textContent).toContain('¥');
  expect(counter.hand.getState().tenders).toHaveLength(1);
});

test('with money taken it asks: going on keeps every row, giving back leaves', async () => {
  await takeCash(counter, toMinor(100));
  const { saleEntryId } = counter.hand.getState().cart;
  await showTill(counter);
  await act(async () => void escape());
  const dialog = within(await screen.findByRole('dialog', { name: 'Give the money back first' }));
  expect(dialog.getByRole('listitem').textContent).toContain('¥1.00');
  expect(counter.hand.getState().tenders).toHaveLength(1);
  fireEvent.click(dialog.getByRole('button', { name: 'Go on paying' }));
  expect([counter.view.getState().sheet, isPaying()]).toEqual([null, true]);

  await act(async () => void escape());
  fireEvent.click(await screen.findByRole('button', { name: 'Given back, to the cart' }));
  expect([counter.hand.getState().tenders, isPaying()]).toEqual([[], false]);
  expect(till.journal).toEqual([]);
  await act(() => takeCash(counter, toMinor(200)));
  expect(till.journal.map(({ kind, entryId }) => [kind, entryId])).toEqual([['sale.completed', expect.any(String)]]);
  expect(saleEntryId).not.toBe(null);
});
