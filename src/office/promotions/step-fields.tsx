/** Off from a threshold on: of an amount or of pieces, in steps, or once more each time it is reached. */
import { useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { CheckField, InputField, SelectField } from '../../ui/field.tsx';
import grid from '../parts/form-grid.module.css';
import { emptyStep, MOST_STEPS, type StepText } from './offer-form.ts';
import css from './promotion-sheet.module.css';
import { useFaultWords, useTextField, type FieldsProps } from './text-field.ts';

type Props = FieldsProps & { readonly sign: string };

export function StepFields(props: Props) {
  const { t } = useLingui();
  const { form, onChange, sign } = props;
  const text = useTextField(props);
  const more = () => {
    const id = 1 + Math.max(0, ...form.steps.map((step) => step.id));
    onChange({ ...form, steps: [...form.steps, emptyStep(id)] });
  };
  return (
    <>
      <SelectField className={grid.wide} label={t`Counted by`} {...text('measure')}>
        <option value="amount">{t`What the goods cost`}</option>
        <option value="pieces">{t`How many pieces`}</option>
      </SelectField>
      {form.steps.map((step) => (
        <StepRow key={step.id} {...props} step={step} />
      ))}
      {form.steps.length < MOST_STEPS ? (
        <div className={grid.wide}>
          <Button icon={<Plus aria-hidden="true" />} onClick={more}>{t`One step more`}</Button>
        </div>
      ) : null}
      {form.steps.length === 1 ? (
        <div className={grid.wide}>
          <CheckField
            label={t`Again each time it is reached`}
            checked={form.isEvery}
            onChange={(event) => onChange({ ...form, isEvery: event.currentTarget.checked })}
          />
        </div>
      ) : null}
      <InputField label={t`At most off (${sign})`} inputMode="decimal" hint={t`Empty: no limit`} {...text('cap')} />
    </>
  );
}

function StepRow({ form, onChange, fault, sign, step }: Props & { readonly step: StepText }) {
  const { t } = useLingui();
  const words = useFaultWords(fault);
  const tell = (next: StepText | null) =>
    onChange({ ...form, steps: form.steps.flatMap((one) => (one !== step ? [one] : next === null ? [] : [next])) });
  return (
    <div className={css.step}>
      <InputField
        label={form.measure === 'pieces' ? t`From so many pieces` : t`From an amount of (${sign})`}
        inputMode={form.measure === 'pieces' ? 'numeric' : 'decimal'}
        value={step.from}
        error={words('steps', step.id)}
        onChange={(event) => tell({ ...step, from: event.currentTarget.value })}
      />
      <SelectField
        label={t`Takes off`}
        value={step.gives}
        onChange={(event) => tell({ ...step, gives: event.currentTarget.value as StepText['gives'] })}
      >
        <option value="amount">{t`An amount`}</option>
        <option value="percent">{t`A percentage`}</option>
      </SelectField>
      <InputField
        label={step.gives === 'percent' ? t`Percent off` : t`Amount off (${sign})`}
        inputMode="decimal"
        value={step.off}
        onChange={(event) => tell({ ...step, off: event.currentTarget.value })}
      />
      {form.steps.length > 1 ? (
        <IconButton label={t`Take this step out`} onClick={() => tell(null)}>
          <X aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  );
}
