/** The day begins: the float in the drawer, then selling. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { minorDigits } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { currencySign, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { NumPad } from '../../ui/num-pad.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { openShift } from '../commands/open-shift.ts';
import { useCounter, useSettings } from '../counter-context.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import css from './open-shift-screen.module.css';

export function OpenShiftScreen() {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  const [text, setText] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const floatMinor = readAmount(text === '' ? '0' : text, currency);
  const open = async () => {
    if (floatMinor === null || isSaving) return;
    setSaving(true);
    const opened = await openShift(tools, floatMinor);
    setSaving(false);
    setRefusal(opened.ok ? null : opened.error);
  };
  return (
    <TitledScreen title={t`Open shift`} canLeave={false}>
      <main className={css.main}>
        <form
          className={css.card}
          onSubmit={(event) => {
            event.preventDefault();
            void open();
          }}
        >
          <h2>{t`Cash in the drawer`}</h2>
          <p className={css.hint}>
            <Trans>Count the cash in the drawer before the first sale. It works without the network.</Trans>
          </p>
          <label className={css.amount}>
            <span>{t`Float`}</span>
            <span className={css.figure}>
              {currencySign(currency, lang)}
              <input
                className={css.input}
                autoFocus // the digits of a keyboard go here at once
                inputMode="none"
                autoComplete="off"
                aria-label={t`Float`}
                placeholder="0"
                value={text}
                onChange={(event) => setText(event.target.value.slice(0, 10))}
              />
            </span>
          </label>
          <NumPad text={text} extra={minorDigits(currency) === 0 ? '00' : '.'} onChange={setText} />
          <p className={css.refusal} role="alert">
            {refusal === null ? null : refusalText(i18n, refusal, currency)}
          </p>
          <Button type="submit" kind="primary" size="pay" wide disabled={floatMinor === null || isSaving}>
            {t`Open shift`}
          </Button>
        </form>
      </main>
    </TitledScreen>
  );
}
