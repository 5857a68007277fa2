/** Between the products and the keys: the carts that are put aside, each one touch away, and the key that holds. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Pause } from 'lucide-react';
import { memo } from 'react';
import { Chip } from '../../ui/chip.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Button } from '../../ui/button.tsx';
import { useCounter, useHand, usePreference, useSettings } from '../counter-context.tsx';
import { keyFor } from '../key-map.ts';
import css from './held-bar.module.css';
import { useHeldCarts } from './held-carts.ts';
import { hold, recall } from './holding.ts';

const SHOWN = 4;

export const HeldBar = memo(function HeldBar() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const isEmpty = useHand((state) => state.cart.lines.length === 0);
  const holdKey = usePreference(({ keys }) => keyFor(keys, 'F4'));
  const all = useHeldCarts();
  const near = all.filter(({ may }) => may === 'yes');
  const lang = langOf(i18n.locale);
  return (
    <div className={css.bar} role="group" aria-label={t`Held carts`}>
      <Button
        kind="plain"
        icon={<Pause aria-hidden="true" />}
        disabled={isEmpty}
        onClick={() => void hold(counter, null)}
      >
        {t`Hold`} <kbd className={css.key}>{holdKey}</kbd>
      </Button>
      {near.length === 0 ? null : (
        <div className={css.chips}>
          {near.slice(0, SHOWN).map(({ held: { heldId, name, totalMinor } }) => {
            const total = formatMoney({ amountMinor: totalMinor, currency, lang });
            return (
              <Chip
                key={heldId}
                aria-label={t`Take back ${name}, ${total}`}
                onClick={() => void recall(counter, heldId)}
              >
                <span className={css.name}>{name}</span>
                <MoneyText amountMinor={totalMinor} currency={currency} />
              </Chip>
            );
          })}
        </div>
      )}
      {all.length === 0 ? null : (
        <Button kind="plain" onClick={() => counter.view.setState({ sheet: 'held' })}>
          <Plural value={all.length} one="# held" other="# held" />
        </Button>
      )}
    </div>
  );
});
