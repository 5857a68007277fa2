/** Shifts of a store: open and closed, with their Z, differences and cash moved. Figures are of what has arrived. */
import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { nameIn } from '../../core/product.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount, formatDateTime, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { shiftList, type ShiftListed } from '../../wire/office-day.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Note, StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { ShiftSheet } from './shift-sheet.tsx';
import { ShiftState } from './shift-state.tsx';
import css from './shifts-screen.module.css';

const EVERY_MS = 30_000;

export function ShiftsScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const { shiftId } = useParams();
  const [, go] = useLocation();
  const { storeId } = store;
  const load = useCallback(
    (unattended: boolean) => api.call('GET', `/shifts?storeId=${storeId}`, { schema: shiftList, unattended }),
    [api, storeId],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: `store:${storeId}`, everyMs: EVERY_MS });
  return (
    <Screen title={t`Shifts and cash`} actions={<StorePicker />}>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={t`No shift has arrived yet.`}>{t`It shows here once a till has opened one.`}</EmptyState>
      ) : (
        <Panel title={t`Shifts`} flush>
          <ShiftTable rows={value.rows} />
        </Panel>
      )}
      {value?.more === true ? <Note tone="plain">{t`Older shifts are in the journals of the tills.`}</Note> : null}
      {shiftId === undefined ? null : <ShiftSheet shiftId={shiftId} onClose={() => go('/shifts')} />}
    </Screen>
  );
}

function ShiftTable({ rows }: { readonly rows: readonly ShiftListed[] }) {
  const { t } = useLingui();
  return (
    <DataTable
      label={t`Shifts`}
      heads={[
        { name: t`Till` },
        { name: t`Shift` },
        { name: t`State` },
        { name: t`Opened` },
        { name: t`Closed` },
        { name: t`Staff` },
        { name: t`Sales`, at: 'end' },
        { name: t`Net sales`, at: 'end' },
        { name: t`Cash in`, at: 'end' },
        { name: t`Cash out`, at: 'end' },
        { name: t`Difference`, at: 'end' },
      ]}
    >
      {rows.map((row) => (
        <ShiftRow key={row.shiftId} row={row} />
      ))}
    </DataTable>
  );
}

function ShiftRow({ row }: { readonly row: ShiftListed }) {
  const { i18n } = useLingui();
  const { store, currency } = useSigned();
  const lang = langOf(i18n.locale);
  const no = String(row.shiftNo).padStart(4, '0');
  return (
    <tr>
      <th scope="row" className={table.tight}>
        {row.tillCode}
      </th>
      <td className={table.tight}>
        <Link href={`/shifts/${row.shiftId}`}>{no}</Link>
      </td>
      <td className={table.tight}>
        <ShiftState row={row} />
      </td>
      <td className={table.tight}>{formatDateTime({ ms: row.openedMs, lang, tz: store.tz })}</td>
      <td className={table.tight}>
        {row.closedMs === null ? '–' : formatTime({ ms: row.closedMs, lang, tz: store.tz })}
      </td>
      <td className={table.tight}>{row.staff === null ? '–' : nameIn(row.staff, lang)}</td>
      <td className={table.end}>{formatCount(row.sales, lang)}</td>
      <td className={table.end}>
        <MoneyText amountMinor={row.netMinor} currency={currency} />
      </td>
      <td className={table.end}>
        <MoneyText amountMinor={row.cashInMinor} currency={currency} />
      </td>
      <td className={table.end}>
        <MoneyText amountMinor={0 - row.cashOutMinor} currency={currency} />
      </td>
      <td className={table.end}>
        {row.diffMinor === null ? (
          '–'
        ) : (
          <span className={row.diffMinor === 0 ? undefined : css.off}>
            <MoneyText amountMinor={row.diffMinor} currency={currency} />
          </span>
        )}
      </td>
    </tr>
  );
}
