/** The fields of a promotion: its name, what it gives, on which goods, when and for whom. */
import { useLingui } from '@lingui/react/macro';
import { CheckField, InputField, SelectField } from '../../ui/field.tsx';
import grid from '../parts/form-grid.module.css';
import { GoodsFields } from '../parts/goods-fields.tsx';
import { StoresField } from '../parts/stores-field.tsx';
import { OfferFields } from './offer-fields.tsx';
import { KINDS } from './offer-form.ts';
import css from './promotion-sheet.module.css';
import { useDayWords, useKindWords } from './promotion-words.ts';
import { useFaultWords, useTextField, type FieldsProps } from './text-field.ts';

export function PromotionFields(props: FieldsProps) {
  const { t } = useLingui();
  const { form, onChange } = props;
  const text = useTextField(props);
  const words = useFaultWords(props.fault);
  const kinds = useKindWords();
  return (
    <div className={grid.form}>
      <InputField label={t`Name in Chinese`} lang="zh-CN" maxLength={60} {...text('zh')} />
      <InputField label={t`Name in English`} lang="en" maxLength={60} {...text('en')} />
      <SelectField className={grid.wide} label={t`What it gives`} {...text('kind')}>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {kinds[kind]}
          </option>
        ))}
      </SelectField>
      <OfferFields {...props} />
      {form.kind === 'mix' ? null : (
        <GoodsFields goods={form.goods} error={words('goods')} onChange={(goods) => onChange({ ...form, goods })} />
      )}
      <WhenFields {...props} />
      <StoresField
        storeIds={form.storeIds}
        error={words('storeIds')}
        onChange={(storeIds) => onChange({ ...form, storeIds })}
      />
      <WhoFields {...props} />
      <BesideFields {...props} />
    </div>
  );
}

function WhenFields(props: FieldsProps) {
  const { t } = useLingui();
  const { form, onChange } = props;
  const text = useTextField(props);
  const days = useDayWords();
  const flip = (day: number) =>
    form.weekdays.includes(day) ? form.weekdays.filter((one) => one !== day) : [...form.weekdays, day];
  return (
    <>
      <InputField label={t`First day`} type="date" {...text('fromDate')} />
      <InputField label={t`Last day`} type="date" {...text('toDate')} />
      <InputField label={t`From`} type="time" {...text('fromTime')} />
      <InputField label={t`Until`} type="time" {...text('toTime')} />
      <fieldset className={grid.group}>
        <legend>{t`Days of the week`}</legend>
        <div className={grid.choices}>
          {days.map(([day, name]) => (
            <CheckField
              key={day}
              label={name}
              checked={form.weekdays.includes(day)}
              onChange={() => onChange({ ...form, weekdays: flip(day) })}
            />
          ))}
        </div>
        <p className={css.hint}>{t`None chosen: every day.`}</p>
      </fieldset>
    </>
  );
}

function WhoFields(props: FieldsProps) {
  const { t } = useLingui();
  const { form, onChange } = props;
  const text = useTextField(props);
  const codes = t`Letters, digits and hyphens; 3 or more. Empty: no code is needed.`;
  return (
    <>
      <InputField className={grid.wide} label={t`Coupon code`} hint={codes} maxLength={40} {...text('coupon')} />
      <div className={grid.wide}>
        <CheckField
          label={t`For members only`}
          checked={form.members}
          onChange={(event) => onChange({ ...form, members: event.currentTarget.checked })}
        />
      </div>
      {form.members ? (
        <InputField
          className={grid.wide}
          label={t`Of these tiers`}
          hint={t`With commas between. Empty: every member.`}
          {...text('tiers')}
        />
      ) : null}
    </>
  );
}

/** How it goes with what else is on. */
function BesideFields(props: FieldsProps) {
  const { t } = useLingui();
  const { form, onChange } = props;
  const text = useTextField(props);
  return (
    <>
      <InputField
        label={t`Group`}
        hint={t`Of one group the customer gets the best; groups add up. Empty: the group of its kind.`}
        maxLength={40}
        {...text('group')}
      />
      <InputField
        label={t`Turn`}
        inputMode="numeric"
        hint={t`The group with the higher turn comes first; at the same turn percents come before amounts. Empty: 0.`}
        {...text('priority')}
      />
      <div className={grid.wide}>
        <CheckField
          label={t`Never together with another promotion`}
          checked={form.isAlone}
          onChange={(event) => onChange({ ...form, isAlone: event.currentTarget.checked })}
        />
        <CheckField
          label={t`Also where a price was changed by hand`}
          checked={form.onManual}
          onChange={(event) => onChange({ ...form, onManual: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}
