/**
 * What a currency is to a till: how many decimals it is written with and which notes and coins a drawer holds.
 *
 * Not here: symbols and grouping, which belong to a language (written-figures.ts).
 */
import { type Minor, toMinor } from './money.ts';

const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';

/** Decimals of the minor unit. Source: ISO 4217, list one. */
export function minorDigits(currency: string): number {
  if (NO_DECIMALS.includes(currency)) return 0;
  return THREE_DECIMALS.includes(currency) ? 3 : 2;
}

const NUMBERS =
  'AUD036 BHD048 BRL986 CAD124 CHF756 CNY156 CZK203 DKK208 EUR978 GBP826 HKD344 HUF348 IDR360 ILS376 INR356 ' +
  'JPY392 KRW410 KWD414 MOP446 MXN484 MYR458 NOK578 NZD554 OMR512 PHP608 PLN985 SEK752 SGD702 THB764 TND788 ' +
  'TRY949 TWD901 UAH980 USD840 VND704 ZAR710';

/** The number codes name a currency by; null for one not known here. Source: ISO 4217, list one. */
export function currencyNumber(currency: string): string | null {
  const at = currency.length === 3 ? NUMBERS.indexOf(currency) : -1;
  return at === -1 ? null : NUMBERS.slice(at + 3, at + 6);
}

/** Notes and coins a customer hands over, in whole units of the currency; ones hardly seen are left out. */
const PIECES: Readonly<Record<string, readonly number[]>> = {
  CNY: [100, 50, 20, 10, 5, 1, 0.5, 0.1],
  GBP: [50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
  EUR: [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
  USD: [100, 50, 20, 10, 5, 1, 0.25, 0.1, 0.05, 0.01],
  JPY: [10_000, 5000, 1000, 500, 100, 50, 10, 5, 1],
  HKD: [1000, 500, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1],
  MOP: [1000, 500, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1],
  TWD: [1000, 500, 100, 50, 10, 5, 1],
  KRW: [50_000, 10_000, 5000, 1000, 500, 100, 50, 10],
  SGD: [100, 50, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05],
  MYR: [100, 50, 20, 10, 5, 1, 0.5, 0.2, 0.1, 0.05],
  THB: [1000, 500, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.25],
  VND: [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500],
  INR: [500, 200, 100, 50, 20, 10, 5, 2, 1],
  AUD: [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05],
  NZD: [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1],
  CAD: [100, 50, 20, 10, 5, 2, 1, 0.25, 0.1, 0.05],
  CHF: [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05],
};
const ANY_CURRENCY: readonly number[] = [100, 50, 20, 10, 5, 2, 1];

/** Notes and coins in minor units, largest first: rows of a drawer count, steps of the express cash keys. */
export function cashPieces(currency: string): readonly Minor[] {
  const unit = 10 ** minorDigits(currency);
  return (PIECES[currency] ?? ANY_CURRENCY).map((piece) => toMinor(Math.round(piece * unit)));
}

/** The amount as plain decimals, no symbol, no grouping: 1150 CNY is "11.50", 1150 JPY is "1150". */
export function decimalText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Plain decimals as minor units, exactly: "11.5" CNY is 1150. Zeros past the currency's decimals do not count. Null for
 * anything else: other characters, more decimals than the currency has, more than a safe integer holds.
 */
export function minorFromDecimal(text: string, currency: string): Minor | null {
  if (text.length > 40) return null;
  const parts = /^(-?)([0-9]*)(?:\.([0-9]*?)0*)?$/.exec(text);
  if (parts === null || !/[0-9]/.test(text)) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = minorDigits(currency);
  if (fraction.length > digits) return null;
  const amount = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? toMinor(sign === '-' ? -amount : amount) : null;
}

/** A quantity without needless zeros: 1000 thousandths are "1", 1250 are "1.25". */
export function qtyText(qtyMilli: number): string {
  const sign = qtyMilli < 0 ? '-' : '';
  const text = String(Math.abs(qtyMilli)).padStart(4, '0');
  const fraction = text.slice(-3).replace(/0+$/, '');
  return sign + text.slice(0, -3) + (fraction === '' ? '' : `.${fraction}`);
}
