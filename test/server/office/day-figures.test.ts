import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dateBefore,
  dayFigures,
  hourFigures,
  localMoment,
  QUARTER_MS,
  sameTimeBefore,
  type QuarterSum,
} from '../../../src/server/office/day-figures.ts';

const at = (iso: string): number => Date.parse(iso);
const sum = (iso: string, totalMinor: number, more: Partial<QuarterSum> = {}): QuarterSum => ({
  kind: 'sale',
  quarter: Math.floor(at(iso) / QUARTER_MS),
  early: true,
  count: 1,
  totalMinor,
  ...more,
});

test('a moment has another date and hour in another zone, quarter-hour zones included', () => {
  expect(localMoment(at('2026-11-21T17:30:00Z'), 'Asia/Shanghai')).toEqual({ date: '2026-11-22', hour: 1 });
  expect(localMoment(at('2026-11-21T17:30:00Z'), 'Europe/London')).toEqual({ date: '2026-11-21', hour: 17 });
  expect(localMoment(at('2026-11-21T18:20:00Z'), 'Asia/Kathmandu')).toEqual({ date: '2026-11-22', hour: 0 });
});

test('a week before crosses months and leap days', () => {
  expect(dateBefore('2026-03-03', 7)).toBe('2026-02-24');
  expect(dateBefore('2028-03-03', 7)).toBe('2028-02-25');
});

test('the same time a week before follows the clock on the wall, over the end of summer time too', () => {
  const now = at('2026-10-28T14:05:00Z'); // winter time in London since the 25th
  expect(sameTimeBefore(now, 7, 'Europe/London')).toBe(at('2026-10-21T13:05:00Z'));
  expect(sameTimeBefore(now, 7, 'Asia/Shanghai')).toBe(at('2026-10-21T14:05:00Z'));
});

test('net is sold less refunded, the average is of sales alone, an empty day is all zero', () => {
  const sums = [
    sum('2026-11-21T01:00:00Z', 1000, { count: 2 }),
    sum('2026-11-21T02:00:00Z', 501),
    sum('2026-11-21T02:00:00Z', 300, { kind: 'return' }),
  ];
  expect(dayFigures(sums, false)).toEqual({
    netMinor: 1201,
    sales: 3,
    averageMinor: 500,
    refunds: 1,
    refundsMinor: 300,
  });
  expect(dayFigures([], false)).toEqual({ netMinor: 0, sales: 0, averageMinor: 0, refunds: 0, refundsMinor: 0 });
});

test('a comparison leaves out what came later in the day', () => {
  const sums = [sum('2026-11-14T01:00:00Z', 1000), sum('2026-11-14T09:00:00Z', 700, { early: false })];
  expect(dayFigures(sums, true).netMinor).toBe(1000);
});

test('the hours of a day add up to its figures, in any zone', () => {
  const zones = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/London',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Australia/Lord_Howe',
  );
  const sums = fc.array(
    fc.record({
      kind: fc.constantFrom('sale' as const, 'return' as const),
      quarter: fc.integer({ min: 1_900_000, max: 1_900_200 }),
      early: fc.boolean(),
      count: fc.integer({ min: 1, max: 50 }),
      totalMinor: fc.nat(1_000_000),
    }),
  );
  fc.assert(
    fc.property(sums, zones, (rows, tz) => {
      const day = dayFigures(rows, false);
      const hours = hourFigures(rows, tz);
      expect(hours.reduce((all, hour) => all + hour.netMinor, 0)).toBe(day.netMinor);
      expect(hours.reduce((all, hour) => all + hour.sales, 0)).toBe(day.sales);
      expect(hours.every(({ hour }) => hour >= 0 && hour < 24)).toBe(true);
    }),
  );
});
