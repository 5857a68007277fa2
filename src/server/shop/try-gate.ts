/**
 * Wrong six-digit codes of a till are counted: after some in a row it waits, so nobody finds a cart by trying. In this
 * process's memory; a restart forgives a minute, which is all it holds.
 */

/** Wrong tries of a till: after `most` in a row it waits `waitMs`. A right one clears the count. */
interface TryGate {
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
