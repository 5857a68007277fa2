/** A store: its names, its address as printed on receipts, its time zone, by which its business day is told. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { businessDateOf } from '../../core/business-date.ts';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { formText } from '../parts/form-text.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { NamesPair } from './names-pair.tsx';
import { RatesFields, rateText, readRate, type TypedRate } from './rates-fields.tsx';
import { readRules, ScaleFields, typedRules } from './scale-fields.tsx';
import { namesOf, namesOrNull, useSaveSettings } from './use-save.ts';

type Store = OfficeSettings['stores'][number];
type Props = { readonly store: Store; readonly onSaved: (saved: OfficeSettings) => void };

export function StoreForm({ store, onSaved }: Props) {
  const { t, i18n } = useLingui();
  const { isOwner } = useSigned();
  const { clock, newId } = useOffice();
  const { save, refusal, busy } = useSaveSettings(`/stores/${store.storeId}`, onSaved);
  const [zones] = useState(() => zonesWith(store.tz));
  const [rates, setRates] = useState<readonly TypedRate[]>(() =>
    (store.foreignCash ?? []).map(({ currency, ratePpm, date }) => ({
      key: currency,
      currency,
      rate: rateText(ratePpm),
      date,
    })),
  );
  const [rules, setRules] = useState(() => typedRules(store.scaleRules ?? []));
  const today = businessDateOf(clock(), store.tz);
  const name = nameIn(store.names, langOf(i18n.locale));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const foreignCash = rates.map(({ currency, rate, date }) => ({ currency, ratePpm: readRate(rate), date }));
    void save({
      names: namesOf(form, 'name'),
      address: namesOrNull(form, 'address'),
      tz: formText(form, 'tz'),
      foreignCash,
      scaleRules: readRules(rules),
    });
  };
  return (
    <Panel title={t`Store ${name}`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={refusal} />
        <NamesPair field="name" labels={[t`Name in Chinese`, t`Name in English`]} names={store.names} />
        <NamesPair field="address" labels={[t`Address in Chinese`, t`Address in English`]} names={store.address} />
        <SelectField label={t`Time zone`} name="tz" defaultValue={store.tz} disabled={!isOwner}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </SelectField>
        <RatesFields rates={rates} today={today} newKey={newId} onChange={setRates} />
        <ScaleFields rules={rules} newKey={newId} onChange={setRules} />
        {isOwner ? (
          <div>
            <Button type="submit" disabled={busy}>
              {t`Save the store`}
            </Button>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}

/** The zones this browser knows, and the store's own in any case. */
function zonesWith(own: string): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(own) ? known : [own, ...known];
}
