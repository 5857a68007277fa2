import { expect, test } from 'vitest';
import { atWork, TOLD_EVERY_MS } from '../../src/office/data/at-work.ts';

test('keys tell the server of a person at work, once in a while; without keys nothing is told', () => {
  const now = { ms: 1_000_000 };
  let told = 0;
  const heard = atWork(
    () => {
      told += 1;
    },
    () => now.ms,
  );
  heard();
  expect(told).toBe(0); // the page has just asked
  now.ms += 30 * 60_000;
  expect(told).toBe(0);
  for (let key = 0; key < 50; key += 1) heard();
  expect(told).toBe(1);
  now.ms += TOLD_EVERY_MS - 1;
  heard();
  expect(told).toBe(1);
  now.ms += 1;
  heard();
  expect(told).toBe(2);
});
