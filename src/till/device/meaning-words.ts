/** How this till reads a scan, in words: what kind of code it is, which product it names, what else it says. */
import { t } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import { decimalText, qtyText } from '../../core/currency.ts';
import { type Gs1Data, tracedBy } from '../../core/gs1.ts';
import { nameIn } from '../../core/product.ts';
import type { Scan, ScanMeaning } from '../../core/scan-text.ts';
import { langOf } from '../../ui/lang.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { meaningOf, productOf } from '../sell/scanning.ts';

export function meaningWords(counter: Counter, scan: Scan): string {
  const meaning = meaningOf(counter, scan);
  const product = namesGoods(meaning) ? productOf(counter, scan) : null;
  const name = product === null || !('skuNo' in product) ? null : nameIn(product.names, langOf(i18n.locale));
  const named = product === null ? [] : [name ?? t`not in the catalogue`];
  return [kindOf(meaning), ...named, ...detailsOf(counter, meaning)].join(' · ');
}

const namesGoods = ({ kind }: ScanMeaning): boolean =>
  kind === 'gtin' || kind === 'gs1' || kind === 'own_code' || kind === 'shelf' || kind === 'scale';

function kindOf(meaning: ScanMeaning): string {
  const number = 'gtin14' in meaning ? (meaning.gtin14 ?? '') : '';
  switch (meaning.kind) {
    case 'gtin':
      return t`Product number ${number}`;
    case 'gs1':
      return t`GS1 data of ${number}`;
    case 'own_code':
      return t`Code of this shop`;
    case 'shelf':
      return t`Shelf label`;
    case 'scale':
      return t`Label of a scale`;
    case 'our_qr':
      return t`Cart or code of a phone`;
    case 'receipt':
      return t`Receipt`;
    case 'our_page':
      return t`Page of this shop`;
    case 'pay_code':
      return t`Pay code: read on the payment screen only`;
    case 'handoff_code':
      return t`Six digits of a phone`;
    case 'wrong_check_digit':
      return t`Misread: the check digit is wrong`;
    case 'unknown':
      return t`Not known to this till`;
  }
}

function detailsOf(counter: Counter, meaning: ScanMeaning): string[] {
  if (meaning.kind === 'gtin') {
    const { addOn } = meaning;
    return addOn === null ? [] : [t`add-on ${addOn}`];
  }
  if (meaning.kind === 'scale') {
    const { weightMilli, priceMinor } = meaning;
    const { currency } = settingsOf(counter.tools);
    const price = priceMinor === null ? null : decimalText(priceMinor, currency);
    return [...(weightMilli === null ? [] : [`${qtyText(weightMilli)} kg`]), ...(price === null ? [] : [price])];
  }
  if (meaning.kind !== 'gs1' && meaning.kind !== 'shelf') return [];
  return meaning.data === null ? [] : saidBy(meaning.data);
}

function saidBy(data: Gs1Data): string[] {
  const { weightMilli, price } = data;
  const { lot = null, serial = null, expiry = null } = tracedBy(data);
  const amount = price === null ? null : price.value / 10 ** price.decimals;
  return [
    ...(lot === null ? [] : [t`Lot ${lot}`]),
    ...(expiry === null ? [] : [t`use by ${expiry}`]),
    ...(serial === null ? [] : [t`No. ${serial}`]),
    ...(weightMilli === null ? [] : [`${qtyText(weightMilli)} kg`]),
    ...(amount === null ? [] : [String(amount)]),
  ];
}
