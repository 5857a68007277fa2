/**
 * How old somebody is on a day, by dates as text (yyyy-mm-dd), which compare as they are. An age is reached on the
 * birthday; who was born on a 29 February reaches it on 1 March of a year without one.
 */

/** A date as eight digits, with or without marks between them; null where there is no such day. */
export function readDate(text: string): string | null {
  const [, year = '', month = '', day = ''] = /^\s*(\d{4})[-./年\s]?(\d{2})[-./月\s]?(\d{2})日?\s*$/.exec(text) ?? [];
  const isDay = Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  return year === '' || Number(year) < 1900 || !isDay ? null : `${year}-${month}-${day}`;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** How many days a month has, 1 to 12; none of any other. */
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0));

/** The last day of birth of whoever is `age` years old on `today`. */
export function bornBy(today: string, age: number): string {
  const [year = '', month = '', day = ''] = today.split('-');
  const then = Number(year) - age;
  const last = Math.min(Number(day), daysIn(then, Number(month)));
  return [String(then).padStart(4, '0'), month, String(last).padStart(2, '0')].join('-');
}

/** Full years on `today`; below zero for a day to come. */
export function ageOn(today: string, born: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return born <= bornBy(today, years) ? years : years - 1;
}
