/** The figures of an offer: those its kind has, and no others. */
import { useLingui } from '@lingui/react/macro';
import { InputField } from '../../ui/field.tsx';
import { currencySign } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import { SetFields } from './set-fields.tsx';
import { StepFields } from './step-fields.tsx';
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
          <MostSets {...props} />
        </>
      );
    case 'get':
      return (
        <>
          <InputField label={t`Buy`} inputMode="numeric" {...text('count')} />
          <InputField label={t`Get`} inputMode="numeric" hint={t`The cheapest ones`} {...text('free')} />
          <InputField label={t`Percent off`} inputMode="decimal" hint={t`Empty: free`} {...text('percent')} />
          <MostSets {...props} />
        </>
      );
    case 'mix':
      return (
        <>
          <SetFields {...props} sign={sign} />
          <MostSets {...props} />
        </>
      );
    case 'threshold':
      return <StepFields {...props} sign={sign} />;
  }
}

function MostSets(props: FieldsProps) {
  const { t } = useLingui();
  const text = useTextField(props);
  return <InputField label={t`Times in one sale`} inputMode="numeric" hint={t`Empty: no limit`} {...text('maxSets')} />;
}
