/** A new member: a card, and as much of a person as they want to tell. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { cardText, phoneText } from '../../core/loyalty.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { memberDetail } from '../../wire/office-members.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice } from '../parts/office-context.ts';
import css from '../staff/staff-screen.module.css';

export function AddMemberSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { api } = useOffice();
  const [form, setForm] = useState({ cardNo: '', name: '', phone: '', tier: '' });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  // What the server would refuse is not sent.
  const isGood = cardText(form.cardNo).length >= 4 && (form.phone.trim() === '' || phoneText(form.phone) !== '');
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await api.call('POST', '/members', { schema: memberDetail, body: form });
    if (answer.ok) onClose();
    else setRefusal(answer.error);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t`Add a member`}
      foot={<Button kind="primary" type="submit" form="member" disabled={!isGood}>{t`Save`}</Button>}
    >
      <form id="member" className={css.form} onSubmit={(event) => void save(event)}>
        <RefusalNote refusal={refusal} />
        <InputField
          autoFocus // the card is in the hand
          label={t`Card number`}
          hint={t`As it stands on the card; scan it or type it.`}
          maxLength={40}
          value={form.cardNo}
          onChange={(event) => set({ cardNo: event.currentTarget.value })}
        />
        <InputField
          label={t`Name`}
          hint={t`May stay empty. Tills show its first character only.`}
          maxLength={60}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <InputField
          label={t`Telephone`}
          hint={t`May stay empty. Only its last four digits are kept, and a code to find it by.`}
          inputMode="tel"
          maxLength={30}
          value={form.phone}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
        <InputField
          label={t`Tier`}
          hint={t`As promotions name it; empty: a member like any other.`}
          maxLength={40}
          value={form.tier}
          onChange={(event) => set({ tier: event.currentTarget.value })}
        />
      </form>
    </Sheet>
  );
}
