/**
 * How often phones may ask: per phone and per address (one shop's Wi-Fi is one address). Kept in memory: a restart
 * forgives a minute, which is all it holds.
 */

export type ShopRates = { readonly perPhone: number; readonly perAddress: number }; // calls in any minute

export const SHOP_RATES: ShopRates = { perPhone: 30, perAddress: 600 };

const MINUTE_MS = 60_000;
/**
 * Callers remembered at most; past it the oldest are forgotten first, so memory is bounded whatever a hostile phone
 * sends.
 */
const MOST_CALLERS = 20_000;

export interface RateGate {
  /** Counts a call. The seconds to wait when the caller has had its share, else null. */
  ask(caller: string): number | null;
}

/** A fixed window per caller: `perMinute` calls, then the rest of the minute is silence. */
export function createRateGate(perMinute: number, clock: () => number): RateGate {
  const windows = new Map<string, { fromMs: number; calls: number }>();
  return {
    ask(caller) {
      const nowMs = clock();
      const known = windows.get(caller);
      if (known !== undefined && nowMs - known.fromMs < MINUTE_MS) {
        known.calls += 1;
        return known.calls <= perMinute ? null : Math.ceil((known.fromMs + MINUTE_MS - nowMs) / 1000);
      }
      windows.delete(caller);
      windows.set(caller, { fromMs: nowMs, calls: 1 });
      if (windows.size > MOST_CALLERS) windows.delete(windows.keys().next().value ?? caller);
      return null;
    },
  };
}

/** Wrong tries of a till: after `most` in a row it waits `waitMs`. A right one clears the count. */
export interface TryGate {
  /** Seconds to wait before the next try, or null. */
  wait(caller: string): number | null;
  wrong(caller: string): void;
  right(caller: string): void;
}

export function createTryGate(limit: { readonly most: number; readonly waitMs: number }, clock: () => number): TryGate {
  const tries = new Map<string, { wrong: number; untilMs: number }>();
  return {
    wait(caller) {
      const leftMs = (tries.get(caller)?.untilMs ?? 0) - clock();
      return leftMs > 0 ? Math.ceil(leftMs / 1000) : null;
    },
    wrong(caller) {
      const wrong = (tries.get(caller)?.wrong ?? 0) + 1;
      tries.set(caller, wrong >= limit.most ? { wrong: 0, untilMs: clock() + limit.waitMs } : { wrong, untilMs: 0 });
    },
    right: (caller) => void tries.delete(caller),
  };
}
