/** The fields of a product. A fault stands at its own field. */
import { useLingui } from '@lingui/react/macro';
import { qtyText } from '../../core/currency.ts';
import { nameIn, type Trace, TRACES } from '../../core/product.ts';
import { CheckField, InputField, SelectField, TextAreaField } from '../../ui/field.tsx';
import { currencySign } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { ProductFull } from '../../wire/office.ts';
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
  readonly madeOf: NonNullable<ProductFull['madeOf']>; // the parts that are saved, by name
};

type TextName = 'zh' | 'en' | 'spec' | 'brand' | 'code' | 'gtins' | 'price' | 'tax' | 'options' | 'minAge' | 'parts';

export function ProductFields({ form, onChange, fault, isLocked, madeOf }: Props) {
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
  const made = t`A set sold at the price above: one part a line, such as 2 x W1. Its parts leave the shelf.`;
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
      <TextAreaField className={grid.wide} label={t`Parts of a bundle`} hint={made} {...text('parts')} />
      <MadeOf madeOf={madeOf} />
      <InputField
        label={t`Minimum age`}
        hint={t`The till asks. Empty: for everybody.`}
        inputMode="numeric"
        maxLength={2}
        {...text('minAge')}
      />
      <CategoryField form={form} onChange={onChange} isLocked={isLocked} />
      <StatusField form={form} onChange={onChange} isLocked={isLocked} />
      <AsksFields form={form} onChange={onChange} isLocked={isLocked} />
      <div className={grid.wide}>
        <CheckField
          label={t`The price is entered at the till`}
          checked={form.openPrice}
          disabled={isLocked}
          onChange={(event) => onChange({ ...form, openPrice: event.currentTarget.checked })}
        />
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

/** The parts by name, so that a wrong code is seen. */
function MadeOf({ madeOf }: Pick<Props, 'madeOf'>) {
  const { i18n } = useLingui();
  if (madeOf.length === 0) return null;
  const lang = langOf(i18n.locale);
  return (
    <ul className={grid.wide}>
      {madeOf.map(({ key, names, qtyMilli }) => (
        <li key={key}>
          {qtyText(qtyMilli)} × {nameIn(names, lang)}
        </li>
      ))}
    </ul>
  );
}

type ChoiceProps = Omit<Props, 'fault' | 'madeOf'>;

/** What the till asks of each pack, where its code does not say it. */
function AsksFields({ form, onChange, isLocked }: ChoiceProps) {
  const { t } = useLingui();
  const words: Readonly<Record<Trace, string>> = {
    lot: t`The till asks for the lot`,
    serial: t`The till asks for the serial number`,
  };
  return (
    <div className={grid.wide}>
      {TRACES.map((each) => (
        <CheckField
          key={each}
          label={words[each]}
          checked={form.asks.includes(each)}
          disabled={isLocked}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ ...form, asks: TRACES.filter((one) => (one === each ? checked : form.asks.includes(one))) })
          }
        />
      ))}
    </div>
  );
}

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
