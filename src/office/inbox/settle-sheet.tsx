/** One decision about one entry, with a reason: it becomes an entry of the shop's own journal in the person's name. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { note } from '../../ui/toast.tsx';
import type { Decision } from '../../wire/entry.ts';
import { settled, type InboxEntry } from '../../wire/office-inbox.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { EntryText, Why } from './entry-parts.tsx';
import css from './inbox-screen.module.css';

const FORM = 'settle-form';
type Props = { readonly entry: InboxEntry; readonly onClose: () => void };

export function SettleSheet({ entry, onClose }: Props) {
  const { t } = useLingui();
  const { api, toasts } = useOffice();
  const { isOwner } = useSigned();
  const isOwners = entry.code === 'device_revoked' && !isOwner;
  const may = entry.may.filter((decision) => decision === 'set_aside' || !isOwners);
  const [decision, setDecision] = useState<Decision | null>(may.length === 1 ? (may[0] ?? null) : null);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const { tillCode, seq } = entry;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const body = { key: entry.key, decision, reason: reason.trim() };
    const answer = await api.call('POST', '/inbox/settle', { schema: settled, body });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    note(toasts, answer.value.status === 'applied' ? t`Booked.` : t`Set aside. It stays in the journal.`);
    onClose();
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t`Settle entry ${seq} of till ${tillCode}`}
      foot={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button kind="primary" type="submit" form={FORM} disabled={busy || decision === null || reason.trim() === ''}>
            {t`Settle`}
          </Button>
        </>
      }
    >
      <form id={FORM} className={css.form} onSubmit={(event) => void save(event)}>
        <RefusalNote refusal={refusal} />
        <div>
          <EntryText entry={entry} />
          <p>
            <Why entry={entry} />
          </p>
        </div>
        {isOwners ? <Note tone="plain">{t`Only an owner books what a removed till sent.`}</Note> : null}
        <Choices may={may} chosen={decision} onChoose={setDecision} />
        <InputField
          label={t`Reason`}
          hint={t`It is kept in the journal with your name.`}
          maxLength={200}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </form>
    </Sheet>
  );
}

type ChoicesProps = {
  readonly may: readonly Decision[];
  readonly chosen: Decision | null;
  readonly onChoose: (decision: Decision) => void;
};

function Choices({ may, chosen, onChoose }: ChoicesProps) {
  const { t } = useLingui();
  const words: Readonly<Record<Decision, readonly [string, string]>> = {
    release: [t`Book it by the rules`, t`What it waited for is there now, or the till is trusted again.`],
    accept: [t`Book it as it came`, t`You have compared it with the paper. It counts in sales, cash and stock.`],
    set_aside: [t`Do not book it`, t`It stays in the journal and counts in no figure.`],
  };
  return (
    <fieldset className={css.choices}>
      <legend data-unseen="">{t`Decision`}</legend>
      {may.map((decision) => (
        <label key={decision} className={css.choice}>
          <input type="radio" name="decision" checked={chosen === decision} onChange={() => onChoose(decision)} />
          <span>{words[decision][0]}</span>
          <small>{words[decision][1]}</small>
        </label>
      ))}
    </fieldset>
  );
}
