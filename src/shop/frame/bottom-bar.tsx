/** The bar a thumb rests on: shop, me, scan (raised, in the middle), cart with its running total. */
import { useLingui } from '@lingui/react/macro';
import { CircleUserRound, ScanLine, ShoppingCart, Store } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../ui/class-names.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useCartTotal } from '../cart/cart-total.ts';
import { links, type Place } from '../links.ts';
import { useShopper } from '../shop-context.ts';
import css from './bottom-bar.module.css';

export function BottomBar({ at }: { readonly at: Place['at'] }) {
  const { t } = useLingui();
  const storeNo = useShopper((state) => state.storeNo);
  return (
    <>
      <div className={css.space} aria-hidden="true" />
      <nav className={css.bar} aria-label={t`Shop`}>
        <div className={css.places}>
          <PlaceLink href={links.home(storeNo)} here={at === 'home'} icon={<Store aria-hidden="true" />}>
            {t`Shop`}
          </PlaceLink>
          <PlaceLink
            href={links.me}
            here={at === 'me' || at === 'purchase'}
            icon={<CircleUserRound aria-hidden="true" />}
          >
            {t`Me`}
          </PlaceLink>
          <Link
            href={links.scan}
            className={classNames(css.place, css.scan)}
            aria-current={at === 'scan' ? 'page' : undefined}
          >
            <span className={css.raised}>
              <ScanLine aria-hidden="true" />
            </span>
            {t`Scan`}
          </Link>
          <CartPlace here={at === 'cart' || at === 'till'} />
        </div>
      </nav>
    </>
  );
}

type LinkProps = {
  readonly href: string;
  readonly here: boolean;
  readonly icon: ReactNode;
  readonly children: ReactNode;
};

function PlaceLink({ href, here, icon, children }: LinkProps) {
  return (
    <Link href={href} className={css.place} aria-current={here ? 'page' : undefined}>
      {icon}
      {children}
    </Link>
  );
}

function CartPlace({ here }: { readonly here: boolean }) {
  const { t, i18n } = useLingui();
  const { goods, totalMinor, currency } = useCartTotal();
  const total = currency === null ? '' : formatMoney({ amountMinor: totalMinor, currency, lang: langOf(i18n.locale) });
  return (
    <Link
      href={links.cart}
      className={classNames(css.place, goods > 0 && css.cart, goods > 0 && css.full)}
      aria-current={here ? 'page' : undefined}
    >
      <ShoppingCart aria-hidden="true" />
      <span className={css.sum}>
        <span data-unseen={goods > 0 ? '' : undefined}>{t`Cart`} </span>
        {goods === 0 ? null : `${goods} · ${total}`}
      </span>
    </Link>
  );
}
