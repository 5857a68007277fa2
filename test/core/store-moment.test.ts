/**
 * A store's own clock where it is moved, and where zones are not whole hours: what hours, happy hours and business
 * dates go by. The moments of change are those the IANA database of time zones gives for these dates.
 */
import { describe, expect, test } from 'vitest';
import { businessDateOf } from '../../src/core/business-date.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { hourRows } from '../../src/core/shift.ts';
import type { ShiftFact } from '../../src/core/shift-fact.ts';
import { momentIn } from '../../src/core/store-moment.ts';
import { cartOf, uuidOf } from '../support/builders.ts';
import { aPromotion, book, each, of, percent, rulesOf } from '../support/pricing.ts';
import { aSale } from '../support/sales.ts';

const MINUTE = 60_000;

test.each([
  ['Europe/London', '2026-03-29T00:59:00Z', '2026-03-29', '00:59'], // an hour is left out
  ['Europe/London', '2026-03-29T01:00:00Z', '2026-03-29', '02:00'],
  ['Europe/London', '2026-10-25T00:30:00Z', '2026-10-25', '01:30'], // an hour comes twice
  ['Europe/London', '2026-10-25T01:30:00Z', '2026-10-25', '01:30'],
  ['Europe/London', '2026-10-25T02:00:00Z', '2026-10-25', '02:00'],
  ['America/New_York', '2026-03-08T06:59:00Z', '2026-03-08', '01:59'],
  ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08', '03:00'],
  ['Australia/Lord_Howe', '2026-04-04T14:59:00Z', '2026-04-05', '01:59'], // half an hour comes twice
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05', '01:30'],
  ['Asia/Kathmandu', '2026-11-24T18:15:00Z', '2026-11-25', '00:00'],
  ['Pacific/Chatham', '2026-01-01T10:15:00Z', '2026-01-02', '00:00'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01', '00:00'],
  ['Asia/Shanghai', '1991-04-13T18:00:00Z', '1991-04-14', '03:00'], // the last year China moved its clocks
])('in %s it is, at %s, %s %s', (zone, at, date, clock) => {
  const moment = momentIn(zone, Date.parse(at));
  const [hour, minute] = [Math.floor(moment.minute / 60), moment.minute % 60].map((n) => String(n).padStart(2, '0'));
  expect([moment.date, `${hour}:${minute}`]).toEqual([date, clock]);
  expect(businessDateOf(Date.parse(at), zone)).toBe(date);
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  expect(moment.weekday).toBe(weekday === 0 ? 7 : weekday);
});

describe('over the night the clocks are moved', () => {
  const night = (from: string, hours: number): number[] =>
    Array.from({ length: hours * 4 }, (_, quarter) => Date.parse(from) + quarter * 15 * MINUTE);
  const hourly = (times: readonly number[]) => {
    const body = aSale([[1, 1000]]);
    const facts = times.map((wallMs): ShiftFact => ({ kind: 'sale.completed', body, staffId: uuidOf(1), wallMs }));
    const rows = hourRows(facts, (wallMs) => Math.floor(momentIn('Europe/London', wallMs).minute / 60));
    return rows.map(({ hour, sales }) => [hour, sales]);
  };

  test('each sale counts once, in the hour the wall clock showed', () => {
    expect(hourly(night('2026-10-25T00:00:00Z', 3))).toEqual([[1, 8], [2, 4]]); // prettier-ignore
    expect(hourly(night('2026-03-29T00:00:00Z', 3))).toEqual([[0, 4], [2, 4], [3, 4]]); // prettier-ignore
  });

  test('a happy hour is as long as the wall clock makes it', () => {
    const happy = aPromotion(1, each(of(1), percent(5000)), { fromMinute: 60, toMinute: 120 });
    const isCheaper = (at: number): boolean => {
      const rules = rulesOf({ promotions: [happy] }, { moment: momentIn('Europe/London', at) });
      return priceCart(cartOf([[1, 1000]]), book, { rules }).totals.discountMinor > 0;
    };
    const cheaper = (times: readonly number[]): number => times.filter(isCheaper).length;
    expect(cheaper(night('2026-10-25T00:00:00Z', 4))).toBe(8);
    expect(cheaper(night('2026-03-29T00:00:00Z', 4))).toBe(0);
    expect(cheaper(night('2026-06-01T00:00:00Z', 4))).toBe(4);
  });
});
