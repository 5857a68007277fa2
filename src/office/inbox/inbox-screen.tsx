/** Entries that are in the journal and in no figure: what each is, why it was kept aside, and what becomes of it. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { inbox, type InboxEntry } from '../../wire/office-inbox.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Note, StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { EntryText, Why } from './entry-parts.tsx';
import css from './inbox-screen.module.css';
import { SettleSheet } from './settle-sheet.tsx';

const EVERY_MS = 30_000;

export function InboxScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const { storeId } = store;
  const load = useCallback(
    (unattended: boolean) => api.call('GET', `/inbox?storeId=${storeId}`, { schema: inbox, unattended }),
    [api, storeId],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: `store:${storeId}`, everyMs: EVERY_MS });
  const [asked, setAsked] = useState<InboxEntry | null>(null);
  const done = () => {
    setAsked(null);
    refresh();
  };
  return (
    <Screen title={t`Kept aside`} actions={<StorePicker />}>
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : value.open.length === 0 ? (
        <EmptyState title={t`Nothing is kept aside.`}>
          {t`What a till sends is always stored. What cannot be booked by the rules waits here for a person.`}
        </EmptyState>
      ) : (
        <Panel title={t`Waiting for a decision`} flush>
          <EntryTable label={t`Waiting for a decision`} entries={value.open} onAsk={setAsked} />
        </Panel>
      )}
      {value?.more === true ? <Note tone="plain">{t`There are more. They follow as these are settled.`}</Note> : null}
      {value === null || value.settled.length === 0 ? null : (
        <Panel title={t`Settled lately`} flush>
          <EntryTable label={t`Settled lately`} entries={value.settled} onAsk={setAsked} />
        </Panel>
      )}
      {asked === null ? null : <SettleSheet entry={asked} onClose={done} />}
    </Screen>
  );
}

type TableProps = {
  readonly label: string;
  readonly entries: readonly InboxEntry[];
  readonly onAsk: (entry: InboxEntry) => void;
};

function EntryTable({ label, entries, onAsk }: TableProps) {
  const { t } = useLingui();
  return (
    <DataTable
      label={label}
      heads={[
        { name: t`Till` },
        { name: t`Time` },
        { name: t`What happened` },
        { name: t`Staff` },
        { name: t`Why` },
        { name: t`Actions`, unseen: true },
      ]}
    >
      {entries.map((entry) => (
        <EntryRow key={entry.key} entry={entry} onAsk={onAsk} />
      ))}
    </DataTable>
  );
}

function EntryRow({ entry, onAsk }: { readonly entry: InboxEntry; readonly onAsk: TableProps['onAsk'] }) {
  const { t, i18n } = useLingui();
  const { store, mayChange } = useSigned();
  const lang = langOf(i18n.locale);
  const { tillCode, seq, staff, deviceId, decided } = entry;
  return (
    <tr>
      <th scope="row" className={table.tight}>
        <Link href={`/devices/${deviceId}`}>{tillCode}</Link> · {seq}
      </th>
      <td className={table.tight}>{formatDateTime({ ms: entry.wallMs ?? entry.receivedMs, lang, tz: store.tz })}</td>
      <td>
        <EntryText entry={entry} />
      </td>
      <td>{staff === null ? '–' : nameIn(staff, lang)}</td>
      <td>{decided === null ? <Why entry={entry} /> : <Decided entry={entry} />}</td>
      <td className={table.tight}>
        {mayChange && entry.may.length > 0 ? (
          <Button
            kind={decided === null ? 'primary' : 'quiet'}
            aria-label={t`Settle entry ${seq} of till ${tillCode}`}
            onClick={() => onAsk(entry)}
          >
            {decided === null ? t`Settle` : t`Decide again`}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function Decided({ entry: { status, decided } }: { readonly entry: InboxEntry }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  if (decided === null) return null;
  const { by, reason, atMs } = decided;
  const time = formatDateTime({ ms: atMs, lang: langOf(i18n.locale), tz: store.tz });
  return (
    <>
      {status === 'applied' ? <Badge tone="good">{t`Booked`}</Badge> : <Badge>{t`Not booked`}</Badge>}
      <p className={css.why}>{t`${by}, ${time}: ${reason}`}</p>
    </>
  );
}
