// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Counter } from '../../src/till/counter.ts';
import { openPayment } from '../../src/till/sell/paying.ts';
import { activateWords } from '../../src/ui/words.ts';
import { GOODS, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';
import { showTill } from '../support/shown-till.tsx';

let counter: Counter;
let till: MemoryTill;

beforeEach(async () => {
  ({ counter, till } = await openCounter());
});
afterEach(cleanup);

const cart = () => within(screen.getByRole('region', { name: 'Cart' }));
const touch = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }), { detail: 1 });

describe('the sale', () => {
  test('three touches and one: sold, with the change as a figure', async () => {
    await showTill(counter);
    touch(/^Spring water 550ml/);
    touch(/^Crisps/);
    touch(/^Spring water 550ml/);
    expect(cart().getAllByRole('listitem')).toHaveLength(2);
    await act(async () => touch('Cash ¥20.00'));
    expect((await cart().findByText('Change')).nextSibling?.textContent).toContain('¥8.50');
    expect(till.journal).toMatchObject([{ kind: 'sale.completed', body: { totals: { totalMinor: 1150 } } }]);
    touch(/^Crisps/);
    expect(cart().getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByText(/Last change/).textContent).toContain('¥8.50');
  });

  test('a picture the network did not bring is the first letter of the name', async () => {
    const products = GOODS.map((product) => ({ ...product, picture: 'gone.webp' }));
    ({ counter } = await openCounter({ till: memoryTill({ products }) }));
    await showTill(counter);
    const tile = screen.getByRole('button', { name: /^Crisps/ });
    const picture = tile.querySelector('img');
    expect(picture?.getAttribute('src')).toBe('/media/gone.webp');
    fireEvent.error(picture ?? tile);
    expect([tile.querySelector('img'), tile.textContent.startsWith('CCrisps')]).toEqual([null, true]);
  });

  test('a row says what was refused, and what to do', async () => {
    await showTill(counter);
    const { takeScan } = await import('../../src/till/sell/scanning.ts');
    await act(() => takeScan(counter, { text: '6923450657133' }));
    const notice = within(cart().getByRole('list', { name: 'Notices' }));
    expect(notice.getByText('Barcode not found: 6923450657133')).toBeTruthy();
    fireEvent.click(notice.getByRole('button', { name: 'Put away' }));
    expect(cart().queryByRole('list', { name: 'Notices' })).toBe(null);
  });

  test('beside the payment one row stands, so that the amount stays in sight', async () => {
    await showTill(counter);
    const { takeScan } = await import('../../src/till/sell/scanning.ts');
    for (const text of ['6923450657133', '6901234567893', 'nothing']) await act(() => takeScan(counter, { text }));
    const rows = () => within(cart().getByRole('list', { name: 'Notices' })).getAllByRole('listitem');
    expect(rows()).toHaveLength(3);
    touch(/^Crisps/);
    act(() => void openPayment(counter));
    await cart().findByText('Remaining');
    expect(rows().map((row) => row.textContent)).toEqual(['Barcode not found: nothing']);
  });

  test('the other language, at once', async () => {
    await showTill(counter);
    await act(() => activateWords('till', 'zh-CN'));
    expect(screen.getByRole('button', { name: /^农夫山泉 550ml/ })).toBeTruthy();
    expect(screen.getByRole('region', { name: '购物车' })).toBeTruthy();
  });

  test('a price change opens the manager sheet; a wrong PIN is said and nothing changes', async () => {
    await showTill(counter);
    touch(/^Spring water 550ml/);
    touch(/^Edit/);
    await cart().findByRole('button', { name: 'Price' });
    touch('Price');
    const pad = within(cart().getByRole('group', { name: 'Number keys' }));
    fireEvent.click(pad.getByRole('button', { name: '1' }));
    await act(async () => touch('Set'));
    const sheet = within(await screen.findByRole('dialog', { name: 'Manager approval' }));
    expect(sheet.getByText('Price of Spring water from ¥2.00 to ¥1.00')).toBeTruthy();
    fireEvent.change(sheet.getByLabelText('PIN of Wang Fang'), { target: { value: '111111' } });
    await act(async () => fireEvent.click(sheet.getByRole('button', { name: 'Confirm' })));
    expect(sheet.getByRole('alert').textContent).toBe('Wrong PIN');
    expect(till.journal).toEqual([]);
    fireEvent.change(sheet.getByLabelText('PIN of Wang Fang'), { target: { value: '246810' } });
    await act(async () => fireEvent.click(sheet.getByRole('button', { name: 'Confirm' })));
    await expect.poll(() => counter.hand.getState().cart.lines[0]?.overrideMinor).toBe(100);
  });
});

describe('before the sale', () => {
  test('signed out: people, a PIN, then the counter', async () => {
    till.signOut();
    await showTill(counter);
    fireEvent.click(await screen.findByRole('button', { name: /Li Na/ }));
    fireEvent.change(screen.getByLabelText('PIN of Li Na'), { target: { value: '246810' } });
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Confirm' })));
    expect(screen.getByRole('region', { name: 'Cart' })).toBeTruthy();
  });

  test('no shift: the float first', async () => {
    till.state.setState({ shift: null });
    await showTill(counter);
    fireEvent.change(await screen.findByRole('textbox', { name: 'Float' }), { target: { value: '300' } });
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Open shift' })));
    expect(till.journal).toMatchObject([{ kind: 'shift.opened', body: { floatMinor: 30_000 } }]);
    expect(screen.getByRole('region', { name: 'Cart' })).toBeTruthy();
  });

  test.each([
    ['revoked', 'This device was removed from the shop. It cannot sell. Ask the office.'],
    ['no_storage', 'The browser gives this page no storage. Allow it, or leave private mode, then reload.'],
    ['older_app', 'A newer version is needed. Reload this page.'],
  ] as const)('a till that is %s says so', async (phase, words) => {
    till.state.setState({ phase, pending: 2 });
    await showTill(counter);
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.getByText('Entries kept on this till: 2')).toBeTruthy();
  });
});
