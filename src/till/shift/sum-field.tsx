/** One sum of cash, typed on a keyboard or on the pad below it. What cannot be read is told while it is typed. */
import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { minorDigits } from '../../core/currency.ts';
import { currencySign, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { NumPad } from '../../ui/num-pad.tsx';
import { useSettings } from '../counter-context.tsx';
import css from './sum-field.module.css';

type Props = {
  readonly label: string;
  readonly text: string;
  readonly autoFocus?: boolean;
  readonly onType: (text: string) => void;
};

/** Nothing typed counts as zero. */
export const sumOf = (text: string, currency: string) => readAmount(text.trim() === '' ? '0' : text, currency);

export function SumField({ label, text, autoFocus = false, onType }: Props) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const errorId = useId();
  const isBad = sumOf(text, currency) === null;
  return (
    <>
      <label className={css.amount}>
        <span>{label}</span>
        <span className={css.figure}>
          {currencySign(currency, langOf(i18n.locale))}
          <input
            className={css.input}
            autoFocus={autoFocus}
            inputMode="none"
            autoComplete="off"
            aria-label={label}
            aria-invalid={isBad || undefined}
            aria-describedby={errorId}
            placeholder="0"
            value={text}
            onChange={(event) => onType(event.target.value)}
          />
        </span>
      </label>
      <p id={errorId} className={css.error} role="alert">
        {isBad ? t`This is not an amount.` : null}
      </p>
      <NumPad text={text} extra={minorDigits(currency) === 0 ? '00' : '.'} label={label} onChange={onType} />
    </>
  );
}
