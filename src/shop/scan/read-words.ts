/** What the phone says to a code, in words. */
import { useLingui } from '@lingui/react/macro';
import { shortGtin } from '../../core/gtin.ts';
import { nameIn } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import { refusalText } from '../../ui/refusal-text.ts';
import type { CodeRead } from './read-code.ts';

export function useReadWords(): (read: CodeRead) => string {
  const { t, i18n } = useLingui();
  return (read) => {
    switch (read.kind) {
      case 'added':
        return nameIn(read.product.names, langOf(i18n.locale));
      case 'noted': {
        const digits = shown(read.digits);
        return t`Noted: ${digits}. Name and price follow when you are online.`;
      }
      case 'unknown_product': {
        const digits = shown(read.digits);
        return t`This shop does not have ${digits}. Ask the staff.`;
      }
      case 'wrong_check_digit': {
        const { digits } = read;
        return t`Misread, scan again: ${digits}`;
      }
      case 'receipt': {
        const { no } = read.purchase;
        return t`Receipt ${no} is yours. Find it under Me.`;
      }
      case 'receipt_waits':
        return t`The receipt is kept on this phone. It is completed as soon as the till has sent the sale.`;
      case 'pay_code':
        return t`This is a payment code. Show it to the cashier; it was not stored.`;
      case 'no_use':
        return t`This code is no product and no receipt of this shop.`;
      case 'refused':
        return refusalText(i18n, read.refusal);
    }
  };
}

const shown = (digits: string): string => (digits.length === 14 ? shortGtin(digits) : digits);
