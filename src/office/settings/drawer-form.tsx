/** How far a drawer may be off at the end of a shift before a reason and a manager are asked for. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { decimalText } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { readAmount } from '../../ui/format.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { RefusalNote, useRefusalWords } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { useSaveSettings } from './use-save.ts';

type Props = { readonly settings: OfficeSettings['settings']; readonly onSaved: (saved: OfficeSettings) => void };

export function DrawerForm({ settings, onSaved }: Props) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const words = useRefusalWords();
  const { currency, drawerOffMinor = null } = settings;
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const [text, setText] = useState(drawerOffMinor === null ? '' : decimalText(drawerOffMinor, currency));
  const limitMinor = text.trim() === '' ? null : readAmount(text, currency);
  const isBad = text.trim() !== '' && limitMinor === null;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBad) void save({ drawerOffMinor: limitMinor });
  };
  return (
    <Panel title={t`Closing a shift`}>
      <form className={css.form} onSubmit={submit}>
        <RefusalNote refusal={refusal} />
        <InputField
          label={t`A drawer may be off by, ${currency}`}
          hint={t`Beyond that a reason and a manager are asked for. Left empty, it may be off by any amount.`}
          inputMode="decimal"
          readOnly={!isOwner}
          value={text}
          error={isBad ? words({ code: 'bad_number' }) : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {isOwner ? (
          <div>
            <Button type="submit" disabled={busy || isBad}>{t`Save how shifts are closed`}</Button>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}
