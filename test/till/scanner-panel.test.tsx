// @vitest-environment jsdom
/** The scanner test of a till: what arrived, how fast, and how this till would read it. Nothing of it is sold. */
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Counter } from '../../src/till/counter.ts';
import { openCounter } from '../support/counter-kit.ts';
import { showTill } from '../support/shown-till.tsx';

let counter: Counter;
let now = 1000;
beforeEach(async () => {
  ({ counter } = await openCounter());
  await showTill(counter, '/till/device');
  await screen.findByText('Nothing has arrived yet.');
  await act(async () => {}); // its effects have run: it listens
});
afterEach(cleanup);

/** A keyboard scanner: a key every `gapMs`, and Enter. */
async function scan(text: string, gapMs: number): Promise<void> {
  const keys = [...Array.from(text, (key) => ({ key, code: `Digit${key}` })), { key: 'Enter', code: 'Enter' }];
  await act(async () => {
    now += 5000;
    for (const key of keys) {
      now += gapMs;
      const event = new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: now });
      document.body.dispatchEvent(event);
    }
  });
}

const shown = (): string =>
  screen.getAllByRole('status').find(({ textContent }) => textContent.includes('characters'))?.textContent ?? '';

test('shows the text, its pace and its keys, and what the till makes of it; nothing goes in the cart', async () => {
  await scan('6901234567892', 20);
  expect(shown()).toContain('6901234567892');
  expect(shown()).toContain('13 characters, 20 ms each');
  expect(screen.getByText(/Digit6 Digit9 .*Enter/)).toBeTruthy();
  await scan('6901234567893', 20);
  expect(shown()).toMatch(/check digit/i);
  expect(counter.hand.getState().cart.lines).toEqual([]);
});

test('a slow scanner is learned by one scan', async () => {
  await scan('6901234567892', 70);
  const before = counter.preferences.getState().wedge.gapMs;
  await act(async () => screen.getByRole('button', { name: "Use this scanner's speed" }).click());
  expect(before).toBeLessThan(70);
  expect(counter.preferences.getState().wedge.gapMs).toBeGreaterThan(70);
});
