/** Goods that come back, each kind against a sale of its own, worked out by the reckoner before the screen says it. */
import * as act from './acts.ts';
import { COIN_MINOR, goodBy, PLAIN, SPECIAL } from './goods.ts';
import { fillCart, yuan } from './hands.ts';
import type { Back, Rung } from './ledger.ts';
import type { Day } from './course.ts';
import { inCoins, reckonBack, sum, taxesOfPaid, type BackLine, type SoldLine } from './reckoner.ts';

type ReturnKind = { readonly name: string; run(day: Day, n: number): Promise<string | null> };

const taxBpOf = (code: string): number => goodBy(code).taxBp;

/** The last sale of one of these kinds at this till that nobody has touched. Undefined: there was none yet. */
function lastOf(day: Day, till: number, kinds: readonly string[], isFit: (rung: Rung) => boolean = () => true) {
  return day.ledger.rung.findLast(
    (rung) => rung.till === till && !rung.isTouched && kinds.includes(rung.kind) && isFit(rung),
  );
}

/** What the key said against what the ledger says; and the ledger told. */
function booked(day: Day, asked: { till: number; said: string; back: Back; name: string; rung?: Rung }): string | null {
  const { till, said, back, name, rung } = asked;
  day.ledger.back(day.entered(till), back);
  if (rung !== undefined) rung.isTouched = true;
  day.count(`return: ${name}`);
  const minor = sum(back.plan.map((row) => row.minor));
  return said.replaceAll(',', '').includes(yuan(minor)) ? null : `the key said ${said} for ${yuan(minor)}`;
}

const inCash = (lines: readonly BackLine[]): Back => ({
  lines,
  plan: [{ method: 'cash', minor: inCoins(sum(lines.map((line) => line.refundMinor)), COIN_MINOR) }],
});

/** A part of one line of a sale paid in cash, by the receipt's number. */
const partOf = (name: string, kinds: readonly string[], code: string | null, isWaste: boolean): ReturnKind => ({
  name,
  run: async (day, n) => {
    const till = n % 2;
    const rung = lastOf(day, till, kinds);
    const line = rung?.sold.lines.find((one) => code === null || one.code === code);
    if (rung === undefined || line === undefined) return null;
    const qtyMilli = line.qtyMilli % 1000 === 0 ? 1000 : Math.ceil(line.qtyMilli / 2);
    const goods = [{ good: goodBy(line.code), qtyMilli, isWaste }];
    const said = await act.bringBack(day.hands(till), { by: { no: rung.no }, goods });
    const back = inCash([reckonBack(line, taxBpOf(line.code), qtyMilli, isWaste)]);
    return booked(day, { till, said, back, name, rung });
  },
});

const wholeLine = (line: SoldLine): BackLine => reckonBack(line, taxBpOf(line.code), line.qtyMilli, false);

/**
 * Everything, to each way it was paid by, less the change. Notes of another currency go back in the shop's own, less
 * what no coin pays.
 */
function wholePlan({ sold }: Rung): Back['plan'] {
  const cash = sold.paid.filter(({ method }) => method === 'cash' || method === 'foreign_cash');
  const keptMinor = sum(cash.map(({ minor }) => minor)) - sold.changeMinor;
  const isForeign = cash.some(({ method }) => method === 'foreign_cash');
  let change = sold.changeMinor + (isForeign ? keptMinor % COIN_MINOR : 0);
  const rows = sold.paid.toReversed().map(({ method, minor, who }) => {
    const isCash = method === 'cash' || method === 'foreign_cash';
    const given = isCash ? Math.min(change, minor) : 0;
    change -= given;
    const kept = { method: isCash ? 'cash' : method, minor: minor - given };
    return who === undefined ? kept : { ...kept, who };
  });
  return rows.filter((row) => row.minor !== 0);
}

const wholeOf = (name: string, kinds: readonly string[]): ReturnKind => ({
  name,
  run: async (day, n) => {
    const till = n % 2;
    const rung = lastOf(day, till, kinds);
    if (rung === undefined) return null;
    const said = await act.bringBack(day.hands(till), { by: { no: rung.no }, goods: 'all' });
    const back = { lines: rung.sold.lines.map(wholeLine), plan: wholePlan(rung) };
    return booked(day, { till, said, back, name, rung });
  },
});

/** By the code on the receipt, at the till that did not sell it. */
const atOtherTill: ReturnKind = {
  name: 'by code at the other till',
  run: async (day) => {
    const at = day.codes.findIndex(({ rung }) => !rung.isTouched);
    const [found] = at < 0 ? [] : day.codes.splice(at, 1);
    const line = found?.rung.sold.lines[0];
    if (found === undefined || line === undefined) return null;
    const till = 1 - found.till;
    const goods = [{ good: goodBy(line.code), qtyMilli: 1000, isWaste: false }];
    const said = await act.bringBack(day.hands(till), { by: { code: found.code }, goods });
    const back = inCash([reckonBack(line, taxBpOf(line.code), 1000, false)]);
    return booked(day, { till, said, back, name: atOtherTill.name, rung: found.rung });
  },
};

const blind: ReturnKind = {
  name: 'without a receipt',
  run: async (day, n) => {
    const till = n % 2;
    const good = PLAIN[n % PLAIN.length];
    if (good === undefined) return null;
    const isWaste = n % 4 < 2;
    const said = await act.bringBackBlind(day.hands(till), good, isWaste);
    const refundMinor = good.priceMinor;
    const taxes = taxesOfPaid(good.code, good.taxBp, refundMinor, 1000);
    const back = inCash([{ code: good.code, qtyMilli: 1000, refundMinor, taxes, isWaste }]);
    return booked(day, { till, said, back, name: blind.name });
  },
};

const undone: ReturnKind = {
  name: 'void',
  run: async (day, n) => {
    const till = n % 2;
    const { zNo } = day.ledger.shift(till);
    const rung = lastOf(day, till, ['scans', 'card typed', 'notes and change'], (one) => one.zNo === zNo);
    if (rung === undefined) return null;
    const said = await act.voidSale(day.hands(till), rung.no);
    const back = { lines: rung.sold.lines.map(wholeLine), plan: wholePlan(rung) };
    return booked(day, { till, said, back, name: undone.name, rung });
  },
};

/** A piece comes back and dearer goods are taken for it: a return and a sale, the difference in the hand. */
const forOthers: ReturnKind = {
  name: 'for other goods',
  run: async (day, n) => {
    const till = n % 2;
    const rung = lastOf(day, till, ['scans', 'line note', 'quantity typed']);
    const line = rung?.sold.lines[0];
    if (rung === undefined || line === undefined) return null;
    const hands = day.hands(till);
    const goods = [{ good: goodBy(line.code), qtyMilli: 1000, isWaste: false }];
    const said = await act.bringForOthers(hands, { by: { no: rung.no }, goods });
    const back = inCash([reckonBack(line, taxBpOf(line.code), 1000, false)]);
    const items = [{ good: SPECIAL.open, qtyMilli: 1000, how: 'scan' as const }];
    const deal = { n: -1, kind: 'goods for others', items, pays: [{ way: 'exact' as const }] };
    const fault = booked(day, { till, said, back, name: forOthers.name, rung });
    await fillCart(hands, deal);
    await day.paid(till, deal);
    return fault;
  },
};

/** A kind of return by its name. */
export function returnCalled(name: string): ReturnKind {
  const found = RETURNS.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`no kind of return called ${name}`);
  return found;
}

export const RETURNS: readonly ReturnKind[] = [
  partOf('part of a line, by number', ['scans'], null, false),
  undone,
  atOtherTill,
  partOf('weighed goods, thrown away', ['weighed'], 'DAYKG', true),
  wholeOf('all of it, to the card', ['card typed']),
  blind,
  forOthers,
  partOf('of goods on offer', ['second at half price', 'three for ten', 'percent off goods'], null, false),
  wholeOf('all of it, to card and cash', ['split card and cash']),
  partOf('of goods with two taxes', ['two taxes'], 'DAY36', false),
  wholeOf('all of it, to voucher and cash', ['voucher and cash']),
  partOf('of a cart with a discount', ['percent off the cart', 'amount off the cart'], null, false),
  wholeOf('all of it, off the account', ['on account']),
  wholeOf('all of it, of another currency', ['another currency', 'another currency and cash']),
];
