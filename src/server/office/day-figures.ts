/**
 * A business day in figures, from sums per quarter of an hour (every time zone's offset is whole quarters, so hours of
 * any zone can be made of them). Pure: the queries are in src/server/db/office-today.ts.
 *
 * Net sales are what was sold less what was refunded, tax included. The average is of sales alone: a refund of
 * yesterday's goods does not make today's customers poorer.
 */
import { mulDivHalfUp, toMinor } from '../../core/money.ts';
import type { Figures, HourFigure } from '../../wire/office.ts';

export const QUARTER_MS = 900_000;

/** Sum and count of one quarter of an hour. `early`: up to the moment the comparison ends. */
export type QuarterSum = {
  readonly kind: 'sale' | 'return';
  readonly quarter: number; // epoch quarters
  readonly early: boolean;
  readonly count: number;
  readonly totalMinor: number;
};

type LocalMoment = { readonly date: string; readonly hour: number };

/** The calendar date and the hour a moment falls in, in a zone of the IANA list. */
export function localMoment(ms: number, tz: string): LocalMoment {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: tz,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(ms);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}

/** `days` before a date of the calendar, as a date. */
export function dateBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Minutes a zone is ahead of UTC at a moment. */
function offsetMinutes(ms: number, tz: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: tz,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(ms);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((local - Math.floor(ms / 60_000) * 60_000) / 60_000);
}

/**
 * The moment `days` ago when clocks of the zone showed the same time: an hour off where summer time changed between.
 */
export function sameTimeBefore(ms: number, days: number, tz: string): number {
  const then = ms - days * 86_400_000;
  return then + (offsetMinutes(ms, tz) - offsetMinutes(then, tz)) * 60_000;
}

/** Totals of a day. `earlyOnly` leaves out what came after the comparison's end. */
export function dayFigures(sums: readonly QuarterSum[], earlyOnly: boolean): Figures {
  let sales = 0;
  let soldMinor = 0;
  let refunds = 0;
  let refundsMinor = 0;
  for (const sum of sums) {
    if (earlyOnly && !sum.early) continue;
    if (sum.kind === 'sale') {
      sales += sum.count;
      soldMinor += sum.totalMinor;
    } else {
      refunds += sum.count;
      refundsMinor += sum.totalMinor;
    }
  }
  return {
    netMinor: toMinor(soldMinor - refundsMinor),
    sales,
    refunds,
    refundsMinor: toMinor(refundsMinor),
    averageMinor: toMinor(sales === 0 ? 0 : mulDivHalfUp(soldMinor, 1, sales)),
  };
}

/** Net sales and number of sales per hour of the clock, hours with neither left out, in order. */
export function hourFigures(sums: readonly QuarterSum[], tz: string): readonly HourFigure[] {
  const hours = new Map<number, { netMinor: number; sales: number }>();
  for (const sum of sums) {
    const { hour } = localMoment(sum.quarter * QUARTER_MS, tz);
    const at = hours.get(hour) ?? { netMinor: 0, sales: 0 };
    if (sum.kind === 'sale') at.sales += sum.count;
    at.netMinor += sum.kind === 'sale' ? sum.totalMinor : -sum.totalMinor;
    hours.set(hour, at);
  }
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hour, { netMinor, sales }]) => ({ hour, netMinor: toMinor(netMinor), sales }));
}
