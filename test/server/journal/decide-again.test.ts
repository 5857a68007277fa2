/** When an entry that was kept aside is tried again: by its age alone, soon at first, then rarely, then no more. */
import { expect, test } from 'vitest';
import { isDue } from '../../../src/server/journal/decide-again.ts';

const MINUTE_MS = 60_000;
const RECEIVED_MS = Date.UTC(2026, 2, 1);

/** Ages in minutes at which a process that looks so often tries, up to so many minutes. */
function triedAt(lookMs: number, minutes: number): number[] {
  const tried: number[] = [];
  for (let afterMs = 0; afterMs < minutes * MINUTE_MS; afterMs += lookMs) {
    const span = { afterMs: RECEIVED_MS + afterMs, untilMs: RECEIVED_MS + afterMs + lookMs };
    if (isDue(RECEIVED_MS, span)) tried.push((afterMs + lookMs) / MINUTE_MS);
  }
  return tried;
}

test('after a minute, two, four and so on to an hour, then about each hour for a week', () => {
  const month = triedAt(MINUTE_MS / 2, 31 * 24 * 60);
  expect(month.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 192]);
  expect(month.at(-1)).toBeLessThanOrEqual(7 * 24 * 60);
  expect(month).toHaveLength(6 + 157);
});

test('who looks late tries once, whatever was missed', () => {
  expect(triedAt(50 * MINUTE_MS, 150)).toEqual([50, 100, 150]);
  expect(isDue(RECEIVED_MS, { afterMs: RECEIVED_MS, untilMs: RECEIVED_MS + 60 * MINUTE_MS })).toBe(true);
});

test('a clock that is put back makes nothing due', () => {
  expect(isDue(RECEIVED_MS, { afterMs: RECEIVED_MS + MINUTE_MS, untilMs: RECEIVED_MS - MINUTE_MS })).toBe(false);
});
