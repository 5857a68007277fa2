/**
 * Goods that come back, and how the money goes back.
 *
 * Of a known sale each line gives back its paid share; without a receipt: blind-return.ts. Invariants: Σ refunds of a
 * line ≤ what was paid for it (I5), Σ refunds of a tender ≤ that tender (I4); a line returned in parts gives back
 * exactly what was paid and exactly its tax, whatever the parts.
 */
import { allocate } from './allocate.ts';
import { assert } from './assert.ts';
import { partsBack, sumOfParts } from './bundle.ts';
import { type CashRounding, inSteps } from './cash-rounding.ts';
import { canonicalText, MAX_ENTRY_BYTES, utf8Length } from './journal.ts';
import { giveBack, pointsBack } from './loyalty.ts';
import { type Minor, mulDivHalfUp, sumMinor, toMinor, ZERO } from './money.ts';
import { err, ok, type Result } from './result.ts';
import type { Return, ReturnLine, Sale, SaleLine, Tender } from './sale.ts';
import { includedTax } from './tax.ts';
import { isCash } from './tender.ts';
import { packOf } from './traced-goods.ts';
import { NO_VALUE, plusValue } from './value.ts';

type Condition = ReturnLine['condition'];
/** A line of the sale that comes back, in part or whole. */
export type SoldGoods = { readonly lineId: number; readonly qtyMilli: number; readonly condition: Condition };
/** Returns of the same sale made before, as far as this device knows them. */
export type EarlierReturn = Pick<Return, 'lines' | 'plan'>;

export type ReturnRefusal =
  | { readonly code: 'empty_cart' }
  | { readonly code: 'no_open_shift' }
  | { readonly code: 'bad_quantity'; readonly lineId: number }
  | { readonly code: 'over_return'; readonly lineId: number; readonly leftMilli: number }
  | { readonly code: 'not_allowed' }
  | { readonly code: 'refund_beyond_cash'; readonly leftMinor: Minor }
  | { readonly code: 'cart_too_large'; readonly lines: number };

export type ReturnHead = {
  readonly returnId: string;
  readonly no: string;
  readonly shiftId: string | null;
  readonly currency: string;
  readonly reason: string;
  readonly approverId: string | null;
};

/**
 * A return against its sale; each line at most once. The money goes back pro rata over the tenders, odd cents by
 * largest remainder.
 * Refuses: `empty_cart`, `no_open_shift`, `bad_quantity`, `over_return` - more than is left of a line (`leftMilli`).
 */
export function returnOfSale(
  head: ReturnHead,
  sale: Sale,
  goods: readonly SoldGoods[],
  earlier: readonly EarlierReturn[] = [],
): Result<Return, ReturnRefusal> {
  assert(new Set(goods.map((good) => good.lineId)).size === goods.length, 'a line comes back once in a return');
  const lines: ReturnLine[] = [];
  for (const good of goods) {
    const line = refundOfLine(sale, good, earlier);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  const plan = payout(sale, lines, earlier);
  const pieces = lines.flatMap((line) => [line, ...(line.parts ?? [])]);
  const taxes = pieces.some((piece) => piece.taxes !== undefined) ? sale.taxes : undefined;
  return finishReturn({ ...head, ...(taxes === undefined ? {} : { taxes }) }, sale.saleId, lines, plan);
}

/**
 * What goes back for these lines, by tender. Where the sale was paid in coins that exist, cash goes back in such coins,
 * counted over all returns of it together, and everything that was paid once everything is back. Where coins matter to
 * cash alone, the other tenders give back their exact share.
 */
function payout(sale: Sale, lines: readonly ReturnLine[], earlier: readonly EarlierReturn[]): Tender[] {
  const nowMinor = sumMinor(lines.map((line) => line.refundMinor));
  const { cashRounding } = sale;
  if (cashRounding === undefined || !isInCoins(sale)) return refundPlan(sale, nowMinor, earlier);
  const all = [...earlier.flatMap((one) => one.lines), ...lines];
  const isWhole = sale.lines.every(
    (sold) => sumQty(all.filter((line) => line.lineId === sold.lineId)) >= sold.qtyMilli,
  );
  const gone = earlier.flatMap((one) => one.plan);
  const goneMinor = sumMinor(gone);
  const paidMinor = sumMinor(keptTenders(sale));
  const heldMinor = sumMinor(heldTenders(sale, gone));
  const leftMinor = toMinor(Math.min(heldMinor, Math.max(0, paidMinor - goneMinor)));
  if (isWhole) return refundPlan(sale, leftMinor, earlier);
  const goodsMinor = sumMinor(all.map((line) => line.refundMinor));
  const wantedMinor = cashRounding.on === 'all' ? inSteps(goodsMinor, cashRounding) - goneMinor : nowMinor;
  const totalMinor = toMinor(Math.min(Math.max(0, wantedMinor), leftMinor));
  return refundPlan(sale, totalMinor, earlier, { rounding: cashRounding, goodsMinor });
}

/** By its policy, by what was handed over, or because coins made nothing of what was open. */
const isInCoins = ({ cashRounding, tenders, totals }: Sale): boolean =>
  cashRounding?.on === 'all' || tenders.some(isCash) || totals.roundingMinor !== undefined;

const sumQty = (lines: readonly { readonly qtyMilli: number }[]): number =>
  lines.reduce((sum, line) => sum + line.qtyMilli, 0);

/** What of each line of a sale has not come back yet, as far as this device knows. Thousandths, by line id. */
export function leftOf(
  lines: readonly { readonly lineId: number; readonly qtyMilli: number }[],
  earlier: readonly EarlierReturn[],
): ReadonlyMap<number, number> {
  const back = earlier.flatMap((one) => one.lines);
  return new Map(
    lines.map(({ lineId, qtyMilli }) => [
      lineId,
      Math.max(0, qtyMilli - sumQty(back.filter((line) => line.lineId === lineId))),
    ]),
  );
}

/** A return put together: the same last steps whatever proves it. */
export function finishReturn(
  { shiftId, ...head }: ReturnHead & Pick<Return, 'taxes' | 'receipt'>,
  saleId: string | null,
  lines: readonly ReturnLine[],
  plan: readonly Tender[],
): Result<Return, ReturnRefusal> {
  if (lines.length === 0) return err({ code: 'empty_cart' });
  if (shiftId === null) return err({ code: 'no_open_shift' });
  const totalMinor = sumMinor(plan);
  const roundingMinor = toMinor(totalMinor - sumMinor(lines.map((line) => line.refundMinor)));
  const rounding = roundingMinor === 0 ? {} : { roundingMinor };
  const whole: Return = { ...head, saleId, shiftId, lines, plan, totalMinor, ...rounding };
  const bytes = utf8Length(canonicalText(whole)) + ENVELOPE_ROOM;
  return bytes > MAX_ENTRY_BYTES ? err({ code: 'cart_too_large', lines: lines.length }) : ok(whole);
}

/** Bytes of an entry around its body. */
const ENVELOPE_ROOM = 1024;

function refundOfLine(
  sale: Sale,
  good: SoldGoods,
  earlier: readonly EarlierReturn[],
): Result<ReturnLine, ReturnRefusal> {
  const sold = sale.lines.find((line) => line.lineId === good.lineId);
  if (!(Number.isSafeInteger(good.qtyMilli) && good.qtyMilli > 0)) {
    return err({ code: 'bad_quantity', lineId: good.lineId });
  }
  const before = earlier.flatMap((one) => one.lines).filter((line) => line.lineId === good.lineId);
  const backMilli = before.reduce((sum, line) => sum + line.qtyMilli, 0);
  const leftMilli = Math.max(0, (sold?.qtyMilli ?? 0) - backMilli);
  if (sold === undefined || good.qtyMilli > leftMilli)
    return err({ code: 'over_return', lineId: good.lineId, leftMilli });
  const upToMilli = backMilli + good.qtyMilli;
  const parts = partsOf(sale, sold, { qtyMilli: good.qtyMilli, before });
  return ok({
    lineId: good.lineId,
    skuNo: sold.skuNo,
    name: sold.name,
    qtyMilli: good.qtyMilli,
    taxBp: sold.taxBp,
    ...(parts === undefined ? lessGone(sale, sold, { qtyMilli: upToMilli, before }) : sumOfParts(parts)),
    ...(parts === undefined ? {} : { parts }),
    condition: good.condition,
    ...packOf(sold),
  });
}

/** Of a bundle each part comes back as a line of its own would. */
const partsOf = (
  sale: Sale,
  sold: SaleLine,
  back: { readonly qtyMilli: number; readonly before: readonly ReturnLine[] },
): ReturnLine['parts'] =>
  sold.parts === undefined
    ? undefined
    : partsBack({ qtyMilli: sold.qtyMilli, parts: sold.parts }, back, (part, upToMilli, gone) => {
        const piece = { ...part, grossMinor: part.shareMinor, discountMinor: ZERO, qtyMilli: sold.qtyMilli };
        return lessGone(sale, piece, { qtyMilli: upToMilli, before: gone });
      });

/** What goes back of a line, or of a part of it: up to a quantity, less what went before. */
function lessGone(sale: Sale, sold: Sold, upTo: { readonly qtyMilli: number; readonly before: readonly Gone[] }) {
  const { share, taxMinor, taxes } = shareOf(sale, sold, upTo);
  const goneMinor = sumMinor(upTo.before.map((line) => line.refundMinor));
  const refundMinor = toMinor(Math.max(0, share - goneMinor));
  return { refundMinor, taxMinor, ...(taxes === undefined ? {} : { taxes }) };
}

type Sold = Pick<SaleLine, 'qtyMilli' | 'grossMinor' | 'discountMinor' | 'taxBp' | 'taxMinor' | 'taxes'>;
type Gone = Pick<ReturnLine, 'refundMinor' | 'taxMinor' | 'taxes'>;

/**
 * What was paid for the first `qtyMilli` of a line (`share`), and what of its tax has not gone back yet. Counting from
 * the start makes any parts sum to the whole, each tax by itself.
 */
function shareOf(
  sale: Sale,
  sold: Sold,
  { qtyMilli, before }: { readonly qtyMilli: number; readonly before: readonly Gone[] },
): { readonly share: Minor; readonly taxMinor: Minor; readonly taxes: ReturnLine['taxes'] } {
  const goods = paidShare(sold, qtyMilli);
  const left = (upTo: number, gone: readonly number[]): Minor => toMinor(Math.max(0, upTo - sumMinor(gone)));
  const taxed = before.map((line) => line.taxMinor);
  const isPlain = sale.taxMode === 'included' && sale.taxRounding === undefined && sale.taxRoundsTo === undefined;
  if (sold.taxes === undefined && isPlain) {
    return { share: goods, taxMinor: left(includedTax(goods, sold.taxBp), taxed), taxes: undefined };
  }
  const part = (whole: Minor): Minor => toMinor(mulDivHalfUp(whole, qtyMilli, sold.qtyMilli));
  const upTo = sold.taxes?.map(({ taxNo, taxMinor }) => ({ taxNo, taxMinor: part(taxMinor) }));
  const taxes = upTo?.map(({ taxNo, taxMinor }) => {
    const gone = before.flatMap((line) => line.taxes ?? []).filter((one) => one.taxNo === taxNo);
    return { taxNo, taxMinor: left(taxMinor, gone.map((one) => one.taxMinor)) }; // prettier-ignore
  });
  const taxUpTo = upTo === undefined ? part(sold.taxMinor) : sumMinor(upTo.map((one) => one.taxMinor));
  return {
    share: sale.taxMode === 'added' ? toMinor(goods + taxUpTo) : goods,
    taxMinor: taxes === undefined ? left(taxUpTo, taxed) : sumMinor(taxes.map((one) => one.taxMinor)),
    taxes,
  };
}

/** What was paid for the first `qtyMilli` of a line, tax on top of it aside. */
const paidShare = (sold: Sold, qtyMilli: number): Minor =>
  toMinor(mulDivHalfUp(sold.grossMinor - sold.discountMinor, qtyMilli, sold.qtyMilli));

/** Coins a sale was paid in, and what all that came back of it costs, this return's goods among it. */
type Coins = { readonly rounding: CashRounding; readonly goodsMinor: Minor };

/**
 * How `totalMinor` goes back over the tenders of a sale: in proportion to what each still holds, less change and less
 * what went back before. With `coins` the cash part is one that coins can pay. Rows of nothing are left out.
 */
export function refundPlan(
  sale: Sale,
  totalMinor: Minor,
  earlier: readonly EarlierReturn[] = [],
  coins: Coins | null = null,
): Tender[] {
  const gone = earlier.flatMap((one) => one.plan);
  const held = heldTenders(sale, gone);
  assert(totalMinor <= sumMinor(held), 'a refund is at most what the tenders still hold');
  const plain = allocate(totalMinor, held.map((tender) => tender.amountMinor)); // prettier-ignore
  const parts = coins === null ? plain : cashInCoins(plain, { held, gone, coins });
  const rows = held.map((tender, i) => refundRow(tender, parts[i] ?? ZERO));
  return rows
    .filter((tender) => tender.amountMinor !== 0)
    .map((row) => pointsOfBack(valueBack(row, gone), sale.tenders, gone));
}

/**
 * The parts with what is handed out in cash made one that coins can pay, all returns together. Where coins matter to
 * cash alone, nothing else changes; where to all, the other tenders take what the cash leaves of the total.
 */
function cashInCoins(
  parts: readonly Minor[],
  { held, gone, coins }: { readonly held: readonly Tender[]; readonly gone: readonly Tender[]; readonly coins: Coins },
): readonly Minor[] {
  const { rounding, goodsMinor } = coins;
  const sumOf = (rows: readonly Tender[], ofCash: boolean): number =>
    sumMinor(rows.filter((row) => isCash(row) === ofCash));
  const cashMinor = sumMinor(parts.filter((_, at) => held[at] !== undefined && isCash(held[at])));
  const otherMinor = sumMinor(parts) - cashMinor;
  const goneCash = sumOf(gone, true);
  const isCashOnly = rounding.on === 'cash';
  const upToMinor = isCashOnly ? goodsMinor - sumOf(gone, false) - otherMinor : goneCash + cashMinor;
  const wanted = inSteps(toMinor(Math.max(0, upToMinor)), rounding) - goneCash;
  const totalMinor = cashMinor + otherMinor;
  const heldOther = sumOf(held, false);
  const coinsIn = (minor: number): number => minor - (minor % rounding.stepMinor);
  const least = isCashOnly ? 0 : coinsIn(Math.max(0, totalMinor - heldOther) + rounding.stepMinor - 1);
  const most = isCashOnly ? Infinity : coinsIn(totalMinor);
  const nowCash = Math.min(Math.max(0, least, wanted), most, sumOf(held, true));
  const nowOther = isCashOnly ? otherMinor : Math.min(totalMinor - nowCash, heldOther);
  const share = (amountMinor: number, ofCash: boolean): Minor[] => {
    const weights = held.map((row) => (isCash(row) === ofCash ? row.amountMinor : 0));
    return allocate(toMinor(amountMinor), weights);
  };
  const others = share(nowOther, false);
  return share(nowCash, true).map((cash, at) => toMinor(cash + (others[at] ?? 0)));
}

/** Of a member's stored value what was spent last goes back first: the gift. */
function valueBack(row: Tender, gone: readonly Tender[]): Tender {
  if (row.value === undefined) return row;
  const before = gone.flatMap(({ tenderId, value }) => (tenderId === row.tenderId && value ? [value] : []));
  const backBefore = before.reduce((all, value) => plusValue(all, value), NO_VALUE);
  return { ...row, value: { ...row.value, ...giveBack(row.value, backBefore, row.amountMinor) } };
}

/** Points go back in proportion to the money they paid. */
function pointsOfBack(row: Tender, paid: readonly Tender[], gone: readonly Tender[]): Tender {
  const whole = paid.find(({ tenderId }) => tenderId === row.tenderId);
  if (row.points === undefined || whole?.points === undefined) return row;
  const before = gone.filter(({ tenderId }) => tenderId === row.tenderId);
  const points = before.reduce((all, one) => all + (one.points?.points ?? 0), 0);
  const paidBy = { amountMinor: whole.amountMinor, points: whole.points.points };
  const back = pointsBack(paidBy, { amountMinor: sumMinor(before), points }, row.amountMinor);
  return { ...row, points: { ...row.points, points: back } };
}

/** Notes of another currency go back as what they counted for, in the shop's own. */
const refundRow = ({ foreign: _foreign, ...tender }: Tender, amountMinor: Minor): Tender => ({
  ...tender,
  method: tender.method === 'foreign_cash' ? 'cash' : tender.method,
  amountMinor,
});

/**
 * The sale as its returns see it when money does not go back by these of the shop's own ways: what they paid is handed
 * out in cash, so it counts as paid in cash, and in coins that exist. Change was of the true cash: it is off before.
 */
export function withoutWays(sale: Sale, shut: ReadonlySet<string>): Sale {
  const isShut = ({ typeId }: Tender): boolean => typeId !== undefined && shut.has(typeId);
  if (!sale.tenders.some(isShut)) return sale;
  const asCash = ({ tenderId, amountMinor }: Tender): Tender => ({ tenderId, method: 'cash', amountMinor });
  const tenders = keptTenders(sale).map((tender) => (isShut(tender) ? asCash(tender) : tender));
  return { ...sale, tenders, changeMinor: ZERO };
}

/**
 * What each tender still holds after `gone`. Notes of another currency, and ways by which no money goes back, are given
 * back in own coins: what of that cash no coin pays is taken off, as more than was paid never goes back.
 */
function heldTenders(sale: Sale, gone: readonly Tender[]): Tender[] {
  const held = keptTenders(sale).map((tender) => {
    const backMinor = sumMinor(gone.filter((row) => row.tenderId === tender.tenderId));
    return { ...tender, amountMinor: toMinor(Math.max(0, tender.amountMinor - backMinor)) };
  });
  const cashMinor = sumMinor(held.filter(isCash));
  return lessCash(held, sale.cashRounding === undefined ? 0 : cashMinor % sale.cashRounding.stepMinor);
}

/** The tenders as the shop kept them: without the change. */
const keptTenders = ({ tenders, changeMinor }: Sale): Tender[] => lessCash(tenders, changeMinor);

/** With so much taken off the cash, last given first. */
function lessCash(tenders: readonly Tender[], lessMinor: number): Tender[] {
  let offMinor = lessMinor;
  const kept: Tender[] = [];
  for (const tender of tenders.toReversed()) {
    const given = isCash(tender) ? Math.min(offMinor, tender.amountMinor) : 0;
    offMinor -= given;
    kept.unshift({ ...tender, amountMinor: toMinor(tender.amountMinor - given) });
  }
  return kept;
}
