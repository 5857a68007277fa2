// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { GOODS, MANAGER, openCounter } from '../support/counter-kit.ts';
import { memoryTill } from '../support/memory-till.ts';
import { aPromotion, nFor, of, percent, price, each } from '../support/pricing.ts';
import { showTill } from '../support/shown-till.tsx';

afterEach(cleanup);

test('the cart tells what applied, the sheet what did not and why', async () => {
  const promotions = [
    aPromotion(1, nFor(of(1), 2, price(300))),
    aPromotion(2, nFor(of(2), 3, price(900))),
    aPromotion(3, each(of(2), percent(100)), { memberTiers: [] }),
  ];
  const { counter } = await openCounter({ till: memoryTill({ products: GOODS, promotions }) });
  await showTill(counter);
  const touch = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }), { detail: 1 });
  const cart = within(screen.getByRole('region', { name: 'Cart' }));
  touch(/^Spring water 550ml/);
  touch(/^Spring water 550ml/);
  touch(/^Crisps/);
  expect(cart.getByText('Offer 1')).toBeTruthy();
  expect(cart.getByRole('button', { name: /^Discounts/ }).textContent).toContain('1.00');
  await act(async () => touch(/^Discounts/));
  const sheet = within(await screen.findByRole('dialog'));
  expect(sheet.getByText('2 more pieces are needed')).toBeTruthy();
  expect(sheet.getByText('For members only')).toBeTruthy();
  fireEvent.change(sheet.getByRole('textbox', { name: 'Coupon' }), { target: { value: 'none' } });
  await act(async () => fireEvent.click(sheet.getByRole('button', { name: 'Add' })));
  expect(sheet.getByText('Nobody here knows this coupon')).toBeTruthy();
});

test('a discount is typed on the keyboard, and one that is none is told in the sheet', async () => {
  const { counter } = await openCounter();
  counter.tools.device.state.setState({ signedIn: MANAGER });
  await showTill(counter);
  fireEvent.click(screen.getByRole('button', { name: /^Crisps/ }), { detail: 1 });
  fireEvent.keyDown(document.body, { key: 'F8' });
  const field = await screen.findByRole('textbox', { name: 'How much off' });
  expect(document.activeElement).toBe(field);
  const type = (value: string) => fireEvent.change(field, { target: { value } });
  const send = () => act(async () => fireEvent.submit(field));
  for (const text of ['101', '-5', '1,000', 'x']) {
    type(text);
    expect(screen.getByText('A percentage above 0 and up to 100.')).toBeTruthy();
    await send();
  }
  expect(counter.hand.getState().cart.discount ?? null).toBeNull();
  type('0.');
  expect(screen.queryByText('A percentage above 0 and up to 100.')).toBeNull();
  type('１０');
  await send();
  expect(counter.hand.getState().cart.discount).toMatchObject({ reward: { kind: 'percent', bp: 1000 } });
});
