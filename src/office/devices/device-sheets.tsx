/** Two decisions about a till: it is the one that stands there (confirm), and it is ours no more (remove). */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import * as z from 'zod/mini';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { DeviceListed } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useOffice } from '../parts/office-context.ts';
import css from './devices-screen.module.css';

const nothing = z.looseObject({});
type Props = { readonly device: DeviceListed; readonly onClose: () => void };

/** Groups of four, as the till shows them. */
const thumbprintText = (thumbprint: string): string => thumbprint.match(/.{1,4}/g)?.join(' ') ?? thumbprint;

export function ConfirmSheet({ device, onClose }: Props) {
  const { t } = useLingui();
  const { api } = useOffice();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { tillCode, name, thumbprint } = device;
  const confirm = async () => {
    const answer = await api.call('POST', `/devices/${device.deviceId}/confirm`, {
      schema: nothing,
      body: { thumbprint },
    });
    if (answer.ok) onClose();
    else setRefusal(answer.error);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t`Confirm till ${tillCode}`}
      foot={
        <>
          <Button onClick={onClose}>{t`Not now`}</Button>
          <Button kind="primary" onClick={() => void confirm()}>{t`They are the same`}</Button>
        </>
      }
    >
      <div className={css.steps}>
        <RefusalNote refusal={refusal} />
        <p>{t`The screen of “${name}” shows a thumbprint. Compare it with this one:`}</p>
        <code className={css.thumb}>{thumbprintText(thumbprint)}</code>
        <p>{t`If they differ, somebody else used the code: remove this device and make a new code.`}</p>
      </div>
    </Sheet>
  );
}

export function RevokeSheet({ device, onClose }: Props) {
  const { t } = useLingui();
  const { api } = useOffice();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { tillCode, pending } = device;
  const revoke = async () => {
    const answer = await api.call('POST', `/devices/${device.deviceId}/revoke`, { schema: nothing, body: {} });
    if (answer.ok) onClose();
    else setRefusal(answer.error);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t`Remove till ${tillCode}?`}
      foot={
        <>
          <Button autoFocus onClick={onClose}>{t`Keep it`}</Button>
          <Button kind="danger" onClick={() => void revoke()}>{t`Remove till ${tillCode}`}</Button>
        </>
      }
    >
      <div className={css.steps}>
        <RefusalNote refusal={refusal} />
        <p>
          <Trans>
            Its key opens nothing from now on, and it stops selling when it next reaches the server. Sales it sends
            afterwards are kept aside for you to judge. What it has sent stays booked.
          </Trans>
        </p>
        {pending === 0 ? null : (
          <Note tone="warn">
            <Plural
              value={pending}
              one="# entry of this till has not arrived yet. Let it sync first if you still have it."
              other="# entries of this till have not arrived yet. Let it sync first if you still have it."
            />
          </Note>
        )}
      </div>
    </Sheet>
  );
}
