/**
 * Amounts and quantities as people write them, in both languages. The phone's page is written by the server first and
 * by the app then, and must come to the same characters, so the rule is here.
 *
 * Invariant: no figure ever becomes a float: `Intl` is given decimal text.
 * Not here: what only screens write, such as times and spans (ui/format.ts).
 */
import { decimalText, minorDigits, qtyText } from './currency.ts';
import type { Lang, Unit } from './product.ts';

const LOCALES: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en-GB' };

/** The BCP 47 tag for `Intl`. */
export const localeOf = (lang: Lang): string => LOCALES[lang];

/** Making an `Intl` formatter costs a millisecond on a tablet, using one a few microseconds: each is made once. */
export function keeper<T>(): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key) ?? make();
    kept.set(key, known);
    return known;
  };
}

const moneyFormats = keeper<Intl.NumberFormat>();
const qtyFormats = keeper<Intl.NumberFormat>();

/** Decimal text is what `Intl` formats without ever making a float of it. */
type Decimal = `${number}`;

/** An amount in minor units as `Intl` takes it. */
export const decimalOf = (amountMinor: number, currency: string): Decimal =>
  decimalText(amountMinor, currency) as Decimal;

/** How a currency is written: its short sign, and the decimals ISO 4217 gives it. */
export const moneyFormat = (currency: string, lang: Lang): Intl.NumberFormat =>
  moneyFormats(`${currency} ${lang}`, () => {
    const digits = minorDigits(currency);
    return new Intl.NumberFormat(LOCALES[lang], {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  });

export type MoneyOf = { readonly amountMinor: number; readonly currency: string; readonly lang: Lang };
type MoneyPart = { readonly sign: boolean; readonly text: string };

/**
 * "¥11.50" as its sign and the rest, so that the sign can be set smaller than the figure. As few parts as there can be:
 * each is an element of its own, and a cart shows a hundred amounts.
 */
export function moneyParts({ amountMinor, currency, lang }: MoneyOf): readonly MoneyPart[] {
  const parts: MoneyPart[] = [];
  for (const { type, value } of moneyFormat(currency, lang).formatToParts(decimalOf(amountMinor, currency))) {
    const sign = type === 'currency';
    const before = parts.at(-1)?.sign === sign ? parts.pop() : undefined;
    parts.push({ sign, text: (before?.text ?? '') + (type === 'minusSign' ? '−' : value) });
  }
  return parts;
}

const UNIT_WORDS: Readonly<Record<Unit, Readonly<Record<Lang, string>>>> = {
  pcs: { zh: '', en: '' },
  g: { zh: '克', en: 'g' },
  kg: { zh: '公斤', en: 'kg' },
  ml: { zh: '毫升', en: 'ml' },
  l: { zh: '升', en: 'l' },
  m: { zh: '米', en: 'm' },
  hour: { zh: '小时', en: 'h' },
};

/** What a quantity is of: "kg", "公斤"; nothing for pieces. */
export const unitWord = (unit: Unit, lang: Lang): string => UNIT_WORDS[unit][lang];

type QtyOf = { readonly qtyMilli: number; readonly unit?: Unit; readonly lang: Lang };

/** Thousandths as a plain count: 2000 is "2", 1250 kg is "1.25 kg", "1.25公斤". */
export function formatQty({ qtyMilli, unit = 'pcs', lang }: QtyOf): string {
  const format = qtyFormats(lang, () => new Intl.NumberFormat(LOCALES[lang], { maximumFractionDigits: 3 }));
  const figure = format.format(qtyText(qtyMilli) as Decimal).replace('-', '−');
  const word = unitWord(unit, lang);
  return lang === 'zh' || word === '' ? figure + word : `${figure} ${word}`;
}
