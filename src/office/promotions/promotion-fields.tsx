/** The fields of a promotion: its name, what it gives, on which goods, when and for whom. */
import { useLingui } from '@lingui/react/macro';
import { classNames } from '../../ui/class-names.ts';
import { CheckField, InputField, SelectField } from '../../ui/field.tsx';
import grid from '../parts/form-grid.module.css';
import { GoodsFields } from './goods-fields.tsx';
import { OfferFields } from './offer-fields.tsx';
import { KINDS } from './promotion-form.ts';
import css from './promotion-sheet.module.css';
import { useDayWords, useKindWords } from './promotion-words.ts';
import { useTextField, type FieldsProps } from './text-field.ts';

export function PromotionFields(props: FieldsProps) {
  const { t } = useLingui();
  const { form, onChange } = props;
  const text = useTextField(props);
  const kinds = useKindWords();
  const isOther = form.kind === 'other';
  return (
    <div className={grid.form}>
      <InputField label={t`Name in Chinese`} lang="zh-CN" maxLength={60} {...text('zh')} />
      <InputField label={t`Name in English`} lang="en" maxLength={60} {...text('en')} />
      <SelectField className={grid.wide} label={t`What it gives`} disabled={isOther} {...text('kind')}>
        {[...KINDS, ...(isOther ? (['other'] as const) : [])].map((kind) => (
          <option key={kind} value={kind}>
            {kinds[kind]}
          </option>
        ))}
      </SelectField>
      {isOther ? (
        <p className={classNames(grid.wide, css.hint)}>
          {t`This offer was made elsewhere. Its figures stay; the rest can be changed here.`}
        </p>
      ) : (
        <>
          <OfferFields {...props} />
          <GoodsFields scope={form.scope} onChange={(scope) => onChange({ ...form, scope })} />
        </>
      )}
      <WhenFields {...props} />
      <WhoFields {...props} />
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
        <CheckField
          label={t`Never together with another promotion`}
          checked={form.isAlone}
          onChange={(event) => onChange({ ...form, isAlone: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}
