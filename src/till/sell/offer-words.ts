/** What took something off, and why another did not, in words. */
import { t } from '@lingui/core/macro';
import type { PricedCart } from '../../core/price-cart.ts';
import { type Lang, nameIn } from '../../core/product.ts';
import { formatMoney } from '../../ui/format.ts';

type Offer = PricedCart['offers'][number];
type Passed = PricedCart['passed'][number];

/** A promotion by its name, a person's discount by what it is. */
export function offerName({ kind, names, coupon }: Offer, lang: Lang): string {
  switch (kind) {
    case 'promotion':
      return coupon === null ? nameIn(names, lang) : `${nameIn(names, lang)} (${coupon})`;
    case 'line_discount':
      return t`Discount`;
    case 'cart_discount':
      return t`Discount on the sale`;
    case 'tax_free':
      return `${t`Tax free`} (${nameIn(names, lang)})`;
  }
}

/** Why a promotion or coupon takes nothing off. */
export function passedWords(
  { promotion, why, missing }: Passed,
  { currency, lang }: { readonly currency: string; readonly lang: Lang },
): string {
  switch (why) {
    case 'too_few':
      return t`${missing} more pieces are needed`;
    case 'below_threshold': {
      const isAmount = promotion?.offer.form === 'cart' && promotion.offer.measure === 'amount';
      const amount = formatMoney({ amountMinor: missing, currency, lang });
      return isAmount ? t`${amount} more is needed` : t`${missing} more pieces are needed`;
    }
    case 'better_offer':
      return t`Another offer takes more off`;
    case 'floor':
      return t`The price is at its lowest already`;
    case 'no_goods':
      return t`None of its goods are in the cart`;
    case 'unknown_coupon':
      return t`Nobody here knows this coupon`;
    case 'members_only':
      return t`For members only`;
    case 'other_store':
      return t`For another store`;
    case 'not_now':
      return t`Not at this time`;
    case 'ended':
      return t`It has ended`;
    case 'needs_coupon':
      return t`Needs its coupon`;
  }
}
