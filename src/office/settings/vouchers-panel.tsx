/** Vouchers the shop has given out, what each is worth and what was redeemed of it. What is beyond becomes a task. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState, type SubmitEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { readAmount } from '../../ui/format.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { voucherList, type VoucherList } from '../../wire/office-day.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { DataTable } from '../parts/data-table.tsx';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import css from './settings-screen.module.css';

export function VouchersPanel() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange, currency } = useSigned();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/vouchers', { schema: voucherList, unattended }),
    [api],
  );
  const { value, put } = useRemote(load);
  const rows = value?.rows ?? [];
  return (
    <Panel title={t`Vouchers`}>
      <div className={css.form}>
        {mayChange ? <AddVoucher onAdded={put} /> : null}
        {rows.length === 0 ? (
          <p className={css.hint}>
            {t`A voucher that is not listed here may be redeemed once; a second time becomes a task.`}
          </p>
        ) : (
          <DataTable
            label={t`Vouchers`}
            heads={[
              { name: t`Code` },
              { name: t`Note` },
              { name: t`Worth`, at: 'end' },
              { name: t`Redeemed`, at: 'end' },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.code}>
                <th scope="row" className={table.mono}>
                  {row.code}
                </th>
                <td>{row.note}</td>
                <td className={table.end}>
                  <MoneyText amountMinor={row.faceMinor} currency={currency} />
                </td>
                <td className={table.end}>
                  <MoneyText amountMinor={row.usedMinor} currency={currency} />
                </td>
              </tr>
            ))}
          </DataTable>
        )}
      </div>
    </Panel>
  );
}

function AddVoucher({ onAdded }: { readonly onAdded: (list: VoucherList) => void }) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { currency } = useSigned();
  const [typed, setTyped] = useState({ code: '', face: '', note: '' });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const faceMinor = readAmount(typed.face, currency);
  const submit = async () => {
    const body = { code: typed.code.trim().toUpperCase(), faceMinor, note: typed.note.trim() };
    const answer = await api.call('POST', '/vouchers', { schema: voucherList, body });
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    onAdded(answer.value);
    setTyped({ code: '', face: '', note: '' });
  };
  return (
    <form
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        void submit();
      }}
    >
      <RefusalNote refusal={refusal} />
      <div className={css.rate}>
        <InputField
          label={t`Code`}
          maxLength={40}
          value={typed.code}
          onChange={(event) => setTyped({ ...typed, code: event.currentTarget.value })}
        />
        <InputField
          label={t`Worth`}
          inputMode="decimal"
          value={typed.face}
          onChange={(event) => setTyped({ ...typed, face: event.currentTarget.value })}
        />
        <InputField
          label={t`Note`}
          maxLength={80}
          value={typed.note}
          onChange={(event) => setTyped({ ...typed, note: event.currentTarget.value })}
        />
        <Button type="submit" disabled={typed.code.trim() === '' || faceMinor === null || faceMinor <= 0}>
          {t`Add`}
        </Button>
      </div>
    </form>
  );
}
