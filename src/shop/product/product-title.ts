/** The title of a product's page, as the server writes it. */
import { useLingui } from '@lingui/react/macro';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import { nameIn } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import { useShopper } from '../shop-context.ts';

export function useProductTitle({ names, spec }: KnownProduct): string {
  const { i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const store = useShopper((state) => state.goods?.store);
  const name = spec === null ? nameIn(names, lang) : `${nameIn(names, lang)} ${spec}`;
  return store === undefined ? name : `${name} · ${nameIn(store.names, lang)}`;
}
