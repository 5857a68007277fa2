/** What happens in the day beside selling, and when: the same for every seed but for the goods it meets. */
import * as act from './acts.ts';
import { fillCart, WITHIN_MS, yuan } from './hands.ts';
import { goodBy, PLAIN, SPECIAL, type Good } from './goods.ts';
import { returnCalled, RETURNS } from './returns.ts';
import { DAY_HOURS, OFFLINE_HOURS, type Day, type Event } from './course.ts';
import { expect } from 'playwright/test';
import { shownCodes } from '../e2e/support/shown-codes.ts';
import { phonePage } from '../e2e/support/phone-page.ts';
import { phoneWith } from './stage.ts';
import type { Deal } from './deals.ts';
import { byPoints, byValue, reserve, topUp } from './members.ts';

const LARGEST_NOTE = 10_000;
const TILLS = [0, 1] as const;

/** The same at both tills, at once. */
const both =
  (run: (day: Day, till: number) => Promise<string | null>): Event['run'] =>
  async (day) => {
    const said = await Promise.all(TILLS.map((till) => run(day, till)));
    const faults = said.filter((one) => one !== null);
    return faults.length === 0 ? null : faults.join('; ');
  };

const good = (at: number): Good => {
  const found = PLAIN[at];
  if (found === undefined) throw new Error(`no plain goods at ${String(at)}`);
  return found;
};

const opening = both(async (day, till) => {
  const notes = 2 + till;
  await act.openShift(day.hands(till), notes);
  day.ledger.open(till, notes * LARGEST_NOTE);
  day.count('shift opened');
  return null;
});

async function signIn(day: Day): Promise<null> {
  await Promise.all(
    TILLS.map(async (till) => {
      const hands = day.hands(till);
      await hands.prove(day.stage.personOf(day.at[till] ?? ''), hands.page.locator('main'));
      await hands.till.untilFloat();
    }),
  );
  return null;
}

const cash = (way: 'Paid in' | 'Paid out' | 'To safe', minor: number): Event['run'] =>
  both(async (day, till) => {
    await act.moveCash(day.hands(till), way, minor);
    day.ledger.move(
      till,
      ({ 'Paid in': 'pay_in in', 'Paid out': 'pay_out out', 'To safe': 'skim out' } as const)[way],
      minor,
    );
    day.count(`cash: ${way}`);
    return null;
  });

const drawer = both(async (day, till) => {
  await act.openDrawer(day.hands(till), `a note changed at ${String(till)}`);
  day.ledger.drawerOpened(day.entered(till));
  day.count('drawer opened');
  return null;
});

const x = both(async (day, till) => {
  const text = await act.readX(day.hands(till));
  const { drawerMinor, salesMinor } = day.ledger.shift(till);
  day.count('X report');
  const figures = text.replaceAll(',', '');
  const lacks = [drawerMinor, salesMinor].filter((minor) => !figures.includes(yuan(minor)));
  return lacks.length === 0 ? null : `till ${String(till)} does not say ${lacks.map(yuan).join(', ')}`;
});

const handOver =
  (till: number, role: string): Event['run'] =>
  async (day) => {
    await act.handOver(day.hands(till), day.stage.personOf(role), day.ledger.shift(till).drawerMinor);
    day.at[till] = role;
    day.count('handed over');
    return null;
  };

/** `offMinor`: what is counted beside the truth. */
const z = (offMinor: (till: number) => number): Event['run'] =>
  both(async (day, till) => {
    const shift = day.ledger.shift(till);
    const counted = shift.drawerMinor + offMinor(till);
    const said = (await act.closeShift(day.hands(till), counted, shift.foreignMinor)).replaceAll(',', '');
    day.ledger.close(till, counted);
    day.count('Z report');
    const lacks = [shift.drawerMinor, shift.salesMinor, shift.grandMinor].filter(
      (minor) => !said.includes(yuan(minor)),
    );
    return lacks.length === 0 ? null : `Z of till ${String(till)} does not say ${lacks.map(yuan).join(', ')}`;
  });

const goods =
  (till: number, what: act.Movement, which: Good, pieces: number): Event['run'] =>
  async (day) => {
    await act.moveGoods(day.hands(till), what, which, pieces);
    day.ledger.moveGoods(which.code, (what === 'Goods-in' || what === 'Adjust' ? 1 : -1) * pieces * 1000);
    day.count(`goods: ${what}`);
    return null;
  };

/** The shelf holds so many more or fewer than the ledger says. */
const stocktake =
  (till: number, which: Good, off: number): Event['run'] =>
  async (day) => {
    const pieces = (day.ledger.stock.get(which.code) ?? 0) / 1000 + off;
    await act.countGoods(day.hands(till), which, pieces);
    day.ledger.counted(which.code, pieces * 1000);
    day.count('stock counted');
    return null;
  };

const offline =
  (isOffline: boolean): Event['run'] =>
  async ({ stage, count }) => {
    await stage.setOffline(isOffline);
    count(isOffline ? 'network gone' : 'network back');
    return null;
  };

/** A cart is put aside at one till and paid at another; offline, where it was put aside. */
const held =
  (from: number, to: number): Event['run'] =>
  async (day) => {
    const deal = day.next(from);
    if (deal === undefined) return null;
    await fillCart(day.hands(from), { ...deal, pays: [] });
    await act.hold(day.hands(from));
    await act.recall(day.hands(to), deal.items.length);
    await day.paid(to, { ...deal, kind: from === to ? 'held and taken back' : 'held, taken at the other till' });
    return null;
  };

/** One line of a cart is paid first, the rest after it. */
const split =
  (till: number): Event['run'] =>
  async (day) => {
    const deal = day.next(till);
    if (deal === undefined) return null;
    const hands = day.hands(till);
    const items = [0, 3, 6].map((at) => ({ good: good(at), qtyMilli: 1000, how: 'scan' as const }));
    const whole: Deal = { n: deal.n, kind: 'split in two', items, pays: [{ way: 'exact' }] };
    await fillCart(hands, whole);
    await hands.button('Split').click();
    await hands.dialog().getByRole('listitem').first().getByRole('button').first().click();
    await hands.button('Pay this part first', hands.dialog()).click();
    await expect(hands.till.lines).toHaveCount(1, { timeout: WITHIN_MS });
    await day.paid(till, { ...whole, items: items.slice(0, 1) });
    await act.recall(hands, items.length - 1);
    await day.paid(till, { ...whole, items: items.slice(1) });
    return null;
  };

/** A phone's cart comes to a till: by the code on its screen, or by six digits. */
const phone =
  (till: number, by: 'screen' | 'digits'): Event['run'] =>
  async (day) => {
    const { stage } = day;
    const hands = day.hands(till);
    const items = [1, 8].map((at) => ({ good: good(at), qtyMilli: 1000, how: 'scan' as const }));
    const visit = await phoneWith(
      stage,
      items.map((item) => item.good.barcode ?? ''),
      hands.lang,
    );
    const shopper = phonePage(visit.page, hands.lang, stage.shop.origin);
    await shopper.openCart();
    await shopper.takeToTill();
    if (by === 'screen') {
      const [code] = await shownCodes(visit.page);
      await hands.till.scan(code?.text ?? '');
    } else {
      const digits = await visit.page.getByText(/^\d{3} \d{3}$/).innerText();
      await hands.button('Type a code').click();
      await hands.dialog().getByLabel(hands.say('Code'), { exact: true }).fill(digits.replace(' ', ''));
      await hands.button('Add', hands.dialog()).click();
    }
    await expect(hands.till.lines).toHaveCount(items.length, { timeout: WITHIN_MS });
    await day.paid(till, { n: -1, kind: `a phone's cart by ${by}`, items, pays: [{ way: 'exact' }] });
    await visit.close();
    return null;
  };

/** Everything that happens, by the hour. `sales`: how busy the day is. */
export function dayEvents(sales: number): Event[] {
  const at = (hours: number, name: string, run: Event['run']): Event => ({ at: hours, name, run });
  const backs = Math.max(RETURNS.length, Math.round(sales / 14));
  const returns = Array.from({ length: backs }, (_, n): Event => {
    const kind = RETURNS[n % RETURNS.length];
    if (kind === undefined) throw new Error('no kinds of returns');
    const hours = 1 + ((n + 0.5) * (DAY_HOURS - 1.2)) / backs;
    return at(hours, kind.name, (day) => kind.run(day, n));
  });
  return [
    at(0, 'signing in', signIn),
    at(0, 'opening', opening),
    at(0.4, 'held for the other till', held(0, 1)),
    at(0.9, 'held for the other till', held(1, 0)),
    at(1.1, 'paying in', cash('Paid in', 5000)),
    at(1.3, "a phone's cart by six digits", phone(0, 'digits')),
    at(1.5, 'a top-up', topUp(0, 10_000)),
    at(1.8, 'reserved for a till', reserve(0, 2000)),
    at(OFFLINE_HOURS.from, 'the network goes', offline(true)),
    at(2.2, 'X', x),
    at(2.6, 'split in two', split(1)),
    at(3, 'handing over', handOver(0, 'senior')),
    at(3.4, 'goods-in', goods(0, 'Goods-in', good(0), 24)),
    at(3.8, 'waste', goods(1, 'Waste', good(1), 2)),
    at(4, 'more than the books say', goods(1, 'Adjust', good(5), 3)),
    at(4.2, 'held and taken back', held(0, 0)),
    at(4.6, 'paying out', cash('Paid out', 3000)),
    at(4.9, "a phone's cart by its screen", phone(1, 'screen')),
    at(5.1, 'stored value without the network', byValue(0)),
    at(5.3, 'goods to another store', goods(0, 'To another store', good(2), 6)),
    at(5.6, 'count', stocktake(1, good(3), -3)),
    at(
      6,
      'Z',
      z(() => 0),
    ),
    at(6, 'opening again', opening),
    at(6.6, 'drawer', drawer),
    at(7.2, 'split in two', split(0)),
    at(OFFLINE_HOURS.to, 'the network is back', offline(false)),
    at(8.3, 'X', x),
    at(8.4, 'stored value', byValue(1)),
    at(8.6, 'to the safe', cash('To safe', 10_000)),
    at(9, 'handing over', handOver(1, 'cashier')),
    at(9.5, "a phone's cart by its screen", phone(0, 'screen')),
    at(9.7, 'points', byPoints(0)),
    at(9.9, 'held for the other till', held(0, 1)),
    at(10.3, 'count', stocktake(0, good(4), 2)),
    at(10.6, 'count of special goods', stocktake(1, goodBy(SPECIAL.three.code), -1)),
    at(
      DAY_HOURS,
      'Z',
      z((till) => -100 * till),
    ),
    ...returns,
  ];
}

/**
 * What a gate has time for: both tills open, lose the network, take a phone's cart by its screen, take goods back with
 * it and without, and close a shift each. One sale of each kind is made meanwhile.
 */
export function shortEvents(): Event[] {
  const back = (hours: number, name: string, till: number): Event => ({
    at: hours,
    name,
    run: (day) => returnCalled(name).run(day, till),
  });
  return [
    { at: 0, name: 'signing in', run: signIn },
    { at: 0, name: 'opening', run: opening },
    { at: 1, name: 'a top-up', run: topUp(0, 5000) },
    { at: 2, name: 'reserved for a till', run: reserve(0, 1000) },
    { at: 3, name: 'the network goes', run: offline(true) },
    { at: 4, name: 'stored value without the network', run: byValue(0) },
    { at: 4.9, name: "a phone's cart by its screen", run: phone(1, 'screen') },
    back(5, 'of goods on offer', 1),
    { at: 7, name: 'the network is back', run: offline(false) },
    back(8, 'without a receipt', 1),
    back(8.5, 'for other goods', 1),
    back(9.5, 'all of it, to the card', 0),
    { at: 10, name: 'stored value', run: byValue(1) },
    { at: 11, name: 'points', run: byPoints(0) },
    { at: DAY_HOURS, name: 'Z', run: z((till) => -100 * till) },
  ];
}
