/** A tax as texts of a form, and back. Percent with at most four decimals, because a rate is parts per million. */
import { decimalText } from '../../core/currency.ts';
import type { TaxRate } from '../../core/line-tax.ts';
import { ZERO } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { readAmount } from '../../ui/format.ts';
import { ALL_GOODS, choiceOf, scopeOf, type GoodsChoice } from '../parts/goods-choice.ts';

/** What a person says of a tax. */
type TaxSaid = Omit<TaxRate, 'taxId' | 'state'>;

export type TaxForm = {
  readonly zh: string;
  readonly en: string;
  readonly percent: string;
  readonly perUnit: string; // an amount for each piece, each kilogram
  readonly isCompound: boolean;
  readonly order: string;
  readonly goods: GoodsChoice;
  readonly storeIds: readonly string[] | null; // null: all
  readonly fromDate: string;
  readonly toDate: string;
};

export type TaxFault = { readonly field: keyof TaxForm; readonly refusal: Refusal };

export const EMPTY_TAX: TaxForm = {
  zh: '', en: '', percent: '', perUnit: '', isCompound: false, order: '1', goods: ALL_GOODS, storeIds: null,
  fromDate: '', toDate: '',
}; // prettier-ignore

const MOST_PPM = 10_000_000;
const PPM_DIGITS = 4; // of a percent

/** Parts per million as percent: 99750 is "9.975". */
export function percentText(ratePpm: number): string {
  const whole = Math.floor(ratePpm / 10_000);
  const rest = String(ratePpm % 10_000)
    .padStart(PPM_DIGITS, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${String(whole)}.${rest}`;
}

/** Percent as parts per million, 0 to 1000 %; null for what is none. Nothing typed is none of it: 0. */
function readPercent(text: string): number | null {
  const bare = text.trim().replace(/\s*%$/, '');
  if (bare === '') return 0;
  const match = /^(\d{1,4})(?:[.,](\d{0,4}))?$/.exec(bare);
  if (match === null) return null;
  const ppm = Number(`${match[1] ?? ''}${(match[2] ?? '').padEnd(PPM_DIGITS, '0')}`);
  return ppm > MOST_PPM ? null : ppm;
}

/** The texts of a tax. */
export const formOf = (row: TaxRate, currency: string): TaxForm => ({
  zh: row.names.zh ?? '',
  en: row.names.en ?? '',
  percent: row.ratePpm === 0 ? '' : percentText(row.ratePpm),
  perUnit: row.perUnitMinor === 0 ? '' : decimalText(row.perUnitMinor, currency),
  isCompound: row.isCompound,
  order: String(row.order),
  goods: choiceOf(row.scope),
  storeIds: row.storeIds,
  fromDate: row.fromDate ?? '',
  toDate: row.toDate ?? '',
});

/** What it takes: a share, an amount for each unit, or both; never nothing. */
export function amountsOf(
  { percent, perUnit }: Pick<TaxForm, 'percent' | 'perUnit'>,
  currency: string,
): Result<Pick<TaxRate, 'ratePpm' | 'perUnitMinor'>, TaxFault> {
  const ratePpm = readPercent(percent);
  if (ratePpm === null) return bad('percent');
  const perUnitMinor = perUnit.trim() === '' ? ZERO : readAmount(perUnit, currency);
  if (perUnitMinor === null) return bad('perUnit');
  return ratePpm === 0 && perUnitMinor === 0 ? bad('percent') : ok({ ratePpm, perUnitMinor });
}

/** What the form says. Refuses what cannot be read, with its field. */
export function saidOf(form: TaxForm, currency: string): Result<TaxSaid, TaxFault> {
  const [zh, en] = [form.zh.trim(), form.en.trim()];
  if (zh === '' && en === '') return err({ field: 'zh', refusal: { code: 'name_missing' } });
  const amounts = amountsOf(form, currency);
  if (!amounts.ok) return amounts;
  const order = /^\d{1,3}$/.test(form.order.trim()) ? Number(form.order) : null;
  if (order === null) return bad('order');
  if (form.fromDate !== '' && form.toDate !== '' && form.fromDate > form.toDate) return bad('toDate');
  const scope = scopeOf(form.goods);
  if (!scope.ok) return err({ field: 'goods', refusal: scope.error });
  const { isCompound, storeIds } = form;
  if (storeIds?.length === 0) return err({ field: 'storeIds', refusal: { code: 'nothing_chosen' } });
  return ok({
    names: { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) },
    ...amounts.value,
    isCompound,
    order,
    scope: scope.value,
    storeIds,
    fromDate: form.fromDate === '' ? null : form.fromDate,
    toDate: form.toDate === '' ? null : form.toDate,
  });
}

const bad = (field: keyof TaxForm) => err({ field, refusal: { code: 'bad_number' } as const });
