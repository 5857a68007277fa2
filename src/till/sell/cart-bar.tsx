/**
 * On narrow screens the cart is a bar at the foot: how many, how much, the way in, and the key that takes the money.
 */
import { Plural, useLingui } from '@lingui/react/macro';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo } from 'react';
import { Button } from '../../ui/button.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { useCatalogueTick, useCounter, useHand, useSettings } from '../counter-context.tsx';
import css from './cart-bar.module.css';
import { openPayment, owed } from './paying.ts';

export const CartBar = memo(function CartBar({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const count = useHand((state) => state.cart.lines).length;
  useCatalogueTick();
  const pay = () => {
    onOpen();
    openPayment(counter);
  };
  return (
    <div className={css.bar}>
      <button type="button" className={css.open} onClick={onOpen}>
        <ChevronUp aria-hidden="true" />
        <span className={css.count}>
          <Plural value={count} one="# line" other="# lines" />
        </span>
        <MoneyText amountMinor={owed(counter).totalMinor} currency={currency} size="subtotal" />
      </button>
      <Button kind="primary" size="pay" disabled={count === 0} onClick={pay}>
        {t`Pay`}
      </Button>
    </div>
  );
});

/** Back to the products, on narrow screens only. */
export function CloseCart({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Button kind="plain" className={css.close} icon={<ChevronDown aria-hidden="true" />} onClick={onClose}>
      {t`Products`}
    </Button>
  );
}
