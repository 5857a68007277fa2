/** The head of every screen: back, where one is, the language. Its first two parts are also written by the server. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { nameIn, otherTag } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { links } from '../links.ts';
import { useShopper } from '../shop-context.ts';

type Props = {
  readonly title?: string; // of a screen that is not the shop itself
  readonly back?: string | null; // where back leads; null: no way back is shown
  readonly children?: ReactNode;
};

export function ShopHeader({ title, back, children }: Props) {
  const { t, i18n } = useLingui();
  const store = useShopper((state) => state.goods?.store ?? null);
  const storeNo = useShopper((state) => state.storeNo);
  const lang = langOf(i18n.locale);
  const name = store === null ? t`Halfloop` : nameIn(store.names, lang);
  const leads = back === undefined ? links.home(storeNo) : back;
  return (
    <header className="shop-head">
      {leads === null ? null : <Link className="shop-back" href={leads} aria-label={t`Back to the shop`} />}
      {title === undefined ? (
        <p className="shop-store" lang={store === null ? undefined : otherTag(store.names, lang)}>
          {name}
        </p>
      ) : (
        <h1 className="shop-store">{title}</h1>
      )}
      {children}
      <LanguageSwitch face="shop" short />
    </header>
  );
}
