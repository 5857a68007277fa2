/** The cart: lines, what was taken out, the total as the phone knows it, and the way to the till. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { ShoppingCart } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { Goods } from '../../client/shopper/goods.ts';
import { shortGtin } from '../../core/gtin.ts';
import { nameIn } from '../../core/product.ts';
import type { ShopperCart, ShopperLine } from '../../core/shopper-cart.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import { ActionBar } from '../frame/action-bar.tsx';
import { useDocumentTitle } from '../frame/document-title.ts';
import { GoodsAge } from '../frame/goods-age.tsx';
import { ShopHeader } from '../frame/shop-header.tsx';
import { ShopPage } from '../frame/shop-page.tsx';
import { links } from '../links.ts';
import { useShop, useShopper } from '../shop-context.ts';
import { CartLine } from './cart-line.tsx';
import css from './cart-screen.module.css';
import { useCartTotal } from './cart-total.ts';
import { PaidNotice } from './paid-notice.tsx';

export function CartScreen() {
  const { t } = useLingui();
  const cart = useShopper((state) => state.cart);
  const goods = useShopper((state) => state.goods);
  const full = cart === null || goods === null || cart.lines.length === 0 ? null : { cart, goods };
  useDocumentTitle(t`Cart`);
  return (
    <>
      <ShopHeader title={t`Cart`} />
      <ShopPage>
        <PaidNotice />
        {full === null ? <EmptyCart /> : <Lines {...full} />}
        {cart === null || goods === null ? null : <Removed cart={cart} goods={goods} />}
      </ShopPage>
      {full === null ? null : <ToTheTill {...full} />}
    </>
  );
}

function EmptyCart() {
  const { t } = useLingui();
  return (
    <EmptyState
      icon={<ShoppingCart aria-hidden="true" />}
      title={t`The cart is empty`}
      action={
        <Link className="shop-key" href={links.scan}>
          {t`Scan a product`}
        </Link>
      }
    >
      {t`Scan a shelf label or a pack, or choose in the shop.`}
    </EmptyState>
  );
}

type CartProps = { readonly cart: ShopperCart; readonly goods: Goods };

function Lines({ cart, goods }: CartProps) {
  const { t, i18n } = useLingui();
  const { shopper, notes } = useShop();
  const setQty = (line: ShopperLine, qtyMilli: number) => {
    void shopper.step({ step: 'quantity_set', lineId: line.lineId, qtyMilli }).then((stepped) => {
      if (!stepped.ok || qtyMilli > 0) return;
      const name = nameOf(line, goods, langOf(i18n.locale));
      notes.say(t`${name} removed`, () => void shopper.step({ step: 'line_restored', lineId: line.lineId }));
    });
  };
  return (
    <>
      <ul className={css.lines}>
        {cart.lines.map((line) => (
          <CartLine
            key={line.lineId}
            line={line}
            product={line.skuNo === null ? undefined : goods.bySkuNo.get(line.skuNo)}
            store={goods.store}
            onQty={(qtyMilli) => setQty(line, qtyMilli)}
          />
        ))}
      </ul>
      <GoodsAge />
    </>
  );
}

/** After all that is read, so that the room it keeps free is at the end of the page. */
function ToTheTill({ cart, goods }: CartProps) {
  const { t, i18n } = useLingui();
  const { shopper, notes } = useShop();
  const [, navigate] = useLocation();
  const toTill = async () => {
    const handed = cart.state === 'handed_off' ? null : await shopper.step({ step: 'handed_off' });
    if (handed !== null && !handed.ok) notes.refuse(refusalText(i18n, handed.error));
    else navigate(links.till);
  };
  return (
    <ActionBar label={t`Total`} tall>
      <div className={css.inside}>
        <Total currency={goods.store.currency} />
        <Button kind="primary" size="key" wide onClick={() => void toTill()}>
          {t`Take to till`}
        </Button>
      </div>
    </ActionBar>
  );
}

export function Total({ currency }: { readonly currency: string }) {
  const { t } = useLingui();
  const { totalMinor, unresolved } = useCartTotal();
  return (
    <div className={css.total}>
      <span>{t`Total`}</span>
      <MoneyText amountMinor={totalMinor} currency={currency} size="subtotal" />
      <p className={css.hint}>
        {unresolved === 0
          ? t`The till confirms the prices.`
          : plural(unresolved, {
              one: '# line without a price is not in it. The till confirms.',
              other: '# lines without a price are not in it. The till confirms.',
            })}
      </p>
    </div>
  );
}

/** What was taken out stays at hand, so that no undo depends on a timer. */
function Removed({ cart, goods }: CartProps) {
  const { t, i18n } = useLingui();
  const { shopper } = useShop();
  if (cart.removed.length === 0 || cart.state !== 'open') return null;
  const count = cart.removed.length;
  return (
    <details className={css.removed}>
      <summary>{t`Removed (${count})`}</summary>
      <ul>
        {cart.removed.map((line) => {
          const name = nameOf(line, goods, langOf(i18n.locale));
          return (
            <li key={line.lineId}>
              {name}
              <Button
                kind="plain"
                aria-label={t`Put ${name} back`}
                onClick={() => void shopper.step({ step: 'line_restored', lineId: line.lineId })}
              >
                {t`Put back`}
              </Button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function nameOf({ skuNo, gtin }: ShopperLine, goods: Goods, lang: 'zh' | 'en'): string {
  const product = skuNo === null ? undefined : goods.bySkuNo.get(skuNo);
  if (product !== undefined) return nameIn(product.names, lang);
  return gtin === null ? String(skuNo) : shortGtin(gtin);
}
