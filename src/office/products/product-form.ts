/**
 * A product as texts of a form, and back: exactly, without floats. Only what a person changed is sent, so that two
 * people who change different things of one product do not undo each other.
 */
import { partsText, readParts } from '../../core/bundle-text.ts';
import { decimalText, minorDigits } from '../../core/currency.ts';
import { shortGtin } from '../../core/gtin.ts';
import { ZERO } from '../../core/money.ts';
import { optionText, readOptions } from '../../core/options.ts';
import { shownPrice, type Trace, TRACES } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { readAmount } from '../../ui/format.ts';
import type { ProductAdd, ProductChange, ProductFull, ProductListed } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';

export type ProductForm = {
  readonly zh: string;
  readonly en: string;
  readonly spec: string;
  readonly brand: string;
  readonly code: string;
  readonly gtins: string; // one per line
  readonly category: string;
  readonly unit: ProductListed['unit'];
  readonly price: string;
  readonly tax: string; // percent
  readonly status: ProductListed['status'];
  readonly hot: boolean;
  readonly options: string; // as core/options.ts writes them
  readonly minAge: string; // years
  readonly asks: readonly Trace[];
  readonly openPrice: boolean;
  readonly parts: string; // as core/bundle-text.ts writes them
};

type FormRefusal = { readonly field: keyof ProductForm; readonly refusal: Refusal };

/** A refusal at its field; null: it is about the whole form. */
export type Fault = { readonly field: keyof ProductForm | null; readonly refusal: Refusal };

export const EMPTY_FORM: ProductForm = {
  zh: '', en: '', spec: '', brand: '', code: '', gtins: '', category: '', unit: 'pcs', price: '', tax: '',
  status: 'active', hot: false, options: '', minAge: '', asks: [], parts: '', openPrice: false,
}; // prettier-ignore

const BP_DIGITS = 2;

/** A product with the parts it is made of, as they are named. */
type ShownProduct = ProductListed & Pick<ProductFull, 'madeOf'>;

/** The texts of a product. */
export const formOf = (product: ShownProduct, currency: string): ProductForm => ({
  zh: product.names.zh ?? '',
  en: product.names.en ?? '',
  spec: product.spec ?? '',
  brand: product.brand ?? '',
  code: product.code ?? '',
  gtins: product.gtins.map(shortGtin).join('\n'),
  category: product.category ?? '',
  unit: product.unit,
  price: shownPrice(product) === null ? '' : decimalText(product.priceMinor, currency),
  tax: taxText(product.taxBp),
  status: product.status,
  hot: product.hot,
  options: optionText(product.options ?? [], minorDigits(currency)),
  minAge: product.minAge === undefined ? '' : String(product.minAge),
  asks: product.asks ?? [],
  parts: partsText(product.madeOf ?? []),
  openPrice: product.openPrice === true,
});

/** Basis points as percent: 1300 is "13", 25 is "0.25". */
export function taxText(taxBp: number): string {
  const rest = String(taxBp % 100)
    .padStart(BP_DIGITS, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(taxBp / 100) : `${Math.floor(taxBp / 100)}.${rest}`;
}

/** Percent with at most two decimals as basis points, 0 to 10,000; null for anything else. */
export function readTax(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{0,2}))?$/.exec(text.trim().replace(/\s*%$/, ''));
  if (match === null) return null;
  const taxBp = Number(`${match[1] ?? ''}${(match[2] ?? '').padEnd(BP_DIGITS, '0')}`);
  return taxBp > 10_000 ? null : taxBp;
}

/** Everything of a new product. Refuses what cannot be read, with the field. What is left is judged by the server. */
export function addOf(form: ProductForm, currency: string): Result<ProductAdd, FormRefusal> {
  if (form.zh.trim() === '' && form.en.trim() === '') return err({ field: 'zh', refusal: { code: 'name_missing' } });
  const isUnpriced = form.price.trim() === '';
  if (isUnpriced && !form.openPrice) return err({ field: 'price', refusal: { code: 'price_missing' } });
  const priceMinor = isUnpriced ? ZERO : readAmount(form.price, currency);
  if (priceMinor === null) return err({ field: 'price', refusal: { code: 'bad_number' } });
  const taxBp = form.tax.trim() === '' ? 0 : readTax(form.tax);
  if (taxBp === null) return err({ field: 'tax', refusal: { code: 'bad_number' } });
  const options = readOptions(form.options, minorDigits(currency));
  if (options === null) return err({ field: 'options', refusal: { code: 'bad_options' } });
  const parts = readParts(form.parts);
  if (parts === null) return err({ field: 'parts', refusal: { code: 'bad_parts' } });
  if (!/^\s*\d{0,2}\s*$/.test(form.minAge)) return err({ field: 'minAge', refusal: { code: 'bad_number' } });
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return ok({
    names: {
      ...(form.zh.trim() === '' ? {} : { zh: form.zh.trim() }),
      ...(form.en.trim() === '' ? {} : { en: form.en.trim() }),
    },
    spec: orNull(form.spec),
    brand: orNull(form.brand),
    code: orNull(form.code),
    gtins: form.gtins.split(/[\s,;，；]+/).filter((one) => one !== ''),
    category: orNull(form.category),
    unit: form.unit,
    priceMinor,
    taxBp,
    status: form.status,
    hot: form.hot,
    options,
    minAge: Number(form.minAge),
    asks: TRACES.filter((each) => form.asks.includes(each)),
    parts,
    openPrice: form.openPrice,
  });
}

const FIELD_OF: Partial<Record<Refusal['code'], keyof ProductForm>> = {
  bad_check_digit: 'gtins',
  bad_gtin_length: 'gtins',
  duplicate_code: 'code',
  name_missing: 'zh',
  price_missing: 'price',
  bad_number: 'price',
  bad_parts: 'parts',
  changed_meanwhile: 'price',
};

/**
 * Which field an answer belongs to; null: to the whole form. A key another product has is the shop's own code or one of
 * the barcodes: the answer says which.
 */
export function fieldOfRefusal({ code, facts }: Refusal, form: ProductForm): keyof ProductForm | null {
  if (code === 'duplicate_code' && facts?.['key'] !== form.code.trim()) return 'gtins';
  return FIELD_OF[code] ?? null;
}

/** What `form` changes of the product as it was shown; null when nothing. */
export function changeOf(
  product: ShownProduct,
  form: ProductForm,
  currency: string,
): Result<ProductChange | null, FormRefusal> {
  const was = addOf(formOf(product, currency), currency);
  const now = addOf(form, currency);
  if (!now.ok) return now;
  const before: Partial<ProductAdd> = was.ok ? was.value : {};
  const changed = Object.entries(now.value).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof ProductAdd]), // its own keys
  );
  if (changed.length === 0) return ok(null);
  const change = Object.fromEntries(changed) as ProductChange; // fields of ProductAdd, some of them
  return ok(change.priceMinor === undefined ? change : { ...change, wasMinor: product.priceMinor });
}
