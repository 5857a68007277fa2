/** After how long a till left alone signs its person out. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { DEFAULT_LOCK_MINUTES, LOCK_MINUTES, type LockMinutes } from '../../core/idle-lock.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { useSaveSettings } from './use-save.ts';

type Props = { readonly settings: OfficeSettings['settings']; readonly onSaved: (saved: OfficeSettings) => void };

export function LockForm({ settings, onSaved }: Props) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const [minutes, setMinutes] = useState<LockMinutes>(settings.lockMinutes ?? DEFAULT_LOCK_MINUTES);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save({ lockMinutes: minutes });
  };
  const choose = (value: string) => setMinutes(LOCK_MINUTES.find((each) => String(each) === value) ?? minutes);
  return (
    <Panel title={t`A till left alone`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={refusal} />
        <SelectField
          label={t`Locks itself after`}
          hint={t`Without a touch, a key or a scan. The cart and the shift stay; a PIN goes on with them.`}
          disabled={!isOwner}
          value={minutes}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {LOCK_MINUTES.map((each) => (
            <option key={each} value={each}>
              {each === 1 ? t`1 minute` : t`${each} minutes`}
            </option>
          ))}
        </SelectField>
        {isOwner ? (
          <div>
            <Button type="submit" disabled={busy}>{t`Save when tills lock`}</Button>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}
