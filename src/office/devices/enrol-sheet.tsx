/** A one-time code to let a till in: as a QR for its camera and as text to type. It is shown once. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { QrCode } from '../../ui/qr-code.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { codeMade, type CodeMade } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import css from './devices-screen.module.css';

const QR_SIDE = 240;

export function EnrolSheet({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { api } = useOffice();
  const { stores, store } = useSigned();
  const [storeId, setStoreId] = useState(store.storeId);
  const [made, setMade] = useState<CodeMade | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const lang = langOf(i18n.locale);
  const make = async () => {
    const answer = await api.call('POST', '/devices/codes', { schema: codeMade, body: { storeId } });
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) setMade(answer.value);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t`Enrol a till`}
      foot={
        made === null ? (
          <Button kind="primary" onClick={() => void make()}>{t`Make a code`}</Button>
        ) : (
          <Button kind="primary" onClick={onClose}>{t`Done`}</Button>
        )
      }
    >
      <RefusalNote refusal={refusal} />
      {made === null ? (
        <div className={css.steps}>
          <SelectField label={t`Store`} value={storeId} onChange={(event) => setStoreId(event.currentTarget.value)}>
            {stores.map((one) => (
              <option key={one.storeId} value={one.storeId}>
                {nameIn(one.names, lang)}
              </option>
            ))}
          </SelectField>
          <p>{t`The code lets one device in. After that, confirm the device here.`}</p>
        </div>
      ) : (
        <CodeShown made={made} />
      )}
    </Sheet>
  );
}

function CodeShown({ made }: { readonly made: CodeMade }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const time = formatTime({ ms: made.expiresMs, lang: langOf(i18n.locale), tz: store.tz });
  const address = `${window.location.origin}/till`;
  return (
    <div className={css.code}>
      <p>{t`On the new till, open ${address} and scan or type this code:`}</p>
      <QrCode text={made.code} label={t`Enrolment code`} maxSide={QR_SIDE} />
      <output className={css.typed}>{made.code}</output>
      <p>{t`For one device, until ${time}. It is not shown again.`}</p>
    </div>
  );
}
