/** The way to every other screen, and out. Signing out with unsent sales is stopped here, in words. */
import { Plural, useLingui } from '@lingui/react/macro';
import {
  ArrowRightLeft,
  Banknote,
  ClipboardCheck,
  FileText,
  LogOut,
  Package,
  ReceiptText,
  ShoppingCart,
  Tablet,
  Undo2,
} from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { useLocation } from 'wouter';
import { nameIn } from '../core/product.ts';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { langOf } from '../ui/lang.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useCounter, useTill } from './counter-context.tsx';
import css from './menu-sheet.module.css';
import { useRoleNames } from './role-names.ts';

export function MenuSheet({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { tools, view } = useCounter();
  const [, go] = useLocation();
  const roleNames = useRoleNames();
  const signedIn = useTill((state) => state.signedIn);
  const pending = useTill((state) => state.pending);
  const walk = (to: string) => () => {
    onClose();
    go(to);
  };
  const startReturn = () => {
    view.setState({ returning: null });
    walk('/return')();
  };
  const leave = () => {
    onClose();
    tools.device.signOut();
  };
  return (
    <Sheet open onClose={onClose} title={t`Menu`} side="end">
      <nav className={css.menu}>
        <Way icon={ShoppingCart} onClick={walk('/')}>{t`Sell`}</Way>
        <Way icon={ReceiptText} onClick={walk('/sales')}>{t`Receipts`}</Way>
        <Way icon={Undo2} onClick={startReturn}>{t`Return`}</Way>
        <Way icon={Package} onClick={walk('/stock')}>{t`Stock`}</Way>
        <Way icon={Banknote} onClick={walk('/cash')}>{t`Cash drawer`}</Way>
        <Way icon={FileText} onClick={walk('/shift/report')}>{t`X report`}</Way>
        <Way icon={ArrowRightLeft} onClick={walk('/shift/hand-over')}>{t`Hand over shift`}</Way>
        <Way icon={ClipboardCheck} onClick={walk('/shift/close')}>{t`Close shift`}</Way>
        <Way icon={Tablet} onClick={walk('/device')}>{t`This device`}</Way>
      </nav>
      <div className={css.person}>
        <p>
          <strong>{signedIn === null ? '' : nameIn(signedIn.names, langOf(i18n.locale))}</strong>
          <span className={css.role}>{signedIn === null ? '' : roleNames[signedIn.role]}</span>
        </p>
        <LanguageSwitch face="till" />
      </div>
      <Way icon={LogOut} onClick={leave}>{t`Change person`}</Way>
      {pending > 0 ? (
        <p className={css.hint}>
          <Plural
            value={pending}
            one="# entry is kept on this till and is sent when the network is back."
            other="# entries are kept on this till and are sent when the network is back."
          />
        </p>
      ) : null}
    </Sheet>
  );
}

type WayProps = { readonly icon: ComponentType; readonly onClick: () => void; readonly children: ReactNode };

function Way({ icon: Icon, onClick, children }: WayProps) {
  return (
    <button type="button" className={css.way} onClick={onClick}>
      <span aria-hidden="true">
        <Icon />
      </span>
      {children}
    </button>
  );
}
