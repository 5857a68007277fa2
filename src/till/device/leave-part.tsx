/** Taking this device out of the shop: only when nothing is kept on it alone. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useCounter } from '../counter-context.tsx';
import { RescuePart } from '../rescue-part.tsx';
import css from '../sync-sheet.module.css';

export function LeavePart() {
  const { t, i18n } = useLingui();
  const { device } = useCounter().tools;
  const [sure, setSure] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const leave = async () => {
    const left = await device.leaveShop();
    if (left.ok) location.reload();
    else setRefused(left.error);
    setSure(false);
  };
  return (
    <div className={css.part}>
      <p>{t`Clears this device: its key, its journal and its products. The server keeps what it has.`}</p>
      {refused === null ? null : <p role="alert">{refusalText(i18n, refused)}</p>}
      {refused?.code === 'facts_unsent' ? <RescuePart /> : null}
      {sure ? (
        <Button kind="danger" onClick={() => void leave()}>
          {t`Yes, clear this device`}
        </Button>
      ) : (
        <Button onClick={() => setSure(true)}>{t`Take this till out of the shop`}</Button>
      )}
    </div>
  );
}
