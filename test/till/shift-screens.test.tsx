// @vitest-environment jsdom
/** The first digits at the start and the end of a day go where they are meant, without a touch before them. */
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Counter } from '../../src/till/counter.ts';
import { MANAGER, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';
import { showTill } from '../support/shown-till.tsx';

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter());
});
afterEach(cleanup);

const focused = () => document.activeElement?.getAttribute('aria-label');

test('the float is typed at once, and Enter opens the shift', async () => {
  till.state.setState({ shift: null });
  await showTill(counter);
  const float = await screen.findByRole('textbox', { name: 'Float' });
  expect(document.activeElement).toBe(float);
  fireEvent.change(float, { target: { value: '200' } });
  await act(async () => fireEvent.submit(float));
  expect(till.journal).toMatchObject([{ kind: 'shift.opened', body: { floatMinor: 20_000 } }]);
});

test('the count begins in its first field, whichever way and as often as it is counted', async () => {
  till.state.setState({ signedIn: MANAGER });
  await showTill(counter, '/till/shift/close');
  const first = (await screen.findAllByRole('textbox'))[0];
  expect(document.activeElement).toBe(first);
  fireEvent.keyDown(first ?? document.body, { key: 'Enter' });
  expect(document.activeElement).toBe(screen.getAllByRole('textbox')[1]);
  fireEvent.click(screen.getByRole('button', { name: 'One sum' }));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Counted cash' }));
  fireEvent.click(screen.getByRole('button', { name: 'Notes and coins' }));
  expect(focused()).toMatch(/^How many of /);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Done counting' })));
  fireEvent.click(await screen.findByRole('button', { name: 'Recount' }));
  expect(focused()).toMatch(/^How many of /);
});

test('Enter in a row of notes goes to the next one, and only in the last one opens the shift', async () => {
  till.state.setState({ shift: null });
  await showTill(counter);
  fireEvent.click(await screen.findByRole('button', { name: 'Notes and coins' }));
  const rows = screen.getAllByRole('textbox');
  fireEvent.change(rows[0]!, { target: { value: '2' } });
  const goesOn = (row: HTMLElement) => {
    row.focus();
    return fireEvent.keyDown(row, { key: 'Enter' }); // false: the form is not sent
  };
  expect(rows.slice(0, -1).map(goesOn)).toEqual(rows.slice(0, -1).map(() => false));
  expect(document.activeElement).toBe(rows.at(-1));
  expect(goesOn(rows.at(-1)!)).toBe(true);
});

test('a sum that is none is told, for the float and for cash moved', async () => {
  till.state.setState({ shift: null });
  await showTill(counter);
  const float = await screen.findByRole('textbox', { name: 'Float' });
  for (const text of ['-5', '0.005', '1,000', 'abc', '90071992547409.91']) {
    fireEvent.change(float, { target: { value: text } });
    expect(screen.getByText('This is not an amount.')).toBeTruthy();
    await act(async () => fireEvent.submit(float));
  }
  expect(till.journal).toEqual([]);
  fireEvent.change(float, { target: { value: '２００' } });
  expect(screen.queryByText('This is not an amount.')).toBeNull();
  await act(async () => fireEvent.submit(float));
  expect(till.journal).toMatchObject([{ kind: 'shift.opened', body: { floatMinor: 20_000 } }]);
});

test('cash moved is typed at once on a keyboard', async () => {
  till.state.setState({ signedIn: MANAGER });
  await showTill(counter, '/till/cash');
  const amount = await screen.findByRole('textbox', { name: 'Amount' });
  expect(document.activeElement).toBe(amount);
  fireEvent.change(amount, { target: { value: '12.50' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'What it is for' }), { target: { value: 'Milk' } });
  await act(async () => fireEvent.submit(amount));
  expect(till.journal.at(-1)).toMatchObject({ kind: 'cash.moved', body: { amountMinor: 1250 } });
});
