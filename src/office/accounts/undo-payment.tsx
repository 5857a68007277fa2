/** Taking back a payment that was written down by mistake: a row of its own, with its reason. Nothing is deleted. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { accountDetail, type AccountDetail, type AccountPayment } from '../../wire/office-accounts.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';

type Props = { readonly payment: AccountPayment; readonly onChanged: (detail: AccountDetail) => void };

export function UndoPayment({ payment, onChanged }: Props) {
  const { t, i18n } = useLingui();
  const { api, newId } = useOffice();
  const { currency } = useSigned();
  const [asked, setAsked] = useState<{ readonly paymentId: string; readonly reason: string } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const amount = formatMoney({ amountMinor: payment.amountMinor, currency, lang: langOf(i18n.locale) });
  const close = () => {
    setAsked(null);
    setRefusal(null);
  };
  const save = async () => {
    if (asked === null) return;
    setBusy(true);
    const body = { paymentId: asked.paymentId, undoes: payment.paymentId, note: asked.reason.trim() };
    const answer = await api.call('POST', '/accounts/payments/undo', { schema: accountDetail, body });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    close();
    onChanged(answer.value);
  };
  const foot = (
    <>
      <Button onClick={close}>{t`Cancel`}</Button>
      <Button kind="primary" disabled={busy || asked?.reason.trim() === ''} onClick={() => void save()}>
        {t`Take back`}
      </Button>
    </>
  );
  return (
    <>
      <Button
        aria-label={t`Take back the payment of ${amount}`}
        onClick={() => setAsked({ paymentId: newId(), reason: '' })}
      >{t`Take back`}</Button>
      {asked === null ? null : (
        <Sheet open onClose={close} title={t`Take back the payment of ${amount}`} foot={foot}>
          <RefusalNote refusal={refusal} />
          <p>{t`The payment stays in the list, and the taking back beside it.`}</p>
          <InputField
            label={t`Reason`}
            maxLength={200}
            value={asked.reason}
            onChange={(event) => setAsked({ ...asked, reason: event.currentTarget.value })}
          />
        </Sheet>
      )}
    </>
  );
}
