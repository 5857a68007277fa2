/**
 * One day, played: customers come to both tills at once, tick by tick of a clock that goes through twelve hours, and
 * what else happens in a shop happens between the ticks. Each act is written into the day's own ledger as it is done.
 */
import { dealsOf, dealsOfKinds, type Deal, KIND_NAMES } from './deals.ts';
import { receiptCode } from './acts.ts';
import { DAY_HOURS, OPENS_AT_MINUTE, type Day } from './course.ts';
import { fillCart, pay, type Hands } from './hands.ts';
import { COIN_MINOR } from './goods.ts';
import { Ledger } from './ledger.ts';
import { reckonSale, type SoldDeal } from './reckoner.ts';
import type { Stage } from './stage.ts';
import { dayEvents, shortEvents } from './events.ts';

const HOUR_MS = 3_600_000;

/** So many sales in a whole day, or the short one. */
type Asked = { readonly seed: number; readonly sales: number | 'short' };

type Played = {
  readonly ledger: Ledger;
  readonly done: ReadonlyMap<string, number>;
  readonly faults: readonly string[]; // what a screen said otherwise than the ledger
  readonly heapBefore: readonly number[];
  readonly heapAfter: readonly number[];
  readonly seconds: number;
};

function dayOf(stage: Stage, { seed, sales }: Asked, say: (text: string) => void): Day {
  const ledger = new Ledger();
  const deals = sales === 'short' ? dealsOfKinds(seed, KIND_NAMES) : dealsOf(seed, sales);
  const queues = stage.tills.map((_, till) => deals.filter(({ n }) => n % stage.tills.length === till));
  const done = new Map<string, number>();
  const at = ['cashier', 'manager'];
  const hands = (till: number): Hands => {
    const found = stage.tills[till];
    if (found === undefined) throw new Error(`there is no till ${String(till)}`);
    return found;
  };
  const entered = (till: number) => ({ till, by: at[till] ?? '' });
  const count = (what: string): void => void done.set(what, (done.get(what) ?? 0) + 1);
  const reckon = (deal: Deal): SoldDeal => {
    const minuteOfDay = OPENS_AT_MINUTE + Math.floor((stage.clock.nowMs() - stage.openedMs) / 60_000);
    return reckonSale(deal, { minuteOfDay, rankOf: stage.skuNoOf, coinMinor: COIN_MINOR });
  };
  return {
    ...{ stage, ledger, hands, at, entered, reckon, done, count, say },
    codes: [],
    next: (till) => queues[till]?.shift(),
    paid: async (till, deal, sold = reckon(deal)) => {
      const no = await pay(hands(till), deal, sold);
      count(`sale: ${deal.kind}`);
      return ledger.sale(entered(till), { no, kind: deal.kind, sold });
    },
  };
}

/** One customer at a till, from the first scan to the receipt. */
async function serve(day: Day, till: number): Promise<void> {
  const deal = day.next(till);
  if (deal === undefined) return;
  try {
    await fillCart(day.hands(till), deal);
    const rung = await day.paid(till, deal);
    if (deal.kind === 'scans' && deal.n % 7 === till) {
      day.codes.push({ till, rung, code: await receiptCode(day.hands(till)) });
    }
  } catch (cause) {
    throw new Error(`deal ${String(deal.n)} (${deal.kind}) at till ${String(till)}: ${String(cause)}`, { cause });
  }
}

export async function play(stage: Stage, asked: Asked, say: (text: string) => void): Promise<Played> {
  const begun = performance.now();
  const day = dayOf(stage, asked, say);
  const events = (asked.sales === 'short' ? shortEvents() : dayEvents(asked.sales)).sort((a, b) => a.at - b.at);
  const faults: string[] = [];
  const heap = (): Promise<number[]> => Promise.all(stage.tills.map((_, till) => stage.heapOf(till)));
  const until = async (hours: number): Promise<void> => {
    while (events[0] !== undefined && events[0].at <= hours) {
      const [event] = events.splice(0, 1);
      if (event === undefined) break;
      await stage.clock.moveTo(stage.openedMs + event.at * HOUR_MS);
      const fault = await event.run(day).catch((cause: unknown) => {
        throw new Error(`${event.name}: ${String(cause)}`, { cause });
      });
      if (fault !== null) faults.push(`${event.name}: ${fault}`);
    }
  };
  await until(0);
  const heapBefore = await heap();
  const ticks = Math.ceil((asked.sales === 'short' ? KIND_NAMES.length : asked.sales) / stage.tills.length);
  for (let tick = 0; tick < ticks; tick += 1) {
    const hours = ((tick + 1) * DAY_HOURS) / (ticks + 2);
    await until(hours);
    await stage.clock.moveTo(stage.openedMs + hours * HOUR_MS);
    await Promise.all(stage.tills.map((_, till) => serve(day, till)));
    if ((tick + 1) % 25 === 0) say(`${String(day.ledger.rung.length)} sales, ${hours.toFixed(1)} h\n`);
  }
  const heapAfter = await heap();
  await until(DAY_HOURS);
  const seconds = (performance.now() - begun) / 1000;
  return { ledger: day.ledger, done: day.done, faults, heapBefore, heapAfter, seconds };
}
