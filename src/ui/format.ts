/**
 * Numbers as people read them. Everything comes in whole units (minor units, thousandths, epoch milliseconds) and
 * leaves as text; no amount is ever turned into a float: `Intl` is given decimal text.
 */
import { decimalText, minorDigits, minorFromDecimal, qtyText } from '../core/currency.ts';
import type { Minor } from '../core/money.ts';
import type { Lang, Unit } from '../core/product.ts';

const LOCALES: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en-GB' };

/** The BCP 47 tag for `lang` attributes and `Intl`. */
export const localeOf = (lang: Lang): string => LOCALES[lang];

/** Making an `Intl` formatter costs a millisecond on a tablet, using one a few microseconds: each is made once. */
function keeper<T>(): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key) ?? make();
    kept.set(key, known);
    return known;
  };
}

const numberFormat = keeper<Intl.NumberFormat>();
const dateTimeFormat = keeper<Intl.DateTimeFormat>();
const agoFormat = keeper<Intl.RelativeTimeFormat>();

/** Decimal text is what `Intl` formats without ever making a float of it. */
type Decimal = `${number}`;

const moneyFormat = (currency: string, lang: Lang): Intl.NumberFormat =>
  numberFormat(`money ${currency} ${lang}`, () => {
    const digits = minorDigits(currency);
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(LOCALES[lang], {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...fraction,
    });
  });

const decimalOf = (amountMinor: number, currency: string): Decimal => decimalText(amountMinor, currency) as Decimal;

type MoneyOf = { readonly amountMinor: number; readonly currency: string; readonly lang: Lang };

/** "¥11.50", "−¥3.60". */
export function formatMoney({ amountMinor, currency, lang }: MoneyOf): string {
  const text = moneyFormat(currency, lang).format(decimalOf(amountMinor, currency));
  return text.replace('-', '−');
}

/** For keys: "¥20", but "¥11.50". */
export function formatMoneyShort({ amountMinor, currency, lang }: MoneyOf): string {
  const format = numberFormat(`short ${currency} ${lang}`, () => {
    const { style, currencyDisplay, minimumFractionDigits, maximumFractionDigits } = moneyFormat(
      currency,
      lang,
    ).resolvedOptions();
    return new Intl.NumberFormat(LOCALES[lang], {
      style,
      currency,
      ...(currencyDisplay === undefined ? {} : { currencyDisplay }),
      ...(minimumFractionDigits === undefined ? {} : { minimumFractionDigits }),
      ...(maximumFractionDigits === undefined ? {} : { maximumFractionDigits }),
      trailingZeroDisplay: 'stripIfInteger',
    });
  });
  return format.format(decimalOf(amountMinor, currency)).replace('-', '−');
}

/** The same in parts, so the sign can be set smaller than the figure. */
export function moneyParts({
  amountMinor,
  currency,
  lang,
}: MoneyOf): readonly { readonly sign: boolean; readonly text: string }[] {
  const parts = moneyFormat(currency, lang).formatToParts(decimalOf(amountMinor, currency));
  return parts.map(({ type, value }) => ({ sign: type === 'currency', text: type === 'minusSign' ? '−' : value }));
}

/** An amount without its currency sign, for columns that carry it in their head: "1,105.50". */
export function formatAmount({ amountMinor, currency, lang }: MoneyOf): string {
  const digits = minorDigits(currency);
  const format = numberFormat(
    `amount ${String(digits)} ${lang}`,
    () => new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return format.format(decimalOf(amountMinor, currency)).replace('-', '−');
}

/** The sign alone: "¥". */
export const currencySign = (currency: string, lang: Lang): string =>
  moneyFormat(currency, lang)
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency;

/** What a person typed ("12.5", "¥12", "12。5") as minor units; null when it is no amount of this currency. */
export function readAmount(text: string, currency: string): Minor | null {
  const plain = text
    .trim()
    .replace(currencySign(currency, 'zh'), '')
    .replace(/[，。,]/, '.');
  return /^[\d.]{1,12}$/.test(plain) ? minorFromDecimal(plain, currency) : null;
}

const UNIT_WORDS: Readonly<Record<Unit, Readonly<Record<Lang, string>>>> = {
  pcs: { zh: '', en: '' },
  g: { zh: '克', en: ' g' },
  kg: { zh: '公斤', en: ' kg' },
  ml: { zh: '毫升', en: ' ml' },
  l: { zh: '升', en: ' l' },
  m: { zh: '米', en: ' m' },
  hour: { zh: '小时', en: ' h' },
};

type QtyOf = { readonly qtyMilli: number; readonly unit?: Unit; readonly lang: Lang };

/** Thousandths as a plain count: 2000 is "2", 1250 kg is "1.25 kg". */
export function formatQty({ qtyMilli, unit = 'pcs', lang }: QtyOf): string {
  const format = numberFormat(`qty ${lang}`, () => new Intl.NumberFormat(LOCALES[lang], { maximumFractionDigits: 3 }));
  return format.format(qtyText(qtyMilli) as Decimal).replace('-', '−') + UNIT_WORDS[unit][lang];
}

/** Typed quantity to thousandths, at most three decimals and 999,999; null when it is none. */
export function readQty(text: string): number | null {
  const match = /^(\d{0,6})(?:\.(\d{0,3}))?$/.exec(text.trim());
  if (match === null || text.trim() === '' || text.trim() === '.') return null;
  return Number(`${match[1] ?? ''}${(match[2] ?? '').padEnd(3, '0')}`);
}

/** "1,532" */
export const formatCount = (count: number, lang: Lang): string =>
  numberFormat(`count ${lang}`, () => new Intl.NumberFormat(LOCALES[lang])).format(count);

type When = { readonly ms: number; readonly lang: Lang; readonly tz?: string | undefined };

const dateFormat = (kind: string, lang: Lang, tz: string | undefined, options: Intl.DateTimeFormatOptions) =>
  dateTimeFormat(
    `${kind} ${lang} ${tz ?? ''}`,
    () => new Intl.DateTimeFormat(LOCALES[lang], tz === undefined ? options : { ...options, timeZone: tz }),
  );

/** "14:05", in the store's zone when it is given. */
export const formatTime = ({ ms, lang, tz }: When): string =>
  dateFormat('time', lang, tz, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);

/** "21 Nov 2026", "2026年11月21日". */
export const formatDate = ({ ms, lang, tz }: When): string =>
  dateFormat('date', lang, tz, { year: 'numeric', month: lang === 'zh' ? 'long' : 'short', day: 'numeric' }).format(ms);

/** Date and time for receipts and lists. */
export const formatDateTime = (when: When): string => `${formatDate(when)} ${formatTime(when)}`;

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** How long: "2 hr", "18 min", "18分钟". Whole units of the largest that fits, at least one second. */
export function formatSpan(spanMs: number, lang: Lang): string {
  const [unit, ms] = SPANS.find(([, size]) => spanMs >= size) ?? (['second', 1000] as const);
  const format = numberFormat(
    `span ${unit} ${lang}`,
    () => new Intl.NumberFormat(LOCALES[lang], { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }),
  );
  return format.format(Math.max(1, Math.floor(spanMs / ms)));
}

/** How long ago: "18 min ago", "18分钟前", "now" under a minute. */
export function formatAgo(spanMs: number, lang: Lang): string {
  const format = agoFormat(
    `ago ${lang}`,
    () => new Intl.RelativeTimeFormat(LOCALES[lang], { numeric: 'auto', style: 'short' }),
  );
  const span = SPANS.find(([unit, size]) => unit !== 'second' && spanMs >= size);
  return span === undefined ? format.format(0, 'second') : format.format(-Math.floor(spanMs / span[1]), span[0]);
}
