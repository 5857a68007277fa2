/** The taxes of a store, indexed once: which of them a product is under, in the order they apply. */
import type { Levy, TaxRate } from './line-tax.ts';
import { toMinor } from './money.ts';
import { type Goods, indexScopes, placesOf, type ScopeIndex } from './scope.ts';

export type TaxBook = { readonly rates: readonly TaxRate[]; readonly index: ScopeIndex };

export const NO_TAXES: TaxBook = { rates: [], index: indexScopes([]) };

/** The book of those taxes that are in force in this store. */
export function taxBook(rows: Iterable<TaxRate>, storeId: string): TaxBook {
  const rates = [...rows]
    .filter((rate) => rate.state === 'active' && (rate.storeIds === null || rate.storeIds.includes(storeId)))
    .sort((a, b) => a.order - b.order || (a.taxId < b.taxId ? -1 : 1));
  return { rates, index: indexScopes(rates.map((rate) => rate.scope)) };
}

/** Whether a tax is taken on this day of the store. */
export const isTakenOn = ({ fromDate = null, toDate = null }: Pick<TaxRate, 'fromDate' | 'toDate'>, date: string) =>
  (fromDate === null || date >= fromDate) && (toDate === null || date <= toDate);

/** The taxes these goods are under on this day of the store, in their order. */
export const ratesFor = ({ rates, index }: TaxBook, goods: Goods, date: string): readonly TaxRate[] =>
  rates.length === 0
    ? []
    : placesOf(index, goods)
        .flatMap((at) => rates[at] ?? [])
        .filter((one) => isTakenOn(one, date));

export const levyOf = ({ taxId, ratePpm, perUnitMinor, isCompound }: TaxRate): Levy => ({
  taxKey: taxId,
  ratePpm,
  perUnitMinor,
  isCompound,
});

/** A product's own rate, as a tax like others. */
export const ownLevy = (taxBp: number): Levy => ({
  taxKey: `bp ${String(taxBp)}`,
  ratePpm: taxBp * 100,
  perUnitMinor: toMinor(0),
  isCompound: false,
});

/** Percentages together, to the next basis point: what stands on a line for who reads no further. */
export const bpOf = (rates: readonly TaxRate[]): number =>
  Math.round(rates.reduce((sum, rate) => sum + rate.ratePpm, 0) / 100);
