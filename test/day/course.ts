/** The course of a day: its hours, what happens in them, and what that needs of the day as it stands. */
import type { Deal } from './deals.ts';
import type { Hands } from './hands.ts';
import type { Ledger, Rung } from './ledger.ts';
import type { SoldDeal } from './reckoner.ts';
import type { Stage } from './stage.ts';

/** Open so many hours; without the network from one to the other. */
export const DAY_HOURS = 12;
export const OFFLINE_HOURS = { from: 2, to: 8 } as const;
/** Of the store's own day. */
export const OPENS_AT_MINUTE = 9 * 60;

/** What events need of the day as it stands. */
export type Day = {
  readonly stage: Stage;
  readonly ledger: Ledger;
  readonly hands: (till: number) => Hands;
  /** Who is at a till, by role. */
  readonly at: string[];
  readonly entered: (till: number) => { readonly till: number; readonly by: string };
  /** The next customer of a till. Undefined when all have been. */
  next(till: number): Deal | undefined;
  /** What the deal must come to now. */
  reckon(deal: Deal): SoldDeal;
  /** Pays what is on the counter of a till and writes it down. */
  paid(till: number, deal: Deal, sold?: SoldDeal): Promise<Rung>;
  /** Codes of receipts of one till, to be brought to the other. */
  readonly codes: { readonly till: number; readonly rung: Rung; readonly code: string }[];
  /** What happened how often. */
  readonly done: Map<string, number>;
  count(what: string): void;
  say(text: string): void;
};

export type Event = {
  readonly at: number; // hours since opening
  readonly name: string;
  run(day: Day): Promise<string | null>; // what a screen said otherwise
};
