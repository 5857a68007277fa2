/** The way out for facts that cannot be sent: a file, and the code that opens it, shown once. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { RescueExport } from '../client/till-device.ts';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { saveFile } from '../ui/save-file.ts';
import type { Refusal } from '../wire/refusal.ts';
import { useCounter } from './counter-context.tsx';
import css from './sync-sheet.module.css';

type Shown = { readonly saved: RescueExport } | { readonly refused: Refusal } | null;

/** A button that saves the file; then its code, which is kept nowhere. */
export function RescuePart() {
  const { t, i18n } = useLingui();
  const { device } = useCounter().tools;
  const [shown, setShown] = useState<Shown>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const made = await device.rescue();
      if (made.ok) saveFile([made.value.bytes], { name: made.value.name, type: 'application/octet-stream' });
      setShown(made.ok ? { saved: made.value } : { refused: made.error });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.part}>
      <Button icon={<Download aria-hidden="true" />} disabled={busy} onClick={() => void save()}>
        {t`Save unsent entries to a file`}
      </Button>
      {shown !== null && 'refused' in shown ? <p className={css.warn}>{refusalText(i18n, shown.refused)}</p> : null}
      {shown !== null && 'saved' in shown ? <Saved saved={shown.saved} /> : null}
    </div>
  );
}

function Saved({ saved }: { readonly saved: RescueExport }) {
  const { name, entries, unreadable, code } = saved;
  return (
    <div role="status" className={css.part}>
      <p>
        <Trans>
          {entries} entries are in {name}. Give the file to the office, and write this code down: it is shown only here.
        </Trans>
      </p>
      <p>
        <code>{code}</code>
      </p>
      {unreadable > 0 ? (
        <p className={css.warn}>
          <Trans>{unreadable} entries could not be read from this device. Keep it for support.</Trans>
        </p>
      ) : null}
    </div>
  );
}
