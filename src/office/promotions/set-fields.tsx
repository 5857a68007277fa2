/** A set of several goods: so many of each, and which of them become cheaper. */
import { useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import grid from '../parts/form-grid.module.css';
import { GoodsFields } from '../parts/goods-fields.tsx';
import { emptySlot, MOST_SLOTS, type SlotText } from './offer-form.ts';
import css from './promotion-sheet.module.css';
import { useFaultWords, useTextField, type FieldsProps } from './text-field.ts';

export function SetFields(props: FieldsProps & { readonly sign: string }) {
  const { t } = useLingui();
  const { form, onChange, sign } = props;
  const text = useTextField(props);
  const more = () => {
    const id = 1 + Math.max(0, ...form.slots.map((slot) => slot.id));
    onChange({ ...form, slots: [...form.slots, emptySlot(id)] });
  };
  return (
    <>
      {form.slots.map((slot, at) => (
        <SlotFields key={slot.id} {...props} slot={slot} no={at + 1} />
      ))}
      {form.slots.length < MOST_SLOTS ? (
        <div className={grid.wide}>
          <Button icon={<Plus aria-hidden="true" />} onClick={more}>{t`Other goods of the set`}</Button>
        </div>
      ) : null}
      <SelectField label={t`What becomes cheaper`} {...text('cheaper')}>
        <option value="all">{t`All of it together`}</option>
        <option value="cheapest">{t`The cheapest pieces`}</option>
        {form.slots.map(({ id }, at) => {
          const no = at + 1;
          return <option key={id} value={String(at)}>{t`Goods ${no}`}</option>;
        })}
      </SelectField>
      {form.cheaper === 'cheapest' ? (
        <InputField label={t`How many of them`} inputMode="numeric" {...text('free')} />
      ) : null}
      <SelectField label={t`It then has`} {...text('gives')}>
        <option value="price">{t`A price together`}</option>
        <option value="percent">{t`A percentage off`}</option>
        <option value="amount">{t`An amount off`}</option>
      </SelectField>
      {form.gives === 'percent' ? (
        <InputField label={t`Percent off`} inputMode="decimal" {...text('percent')} />
      ) : (
        <InputField
          label={form.gives === 'price' ? t`Price (${sign})` : t`Amount off (${sign})`}
          inputMode="decimal"
          {...text('amount')}
        />
      )}
    </>
  );
}

function SlotFields(props: FieldsProps & { readonly slot: SlotText; readonly no: number }) {
  const { t } = useLingui();
  const { form, onChange, fault, slot, no } = props;
  const words = useFaultWords(fault);
  const wrong = words('slots', slot.id);
  const isGoods = fault?.refusal.code === 'nothing_chosen';
  const tell = (next: SlotText) => onChange({ ...form, slots: form.slots.map((one) => (one === slot ? next : one)) });
  // A place may mean other goods when these are gone, so it is asked for again.
  const takeOut = () =>
    onChange({
      ...form,
      slots: form.slots.filter((one) => one !== slot),
      cheaper: form.cheaper === 'cheapest' ? 'cheapest' : 'all',
    });
  return (
    <fieldset className={css.slot}>
      <legend>{t`Goods ${no}`}</legend>
      <div className={grid.form}>
        <InputField
          label={t`Pieces`}
          inputMode="numeric"
          value={slot.count}
          error={isGoods ? null : wrong}
          onChange={(event) => tell({ ...slot, count: event.currentTarget.value })}
        />
        <GoodsFields goods={slot.goods} error={isGoods ? wrong : null} onChange={(goods) => tell({ ...slot, goods })} />
        {form.slots.length > 1 ? (
          <div className={grid.wide}>
            <Button kind="plain" onClick={takeOut}>{t`Take goods ${no} out of the set`}</Button>
          </div>
        ) : null}
      </div>
    </fieldset>
  );
}
