/** Which store is this? Asked only when nothing told: no shelf code, no earlier visit, more than one store. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import type { ShopStore } from '../../wire/shop.ts';
import { ShopPage } from '../frame/shop-page.tsx';
import { useShop } from '../shop-context.ts';
import css from './home-screen.module.css';

export function StoreChoice({ stores }: { readonly stores: readonly ShopStore[] }) {
  const { t, i18n } = useLingui();
  const { shopper } = useShop();
  return (
    <ShopPage close className={css.home}>
      <h1>{t`Which store are you in?`}</h1>
      <ul className={css.stores}>
        {stores.map((store) => (
          <li key={store.storeNo}>
            <Button size="key" wide onClick={() => void shopper.chooseStore(store.storeNo, store)}>
              {nameIn(store.names, langOf(i18n.locale))}
            </Button>
          </li>
        ))}
      </ul>
    </ShopPage>
  );
}
