/** Exceptions: what may hide a theft, with who did it and who agreed; and who does it more often than the others. */
import { useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import { businessDateOf } from '../../core/business-date.ts';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { exceptionReport, type ExceptionReport, type ExceptionRow } from '../../wire/office-exceptions.ts';
import { placeLink } from '../journal/place-link.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Note, StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { spanOf } from './day-span.ts';
import { useExceptionTexts } from './exception-words.ts';
import css from './exceptions-screen.module.css';
import { PeoplePanel } from './people-panel.tsx';
import { useSaveCsv } from './save-csv.ts';

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 7;

export function ExceptionsScreen() {
  const { t } = useLingui();
  const { api, clock } = useOffice();
  const { store } = useSigned();
  const { storeId, tz } = store;
  const [from, setFrom] = useState(() => businessDateOf(clock() - (DAYS_SHOWN - 1) * DAY_MS, tz));
  const [to, setTo] = useState(() => businessDateOf(clock(), tz));
  const [staffId, setStaffId] = useState('');
  const span = spanOf(from, to, tz);
  const { fromMs, toMs } = span ?? { fromMs: 0, toMs: 0 };
  const load = useCallback(
    (unattended: boolean) => {
      const asked = new URLSearchParams({ storeId, from: String(fromMs), to: String(toMs) });
      return api.call('GET', `/exceptions?${asked.toString()}`, { schema: exceptionReport, unattended });
    },
    [api, storeId, fromMs, toMs],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: `store:${storeId}` });
  const saveCsv = useSaveCsv();
  const rows = (value?.rows ?? []).filter((row) => staffId === '' || row.staffId === staffId);
  const save = (
    <Button
      icon={<Download aria-hidden="true" />}
      disabled={rows.length === 0}
      onClick={() => saveCsv(rows, `exceptions-${from}-${to}.csv`)}
    >
      {t`Save as CSV`}
    </Button>
  );
  return (
    <Screen title={t`Exceptions`} actions={<StorePicker />}>
      <div className={css.filters}>
        <InputField label={t`From`} type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <InputField label={t`To`} type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Person report={value} staffId={staffId} onChange={setStaffId} />
        {save}
      </div>
      {span === null ? <Note tone="warn">{t`The first day is after the last one.`}</Note> : null}
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null || span === null ? null : (
        <>
          <PeoplePanel people={value.people} />
          {rows.length === 0 ? (
            <EmptyState title={t`Nothing to look at in these days.`}>
              {t`Voids, refunds without a receipt, discounts at the limit and the like would stand here.`}
            </EmptyState>
          ) : (
            <Panel title={t`What happened`} flush>
              <RowTable rows={rows} />
            </Panel>
          )}
        </>
      )}
    </Screen>
  );
}

type PersonProps = {
  readonly report: ExceptionReport | null;
  readonly staffId: string;
  readonly onChange: (staffId: string) => void;
};

function Person({ report, staffId, onChange }: PersonProps) {
  const { t, i18n } = useLingui();
  const people = (report?.people ?? []).flatMap((one) =>
    one.staffId === null || one.staff === null
      ? []
      : [{ staffId: one.staffId, name: nameIn(one.staff, langOf(i18n.locale)) }],
  );
  return (
    <SelectField label={t`Person`} value={staffId} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{t`Everybody`}</option>
      {people.map((one) => (
        <option key={one.staffId} value={one.staffId}>
          {one.name}
        </option>
      ))}
    </SelectField>
  );
}

function RowTable({ rows }: { readonly rows: readonly ExceptionRow[] }) {
  const { t } = useLingui();
  return (
    <DataTable
      label={t`What happened`}
      heads={[
        { name: t`Time` },
        { name: t`Exception` },
        { name: t`Details` },
        { name: t`Amount`, at: 'end' },
        { name: t`Staff` },
        { name: t`Approved by` },
        { name: t`Till` },
        { name: t`Entry` },
      ]}
    >
      {rows.map((row, at) => (
        <Row key={at} row={row} />
      ))}
    </DataTable>
  );
}

function Row({ row }: { readonly row: ExceptionRow }) {
  const { currency } = useSigned();
  const { time, what, details, staff, approver } = useExceptionTexts()(row);
  return (
    <tr>
      <td className={table.tight}>{time}</td>
      <th scope="row">{what}</th>
      <td className={css.details}>{details}</td>
      <td className={table.end}>
        {row.amountMinor === null ? '–' : <MoneyText amountMinor={row.amountMinor} currency={currency} />}
      </td>
      <td className={table.tight}>{staff ?? '–'}</td>
      <td className={table.tight}>{approver}</td>
      <td className={table.tight}>{row.place?.tillCode ?? String(row.facts['till'] ?? '–')}</td>
      <td className={table.tight}>
        {row.place === null ? '–' : <Link href={placeLink(row.place)}>{row.place.seq}</Link>}
      </td>
    </tr>
  );
}
