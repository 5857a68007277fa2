/** Carts this till put aside and nobody has taken: named at the close, so that none is forgotten. They stay held. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Pause } from 'lucide-react';
import { useLocation } from 'wouter';
import { heldState } from '../../core/held-cart.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useCatalogueTick, useCounter, useSettings, useTill } from '../counter-context.tsx';
import css from './held-at-close.module.css';

export function HeldAtClose() {
  const { t, i18n } = useLingui();
  const { tools, view } = useCounter();
  const [, go] = useLocation();
  const { currency } = useSettings();
  const own = useTill((state) => state.identity?.deviceId);
  useCatalogueTick();
  const held = tools.device.catalogue.heldCarts().filter((one) => one.deviceId === own && heldState(one) === 'held');
  if (held.length === 0) return null;
  const lang = langOf(i18n.locale);
  const names = held.map(
    ({ name, totalMinor }) => `${name} ${formatMoney({ amountMinor: totalMinor, currency, lang })}`,
  );
  const open = () => {
    view.setState({ sheet: 'held' });
    go('/');
  };
  return (
    <section className={css.note} aria-label={t`Held carts`}>
      <Pause aria-hidden="true" />
      <p>
        <strong>
          <Plural value={held.length} one="# cart is held here." other="# carts are held here." />
        </strong>{' '}
        {names.join(' · ')} · {t`They stay held for the next shift.`}
      </p>
      <Button onClick={open}>{t`Held carts`}</Button>
    </section>
  );
}
