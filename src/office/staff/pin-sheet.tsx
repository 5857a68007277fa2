/** A new PIN for a person. What is refused says no more than that: it may be too easy, or somebody else's. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { note } from '../../ui/toast.tsx';
import { PIN_DIGITS, staffListed, type StaffListed } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useRefusalWords } from '../parts/note.tsx';
import { useOffice } from '../parts/office-context.ts';
import css from './staff-screen.module.css';

const FORM = 'pin-form';
const FIELD = {
  type: 'password',
  inputMode: 'numeric',
  autoComplete: 'new-password',
  maxLength: 12,
  required: true,
} as const;
type Props = { readonly person: StaffListed; readonly onClose: (isChanged: boolean) => void };

export function PinSheet({ person, onClose }: Props) {
  const { t, i18n } = useLingui();
  const { api, toasts } = useOffice();
  const words = useRefusalWords();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const name = nameIn(person.names, langOf(i18n.locale));
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (pin !== again) return;
    setBusy(true);
    const answer = await api.call('PUT', `/staff/${person.staffId}/pin`, { schema: staffListed, body: { pin } });
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.error);
      return;
    }
    note(toasts, t`The PIN is set. Tills take it at their next sync.`);
    onClose(true);
  };
  return (
    <Sheet
      open
      onClose={() => onClose(false)}
      title={t`Set PIN of ${name}`}
      foot={
        <>
          <Button onClick={() => onClose(false)}>{t`Cancel`}</Button>
          <Button kind="primary" type="submit" form={FORM} disabled={busy || pin === '' || pin !== again}>
            {busy ? t`Checking` : t`Set PIN`}
          </Button>
        </>
      }
    >
      <form id={FORM} className={css.form} onSubmit={(event) => void save(event)}>
        <InputField
          {...FIELD}
          label={t`New PIN`}
          hint={<LengthHint role={person.role} />}
          value={pin}
          error={refusal === null ? null : words(refusal)}
          onChange={(event) => {
            setPin(event.currentTarget.value);
            setRefusal(null);
          }}
        />
        <InputField
          {...FIELD}
          label={t`The same again`}
          value={again}
          error={again !== '' && again !== pin ? t`The two differ.` : null}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      </form>
    </Sheet>
  );
}

function LengthHint({ role }: { readonly role: StaffListed['role'] }) {
  const { t } = useLingui();
  const { leastOfManagers, least: leastOfAll, most } = PIN_DIGITS;
  const least = role === 'manager' || role === 'owner' ? leastOfManagers : leastOfAll;
  return least === most
    ? t`${most} digits. Nothing easy to guess.`
    : t`${least} to ${most} digits. Nothing easy to guess.`;
}
