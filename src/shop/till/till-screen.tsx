/**
 * Taking the cart to the till: a code the till reads with both sides offline, six digits where there is a network, the
 * screen kept awake. The cart is frozen until the shopper takes it back, or a till has been paid for it.
 */
import { useLingui } from '@lingui/react/macro';
import { ArrowLeft, ScanLine } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import type { Goods } from '../../client/shopper/goods.ts';
import { keepAwake } from '../../client/keep-awake.ts';
import type { ShopperCart } from '../../core/shopper-cart.ts';
import { Button } from '../../ui/button.tsx';
import { Total } from '../cart/cart-screen.tsx';
import { useDocumentTitle } from '../frame/document-title.ts';
import { ShopHeader } from '../frame/shop-header.tsx';
import { ShopPage } from '../frame/shop-page.tsx';
import { links } from '../links.ts';
import { useOffers, useShop, useShopper } from '../shop-context.ts';
import { CodeDigits } from './code-digits.tsx';
import { HandoffCode } from './handoff-code.tsx';
import { handoffTexts } from './handoff-texts.ts';
import css from './till-screen.module.css';
import { useCartWatch } from './use-cart-watch.ts';

export function TillScreen() {
  const { t } = useLingui();
  const cart = useShopper((state) => state.cart);
  const goods = useShopper((state) => state.goods);
  const phase = useShopper((state) => state.phase);
  useDocumentTitle(t`Take to till`);
  if (phase === 'opening') return <main aria-busy="true" />;
  if (cart?.state !== 'handed_off' || goods === null) return <Redirect to={links.cart} replace />;
  return (
    <>
      <ShopHeader title={t`Take to till`} back={links.cart} />
      <AtTheTill cart={cart} goods={goods} />
    </>
  );
}

function AtTheTill({ cart, goods }: { readonly cart: ShopperCart; readonly goods: Goods }) {
  const { t } = useLingui();
  const { shopper } = useShop();
  const [, navigate] = useLocation();
  const offMinor = useOffers((offers) => offers.offMinor);
  const texts = useMemo(() => handoffTexts(cart, goods, offMinor), [cart, goods, offMinor]);
  const watched = useCartWatch();
  useEffect(() => {
    const awake = keepAwake();
    return () => awake.release();
  }, []);
  const takeBack = async () => {
    await shopper.step({ step: 'taken_back' });
    navigate(links.cart);
  };
  return (
    <ShopPage>
      <div className={css.card}>
        <HandoffCode texts={texts} />
        <CodeDigits key={`${cart.cartId} ${cart.rev}`} />
      </div>
      {watched === 'taken' ? <p role="status">{t`A till has taken this cart.`}</p> : null}
      <Total currency={goods.store.currency} />
      <div className={css.keys}>
        <Link className="shop-key" href={links.scan}>
          <ScanLine aria-hidden="true" />
          {t`Paid? Scan the receipt`}
        </Link>
        <Button size="key" wide icon={<ArrowLeft aria-hidden="true" />} onClick={() => void takeBack()}>
          {t`Change the cart`}
        </Button>
      </div>
    </ShopPage>
  );
}
