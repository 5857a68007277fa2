/** The wall clock of a store: what promotions go by. Apart from prices, which need no formats. */
import type { Moment } from './promotion.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format costs more than pricing a cart, and a device knows one zone or a few.
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  });
  formats.set(timeZone, made);
  return made;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Date, weekday and minute of the day in a zone. */
export function momentIn(timeZone: string, atMs: number): Moment {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  );
  const date = [parts.get('year')?.padStart(4, '0'), parts.get('month'), parts.get('day')].join('-');
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  return { date, weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1, minute };
}
