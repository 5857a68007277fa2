/**
 * What a person at the office changed about a product, judged before it is saved: barcodes must check, a product keeps
 * a name, a price is not below zero, and another person's change of the price is told, not overwritten.
 *
 * Not here: who owns a code (catalogue/settle-drafts.ts), what a bundle is made of (catalogue/find-parts.ts), search
 * text, the feed.
 */
import { parseBarcodeCell } from '../../core/gtin.ts';
import { isBeyondSale } from '../../core/price-cart.ts';
import type { Names } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { ProductAdd, ProductChange } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { DraftFields } from '../catalogue/settle-drafts.ts';

type Fields = Omit<DraftFields, 'parts'>;

/**
 * The fields to save of a change or of a new product, tidied: spaces at the ends go, empty texts are none.
 * Refuses: `name_missing`; `price_missing` - below zero; `bad_number` - a price beyond any sale; `bad_check_digit`,
 * `bad_gtin_length` with `digits`.
 */
export function judgeFields(asked: ProductChange | ProductAdd): Result<Fields, Refusal> {
  const { wasMinor: _guard, parts: _parts, gtins, names, priceMinor, ...rest } = { wasMinor: undefined, ...asked };
  const fields: { -readonly [K in keyof Fields]: Fields[K] } = defined({
    ...rest,
    code: tidy(rest.code),
    spec: tidy(rest.spec),
    brand: tidy(rest.brand),
    category: tidy(rest.category),
  });
  if (names !== undefined) {
    const kept = tidyNames(names);
    if (kept === null) return err({ code: 'name_missing' });
    fields.names = kept;
  }
  if (priceMinor !== undefined) {
    if (priceMinor < 0) return err({ code: 'price_missing' });
    if (isBeyondSale(priceMinor, 1000)) return err({ code: 'bad_number' });
    fields.priceMinor = priceMinor;
  }
  if (gtins !== undefined) {
    const read: string[] = [];
    for (const cell of gtins) {
      const gtin = parseBarcodeCell(cell);
      if (!gtin.ok) return err({ code: gtin.error.code, facts: { digits: gtin.error.digits } });
      if (gtin.value !== null) read.push(gtin.value);
    }
    fields.gtins = read;
  }
  return ok(fields);
}

/** Names without empty ones; null when none is left. */
export function tidyNames(names: Names): Names | null {
  const zh = names.zh?.trim() ?? '';
  const en = names.en?.trim() ?? '';
  if (zh === '' && en === '') return null;
  return { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) };
}

/** Text without spaces at its ends; empty is null, absent stays absent. */
function tidy(value: string | null | undefined): string | null | undefined {
  if (value === undefined || value === null) return value;
  const kept = value.trim();
  return kept === '' ? null : kept;
}

function defined(fields: { readonly [K in keyof Fields]: Fields[K] | undefined }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
