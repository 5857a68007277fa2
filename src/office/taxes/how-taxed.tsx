/** How prices and taxes stand to each other, where tax is rounded, and which coins there are. Owners change it. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, type SubmitEvent } from 'react';
import { decimalText, minorDigits } from '../../core/currency.ts';
import { toMinor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { officeSettings, type OfficeSettings } from '../../wire/office-shop.ts';
import { formText } from '../parts/form-text.ts';
import grid from '../parts/form-grid.module.css';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemote } from '../parts/use-remote.ts';
import { useSaveSettings } from '../settings/use-save.ts';

type Settings = OfficeSettings['settings'];

export function HowTaxed() {
  const { api } = useOffice();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/settings', { schema: officeSettings, unattended }),
    [api],
  );
  const { value, put } = useRemote(load);
  return value === null ? null : <HowForm settings={value.settings} onSaved={put} />;
}

/** Steps that coins make in one country or another, in the currency's smallest units. */
const stepsOf = (currency: string): readonly number[] =>
  minorDigits(currency) < 2 ? [5, 10, 50, 100, 500, 1000] : [5, 10, 25, 50, 100, 500];
const withStep = (steps: readonly number[], step: number): readonly number[] =>
  step === 0 || steps.includes(step) ? steps : [...steps, step].sort((a, b) => a - b);

function HowForm({
  settings,
  onSaved,
}: {
  readonly settings: Settings;
  readonly onSaved: (saved: OfficeSettings) => void;
}) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const { taxMode, taxRounding = 'line', taxRoundsTo = 'nearest' } = settings;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const stepMinor = Number(formText(form, 'step'));
    void save({
      taxMode: formText(form, 'mode'),
      taxRounding: formText(form, 'rounding'),
      taxRoundsTo: formText(form, 'roundsTo'),
      cashRounding: stepMinor === 0 ? null : { stepMinor, how: formText(form, 'how'), on: formText(form, 'on') },
    });
  };
  return (
    <Panel title={t`How it is taxed and rounded`}>
      <form onSubmit={submit} className={grid.form}>
        {refusal === null ? null : (
          <div className={grid.wide}>
            <RefusalNote refusal={refusal} />
          </div>
        )}
        <SelectField label={t`Prices`} name="mode" defaultValue={taxMode} disabled={!isOwner}>
          <option value="included">{t`Tax is in the price`}</option>
          <option value="added">{t`Tax is added to the price`}</option>
        </SelectField>
        <SelectField label={t`Tax is rounded`} name="rounding" defaultValue={taxRounding} disabled={!isOwner}>
          <option value="line">{t`On each line`}</option>
          <option value="total">{t`On the whole sale`}</option>
        </SelectField>
        <SelectField
          label={t`Parts of the smallest unit of a tax`}
          name="roundsTo"
          defaultValue={taxRoundsTo}
          disabled={!isOwner}
        >
          <option value="nearest">{t`To the nearest`}</option>
          <option value="down">{t`Always down`}</option>
          <option value="up">{t`Always up`}</option>
        </SelectField>
        <CoinFields settings={settings} />
        {isOwner ? (
          <div className={grid.wide}>
            <Button type="submit" disabled={busy}>{t`Save how it is taxed`}</Button>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}

/** Which coins there are, and how a sum becomes one that they can pay. */
function CoinFields({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const { currency, cashRounding = null } = settings;
  return (
    <>
      <SelectField label={t`Smallest coin`} name="step" defaultValue={cashRounding?.stepMinor ?? 0} disabled={!isOwner}>
        <option value="0">{t`Every amount can be paid`}</option>
        {withStep(stepsOf(currency), cashRounding?.stepMinor ?? 0).map((step) => (
          <option key={step} value={step}>
            {decimalText(toMinor(step), currency)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Rounded to it`}
        name="how"
        defaultValue={cashRounding?.how ?? 'half_up'}
        disabled={!isOwner}
      >
        <option value="half_up">{t`To the nearest, half up`}</option>
        <option value="half_down">{t`To the nearest, half down`}</option>
        <option value="up">{t`Always up`}</option>
        <option value="down">{t`Always down`}</option>
      </SelectField>
      <SelectField label={t`Where`} name="on" defaultValue={cashRounding?.on ?? 'cash'} disabled={!isOwner}>
        <option value="cash">{t`Cash only`}</option>
        <option value="all">{t`Every way of paying`}</option>
      </SelectField>
    </>
  );
}
