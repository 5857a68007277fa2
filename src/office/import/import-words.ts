/** The words of an import: fields, notes, what a row comes to, why one is refused. */
import { useLingui } from '@lingui/react/macro';
import type { ImportField, ImportNote, PreviewRow } from '../../wire/catalogue-file.ts';

export function useFieldWords(): Readonly<Record<ImportField, string>> {
  const { t } = useLingui();
  return {
    barcode: t`Barcode`,
    code: t`Code (the shop's own)`,
    name: t`Name`,
    name_zh: t`Name in Chinese`,
    name_en: t`Name in English`,
    price: t`Price`,
    tax: t`Tax rate`,
    unit: t`Unit`,
    category: t`Category`,
    brand: t`Brand`,
    spec: t`Specification`,
    stock: t`Stock`,
    options: t`Options`,
    min_age: t`Minimum age`,
    open_price: t`Price entered at the till`,
    asks: t`Asked at the till (lot, serial)`,
    parts: t`Parts of a bundle`,
  };
}

export function useNoteWords(): Readonly<Record<ImportNote, string>> {
  const { t } = useLingui();
  return {
    tax_assumed: t`The file has no tax rate. New products get the rate set below.`,
    stock_opening_only: t`Stock is taken for new products only. What the shop counts already stays.`,
    stock_counted: t`Stock of every product is set to what the file says.`,
    stock_needs_store: t`Choose the store the stock belongs to.`,
    no_header: t`The first row looks like data, so columns have no names. Check what each means.`,
  };
}

export function useOutcomeWords(): Readonly<Record<PreviewRow['what'], string>> {
  const { t } = useLingui();
  return { added: t`New`, changed: t`Changed`, unchanged: t`As it is`, refused: t`Refused` };
}
