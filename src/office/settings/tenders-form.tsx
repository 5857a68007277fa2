/** Ways of paying: which the shop takes beside cash, and those it has named itself. One that is put away has ended. */
import { useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { nameIn } from '../../core/product.ts';
import { SWITCHED_WAYS } from '../../core/take-tender.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CheckField, InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { methodName } from '../../ui/money-words.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { useSaveSettings } from './use-save.ts';

type Props = { readonly settings: OfficeSettings['settings']; readonly onSaved: (saved: OfficeSettings) => void };
type Way = NonNullable<OfficeSettings['settings']['tenders']>['custom'][number];

export function TendersForm({ settings, onSaved }: Props) {
  const { t, i18n } = useLingui();
  const { isOwner } = useSigned();
  const { newId } = useOffice();
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const [off, setOff] = useState<readonly string[]>(settings.tenders?.off ?? []);
  const [custom, setCustom] = useState<readonly Way[]>(settings.tenders?.custom ?? []);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save({ tenders: { off, custom } });
  };
  const change = (typeId: string, edit: Partial<Way>) =>
    setCustom(custom.map((way) => (way.typeId === typeId ? { ...way, ...edit } : way)));
  const add = () =>
    setCustom([...custom, { typeId: newId(), names: {}, opensDrawer: false, isRefundable: true, state: 'active' }]);
  return (
    <Panel title={t`Ways of paying`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={refusal} />
        <fieldset className={css.checks} disabled={!isOwner}>
          <legend>{t`Taken beside cash`}</legend>
          {SWITCHED_WAYS.map((method) => (
            <CheckField
              key={method}
              label={methodName(i18n, { method })}
              checked={!off.includes(method)}
              onChange={(event) =>
                setOff(event.currentTarget.checked ? off.filter((one) => one !== method) : [...off, method])
              }
            />
          ))}
        </fieldset>
        {custom
          .filter((way) => way.state === 'active')
          .map((way) => (
            <OwnWay
              key={way.typeId}
              way={way}
              isShut={!isOwner}
              name={nameIn(way.names, langOf(i18n.locale))}
              onChange={(edit) => change(way.typeId, edit)}
            />
          ))}
        {isOwner ? (
          <div className={css.keys}>
            <Button icon={<Plus aria-hidden="true" />} onClick={add}>
              {t`Add a way of paying`}
            </Button>
            <Button type="submit" disabled={busy}>
              {t`Save the ways of paying`}
            </Button>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}

type WayProps = {
  readonly way: Way;
  readonly name: string;
  readonly isShut: boolean;
  readonly onChange: (edit: Partial<Way>) => void;
};

function OwnWay({ way, name, isShut, onChange }: WayProps) {
  const { t } = useLingui();
  const write = (lang: 'zh' | 'en') => (event: { currentTarget: HTMLInputElement }) =>
    onChange({ names: { ...way.names, [lang]: event.currentTarget.value } });
  return (
    <fieldset className={css.own} disabled={isShut}>
      <legend>{name === '' ? t`New way of paying` : name}</legend>
      <div className={css.pair}>
        <InputField label={t`Name in Chinese`} maxLength={30} value={way.names.zh ?? ''} onChange={write('zh')} />
        <InputField label={t`Name in English`} maxLength={30} value={way.names.en ?? ''} onChange={write('en')} />
      </div>
      <div className={css.checks}>
        <CheckField
          label={t`Opens the drawer`}
          checked={way.opensDrawer}
          onChange={(event) => onChange({ opensDrawer: event.currentTarget.checked })}
        />
        <CheckField
          label={t`Money may go back this way`}
          checked={way.isRefundable}
          onChange={(event) => onChange({ isRefundable: event.currentTarget.checked })}
        />
        {isShut ? null : (
          <IconButton label={t`End ${name}`} onClick={() => onChange({ state: 'ended' })}>
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </fieldset>
  );
}
