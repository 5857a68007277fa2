/** What there is to gain with a product: its offers by name, for whom and at which hours. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import type { OfferTold } from './offer-store.ts';
import css from './offers.module.css';

export function OfferTags({ told }: { readonly told: readonly OfferTold[] }) {
  const { t, i18n } = useLingui();
  if (told.length === 0) return null;
  const lang = langOf(i18n.locale);
  return (
    <ul className={css.tags}>
      {told.map(({ names, isForMembers, hours }, at) => (
        <li key={at} className={css.tag}>
          {[nameIn(names, lang), isForMembers ? t`Members` : '', hours].filter((part) => part !== '').join(' · ')}
        </li>
      ))}
    </ul>
  );
}
