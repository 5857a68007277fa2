/**
 * What one caller may ask for, set here and nowhere inherited. Operators and load drivers raise the
 * rates by `HALFLOOP_RATES=off` (main.ts); tests pass their own.
 */
export type Rate = { readonly perMinute: number; readonly burst: number };

export type Limits = {
  readonly push: Rate; // per device
  readonly pull: Rate; // per device
  readonly hello: Rate; // per device
  readonly shopPhone: Rate; // per shopper's phone
  readonly shopAddress: Rate; // per address: a shop's Wi-Fi is one
  readonly enrolFailuresPerHour: number; // per address; a right code costs nothing
  readonly streamsPerDevice: number; // open live channels
  readonly pushesAtOnce: number; // worked on by this process; others are told when to come again
  readonly batchEntries: number;
  readonly batchBytes: number;
  readonly freeSpaceShare: number; // below this share of free disk nothing is written, 0..1
};

export const LIMITS: Limits = {
  push: { perMinute: 60, burst: 20 },
  pull: { perMinute: 120, burst: 30 },
  hello: { perMinute: 60, burst: 20 },
  shopPhone: { perMinute: 30, burst: 30 },
  shopAddress: { perMinute: 600, burst: 600 },
  enrolFailuresPerHour: 5,
  streamsPerDevice: 2,
  pushesAtOnce: 16,
  batchEntries: 200,
  batchBytes: 524_288,
  freeSpaceShare: 0.1,
};

/** No rate is ever reached: for a replay of days in minutes, and load tests. Sizes stay as they are. */
export const WITHOUT_RATES: Limits = {
  ...LIMITS,
  push: { perMinute: 1e9, burst: 1e9 },
  pull: { perMinute: 1e9, burst: 1e9 },
  hello: { perMinute: 1e9, burst: 1e9 },
  shopPhone: { perMinute: 1e9, burst: 1e9 },
  shopAddress: { perMinute: 1e9, burst: 1e9 },
  enrolFailuresPerHour: 1e9,
  streamsPerDevice: 1_000,
};

/** HTTP limits of every request; a route may only lower or raise its own body size. */
export const HTTP_LIMITS = {
  bodyBytes: 262_144,
  headerBytes: 16_384,
  headersMs: 10_000,
  requestMs: 30_000,
  connectionMs: 35_000,
  keepAliveMs: 65_000,
  requestsPerSocket: 1_000,
  jsonDepth: 32,
} as const;
