/** How often somebody may ask: a bucket of tokens per key, filled at a steady rate, in this process's memory. */
import type { Rate } from './limits.ts';

const MOST_KEYS = 20_000;

/** Takes one token for a key. Answers 0, or the ms to wait for the next token. */
export type Limiter = (key: string) => number;

/** A limiter of `rate`, by the clock given. */
export function limiter({ perMinute, burst }: Rate, clock: () => number): Limiter {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const perMs = perMinute / 60_000;
  return (key) => {
    const nowMs = clock();
    const bucket = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs);
    if (buckets.size >= MOST_KEYS) buckets.clear(); // a flood of keys gets a fresh start, not our memory
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs);
  };
}
