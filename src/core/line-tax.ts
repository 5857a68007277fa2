/**
 * Taxes by rows of data: several on a line, percent or fixed per unit, one upon another, inside the price or on top.
 *
 * Exact fractions until the one rounding that the policy names: `line` rounds each tax of each line, `total` each
 * tax of the whole sale and places the odd units by largest remainder. Each tax is rounded by itself, so two of one
 * rate on one base are alike: to the nearest unit, or always down or up where the law lets a shop choose. To the
 * nearest, half a unit inside a price stays with the net: with one tax, that is what remains of the gross when the net
 * is rounded half up (tax.ts). Taxes inside a price never come to more than it.
 *
 * Invariants: the parts of a line sum to its tax; with `total` the lines' parts sum to the tax's own rounding; the
 * same lines in another order give the same tax per rate.
 */
import { type Minor, sumMinor, toMinor } from './money.ts';
import type { Names } from './product.ts';
import type { Scope } from './scope.ts';

export type TaxMode = 'included' | 'added';
export type TaxRounding = 'line' | 'total';
export type TaxRoundsTo = 'nearest' | 'down' | 'up';

type TaxPolicy = { readonly mode: TaxMode; readonly rounding: TaxRounding; readonly roundsTo: TaxRoundsTo };

/** A tax of the shop. Those of one line apply in `order`; a compound one is also taken on those before it. */
export type TaxRate = {
  readonly taxId: string; // UUID
  readonly names: Names;
  readonly ratePpm: number; // parts per million: 9.975 % is 99750
  readonly perUnitMinor: Minor; // fixed, per whole unit; 0 for one in percent
  readonly isCompound: boolean;
  readonly scope: Scope;
  readonly storeIds: readonly string[] | null; // null: all
  readonly order: number;
  readonly fromDate?: string | null | undefined; // the store's dates, both included; none: no limit
  readonly toDate?: string | null | undefined;
  readonly state: 'active' | 'ended';
};

/** What a rate asks of a line: all that its amount depends on. */
export type Levy = Pick<TaxRate, 'ratePpm' | 'perUnitMinor' | 'isCompound'> & { readonly taxKey: string };

type Taxable = { readonly amountMinor: number; readonly qtyMilli: number; readonly levies: readonly Levy[] };

const MILLION = 1_000_000n;
const MILLI = 1000n;

type Fraction = { readonly over: bigint; readonly under: bigint };
/** The exact taxes of one line, in the order of its levies. */
type Exact = readonly Fraction[];

/** Taxes of lines, one amount per levy, in their order. Amounts in minor units, not negative. */
export function taxLines(lines: readonly Taxable[], how: TaxPolicy): Minor[][] {
  const exact = lines.map((line) => exactTaxes(line, how.mode));
  if (how.rounding === 'total') return inTotal(lines, exact, how);
  return lines.map((line, at) => perLine(line, exact[at] ?? [], how));
}

/**
 * Each tax is a × base + c, with a and c from the levies alone. On top of a price the base is the price; inside it the
 * base solves base × (1 + Σa) + Σc = price.
 */
function exactTaxes({ amountMinor, qtyMilli, levies }: Taxable, mode: TaxMode): Exact {
  const scale = MILLION ** BigInt(levies.length) * MILLI;
  let sumA = 0n;
  let sumC = 0n;
  const parts = levies.map(({ ratePpm, perUnitMinor, isCompound }) => {
    const rate = BigInt(ratePpm);
    const a = isCompound ? (rate * (scale + sumA)) / MILLION : (rate * scale) / MILLION;
    const fixed = (BigInt(perUnitMinor) * BigInt(qtyMilli) * scale) / MILLI;
    const c = fixed + (isCompound ? (rate * sumC) / MILLION : 0n);
    sumA += a;
    sumC += c;
    return { a, c };
  });
  const amount = BigInt(amountMinor);
  const base = mode === 'added' ? { over: amount, under: 1n } : { over: amount * scale - sumC, under: scale + sumA };
  if (base.over < 0n) return fixedOnly(amount, parts.map(({ c }) => c)); // prettier-ignore
  const under = scale * base.under;
  return parts.map(({ a, c }) => ({ over: a * base.over + c * base.under, under }));
}

/** Fixed taxes beyond the price: all that was paid is tax, shared as they ask. */
function fixedOnly(amount: bigint, asked: readonly bigint[]): Exact {
  const under = asked.reduce((sum, c) => sum + c, 0n);
  return asked.map((c) => ({ over: amount * c, under: under === 0n ? 1n : under }));
}

function perLine({ amountMinor }: Taxable, taxes: Exact, how: TaxPolicy): Minor[] {
  const own = taxes.map((tax) => toMinor(rounded(tax, how)));
  // Only of a price that is almost all tax.
  return how.mode === 'included' && sumMinor(own) > amountMinor ? shareOut(amountMinor, taxes) : own;
}

function inTotal(lines: readonly Taxable[], exact: readonly Exact[], how: TaxPolicy): Minor[][] {
  const given = lines.map(({ levies }) => levies.map(() => toMinor(0)));
  for (const seats of seatsByTax(lines).values()) {
    const parts = seats.map(({ line, at }) => exact[line]?.[at] ?? { over: 0n, under: 1n });
    const shares = shareOut(rounded(addUp(parts), how), parts);
    for (const [i, { line, at }] of seats.entries()) {
      const row = given[line];
      if (row !== undefined) row[at] = shares[i] ?? toMinor(0);
    }
  }
  return how.mode === 'included' ? withinPrices(lines, given) : given;
}

/**
 * Odd units of several taxes may fall on one line of next to no price: what is beyond it goes to the next line of the
 * same tax that has room, and is nobody's where none has. Taxes inside prices never come to more than the prices.
 */
function withinPrices(lines: readonly Taxable[], given: Minor[][]): Minor[][] {
  const roomOf = (line: number): number => (lines[line]?.amountMinor ?? 0) - sumMinor(given[line] ?? []);
  if (lines.every((_, line) => roomOf(line) >= 0)) return given;
  const seats = seatsByTax(lines);
  for (const [line, { levies }] of lines.entries()) {
    for (let at = levies.length - 1; at >= 0 && roomOf(line) < 0; at -= 1) {
      const others = seats.get(levies[at]?.taxKey ?? '') ?? [];
      const moved = Math.min(-roomOf(line), given[line]?.[at] ?? 0);
      shift(given, { line, at }, -moved);
      for (let left = moved, i = 0; left > 0 && i < others.length; i += 1) {
        const to = others[i] ?? { line, at };
        const fits = Math.min(left, Math.max(0, roomOf(to.line)));
        shift(given, to, fits);
        left -= fits;
      }
    }
  }
  return given;
}

function shift(given: Minor[][], { line, at }: { readonly line: number; readonly at: number }, by: number): void {
  const row = given[line];
  if (row !== undefined) row[at] = toMinor((row[at] ?? 0) + by);
}

function seatsByTax(lines: readonly Taxable[]): Map<string, { readonly line: number; readonly at: number }[]> {
  const seats = new Map<string, { line: number; at: number }[]>();
  for (const [line, { levies }] of lines.entries()) {
    for (const [at, { taxKey }] of levies.entries()) {
      const own = seats.get(taxKey) ?? [];
      own.push({ line, at });
      seats.set(taxKey, own);
    }
  }
  return seats;
}

function addUp(parts: readonly Fraction[]): Fraction {
  const byUnder = new Map<bigint, bigint>(); // lines of the same taxes share a denominator
  for (const { over, under } of parts) byUnder.set(under, (byUnder.get(under) ?? 0n) + over);
  let sum: Fraction = { over: 0n, under: 1n };
  for (const [under, over] of byUnder) sum = { over: sum.over * under + over * sum.under, under: sum.under * under };
  return sum;
}

function rounded(tax: Fraction, { mode, roundsTo }: TaxPolicy): number {
  const { over, under } = tax;
  switch (roundsTo) {
    case 'nearest':
      return mode === 'added' ? halfUp(tax) : halfDown(tax);
    case 'down':
      return Number(over / under);
    case 'up':
      return Number((over + under - 1n) / under);
  }
}

const halfUp = ({ over, under }: Fraction): number => Number((2n * over + under) / (2n * under));
/** What is left of a gross when the net is rounded half up. */
const halfDown = ({ over, under }: Fraction): number => Number((2n * over + under - 1n) / (2n * under));

/** `total` by exact shares, each rounded down; the odd units go to the largest remainders, ties to the earlier. */
function shareOut(total: number, shares: readonly Fraction[]): Minor[] {
  const floors = shares.map(({ over, under }) => Number(over / under));
  let odd = total - floors.reduce((sum, floor) => sum + floor, 0);
  const byRest = shares
    .map(({ over, under }, place) => ({ place, over: over % under, under }))
    .sort((a, b) => compare(b.over * a.under, a.over * b.under) || a.place - b.place);
  for (const { place } of byRest) {
    if (odd <= 0) break;
    floors[place] = (floors[place] ?? 0) + 1;
    odd -= 1;
  }
  return floors.map(toMinor);
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
