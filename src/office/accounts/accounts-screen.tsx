/** Accounts: who owes the shop for goods bought "on account", how much, since when. */
import { useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { csvText } from '../../core/csv.ts';
import { decimalText } from '../../core/currency.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { CheckField } from '../../ui/field.tsx';
import { formatCount, formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { accountList, type AccountList, type AccountListed } from '../../wire/office-accounts.ts';
import { DataTable } from '../parts/data-table.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { AccountSheet } from './account-sheet.tsx';
import css from './accounts-screen.module.css';

export function AccountsScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { stores } = useSigned();
  const [key, setKey] = useState<string | null>(null);
  const [withSettled, setWithSettled] = useState(false);
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/accounts', { schema: accountList, unattended }),
    [api],
  );
  const streams = stores.map((store) => `store:${store.storeId}`).join(' ');
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams });
  const rows = (value?.rows ?? []).filter((row) => withSettled || row.owedMinor !== 0);
  return (
    <Screen title={t`Accounts`}>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={t`Nobody has bought on account.`}>
          {t`A sale paid "on account" at a till shows here under the customer's name.`}
        </EmptyState>
      ) : (
        <>
          <div className={css.tools}>
            <CheckField
              label={t`Settled accounts too`}
              checked={withSettled}
              onChange={(event) => setWithSettled(event.currentTarget.checked)}
            />
            <SaveAccounts rows={rows} />
          </div>
          <Panel title={<Sum list={value} />} flush>
            <AccountTable rows={rows} onOpen={setKey} />
          </Panel>
        </>
      )}
      {key === null ? null : <AccountSheet accountKey={key} onChanged={refresh} onClose={() => setKey(null)} />}
    </Screen>
  );
}

/** All that is owed, and beside it what the shop owes. */
function Sum({ list }: { readonly list: AccountList }) {
  const { t } = useLingui();
  const { currency } = useSigned();
  return (
    <span className={css.tools}>
      {t`Owed to the shop`}
      <span className={css.sum}>
        <MoneyText amountMinor={list.owedMinor} currency={currency} />
      </span>
      {list.creditMinor === 0 ? null : (
        <span>
          {t`In credit`} <MoneyText amountMinor={list.creditMinor} currency={currency} />
        </span>
      )}
    </span>
  );
}

type TableProps = { readonly rows: readonly AccountListed[]; readonly onOpen: (key: string) => void };

function AccountTable({ rows, onOpen }: TableProps) {
  const { t, i18n } = useLingui();
  const { currency, store } = useSigned();
  const lang = langOf(i18n.locale);
  const time = (ms: number | null) => (ms === null ? '–' : formatDateTime({ ms, lang, tz: store.tz }));
  const openName = (who: string) => t`Details of ${who}`;
  return (
    <DataTable
      label={t`Accounts`}
      heads={[
        { name: t`Customer` },
        { name: t`Owes`, at: 'end' },
        { name: t`Open sales`, at: 'end' },
        { name: t`Oldest open sale` },
        { name: t`Last payment` },
        { name: t`Account`, unseen: true },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.key}>
          <th scope="row">{row.who}</th>
          <td className={table.end}>
            <MoneyText amountMinor={row.owedMinor} currency={currency} />
          </td>
          <td className={table.end}>{formatCount(row.openSales, lang)}</td>
          <td className={table.tight}>{time(row.oldestMs)}</td>
          <td className={table.tight}>{time(row.lastPaidMs)}</td>
          <td className={table.end}>
            <Button aria-label={openName(row.who)} onClick={() => onOpen(row.key)}>
              {t`Details`}
            </Button>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** The rows that are shown, as a file a spreadsheet opens. */
function SaveAccounts({ rows }: { readonly rows: readonly AccountListed[] }) {
  const { t, i18n } = useLingui();
  const { currency, store } = useSigned();
  const lang = langOf(i18n.locale);
  const time = (ms: number | null) => (ms === null ? '' : formatDateTime({ ms, lang, tz: store.tz }));
  const save = () => {
    const heads = [t`Customer`, t`Owes`, t`Open sales`, t`Oldest open sale`, t`Last payment`];
    const cells = rows.map((row) => [
      row.who,
      Number(decimalText(row.owedMinor, currency)),
      row.openSales,
      time(row.oldestMs),
      time(row.lastPaidMs),
    ]);
    saveFile([csvText([heads, ...cells])], { name: 'accounts.csv', type: 'text/csv;charset=utf-8' });
  };
  return (
    <Button icon={<Download aria-hidden="true" />} disabled={rows.length === 0} onClick={save}>
      {t`Save as CSV`}
    </Button>
  );
}
