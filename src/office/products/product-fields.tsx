/** The fields of a product. A fault stands at its own field. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { CheckField, InputField, SelectField, TextAreaField } from '../../ui/field.tsx';
import { currencySign } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useRefusalWords } from '../parts/note.tsx';
import grid from '../parts/form-grid.module.css';
import { useSigned } from '../parts/office-context.ts';
import { useCategories } from './categories.ts';
import type { Fault, ProductForm } from './product-form.ts';
import { useStatusWords, useUnitWords } from './product-words.ts';

type Props = {
  readonly form: ProductForm;
  readonly onChange: (form: ProductForm) => void;
  readonly fault: Fault | null;
  readonly isLocked: boolean;
};

type TextName = 'zh' | 'en' | 'spec' | 'brand' | 'code' | 'gtins' | 'price' | 'tax' | 'options';

export function ProductFields({ form, onChange, fault, isLocked }: Props) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const words = useRefusalWords();
  const sign = currencySign(currency, langOf(i18n.locale));
  const text = (name: TextName) => ({
    value: form[name],
    readOnly: isLocked,
    error: fault?.field === name ? words(fault.refusal) : null,
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...form, [name]: event.currentTarget.value }),
  });
  const exact = t`The shop's own, exact to the letter case.`;
  const choices = t`One group a line, with how many are chosen: Sugar 1-1: full, half, none. Extras 0-2: egg +2.00`;
  const digits = t`8, 12, 13 or 14 digits, one per line.`;
  return (
    <div className={grid.form}>
      <InputField className={grid.wide} label={t`Name in Chinese`} lang="zh-CN" maxLength={200} {...text('zh')} />
      <InputField className={grid.wide} label={t`Name in English`} lang="en" maxLength={200} {...text('en')} />
      <InputField label={t`Price (${sign})`} inputMode="decimal" {...text('price')} />
      <UnitField form={form} onChange={onChange} isLocked={isLocked} />
      <InputField label={t`Specification`} placeholder="550ml" maxLength={60} {...text('spec')} />
      <InputField label={t`Brand`} maxLength={80} {...text('brand')} />
      <InputField label={t`Code`} hint={exact} maxLength={64} {...text('code')} />
      <InputField label={t`Tax included (%)`} inputMode="decimal" {...text('tax')} />
      <TextAreaField className={grid.wide} label={t`Barcodes`} hint={digits} inputMode="numeric" {...text('gtins')} />
      <TextAreaField className={grid.wide} label={t`Options`} hint={choices} {...text('options')} />
      <CategoryField form={form} onChange={onChange} isLocked={isLocked} />
      <StatusField form={form} onChange={onChange} isLocked={isLocked} />
      <div className={grid.wide}>
        <CheckField
          label={t`On the till's first page`}
          checked={form.hot}
          disabled={isLocked}
          onChange={(event) => onChange({ ...form, hot: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}

type ChoiceProps = Omit<Props, 'fault'>;

function UnitField({ form, onChange, isLocked }: ChoiceProps) {
  const { t } = useLingui();
  const words = useUnitWords();
  return (
    <SelectField
      label={t`Sold by`}
      value={form.unit}
      disabled={isLocked}
      onChange={(event) => onChange({ ...form, unit: event.currentTarget.value as ProductForm['unit'] })}
    >
      {Object.entries(words).map(([unit, name]) => (
        <option key={unit} value={unit}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

function StatusField({ form, onChange, isLocked }: ChoiceProps) {
  const { t } = useLingui();
  const words = useStatusWords();
  return (
    <SelectField
      label={t`Status`}
      value={form.status}
      disabled={isLocked}
      onChange={(event) => onChange({ ...form, status: event.currentTarget.value as ProductForm['status'] })}
    >
      {Object.entries(words).map(([status, name]) => (
        <option key={status} value={status}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

function CategoryField({ form, onChange, isLocked }: ChoiceProps) {
  const { t, i18n } = useLingui();
  const categories = useCategories();
  const lang = langOf(i18n.locale);
  const isKnown = form.category === '' || categories.some((one) => one.categoryId === form.category);
  return (
    <SelectField
      label={t`Category`}
      value={form.category}
      disabled={isLocked}
      onChange={(event) => onChange({ ...form, category: event.currentTarget.value })}
    >
      <option value="">{t`None`}</option>
      {isKnown ? null : <option value={form.category}>{form.category}</option>}
      {categories.map((category) => (
        <option key={category.categoryId} value={category.categoryId}>
          {nameIn(category.names, lang)}
        </option>
      ))}
    </SelectField>
  );
}
