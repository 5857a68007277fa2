/**
 * Goods of a sale this till does not hold, proved by its signed receipt: the lines are those the receipt carries, the
 * money is cash and at most the cash part it names. What of the sale came back elsewhere is not known here; the server
 * adds it up and tells a person. Where cash is paid in coins that exist, it goes back in such coins.
 *
 * Tax goes back as it was charged, worked out of what was paid (paper-taxes.ts). Invariants: a refund holds its tax;
 * parts of a line sum to what was paid for it and to no more than its tax.
 */
import { partsBack, sumOfParts } from './bundle.ts';
import { type CashRounding, inSteps } from './cash-rounding.ts';
import { sumMinor, toMinor, type Minor, mulDivHalfUp, ZERO } from './money.ts';
import { type PaidLine, type PaidPiece, type PaperLine, type PaperRules, taxesOfPaper } from './paper-taxes.ts';
import { err, type Result } from './result.ts';
import { finishReturn, leftOf } from './return.ts';
import type { EarlierReturn, ReturnHead, ReturnRefusal, SoldGoods } from './return.ts';
import type { ReceiptProof, Return, ReturnLine } from './sale.ts';
import { includedTax } from './tax.ts';

/** A sale as its receipt tells it. Lines are numbered by their place. */
export type PaperSale = {
  readonly proof: ReceiptProof;
  readonly cashMinor: Minor;
  readonly lines: readonly PaperLine[];
  readonly cashRounding?: CashRounding | undefined; // coins the shop has today
  readonly rules: PaperRules; // taxes of the day of the sale, by this till's catalogue
};

/**
 * A return against a receipt; each line at most once.
 * Refuses: `empty_cart`, `no_open_shift`, `bad_quantity`, `over_return`, `refund_beyond_cash` - more than what is left
 * of the cash the sale was paid with (`leftMinor`).
 */
export function returnByReceipt(
  head: ReturnHead,
  paper: PaperSale,
  goods: readonly SoldGoods[],
  earlier: readonly EarlierReturn[] = [],
): Result<Return, ReturnRefusal> {
  const left = leftOf(paper.lines, earlier);
  const paid = taxesOfPaper(paper.lines, paper.rules);
  const lines: ReturnLine[] = [];
  for (const good of goods) {
    const sold = paper.lines.find((line) => line.lineId === good.lineId);
    if (!(Number.isSafeInteger(good.qtyMilli) && good.qtyMilli > 0)) {
      return err({ code: 'bad_quantity', lineId: good.lineId });
    }
    const leftMilli = left.get(good.lineId) ?? 0;
    const taxed = paid.lines.get(good.lineId);
    if (sold === undefined || taxed === undefined || good.qtyMilli > leftMilli) {
      return err({ code: 'over_return', lineId: good.lineId, leftMilli });
    }
    const before = earlier.flatMap((one) => one.lines).filter((line) => line.lineId === good.lineId);
    lines.push(lineBack({ ...sold, ...taxed }, good, { leftMilli, before, rules: paper.rules }));
  }
  const goneMinor = sumMinor(earlier.flatMap((one) => one.plan));
  const leftMinor = toMinor(Math.max(0, paper.cashMinor - goneMinor));
  const { exactMinor, coinsMinor } = cashFor(paper, lines, earlier);
  if (Math.min(exactMinor, coinsMinor) > leftMinor) return err({ code: 'refund_beyond_cash', leftMinor });
  const plan = [{ tenderId: 1, method: 'cash', amountMinor: toMinor(Math.min(coinsMinor, leftMinor)) }] as const;
  const isNamed = lines.flatMap((line) => [line, ...(line.parts ?? [])]).some((piece) => piece.taxes !== undefined);
  const taxes = isNamed ? { taxes: paid.taxes } : {};
  return finishReturn({ ...head, receipt: paper.proof, ...taxes }, null, lines, plan);
}

/**
 * What these lines come to, and what of it can be handed out in coins that exist. All returns of the sale together come
 * to their goods in such coins, as a return where the sale is known does.
 */
function cashFor(
  { cashRounding }: PaperSale,
  lines: readonly ReturnLine[],
  earlier: readonly EarlierReturn[],
): { readonly exactMinor: Minor; readonly coinsMinor: Minor } {
  const exactMinor = sumMinor(lines.map((line) => line.refundMinor));
  if (cashRounding === undefined) return { exactMinor, coinsMinor: exactMinor };
  const goodsMinor = sumMinor([...earlier.flatMap((one) => one.lines), ...lines].map((line) => line.refundMinor));
  const goneMinor = sumMinor(earlier.flatMap((one) => one.plan));
  return { exactMinor, coinsMinor: toMinor(Math.max(ZERO, inSteps(goodsMinor, cashRounding) - goneMinor)) };
}

type Sold = Omit<PaperLine, 'parts'> & PaidLine;

/** Counting from the line's start makes any parts sum to the whole. */
function lineBack(
  sold: Sold,
  { lineId, qtyMilli, condition }: SoldGoods,
  {
    leftMilli,
    before,
    rules,
  }: Pick<UpTo, 'rules'> & {
    readonly leftMilli: number;
    readonly before: readonly ReturnLine[];
  },
): ReturnLine {
  const upTo = { upToMilli: sold.qtyMilli - leftMilli + qtyMilli, ofMilli: sold.qtyMilli, rules };
  const parts = partsOf(sold, { qtyMilli, before }, rules);
  return {
    lineId,
    skuNo: sold.skuNo,
    name: sold.name,
    qtyMilli,
    taxBp: sold.taxBp,
    ...(parts === undefined ? lessGone(sold, upTo, before) : sumOfParts(parts)),
    ...(parts === undefined ? {} : { parts }),
    condition,
  };
}

type Gone = Pick<ReturnLine, 'refundMinor' | 'taxMinor' | 'taxes'>;
type UpTo = { readonly upToMilli: number; readonly ofMilli: number; readonly rules: PaperRules };

/** What goes back of a line or a part of it, up to a quantity less what went before: as where the sale is known. */
function lessGone(
  sold: PaidPiece,
  { upToMilli, ofMilli, rules: { taxMode, taxRounding, taxRoundsTo } }: UpTo,
  gone: readonly Gone[],
): Gone {
  const part = (whole: number): Minor => toMinor(mulDivHalfUp(whole, upToMilli, ofMilli));
  const left = (upTo: number, minor: readonly Minor[]): Minor => toMinor(Math.max(0, upTo - sumMinor(minor)));
  const isPlain = taxMode === 'included' && taxRounding === 'line' && taxRoundsTo === 'nearest';
  const upTo = sold.taxes?.map(({ taxNo, taxMinor }) => ({ taxNo, taxMinor: part(taxMinor) }));
  const own = isPlain ? includedTax(part(sold.paidMinor), sold.taxBp) : part(sold.taxMinor);
  const taxUpTo = upTo === undefined ? own : sumMinor(upTo.map((one) => one.taxMinor));
  const share = taxMode === 'added' ? part(sold.paidMinor - sold.taxMinor) + taxUpTo : part(sold.paidMinor);
  const refundMinor = left(share, gone.map((line) => line.refundMinor)); // prettier-ignore
  // Of few units a share of the tax can be rounded up where that of the price is not: it waits for the next return.
  let room = Math.min(refundMinor, left(taxUpTo, gone.map((line) => line.taxMinor))); // prettier-ignore
  if (upTo === undefined) return { refundMinor, taxMinor: toMinor(room) };
  const taxes = upTo.map(({ taxNo, taxMinor }) => {
    const before = gone.flatMap((line) => line.taxes ?? []).filter((one) => one.taxNo === taxNo);
    const backMinor = toMinor(Math.min(room, left(taxMinor, before.map((one) => one.taxMinor)))); // prettier-ignore
    room -= backMinor;
    return { taxNo, taxMinor: backMinor };
  });
  return { refundMinor, taxMinor: sumMinor(taxes.map((one) => one.taxMinor)), taxes };
}

const partsOf = (
  { parts, qtyMilli: ofMilli }: Sold,
  back: { readonly qtyMilli: number; readonly before: readonly ReturnLine[] },
  rules: PaperRules,
): ReturnLine['parts'] =>
  parts === undefined
    ? undefined
    : partsBack({ qtyMilli: ofMilli, parts }, back, (part, upToMilli, gone) =>
        lessGone(part, { upToMilli, ofMilli, rules }, gone),
      );
