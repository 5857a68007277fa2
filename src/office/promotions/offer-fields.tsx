/** The figures of an offer: those its kind has, and no others. */
import { useLingui } from '@lingui/react/macro';
import { CheckField, InputField, SelectField } from '../../ui/field.tsx';
import { currencySign } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import grid from '../parts/form-grid.module.css';
import { useSigned } from '../parts/office-context.ts';
import { useTextField, type FieldsProps } from './text-field.ts';

export function OfferFields(props: FieldsProps) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const text = useTextField(props);
  const sign = currencySign(currency, langOf(i18n.locale));
  switch (props.form.kind) {
    case 'percent':
      return <InputField label={t`Percent off`} inputMode="decimal" {...text('percent')} />;
    case 'amount':
      return <InputField label={t`Off each (${sign})`} inputMode="decimal" {...text('amount')} />;
    case 'price':
      return <InputField label={t`Price (${sign})`} inputMode="decimal" {...text('amount')} />;
    case 'bundle':
      return (
        <>
          <InputField label={t`Pieces`} inputMode="numeric" {...text('count')} />
          <InputField label={t`For together (${sign})`} inputMode="decimal" {...text('amount')} />
        </>
      );
    case 'get':
      return (
        <>
          <InputField label={t`Buy`} inputMode="numeric" {...text('count')} />
          <InputField label={t`Get`} inputMode="numeric" hint={t`The cheapest ones`} {...text('free')} />
          <InputField label={t`Percent off`} inputMode="decimal" hint={t`Empty: free`} {...text('percent')} />
        </>
      );
    case 'threshold':
      return <ThresholdFields {...props} sign={sign} />;
    case 'other':
      return null;
  }
}

function ThresholdFields(props: FieldsProps & { readonly sign: string }) {
  const { t } = useLingui();
  const { form, onChange, sign } = props;
  const text = useTextField(props);
  return (
    <>
      <InputField label={t`From an amount of (${sign})`} inputMode="decimal" {...text('from')} />
      <SelectField label={t`Takes off`} {...text('gives')}>
        <option value="amount">{t`An amount`}</option>
        <option value="percent">{t`A percentage`}</option>
      </SelectField>
      {form.gives === 'percent' ? (
        <InputField label={t`Percent off`} inputMode="decimal" {...text('percent')} />
      ) : (
        <InputField label={t`Amount off (${sign})`} inputMode="decimal" {...text('amount')} />
      )}
      <div className={grid.wide}>
        <CheckField
          label={t`Again for each time the amount is reached`}
          checked={form.isEvery}
          onChange={(event) => onChange({ ...form, isEvery: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}
