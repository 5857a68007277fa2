/** The foot of the products: what a cashier does besides tapping tiles. */
import { useLingui } from '@lingui/react/macro';
import { Camera, Keyboard, Percent, ReceiptText, SquarePen, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import type { SheetName } from '../counter.ts';
import { useCounter } from '../counter-context.tsx';
import css from './action-bar.module.css';

export const ActionBar = memo(function ActionBar() {
  const { t } = useLingui();
  const { view } = useCounter();
  const [, go] = useLocation();
  const open = (sheet: SheetName) => () => view.setState({ sheet });
  const startReturn = () => {
    view.setState({ returning: null });
    go('/return');
  };
  return (
    <div className={css.bar}>
      <Button kind="plain" icon={<Camera aria-hidden="true" />} onClick={open('camera')}>
        {t`Camera`}
      </Button>
      <Button kind="plain" icon={<SquarePen aria-hidden="true" />} onClick={open('code')}>
        {t`Type a code`}
      </Button>
      <Button kind="plain" icon={<Percent aria-hidden="true" />} onClick={open('discount')}>
        {t`Discount`}
      </Button>
      <Button kind="plain" icon={<ReceiptText aria-hidden="true" />} onClick={() => go('/sales')}>
        {t`Receipts`}
      </Button>
      <Button kind="plain" icon={<Undo2 aria-hidden="true" />} onClick={startReturn}>
        {t`Return`}
      </Button>
      <Button kind="plain" className={css.keys} icon={<Keyboard aria-hidden="true" />} onClick={open('keys')}>
        {t`Keys`}
      </Button>
    </div>
  );
});
