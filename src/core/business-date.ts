/** The day a fact is booked on. Apart from the Z report, which nobody needs before a shift ends. */

// Making a format costs a tablet more than a whole sale's arithmetic, and a device knows one zone or a few.
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  dayFormats.set(timeZone, made);
  return made;
}

/** The day a shift's facts are booked on: the store's date when it was opened, also for sales after midnight. */
export function businessDateOf(openedMs: number, timeZone: string): string {
  const parts = new Map(
    dayFormat(timeZone)
      .formatToParts(openedMs)
      .map((part) => [part.type, part.value]),
  );
  return [parts.get('year')?.padStart(4, '0'), parts.get('month'), parts.get('day')].join('-');
}
