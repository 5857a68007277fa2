/** Currencies a store takes beside its own, each at the rate of a day. An old rate is not sold by; tills say so. */
import { useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { RATE_DAYS } from '../../core/take-tender.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import css from './settings-screen.module.css';

/** As typed: the rate is read when it is saved. */
export type TypedRate = {
  readonly key: string;
  readonly currency: string;
  readonly rate: string;
  readonly date: string;
};

type Props = {
  readonly rates: readonly TypedRate[];
  readonly today: string;
  readonly newKey: () => string;
  readonly onChange: (rates: readonly TypedRate[]) => void;
};

export function RatesFields({ rates, today, newKey, onChange }: Props) {
  const { t, i18n } = useLingui();
  const { isOwner, currency: own } = useSigned();
  const days = formatCount(RATE_DAYS, langOf(i18n.locale));
  const edit = (key: string, change: Partial<TypedRate>) =>
    onChange(rates.map((rate) => (rate.key === key ? { ...rate, ...change } : rate)));
  return (
    <fieldset className={css.own} disabled={!isOwner}>
      <legend>{t`Foreign cash`}</legend>
      <p className={css.hint}>{t`Change is given in ${own}. A rate serves for ${days} days from its date.`}</p>
      {rates.map((rate) => (
        <div key={rate.key} className={css.rate} role="group" aria-label={rate.currency}>
          <InputField
            label={t`Currency`}
            maxLength={3}
            value={rate.currency}
            onChange={(event) => edit(rate.key, { currency: event.currentTarget.value.toUpperCase() })}
          />
          <InputField
            label={t`${own} for one`}
            inputMode="decimal"
            value={rate.rate}
            onChange={(event) => edit(rate.key, { rate: event.currentTarget.value })}
          />
          <InputField
            label={t`Rate of`}
            type="date"
            max={today}
            value={rate.date}
            onChange={(event) => edit(rate.key, { date: event.currentTarget.value })}
          />
          {isOwner ? (
            <IconButton label={t`Take this currency off`} onClick={() => onChange(rates.filter((one) => one !== rate))}>
              <X aria-hidden="true" />
            </IconButton>
          ) : null}
        </div>
      ))}
      {isOwner && rates.length < 5 ? (
        <div>
          <Button
            icon={<Plus aria-hidden="true" />}
            onClick={() => onChange([...rates, { key: newKey(), currency: '', rate: '', date: today }])}
          >
            {t`Add a currency`}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}

const PPM = 1_000_000;

/** "7.1234" as parts per million, exactly; null for what is no rate above zero with at most six decimals. */
export function readRate(text: string): number | null {
  const [, whole = '', fraction = ''] = /^([0-9]{1,6})(?:\.([0-9]{0,6}))?$/.exec(text.trim()) ?? [];
  const ppm = whole === '' ? 0 : Number(whole) * PPM + Number(fraction.padEnd(6, '0'));
  return ppm > 0 ? ppm : null;
}

/** The rate as a person writes it. */
export const rateText = (ratePpm: number): string => String(ratePpm / PPM);
