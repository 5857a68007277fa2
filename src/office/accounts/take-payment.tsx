/** A payment of what is owed, or of a part of it. More than is owed is not taken. */
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { decimalText } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { formatMoney, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { note } from '../../ui/toast.tsx';
import {
  accountDetail,
  paidBy,
  type AccountDetail,
  type AccountListed,
  type PaidBy,
} from '../../wire/office-accounts.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import css from './accounts-screen.module.css';
import { usePaidByNames } from './paid-by-words.ts';

type Props = { readonly row: AccountListed; readonly onChanged: (detail: AccountDetail) => void };

export function TakePayment({ row, onChanged }: Props) {
  const { t, i18n } = useLingui();
  const { api, toasts, newId } = useOffice();
  const { currency } = useSigned();
  // One id for one payment, however often it is sent: a lost answer must not pay twice.
  const [typed, setTyped] = useState(() => ({ ...EMPTY, paymentId: newId() }));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const amountMinor = readAmount(typed.amount, currency);
  const owed = formatMoney({ amountMinor: row.owedMinor, currency, lang: langOf(i18n.locale) });
  const isTooMuch = amountMinor !== null && amountMinor > row.owedMinor;
  const isBad = typed.amount.trim() !== '' && (amountMinor === null || amountMinor <= 0);
  const submit = async () => {
    setBusy(true);
    const { paymentId, method, told } = typed;
    const body = { paymentId, key: row.key, amountMinor, method, note: told.trim() };
    const answer = await api.call('POST', '/accounts/payments', { schema: accountDetail, body });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    onChanged(answer.value);
    setTyped({ ...EMPTY, method, paymentId: newId() });
    note(toasts, t`Payment written down.`);
  };
  return (
    <form
      className={css.form}
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        void submit();
      }}
    >
      <RefusalNote refusal={refusal} />
      <InputField
        label={t`Amount paid`}
        inputMode="decimal"
        value={typed.amount}
        error={isTooMuch ? t`Only ${owed} is owed.` : isBad ? t`Enter an amount above zero.` : null}
        onChange={(event) => setTyped({ ...typed, amount: event.currentTarget.value })}
      />
      <div className={css.keys}>
        <Button
          onClick={() => setTyped({ ...typed, amount: decimalText(row.owedMinor, currency) })}
        >{t`All of it, ${owed}`}</Button>
      </div>
      <PaidByField method={typed.method} onChange={(method) => setTyped({ ...typed, method })} />
      <InputField
        label={t`Note`}
        maxLength={200}
        value={typed.told}
        onChange={(event) => setTyped({ ...typed, told: event.currentTarget.value })}
      />
      <Button
        type="submit"
        kind="primary"
        disabled={busy || amountMinor === null || amountMinor <= 0 || isTooMuch}
      >{t`Write down the payment`}</Button>
    </form>
  );
}

type PaidByProps = { readonly method: PaidBy; readonly onChange: (method: PaidBy) => void };

function PaidByField({ method, onChange }: PaidByProps) {
  const { t } = useLingui();
  const names = usePaidByNames();
  return (
    <SelectField
      label={t`Paid by`}
      value={method}
      hint={method === 'cash' ? t`Cash put into a till's drawer is paid in at that till as well.` : undefined}
      onChange={(event) => onChange(paidBy.parse(event.currentTarget.value))}
    >
      {paidBy.options.map((one) => (
        <option key={one} value={one}>
          {names[one]}
        </option>
      ))}
    </SelectField>
  );
}

const EMPTY: { readonly amount: string; readonly method: PaidBy; readonly told: string } = {
  amount: '',
  method: 'bank',
  told: '',
};
