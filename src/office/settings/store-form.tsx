/** A store: its names, its address as printed on receipts, its time zone, by which its business day is told. */
import { useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { namesOf, namesOrNull, useSaveSettings } from './use-save.ts';

type Store = OfficeSettings['stores'][number];
type Props = { readonly store: Store; readonly onSaved: (saved: OfficeSettings) => void };

export function StoreForm({ store, onSaved }: Props) {
  const { t, i18n } = useLingui();
  const { isOwner } = useSigned();
  const { save, refusal, busy } = useSaveSettings(`/stores/${store.storeId}`, onSaved);
  const [zones] = useState(() => zonesWith(store.tz));
  const name = nameIn(store.names, langOf(i18n.locale));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void save({ names: namesOf(form, 'name'), address: namesOrNull(form, 'address'), tz: String(form.get('tz')) });
  };
  return (
    <Panel title={t`Store ${name}`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={refusal} />
        <div className={css.pair}>
          <InputField
            label={t`Name in Chinese`}
            name="name-zh"
            lang="zh-CN"
            defaultValue={store.names.zh}
            readOnly={!isOwner}
          />
          <InputField
            label={t`Name in English`}
            name="name-en"
            lang="en"
            defaultValue={store.names.en}
            readOnly={!isOwner}
          />
        </div>
        <div className={css.pair}>
          <InputField
            label={t`Address in Chinese`}
            name="address-zh"
            lang="zh-CN"
            defaultValue={store.address?.zh}
            readOnly={!isOwner}
          />
          <InputField
            label={t`Address in English`}
            name="address-en"
            lang="en"
            defaultValue={store.address?.en}
            readOnly={!isOwner}
          />
        </div>
        <SelectField label={t`Time zone`} name="tz" defaultValue={store.tz} disabled={!isOwner}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </SelectField>
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
