/** Between two customers: the shop, and what it offers today. */
import { Trans, useLingui } from '@lingui/react/macro';
import { nameIn, otherTag } from '../core/product.ts';
import { langOf } from '../ui/lang.ts';
import type { CustomerPicture } from '../wire/customer-display.ts';
import css from './idle-view.module.css';

type Props = { readonly picture: CustomerPicture | null; readonly isAlone: boolean };

export function IdleView({ picture, isAlone }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const names = picture?.shop ?? picture?.store ?? null;
  const offers = picture?.offers ?? [];
  return (
    <section className={css.idle} aria-label={t`Welcome`}>
      <h1 className={css.shop}>{names === null ? '半环 Halfloop' : nameIn(names, lang)}</h1>
      <p className={css.welcome}>{isAlone ? <Trans>One moment, please</Trans> : <Trans>Welcome</Trans>}</p>
      {offers.length === 0 ? null : (
        <>
          <h2 className={css.title}>{t`Today's offers`}</h2>
          <ul className={css.offers}>
            {offers.map((offer, at) => (
              <li key={at} className={css.offer} lang={otherTag(offer, lang)}>
                {nameIn(offer, lang)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
