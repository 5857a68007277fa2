/**
 * What GS1 data says about the thing in hand: product, lot, serial number, dates, weight, price.
 *
 * Sources of elements: gs1-elements.ts (element strings), gs1-link.ts (Digital Link). The table of AIs: gs1-table.ts.
 * Years have two digits there, so the year it is now comes in as an argument.
 */
import type { Traced } from './cart.ts';
import { daysOf, type Element } from './gs1-elements.ts';
import { mulDivHalfUp } from './money.ts';

export type Gs1Price = {
  readonly value: number;
  readonly decimals: number; // value 299 with 2 decimals is 2.99
  readonly currencyNo: string | null; // ISO 4217 number; null: the store's own currency
};

export type Gs1Data = {
  readonly gtin14: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly expiry: string | null; // yyyy-mm-dd: last day it may be used
  readonly sellBy: string | null; // yyyy-mm-dd: last day it may be sold
  readonly bestBefore: string | null; // yyyy-mm-dd
  readonly weightMilli: number | null; // net weight, thousandths of a kilogram
  readonly count: number | null; // pieces in a variable-measure item
  readonly price: Gs1Price | null; // for the whole item
  readonly elements: readonly Element[];
};

/** Meaning of elements. `thisYear` places two-digit years. */
export function gs1Data(elements: readonly Element[], thisYear: number): Gs1Data {
  const values = new Map(elements.map((element) => [element.ai, element.value]));
  const date = (value: string | undefined): string | null => (value === undefined ? null : gs1Date(value, thisYear));
  return {
    gtin14: values.get('01') ?? values.get('8006')?.slice(0, 14) ?? null,
    lot: values.get('10') ?? null,
    serial: values.get('21') ?? null,
    expiry: date(values.get('17') ?? values.get('7003')?.slice(0, 6)),
    sellBy: date(values.get('16')),
    bestBefore: date(values.get('15')),
    weightMilli: weightOf(elements),
    count: values.has('30') ? Number(values.get('30')) : null,
    price: priceOf(elements),
    elements,
  };
}

/** The day (yyyy-mm-dd) since which the goods may not be sold, when that is before `today`; else null. */
export function expiredSince({ expiry, sellBy }: Pick<Gs1Data, 'expiry' | 'sellBy'>, today: string): string | null {
  const days = [expiry, sellBy].filter((day) => day !== null && day < today).sort();
  return days[0] ?? null;
}

/** What a pack's code says of this pack; its last day to be sold counts where no other is named. */
export const tracedBy = ({ lot, serial, expiry, sellBy }: Gs1Data): Traced => ({
  ...(lot === null ? {} : { lot }),
  ...(serial === null ? {} : { serial }),
  ...(expiry === null && sellBy === null ? {} : { expiry: expiry ?? sellBy ?? '' }),
});

/**
 * yymmdd as yyyy-mm-dd. Day 00 is the last day of the month. The century is the one that puts the year at most 49 years
 * ahead and 50 back. Source: GS1 General Specifications, 7.12.
 */
export function gs1Date(yymmdd: string, thisYear: number): string {
  const ahead = Number(yymmdd.slice(0, 2)) - (thisYear % 100);
  const century = thisYear - (thisYear % 100) + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  const year = century + Number(yymmdd.slice(0, 2));
  const month = yymmdd.slice(2, 4);
  const day = yymmdd.slice(4) === '00' ? String(daysOf(year, Number(month))) : yymmdd.slice(4);
  return `${year}-${month}-${day}`;
}

/** Grams in 100,000 of what the AI counts, before its decimals: kilograms, pounds. */
const WEIGHTS: Readonly<Record<string, number>> = { '310': 100_000_000, '320': 45_359_237 };

/** AI 310n, 320n: n decimals. */
function weightOf(elements: readonly Element[]): number | null {
  const weight = elements.find((element) => element.ai.slice(0, 3) in WEIGHTS);
  if (weight === undefined) return null;
  const [grams, decimals] = [WEIGHTS[weight.ai.slice(0, 3)] ?? 0, Number(weight.ai.slice(3))];
  return mulDivHalfUp(Number(weight.value), grams, 100_000 * 10 ** decimals);
}

/** AI 392n in the store's currency, 393n in a named one. Null when the digits are more than a number holds exactly. */
function priceOf(elements: readonly Element[]): Gs1Price | null {
  const price = elements.find((element) => element.ai.startsWith('392') || element.ai.startsWith('393'));
  if (price === undefined) return null;
  const named = price.ai.startsWith('393');
  const value = Number(named ? price.value.slice(3) : price.value);
  const currencyNo = named ? price.value.slice(0, 3) : null;
  return Number.isSafeInteger(value) ? { value, decimals: Number(price.ai.slice(3)), currencyNo } : null;
}
