/**
 * What the day must come to, worked out a second time from what customers did: whole numbers, fractions of two of them,
 * and nothing of the product's own arithmetic. If this and the books agree to the minor unit, neither made the other's
 * mistake.
 *
 * Rules: a line is its unit price times its quantity, half up; what is taken off in percent is half up; what is taken
 * off a cart is shared by what its lines cost, odd units to the largest remainders; a tax inside a price is what the
 * price is above its net, the net half up, and a customer who pays no tax pays that net; a bundle is shared over its
 * parts by what they cost, each share taxed by its part; what is paid in cash comes to the nearest coin.
 */
import type { Deal, Item } from './deals.ts';
import { DEPOSIT, type DayOffer, type Good, goodBy, MEMBER, USD_PPM } from './goods.ts';

/** over / under, half up. Neither is below zero. */
export function halfUp(over: number, under: number): number {
  const [a, b] = [BigInt(over), BigInt(under)];
  return Number((2n * a + b) / (2n * b));
}

/** The nearest coin, half up. Not below zero. */
export const inCoins = (minor: number, coinMinor: number): number => halfUp(minor, coinMinor) * coinMinor;

export type TaxPart = { readonly key: string; readonly minor: number };
export type SoldLine = {
  readonly code: string;
  readonly qtyMilli: number;
  readonly grossMinor: number;
  readonly offMinor: number;
  readonly taxes: readonly TaxPart[];
};
export type PaidPart = {
  readonly method: string; // as the books call it
  readonly minor: number;
  readonly code?: string;
  readonly who?: string;
  readonly usdMinor?: number;
};
export type SoldDeal = {
  readonly lines: readonly SoldLine[];
  readonly totalMinor: number;
  readonly paid: readonly PaidPart[];
  readonly changeMinor: number;
  readonly points: number; // earned, less those it was paid with
};

const netOf = ({ grossMinor, offMinor }: Pick<SoldLine, 'grossMinor' | 'offMinor'>): number => grossMinor - offMinor;
export const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

type Shop = {
  readonly minuteOfDay: number;
  readonly rankOf: (code: string) => number;
  readonly coinMinor: number; // the smallest there is
};

/** A sale as it must be. `minuteOfDay`: of the store, when it is priced; `rankOf` orders goods as they were added. */
export function reckonSale(deal: Deal, { minuteOfDay, rankOf, coinMinor }: Shop): SoldDeal {
  const before = deal.items.map((item) => {
    const unit = item.unitMinor ?? item.good.priceMinor + sum((item.extras ?? []).map(({ minor }) => minor));
    const grossMinor = halfUp(unit * item.qtyMilli, 1000);
    const off = { deal, item, grossMinor, minuteOfDay };
    return { code: item.good.code, qtyMilli: item.qtyMilli, grossMinor, offMinor: offLine(off), taxes: [] };
  });
  const lines = offCart(deal, before, rankOf).map((line) => taxedLine(deal, line));
  const how = payments(deal, sum(lines.map(netOf)), coinMinor);
  const totalMinor = sum(how.paid.map(({ minor }) => minor)) - how.changeMinor;
  const byPoints = sum(how.paid.filter(({ method }) => method === 'points').map(({ minor }) => minor));
  const spent = sum(deal.pays.map((pay) => (pay.way === 'points' ? pay.points : 0)));
  const earned = deal.isMember === true ? Math.floor((totalMinor - byPoints) / MEMBER.perMinor) : 0;
  const points = earned - spent;
  return { lines, totalMinor, points, ...how };
}

type OffAsked = {
  readonly deal: Deal;
  readonly item: Item;
  readonly grossMinor: number;
  readonly minuteOfDay: number;
};

/** What a person took off a line, or a promotion of its goods. */
function offLine({ deal, item, grossMinor, minuteOfDay }: OffAsked): number {
  if (item.lineOffBp !== undefined) return halfUp(grossMinor * item.lineOffBp, 10_000);
  const { offer, priceMinor } = item.good;
  if (offer === undefined) return 0;
  const pieces = item.qtyMilli / 1000;
  return offBy(offer, {
    pieces,
    priceMinor,
    coupon: deal.coupon ?? null,
    minuteOfDay,
    isMember: deal.isMember === true,
  });
}

type Facts = {
  readonly pieces: number;
  readonly priceMinor: number;
  readonly coupon: string | null;
  readonly isMember: boolean;
  readonly minuteOfDay: number;
};

function offBy(offer: DayOffer, { pieces, priceMinor, coupon, minuteOfDay, isMember }: Facts): number {
  switch (offer.kind) {
    case 'second_half':
      return Math.floor(pieces / 2) * halfUp(priceMinor, 2);
    case 'three_for':
      return Math.floor(pieces / 3) * (3 * priceMinor - offer.minor);
    case 'percent':
      return halfUp(pieces * priceMinor * offer.bp, 10_000);
    case 'from':
      return pieces * priceMinor >= offer.fromMinor ? offer.offMinor : 0;
    case 'coupon':
      return coupon === offer.code ? pieces * offer.eachMinor : 0;
    case 'member':
      return isMember ? pieces * (priceMinor - offer.priceMinor) : 0;
    case 'hours':
      return minuteOfDay >= offer.from && minuteOfDay < offer.to ? pieces * (priceMinor - offer.priceMinor) : 0;
  }
}

/** What was taken off all of it, shared by what the lines cost; odd units in the order goods were added to the shop. */
function offCart({ cartOff }: Deal, lines: readonly SoldLine[], rankOf: (code: string) => number): SoldLine[] {
  if (cartOff === undefined) return [...lines];
  const whole = sum(lines.map(netOf));
  const wanted = 'bp' in cartOff ? halfUp(whole * cartOff.bp, 10_000) : cartOff.minor;
  const shares = lines
    .map((line) => ({ line, floor: Math.floor((wanted * netOf(line)) / whole), rest: (wanted * netOf(line)) % whole }))
    .sort((a, b) => b.rest - a.rest || rankOf(a.line.code) - rankOf(b.line.code));
  const odd = wanted - sum(shares.map(({ floor }) => floor));
  const given = new Map(shares.map(({ line, floor }, at) => [line, floor + (at < odd ? 1 : 0)]));
  return lines.map((line) => ({ ...line, offMinor: line.offMinor + (given.get(line) ?? 0) }));
}

/** With its taxes; for whom pays none, what they would be comes off. */
function taxedLine(deal: Deal, line: SoldLine): SoldLine {
  const taxes = taxesIn(deal, line);
  if (deal.taxFree === undefined) return { ...line, taxes };
  return { ...line, offMinor: line.offMinor + sum(taxes.map(({ minor }) => minor)), taxes: [] };
}

function taxesIn(deal: Deal, line: SoldLine): TaxPart[] {
  const good = deal.items.find((item) => item.good.code === line.code)?.good;
  return taxesOfPaid(line.code, good?.taxBp ?? 0, netOf(line), line.qtyMilli);
}

/** The taxes inside what was paid for goods. */
export function taxesOfPaid(code: string, taxBp: number, paidMinor: number, qtyMilli: number): TaxPart[] {
  if (code === 'DAY36') {
    const fixed = (DEPOSIT.perUnitMinor * qtyMilli) / 1000;
    const net = halfUp((paidMinor - fixed) * 1_000_000, 1_000_000 + DEPOSIT.vatPpm);
    return [
      { key: 'VAT', minor: paidMinor - net - fixed },
      { key: 'levy', minor: fixed },
    ];
  }
  const { parts } = goodBy(code);
  if (parts !== undefined) return taxesOfBundle(parts, paidMinor);
  return [{ key: String(taxBp), minor: paidMinor - halfUp(paidMinor * 10_000, 10_000 + taxBp) }];
}

/** What was paid is shared by what the parts cost by themselves, odd units to the largest remainders. */
function taxesOfBundle(parts: NonNullable<Good['parts']>, paidMinor: number): TaxPart[] {
  const costs = parts.map(({ code, pieces }) => ({ good: goodBy(code), cost: goodBy(code).priceMinor * pieces }));
  const whole = sum(costs.map(({ cost }) => cost));
  const shares = costs.map(({ good, cost }) => ({
    good,
    floor: Math.floor((paidMinor * cost) / whole),
    rest: (paidMinor * cost) % whole,
  }));
  const odd = paidMinor - sum(shares.map(({ floor }) => floor));
  const favoured = new Set([...shares].sort((a, b) => b.rest - a.rest).slice(0, odd));
  return shares.flatMap((share) => {
    const minor = share.floor + (favoured.has(share) ? 1 : 0);
    return taxesOfPaid(share.good.code, share.good.taxBp, minor, 1000);
  });
}

/** What is handed over, in turn, and what goes back of it. */
function payments({ pays }: Deal, exactMinor: number, coinMinor: number): Pick<SoldDeal, 'paid' | 'changeMinor'> {
  const paid: PaidPart[] = [];
  let open = exactMinor;
  let isInCoins = false;
  for (const pay of pays) {
    const isCash = pay.way === 'exact' || pay.way === 'cash';
    if (isCash && !isInCoins) open = inCoins(open, coinMinor); // what no other way has paid
    isInCoins ||= isCash;
    const part = partOf(pay, open, exactMinor);
    paid.push(part);
    open -= part.minor;
  }
  if (pays.some(({ way }) => way === 'usd') && open < 0) return { paid, changeMinor: inCoins(0 - open, coinMinor) };
  return { paid, changeMinor: 0 - open };
}

function partOf(pay: Deal['pays'][number], open: number, totalMinor: number): PaidPart {
  switch (pay.way) {
    case 'exact':
      return { method: 'cash', minor: open };
    case 'cash':
      return { method: 'cash', minor: Math.ceil(open / pay.upToMinor) * pay.upToMinor };
    case 'card': {
      const minor = pay.shareBp === 10_000 ? open : Math.floor((totalMinor * pay.shareBp) / 10_000);
      return { method: 'card_external', minor, code: pay.code };
    }
    case 'voucher':
      return { method: 'voucher', minor: pay.minor, code: pay.code };
    case 'custom':
      return { method: 'custom', minor: open };
    case 'account':
      return { method: 'on_account', minor: open, who: pay.who };
    case 'value':
      return { method: 'stored_value', minor: pay.minor };
    case 'points':
      return { method: 'points', minor: Math.floor((pay.points * 100) / MEMBER.pointsPerYuan) };
    case 'usd':
      return {
        method: 'foreign_cash',
        minor: halfUp(pay.wholes * 100 * USD_PPM, 1_000_000),
        usdMinor: pay.wholes * 100,
      };
  }
}

/** Goods of a sale that come back: so much of a line. */
export type BackLine = {
  readonly code: string;
  readonly qtyMilli: number;
  readonly refundMinor: number;
  readonly taxes: readonly TaxPart[];
  readonly isWaste: boolean;
};

/** What a line gives back the first time something of it comes back. */
export function reckonBack(line: SoldLine, taxBp: number, qtyMilli: number, isWaste: boolean): BackLine {
  const refundMinor = halfUp(netOf(line) * qtyMilli, line.qtyMilli);
  const taxes =
    line.taxes.length === 1
      ? taxesOfPaid(line.code, taxBp, refundMinor, qtyMilli)
      : line.taxes.map(({ key, minor }) => ({ key, minor: halfUp(minor * qtyMilli, line.qtyMilli) }));
  return { code: line.code, qtyMilli, refundMinor, taxes, isWaste };
}
