/** A tax: made, changed, ended. What is refused stands at its field. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { TaxRate } from '../../core/line-tax.ts';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import grid from '../parts/form-grid.module.css';
import { GoodsFields } from '../parts/goods-fields.tsx';
import { RefusalNote, useRefusalWords } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { StoresField } from '../parts/stores-field.tsx';

import { EMPTY_TAX, formOf, saidOf, type TaxFault, type TaxForm } from './tax-form.ts';
import { useTaxCall } from './use-tax-call.ts';

type Props = { readonly tax: TaxRate | null; readonly onClose: (isChanged: boolean) => void };

export function TaxSheet({ tax, onClose }: Props) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const [form, setForm] = useState<TaxForm>(tax === null ? EMPTY_TAX : formOf(tax, currency));
  const [fault, setFault] = useState<TaxFault | null>(null);
  const [ending, setEnding] = useState(false);
  const { send, refusal, isBusy } = useTaxCall(onClose);
  const name = tax === null ? '' : nameIn(tax.names, langOf(i18n.locale));
  const save = async (state: TaxRate['state']) => {
    const said = saidOf(form, currency);
    setFault(said.ok ? null : said.error);
    if (!said.ok) return;
    const done =
      state === 'ended'
        ? t`Ended. Tills stop taking it at their next sync.`
        : t`Saved. Tills take it at their next sync.`;
    if (tax === null) await send('POST', '/taxes', said.value, done);
    else await send('PATCH', `/taxes/${tax.taxId}`, { ...said.value, state }, done);
  };
  const foot = (
    <>
      {tax === null ? null : (
        <Button
          kind={ending ? 'danger' : 'plain'}
          disabled={isBusy}
          onClick={() => (ending ? void save('ended') : setEnding(true))}
        >
          {ending ? t`End it for good` : t`End`}
        </Button>
      )}
      <Button onClick={() => onClose(false)}>{t`Cancel`}</Button>
      <Button kind="primary" disabled={isBusy} onClick={() => void save('active')}>
        {t`Save`}
      </Button>
    </>
  );
  return (
    <Sheet open onClose={() => onClose(false)} title={tax === null ? t`Add a tax` : t`Edit ${name}`} foot={foot}>
      <RefusalNote refusal={refusal} />
      <TaxFields
        form={form}
        fault={fault}
        onChange={(next) => {
          setForm(next);
          setFault(null);
        }}
      />
    </Sheet>
  );
}

type FieldsProps = {
  readonly form: TaxForm;
  readonly fault: TaxFault | null;
  readonly onChange: (form: TaxForm) => void;
};
type TextName = { [K in keyof TaxForm]: TaxForm[K] extends string ? K : never }[keyof TaxForm];

function TaxFields({ form, fault, onChange }: FieldsProps) {
  const { t } = useLingui();
  const { currency } = useSigned();
  const words = useRefusalWords();
  const wrong = (name: keyof TaxForm) => (fault?.field === name ? words(fault.refusal) : null);
  const text = (name: TextName) => ({
    value: form[name],
    error: wrong(name),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <div className={grid.form}>
      <InputField label={t`Name in Chinese`} lang="zh-CN" maxLength={60} {...text('zh')} />
      <InputField label={t`Name in English`} lang="en" maxLength={60} {...text('en')} />
      <InputField label={t`Percent`} inputMode="decimal" {...text('percent')} />
      <InputField
        label={t`For each unit, ${currency}`}
        inputMode="decimal"
        hint={t`A fixed amount, such as a deposit or a levy.`}
        {...text('perUnit')}
      />
      <InputField
        label={t`Place among the taxes`}
        inputMode="numeric"
        maxLength={3}
        hint={t`Taxes on the same goods are taken in this order.`}
        {...text('order')}
      />
      <CheckField
        label={t`Also on the taxes before it`}
        checked={form.isCompound}
        onChange={(event) => onChange({ ...form, isCompound: event.currentTarget.checked })}
      />
      <GoodsFields goods={form.goods} error={wrong('goods')} onChange={(goods) => onChange({ ...form, goods })} />
      <StoresField
        storeIds={form.storeIds}
        error={wrong('storeIds')}
        onChange={(storeIds) => onChange({ ...form, storeIds })}
      />
      <InputField label={t`First day`} type="date" {...text('fromDate')} />
      <InputField label={t`Last day`} type="date" {...text('toDate')} />
    </div>
  );
}
