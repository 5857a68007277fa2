/**
 * Totals to coins that exist: the step (0.05, 0.10, 1.00 of the currency), the way, and whether it is for cash only.
 *
 * Invariants: what is rounded is a multiple of the step and less than one step away; a sum of several tenders is
 * rounded in its cash part alone. The difference is a figure of its own in a sale, never hidden in a line.
 */
import { type Minor, toMinor } from './money.ts';

export type CashRounding = {
  readonly stepMinor: number; // > 0
  readonly how: 'half_up' | 'half_down' | 'up' | 'down';
  readonly on: 'cash' | 'all';
};

/** The amount in whole steps. Signed amounts mirror. */
export function inSteps(amountMinor: Minor, { stepMinor, how }: CashRounding): Minor {
  const magnitude = Math.abs(amountMinor);
  const rest = magnitude % stepMinor;
  const isUp = { half_up: 2 * rest >= stepMinor, half_down: 2 * rest > stepMinor, up: rest > 0, down: false }[how];
  const rounded = magnitude - rest + (isUp ? stepMinor : 0);
  return toMinor(amountMinor < 0 ? 0 - rounded : rounded);
}
