/**
 * What time it is at the server, by Cristian's method: the answer's time plus half the round trip, best of the last
 * eight. Kept against the monotonic clock, so a hand that moves the wall clock does not move it.
 *
 * For stamps and people only; no order rests on it.
 */
export type ServerClock = {
  /** An answer carrying `serverMs`, asked for at `sentMono` and received at `receivedMono`. */
  readonly heard: (sample: { sentMono: number; receivedMono: number; serverMs: number }) => void;
  /** The server says our idea of its time is wrong: forget the samples, take its word. */
  readonly toldBy: (serverMs: number) => void;
  /** Best guess of the server's time now; the device's own when nothing was heard yet. Whole milliseconds. */
  readonly serverMs: () => number;
  /** Server minus device, null when nothing was heard yet. */
  readonly offsetMs: () => number | null;
};

type Sample = { readonly tripMs: number; readonly serverMinusMono: number };

const KEPT = 8;
/** A new sample this far from what we believed, beyond its own error, means that the monotonic clock slept. */
const JUMP_MS = 1000;

export function createServerClock({ clock, mono }: { clock: () => number; mono: () => number }): ServerClock {
  let samples: Sample[] = [];
  const best = (): Sample | null =>
    samples.reduce<Sample | null>((a, b) => (a === null || b.tripMs <= a.tripMs ? b : a), null);
  const serverMs = () => {
    const sample = best();
    return Math.round(sample === null ? clock() : sample.serverMinusMono + mono());
  };
  return {
    heard({ sentMono, receivedMono, serverMs: told }) {
      const tripMs = receivedMono - sentMono;
      const sample = { tripMs, serverMinusMono: told + tripMs / 2 - receivedMono };
      const before = best();
      const jumped =
        before !== null && Math.abs(before.serverMinusMono - sample.serverMinusMono) > before.tripMs + tripMs + JUMP_MS;
      samples = jumped ? [sample] : [...samples, sample].slice(-KEPT);
    },
    toldBy(told) {
      samples = [{ tripMs: Infinity, serverMinusMono: told - mono() }];
    },
    serverMs,
    offsetMs: () => (samples.length === 0 ? null : serverMs() - clock()),
  };
}
