/** The logo over receipts: chosen as a picture, shown as the printer will print it, and only then saved. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { LogoView } from '../../ui/logo-view.tsx';
import type { Logo } from '../../wire/logo.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './settings-screen.module.css';
import { readLogo, type LogoFault } from './read-logo.ts';
import { useSaveSettings } from './use-save.ts';

type Props = { readonly settings: OfficeSettings['settings']; readonly onSaved: (saved: OfficeSettings) => void };

export function LogoPanel({ settings, onSaved }: Props) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const { save, refusal, busy } = useSaveSettings('/settings', onSaved);
  const file = useRef<HTMLInputElement>(null);
  const kept = settings.logo ?? null;
  const [chosen, setChosen] = useState<Logo | null>(null);
  const [fault, setFault] = useState<LogoFault | null>(null);
  const shown = chosen ?? kept;
  const choose = async (picture: File | undefined) => {
    if (picture === undefined) return;
    const read = await readLogo(picture);
    setFault(typeof read === 'string' ? read : null);
    setChosen(typeof read === 'string' ? null : read);
    if (file.current !== null) file.current.value = ''; // the same file again is a choice again
  };
  const keep = async (logo: Logo | null) => {
    await save({ logo });
    setChosen(null);
  };
  return (
    <Panel title={t`Logo on receipts`}>
      <div className={css.form}>
        <RefusalNote refusal={refusal} />
        {fault === null ? null : <FaultNote fault={fault} />}
        {shown === null ? (
          <p>
            <Trans>No logo yet. A PNG, JPEG or WebP becomes black and white dots, at most 48 mm wide.</Trans>
          </p>
        ) : (
          <LogoView
            logo={shown}
            label={chosen === null ? t`The logo on receipts` : t`The logo as it will be printed`}
          />
        )}
        <input
          ref={file}
          type="file"
          hidden
          aria-label={t`Picture of the logo`}
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
        {isOwner ? (
          <div className={css.keys}>
            <Button disabled={busy} onClick={() => file.current?.click()}>{t`Choose a picture`}</Button>
            {chosen === null ? null : (
              <Button kind="primary" disabled={busy} onClick={() => void keep(chosen)}>{t`Save logo`}</Button>
            )}
            {chosen === null && kept !== null ? (
              <Button disabled={busy} onClick={() => void keep(null)}>{t`Remove logo`}</Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

function FaultNote({ fault }: { readonly fault: LogoFault }) {
  const { t } = useLingui();
  return (
    <Note tone="warn">
      {fault === 'too_large' ? t`This picture is too large for a logo.` : t`This is no PNG, JPEG or WebP picture.`}
    </Note>
  );
}
