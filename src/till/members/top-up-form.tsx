/** Money onto a member's card, with what the shop adds; then the paper of it. */
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useState, type SubmitEvent } from 'react';
import { giftFor } from '../../core/loyalty.ts';
import { type Minor, toMinor } from '../../core/money.ts';
import type { ReceiptRow } from '../../core/receipt.ts';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { formatMoney, readAmount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { ReceiptView } from '../../ui/receipt-view.tsx';
import { note } from '../../ui/toast.tsx';
import type { Refusal } from '../../wire/refusal.ts';
import { rulesOf, topUp, type TopUp } from '../commands/members.ts';
import type { Counter } from '../counter.ts';
import { useCounter, usePreference, useSettings, useTill } from '../counter-context.tsx';
import { openDrawerNow } from '../printing/drawer.ts';
import { topUpPaper } from '../receipt/receipt-data.ts';
import css from './member-sheet.module.css';
import { Says } from './says.tsx';

type Props = {
  readonly member: { readonly memberId: string; readonly label: string };
  readonly knownMinor: number | null;
  readonly onDone: () => void;
};

export function TopUpForm({ member, knownMinor, onDone }: Props) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const [text, setText] = useState('');
  const [method, setMethod] = useState<TopUp['method']>('cash');
  const [code, setCode] = useState('');
  const [entryId, setEntryId] = useState(() => counter.tools.newId());
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [paper, setPaper] = useState<readonly ReceiptRow[] | null>(null);
  const amountMinor = toMinor((text === '' ? null : readAmount(text, currency)) ?? 0);
  const giftMinor = giftFor(amountMinor, rulesOf(counter.tools));
  const money = (of: Minor) => formatMoney({ amountMinor: of, currency, lang: langOf(i18n.locale) });
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const done = await topUp(counter.tools, { entryId, member, amountMinor, method, code, knownMinor });
    setBusy(false);
    setRefusal(done.ok ? null : done.error);
    if (!done.ok) return;
    if (method === 'cash') void openDrawerNow(counter);
    const { body, made } = done.value;
    const rows = topUpPaper(counter.tools, body, made);
    setPaper(rows);
    if (counter.preferences.getState().printer.printsEach) print(counter, rows);
    const whole = money(toMinor(body.principalMinor + body.giftMinor));
    note(counter.toasts, t`${whole} onto the card of ${member.label}`);
    setEntryId(counter.tools.newId());
    setText('');
    setCode('');
    onDone();
  };
  return (
    <form className={css.part} onSubmit={(event) => void save(event)} aria-label={t`Top up`}>
      <InputField
        label={t`Top up by`}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        hint={giftMinor === 0 ? undefined : t`The shop adds ${money(giftMinor)}.`}
        onChange={(event) => setText(event.target.value)}
      />
      <SelectField
        label={t`Paid by`}
        value={method}
        onChange={(event) => setMethod(event.target.value === 'cash' ? 'cash' : 'card_external')}
      >
        <option value="cash">{t`Cash`}</option>
        <option value="card_external">{t`Card`}</option>
      </SelectField>
      {method === 'cash' ? null : (
        <InputField
          label={t`Approval code`}
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <Says refusal={refusal} />
      <Button kind="primary" size="key" type="submit" disabled={isBusy || amountMinor === 0}>
        {t`Top up`}
      </Button>
      {paper === null ? null : <Paper rows={paper} onPrint={() => print(counter, paper)} />}
    </form>
  );
}

/** To the till's printer, or the browser's. A top-up has no number, so it is called by what it is. */
const print = ({ desk }: Counter, rows: readonly ReceiptRow[]): void =>
  void desk.print({ rows, qr: null, withLogo: true }, i18n._(msg`Top-up`));

type PaperProps = { readonly rows: readonly ReceiptRow[]; readonly onPrint: () => void };

/** The paper of the top-up just made, until the sheet is closed. */
function Paper({ rows, onPrint }: PaperProps) {
  const { t } = useLingui();
  const paperMm = usePreference((chosen) => chosen.paperMm);
  const logo = useTill((state) => state.settings?.logo ?? null);
  return (
    <section className={css.form} aria-label={t`Receipt`}>
      <ReceiptView rows={rows} paperMm={paperMm} logo={logo} />
      <Button onClick={onPrint}>{t`Print`}</Button>
    </section>
  );
}
