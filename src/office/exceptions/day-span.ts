/** Days of a store as a span of time: from the first minute of one to the last of another, in the store's own zone. */
import { momentIn } from '../../core/store-moment.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

const utcOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** When a day begins. Looked at twice: a zone may change its clock between the guess and the day's beginning. */
function dayStartMs(date: string, tz: string): number {
  let ms = utcOf(date);
  for (let look = 0; look < 2; look += 1) {
    const there = momentIn(tz, ms);
    const days = Math.round((utcOf(there.date) - utcOf(date)) / (DAY_MINUTES * MINUTE_MS));
    ms -= (days * DAY_MINUTES + there.minute) * MINUTE_MS;
  }
  return ms;
}

/** The next date. */
const dayAfter = (date: string): string => new Date(utcOf(date) + DAY_MINUTES * MINUTE_MS).toISOString().slice(0, 10);

/** Both days included; null where they are no days, or the wrong way round. */
export function spanOf(
  from: string,
  to: string,
  tz: string,
): { readonly fromMs: number; readonly toMs: number } | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(from) || !/^\d{4}-\d\d-\d\d$/.test(to) || from > to) return null;
  return { fromMs: dayStartMs(from, tz), toMs: dayStartMs(dayAfter(to), tz) };
}
