/**
 * Goods of a sale this till does not hold, proved by its signed receipt: the lines are those the receipt carries, the
 * money is cash and at most the cash part it names. What of the sale came back elsewhere is not known here; the server
 * adds it up and tells a person. Where cash is paid in coins that exist, it goes back in such coins.
 */
import { type KnownPart, partsBack, partsPaid, sumOfParts } from './bundle.ts';
import { type CashRounding, inSteps } from './cash-rounding.ts';
import { sumMinor, toMinor, type Minor, mulDivHalfUp, ZERO } from './money.ts';
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
};
type PaperLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly name: string; // of this till's catalogue
  readonly qtyMilli: number;
  readonly paidMinor: Minor;
  readonly taxBp: number; // of this till's catalogue
  readonly parts?: readonly KnownPart[] | undefined; // of a bundle, by this till's catalogue
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
  const lines: ReturnLine[] = [];
  for (const good of goods) {
    const sold = paper.lines.find((line) => line.lineId === good.lineId);
    if (!(Number.isSafeInteger(good.qtyMilli) && good.qtyMilli > 0)) {
      return err({ code: 'bad_quantity', lineId: good.lineId });
    }
    const leftMilli = left.get(good.lineId) ?? 0;
    if (sold === undefined || good.qtyMilli > leftMilli) {
      return err({ code: 'over_return', lineId: good.lineId, leftMilli });
    }
    lines.push(lineBack(sold, good, { leftMilli, earlier }));
  }
  const goneMinor = sumMinor(earlier.flatMap((one) => one.plan));
  const leftMinor = toMinor(Math.max(0, paper.cashMinor - goneMinor));
  const { exactMinor, coinsMinor } = cashFor(paper, lines, earlier);
  if (Math.min(exactMinor, coinsMinor) > leftMinor) return err({ code: 'refund_beyond_cash', leftMinor });
  const plan = [{ tenderId: 1, method: 'cash', amountMinor: toMinor(Math.min(coinsMinor, leftMinor)) }] as const;
  return finishReturn({ ...head, receipt: paper.proof }, null, lines, plan);
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

/** Counting from the line's start makes any parts sum to the whole. */
function lineBack(
  sold: PaperLine,
  { lineId, qtyMilli, condition }: SoldGoods,
  { leftMilli, earlier }: { readonly leftMilli: number; readonly earlier: readonly EarlierReturn[] },
): ReturnLine {
  const before = earlier.flatMap((one) => one.lines).filter((line) => line.lineId === lineId);
  const upToMilli = sold.qtyMilli - leftMilli + qtyMilli;
  const share = toMinor(mulDivHalfUp(sold.paidMinor, upToMilli, sold.qtyMilli));
  const parts = partsOf(sold, { qtyMilli, before });
  return {
    lineId,
    skuNo: sold.skuNo,
    name: sold.name,
    qtyMilli,
    taxBp: sold.taxBp,
    ...(parts === undefined ? lessGone({ shareMinor: share, taxBp: sold.taxBp }, before) : sumOfParts(parts)),
    ...(parts === undefined ? {} : { parts }),
    condition,
  };
}

type Gone = Pick<ReturnLine, 'refundMinor' | 'taxMinor'>;

function lessGone(
  { shareMinor, taxBp }: { readonly shareMinor: Minor; readonly taxBp: number },
  gone: readonly Gone[],
) {
  const rest = (upTo: number, minor: readonly Minor[]): Minor => toMinor(Math.max(0, upTo - sumMinor(minor)));
  return {
    refundMinor: rest(shareMinor, gone.map((line) => line.refundMinor)), // prettier-ignore
    taxMinor: rest(includedTax(shareMinor, taxBp), gone.map((line) => line.taxMinor)), // prettier-ignore
  };
}

const partsOf = (
  { parts, ...sold }: PaperLine,
  back: { readonly qtyMilli: number; readonly before: readonly ReturnLine[] },
): ReturnLine['parts'] =>
  parts === undefined
    ? undefined
    : partsBack({ qtyMilli: sold.qtyMilli, parts: partsPaid(sold, parts) }, back, (part, upToMilli, gone) => {
        const shareMinor = toMinor(mulDivHalfUp(part.shareMinor, upToMilli, sold.qtyMilli));
        return lessGone({ shareMinor, taxBp: part.taxBp }, gone);
      });
