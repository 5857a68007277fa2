/**
 * What screens write and read of figures and times, over core/written-figures.ts. Everything comes in whole units
 * (minor units, thousandths, epoch milliseconds) and leaves as text; no amount is ever turned into a float.
 */
import { minorFromDecimal } from '../core/currency.ts';
import type { Minor } from '../core/money.ts';
import type { Lang } from '../core/product.ts';
import { decimalOf, keeper, localeOf, moneyFormat, moneyParts, type MoneyOf } from '../core/written-figures.ts';

const numberFormat = keeper<Intl.NumberFormat>();
const dateTimeFormat = keeper<Intl.DateTimeFormat>();
const agoFormat = keeper<Intl.RelativeTimeFormat>();

/** "¥11.50", "−¥3.60". */
export const formatMoney = (money: MoneyOf): string =>
  moneyParts(money)
    .map(({ text }) => text)
    .join('');

/** For keys: "¥20", but "¥11.50". */
export function formatMoneyShort({ amountMinor, currency, lang }: MoneyOf): string {
  const format = numberFormat(`short ${currency} ${lang}`, () => {
    const { style, currencyDisplay, minimumFractionDigits, maximumFractionDigits } = moneyFormat(
      currency,
      lang,
    ).resolvedOptions();
    return new Intl.NumberFormat(localeOf(lang), {
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

/** The sign alone: "¥". */
export const currencySign = (currency: string, lang: Lang): string =>
  moneyParts({ amountMinor: 0, currency, lang }).find(({ sign }) => sign)?.text ?? currency;

/**
 * Digits and a point, however they were typed: an input method writes "１２．５" or "12。5", another country "12,5".
 * Null for "1,200": here it is twelve hundred, there one and a fifth, and nobody would see which was booked.
 */
function plainFigure(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  return /,\d{3}(?!\d)/.test(plain) ? null : plain.replace(/[,。]/, '.');
}

/** What a person typed ("12.5", "¥12", "12。5") as minor units; null when it is no amount of this currency. */
export function readAmount(text: string, currency: string): Minor | null {
  const plain = plainFigure(text.normalize('NFKC').replace(currencySign(currency, 'zh').normalize('NFKC'), ''));
  return plain !== null && /^[\d.]{1,12}$/.test(plain) ? minorFromDecimal(plain, currency) : null;
}

/** Typed quantity to thousandths, at most three decimals and 999,999; null when it is none. */
export function readQty(text: string): number | null {
  const match = /^(\d{0,6})(?:\.(\d{0,3}))?$/.exec(plainFigure(text) ?? '');
  const [, whole = '', part = ''] = match ?? [];
  return whole + part === '' ? null : Number(whole + part.padEnd(3, '0'));
}

/** "1,532" */
export const formatCount = (count: number, lang: Lang): string =>
  numberFormat(`count ${lang}`, () => new Intl.NumberFormat(localeOf(lang))).format(count);

type When = { readonly ms: number; readonly lang: Lang; readonly tz?: string | undefined };

const dateFormat = (kind: string, lang: Lang, tz: string | undefined, options: Intl.DateTimeFormatOptions) =>
  dateTimeFormat(
    `${kind} ${lang} ${tz ?? ''}`,
    () => new Intl.DateTimeFormat(localeOf(lang), tz === undefined ? options : { ...options, timeZone: tz }),
  );

/** "14:05", in the store's zone when it is given. */
export const formatTime = ({ ms, lang, tz }: When): string =>
  dateFormat('time', lang, tz, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);

/** "21 Nov 2026", "2026年11月21日". */
const formatDate = ({ ms, lang, tz }: When): string =>
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
    () =>
      new Intl.NumberFormat(localeOf(lang), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }),
  );
  return format.format(Math.max(1, Math.floor(spanMs / ms)));
}

/** How long ago: "18 min ago", "18分钟前", "now" under a minute. */
export function formatAgo(spanMs: number, lang: Lang): string {
  const format = agoFormat(
    `ago ${lang}`,
    () => new Intl.RelativeTimeFormat(localeOf(lang), { numeric: 'auto', style: 'short' }),
  );
  const span = SPANS.find(([unit, size]) => unit !== 'second' && spanMs >= size);
  return span === undefined ? format.format(0, 'second') : format.format(-Math.floor(spanMs / span[1]), span[0]);
}
