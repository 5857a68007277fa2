/** Today's figures made ready for the eye. Pure; money stays in minor units, shares are of a thousand. */
import type { HourFigure, TillToday, Today } from '../../wire/office.ts';
import { SILENT_MS } from '../shell/tills.ts';

/** How much more or less than before, in thousandths of before; null when there is nothing to compare with. */
export function changePermille(now: number, before: number | undefined): number | null {
  if (before === undefined || before <= 0) return null;
  return Math.round(((now - before) * 1000) / before);
}

export type HourBar = {
  readonly hour: number;
  readonly netMinor: number;
  readonly sales: number;
  readonly beforeMinor: number;
  readonly height: number; // 0 to 1000
  readonly beforeHeight: number;
};

const FIRST_HOUR = 8;
const LAST_HOUR = 20;

/** One bar per hour, from the first to the last there is anything to show of, a trading day at least. */
export function hourBars({ byHour, beforeByHour }: Pick<Today, 'byHour' | 'beforeByHour'>): readonly HourBar[] {
  const hours = [...byHour, ...beforeByHour].map((one) => one.hour);
  const from = Math.min(FIRST_HOUR, ...hours);
  const to = Math.max(LAST_HOUR, ...hours);
  const most = Math.max(1, ...byHour.map((one) => one.netMinor), ...beforeByHour.map((one) => one.netMinor));
  const at = (rows: readonly HourFigure[], hour: number) => rows.find((one) => one.hour === hour);
  const height = (minor: number) => Math.max(0, Math.round((minor * 1000) / most));
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const hour = from + i;
    const netMinor = at(byHour, hour)?.netMinor ?? 0;
    const beforeMinor = at(beforeByHour, hour)?.netMinor ?? 0;
    return {
      hour,
      netMinor,
      sales: at(byHour, hour)?.sales ?? 0,
      beforeMinor,
      height: height(netMinor),
      beforeHeight: height(beforeMinor),
    };
  });
}

/** The hour that sold most, or null on a day without sales. */
export function busiestHour(byHour: readonly HourFigure[]): number | null {
  const best = byHour.reduce<HourFigure | null>((top, one) => (one.netMinor > (top?.netMinor ?? 0) ? one : top), null);
  return best?.hour ?? null;
}

/**
 * Why figures are not whole: entries a till has spoken of and not sent, or a till with an open shift that is silent.
 */
type Missing =
  | { readonly why: 'pending'; readonly till: TillToday }
  | { readonly why: 'silent'; readonly till: TillToday; readonly forMs: number };

export function missingFrom(tills: readonly TillToday[], asOfMs: number): readonly Missing[] {
  return tills.flatMap((till): Missing[] => {
    if (till.state === 'waiting') return [];
    if (till.pending > 0) return [{ why: 'pending', till }];
    const forMs = asOfMs - (till.lastSeenMs ?? asOfMs);
    return till.shiftNo !== null && forMs > SILENT_MS ? [{ why: 'silent', till, forMs }] : [];
  });
}

/** How a till's row reads: what is going on there now. */
type TillNow = 'waiting' | 'revoked' | 'never' | 'offline' | 'selling' | 'closed' | 'idle';

export function tillNow(till: TillToday, asOfMs: number): TillNow {
  if (till.state !== 'open') return till.state;
  if (till.lastSeenMs === null) return 'never';
  if (till.shiftNo !== null) return asOfMs - till.lastSeenMs > SILENT_MS ? 'offline' : 'selling';
  return till.zNo === null ? 'idle' : 'closed';
}
