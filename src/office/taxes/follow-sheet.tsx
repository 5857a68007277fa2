/** Another rate from a day on: told before the day comes, taken by tills that are offline when it does. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { TaxRate } from '../../core/line-tax.ts';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import grid from '../parts/form-grid.module.css';
import { RefusalNote, useRefusalWords } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { amountsOf, formOf, type TaxFault } from './tax-form.ts';
import { useTakesWords } from './tax-words.ts';
import { useTaxCall } from './use-tax-call.ts';

type Props = { readonly tax: TaxRate; readonly onClose: (isChanged: boolean) => void };

export function FollowSheet({ tax, onClose }: Props) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const words = useRefusalWords();
  const takes = useTakesWords();
  const [form, setForm] = useState(() => ({ ...formOf(tax, currency), fromDate: '' }));
  const [fault, setFault] = useState<TaxFault | null>(null);
  const { send, refusal, isBusy } = useTaxCall(onClose);
  const name = nameIn(tax.names, langOf(i18n.locale));
  const now = takes(tax);
  const save = async () => {
    const amounts = amountsOf(form, currency);
    setFault(amounts.ok ? null : amounts.error);
    if (!amounts.ok) return;
    const body = { ...amounts.value, fromDate: form.fromDate };
    await send('POST', `/taxes/${tax.taxId}/follow`, body, t`Saved. Tills take it from that day on.`);
  };
  const text = (field: 'percent' | 'perUnit' | 'fromDate') => ({
    value: form[field],
    error: fault?.field === field ? words(fault.refusal) : null,
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [field]: event.currentTarget.value }),
  });
  const foot = (
    <>
      <Button onClick={() => onClose(false)}>{t`Cancel`}</Button>
      <Button kind="primary" disabled={isBusy || form.fromDate === ''} onClick={() => void save()}>
        {t`Save`}
      </Button>
    </>
  );
  return (
    <Sheet open onClose={() => onClose(false)} title={t`Another rate of ${name}`} foot={foot}>
      <RefusalNote refusal={refusal} />
      <p>{t`Now ${now}. It ends on the day before; goods and stores stay the same.`}</p>
      <div className={grid.form}>
        <InputField className={grid.wide} label={t`From this day on`} type="date" {...text('fromDate')} />
        <InputField label={t`Percent`} inputMode="decimal" {...text('percent')} />
        <InputField label={t`For each unit, ${currency}`} inputMode="decimal" {...text('perUnit')} />
      </div>
    </Sheet>
  );
}
