// @vitest-environment jsdom
/** What is kept from whoever will count the drawer, and why a sale is undone. */
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { takeCash } from '../../src/till/sell/paying.ts';
import { GOODS, MANAGER, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';
import { showTill } from '../support/shown-till.tsx';

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter());
  addProduct(counter, GOODS[1]!, 'tap'); // 7.50
  await takeCash(counter, toMinor(750));
});
afterEach(cleanup);

const show = () => screen.getByRole('button', { name: 'Show expected cash' });

test('a cashier’s X report tells no cash, and showing it takes somebody who may accept a difference', async () => {
  await showTill(counter, '/till/shift/report');
  const paper = await screen.findByRole('region', { name: 'X report' });
  await within(paper).findByText('Float');
  expect(paper.textContent).not.toMatch(/7\.50|Expected cash/);
  await act(async () => fireEvent.click(show()));
  expect(counter.view.getState().approval?.asked).toEqual({ action: 'accept_difference' });
});

test('a manager reads it by asking for it, never by opening the report', async () => {
  till.state.setState({ signedIn: MANAGER });
  await showTill(counter, '/till/shift/report');
  const paper = await screen.findByRole('region', { name: 'X report' });
  await within(paper).findByText('Float');
  expect(paper.textContent).not.toMatch(/7\.50|Expected cash/);
  await act(async () => fireEvent.click(show()));
  expect(paper.textContent).toContain('Expected cash');
  expect(paper.textContent).toContain('107.50');
});

test('a void has reasons of its own, not those of goods that come back', async () => {
  await showTill(counter, '/till/sales');
  fireEvent.click((await screen.findAllByRole('listitem'))[0]!.querySelector('button')!);
  fireEvent.click(await screen.findByRole('button', { name: 'Void' }));
  await screen.findByRole('button', { name: 'Wrong price' });
  expect(screen.getByRole('button', { name: 'Wrong product or quantity' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Faulty' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Past its date' })).toBeNull();
});
