/**
 * How a sale is paid: what is still owed, the change, and the amounts a customer is likely to hand over.
 *
 * Invariants: change comes out of cash only; nothing is offered below what is due.
 * Not here: asking a provider for money.
 */
import { assert } from './assert.ts';
import { type CashRounding, inSteps } from './cash-rounding.ts';
import { cashPieces, minorDigits } from './currency.ts';
import { type Minor, negated, sumMinor, toMinor, ZERO } from './money.ts';
import { err, ok, type Result } from './result.ts';
import type { Tender, TenderMethod } from './sale.ts';

export type TenderRefusal =
  | { readonly code: 'short_tender'; readonly missingMinor: Minor }
  | { readonly code: 'change_without_cash'; readonly overMinor: Minor };

/** Only cash makes change and goes back as cash; notes of another currency do as what they counted for. */
export const isCash = (tender: { readonly method: TenderMethod }): boolean =>
  tender.method === 'cash' || tender.method === 'foreign_cash';

/**
 * A refund as it is handed out: cash in one sum, at the place of its first row, whatever tenders it pays back. The rows
 * themselves stay, each by its tender: this is for people only.
 */
export function cashAsOne(plan: readonly Tender[]): readonly Tender[] {
  const cash = plan.filter(isCash);
  const amountMinor = sumMinor(cash.map((row) => row.amountMinor));
  return plan.flatMap((row) => (!isCash(row) ? [row] : row === cash[0] ? [{ ...row, amountMinor }] : []));
}

/**
 * What coins that exist make of an exact total: the difference, below or above zero. What is rounded is the part paid
 * in the shop's own coins, and what nobody has paid yet counts as that. Notes of another currency are none of them:
 * what they leave is rounded, or the change that is given for them. Where everything is rounded, the total is so first.
 */
export function roundingOf(exactMinor: Minor, tenders: readonly Tender[], rounding: CashRounding | null): Minor {
  if (rounding === null) return ZERO;
  const { stepMinor, on } = rounding;
  const totalMinor = on === 'all' ? inSteps(exactMinor, rounding) : exactMinor;
  const otherMinor = sumMinor(tenders.filter((tender) => tender.method !== 'cash'));
  const foreignMinor = sumMinor(tenders.filter((tender) => tender.method === 'foreign_cash'));
  const openMinor = toMinor(totalMinor - otherMinor);
  if (openMinor < 0 && foreignMinor === 0 && on === 'cash') return ZERO;
  // The same coins below zero as above it, so that "up" is for the shop in change too; and no more than the notes.
  const backMinor = Math.ceil(Math.max(0, 0 - openMinor) / stepMinor) * stepMinor;
  const coinsMinor = inSteps(toMinor(openMinor + backMinor), rounding) - backMinor;
  const leftMinor = Math.max(coinsMinor, 0 - (foreignMinor - (foreignMinor % stepMinor)));
  // Further off is no rounding: more was taken than any coins explain, and change of it is not to be hidden in them.
  if (leftMinor - openMinor >= 2 * stepMinor) return toMinor(totalMinor - exactMinor);
  return toMinor(otherMinor + leftMinor - exactMinor);
}

/** The same as older tills reckoned it, which took notes of another currency for coins of the shop. */
export function earlierRoundingOf(exactMinor: Minor, tenders: readonly Tender[], rounding: CashRounding | null): Minor {
  if (rounding === null) return ZERO;
  const otherMinor = rounding.on === 'all' ? 0 : sumMinor(tenders.filter((tender) => !isCash(tender)));
  const openMinor = toMinor(exactMinor - otherMinor);
  return openMinor <= 0 ? ZERO : toMinor(inSteps(openMinor, rounding) - openMinor);
}

/**
 * Change to hand back: what was tendered beyond what is due. Amounts in minor units.
 * Refuses: `short_tender` - more is still owed; `change_without_cash` - the excess is larger than the cash given.
 */
export function changeDue(dueMinor: Minor, tenders: readonly Tender[]): Result<Minor, TenderRefusal> {
  assert(dueMinor >= 0, 'a sale with a negative due is a return: see return.ts');
  const cashMinor = sumMinor(tenders.filter(isCash));
  const overMinor = toMinor(sumMinor(tenders) - dueMinor);
  if (overMinor < 0) return err({ code: 'short_tender', missingMinor: negated(overMinor) });
  if (overMinor > cashMinor) return err({ code: 'change_without_cash', overMinor });
  return ok(overMinor);
}

/** How many express keys there are: a hand finds one of five. */
const EXPRESS_KEYS = 5;

/**
 * Amounts for the express cash keys, least first: exactly what is due, the next whole unit (who pays 11.50 with small
 * money gives 12), then what people give in the fewest notes and coins: the next multiple of one piece. Five at most.
 * ¥11.50: 11.50, 12, 20, 50, 100. Nothing is due: no keys.
 */
export function expressCash(dueMinor: Minor, currency: string): Minor[] {
  if (dueMinor <= 0) return [];
  const pieces = cashPieces(currency);
  const upTo = (step: number): number => Math.ceil(dueMinor / step) * step;
  const wholeUnit = upTo(10 ** minorDigits(currency));
  const likely = pieces
    .map((piece) => ({ amount: upTo(piece), pieces: piecesFor(upTo(piece), pieces) }))
    .sort((a, b) => a.pieces - b.pieces || a.amount - b.amount)
    .map((option) => option.amount);
  const keys = [...new Set([dueMinor, wholeUnit, ...likely])].slice(0, EXPRESS_KEYS);
  return keys.sort((a, b) => a - b).map(toMinor);
}

/** Notes and coins an amount takes, largest first. What is left below the smallest counts as one more. */
function piecesFor(amountMinor: number, pieces: readonly number[]): number {
  let count = 0;
  let rest = amountMinor;
  for (const piece of pieces) {
    count += Math.floor(rest / piece);
    rest %= piece;
  }
  return rest === 0 ? count : count + 1;
}
