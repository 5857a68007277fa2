/** Labels of the store's scales: a pattern each, and a field to see what a label would say by them. */
import { useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { qtyText } from '../../core/currency.ts';
import { readScaleCode, type ScaleRule } from '../../core/scale-code.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import css from './settings-screen.module.css';

/** As typed: it is read when it is saved. */
type TypedRule = { readonly key: string; readonly pattern: string; readonly decimals: string };

type Props = {
  readonly rules: readonly TypedRule[];
  readonly newKey: () => string;
  readonly onChange: (rules: readonly TypedRule[]) => void;
};

/** The usual ones: price in 13 digits, weight in 13, both in 18. */
const USUAL = ['21IIIIIPPPPPC', '22IIIIIWWWWWC', '28IIIIIWWWWWPPPPPC'];
const MOST = 12;

export function ScaleFields({ rules, newKey, onChange }: Props) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const edit = (key: string, change: Partial<TypedRule>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...change } : rule)));
  const next = USUAL.find((pattern) => rules.every((rule) => rule.pattern !== pattern)) ?? '';
  return (
    <fieldset className={css.own} disabled={!isOwner}>
      <legend>{t`Labels of scales`}</legend>
      <p className={css.hint}>
        {t`A sign for each digit: I article, W weight, P price, V check digit of the price, C last one, a dot any.`}
      </p>
      {rules.map((rule) => (
        <div key={rule.key} className={css.rule} role="group" aria-label={rule.pattern}>
          <InputField
            label={t`Pattern`}
            maxLength={24}
            value={rule.pattern}
            onChange={(event) => edit(rule.key, { pattern: event.currentTarget.value.toUpperCase().trim() })}
          />
          <InputField
            label={t`Decimals of the weight`}
            inputMode="numeric"
            maxLength={1}
            value={rule.decimals}
            onChange={(event) => edit(rule.key, { decimals: event.currentTarget.value.replace(/\D/g, '') })}
          />
          {isOwner ? (
            <IconButton label={t`Take this pattern off`} onClick={() => onChange(rules.filter((one) => one !== rule))}>
              <X aria-hidden="true" />
            </IconButton>
          ) : null}
        </div>
      ))}
      {isOwner && rules.length < MOST ? (
        <div>
          <Button
            icon={<Plus aria-hidden="true" />}
            onClick={() => onChange([...rules, { key: newKey(), pattern: next, decimals: '3' }])}
          >
            {t`Add a pattern`}
          </Button>
        </div>
      ) : null}
      {rules.length === 0 ? null : <TriedLabel rules={readRules(rules)} />}
    </fieldset>
  );
}

/** What tills would make of a label, before anybody saves. */
function TriedLabel({ rules }: { readonly rules: readonly ScaleRule[] }) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const [digits, setDigits] = useState('');
  const lang = langOf(i18n.locale);
  const code = digits === '' ? null : readScaleCode(digits, rules);
  const said = () => {
    if (code === null) return t`No pattern fits.`;
    if (code === 'wrong') return t`A check digit is wrong.`;
    const { article, weightMilli, priceMinor } = code;
    const weight = qtyText(weightMilli ?? 0);
    const parts = [
      t`Article ${article}`,
      ...(weightMilli === null ? [] : [t`${weight} kg`]),
      ...(priceMinor === null ? [] : [formatMoney({ amountMinor: priceMinor, currency, lang })]),
    ];
    return parts.join(' · ');
  };
  return (
    <div className={css.list}>
      <InputField
        label={t`Try a label`}
        inputMode="numeric"
        value={digits}
        onChange={(event) => setDigits(event.currentTarget.value.replace(/\D/g, ''))}
      />
      <output className={css.hint}>{digits === '' ? null : said()}</output>
    </div>
  );
}

export const typedRules = (rules: readonly ScaleRule[]): readonly TypedRule[] =>
  rules.map(({ pattern, weightDecimals }, at) => ({ key: String(at), pattern, decimals: String(weightDecimals) }));

/** What was typed, as it is sent; the server says what is no pattern. */
export const readRules = (rules: readonly TypedRule[]): readonly ScaleRule[] =>
  rules.map(({ pattern, decimals }) => ({ pattern, weightDecimals: Number(decimals) }));
