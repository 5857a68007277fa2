/** A quantity in the product's unit: "2", "1.25 kg", "1.25公斤". */
import { useLingui } from '@lingui/react/macro';
import type { Unit } from '../core/product.ts';
import { formatQty } from '../core/written-figures.ts';
import { langOf } from './lang.ts';

type Props = { readonly qtyMilli: number; readonly unit?: Unit };

export function QtyText({ qtyMilli, unit = 'pcs' }: Props) {
  const { i18n } = useLingui();
  return <span>{formatQty({ qtyMilli, unit, lang: langOf(i18n.locale) })}</span>;
}
