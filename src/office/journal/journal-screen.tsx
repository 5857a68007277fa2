/** The journal of one till: its entries newest first, each with its own bytes, and whether the chain holds. */
import { useLingui } from '@lingui/react/macro';
import { ShieldCheck } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useParams, useSearch } from 'wouter';
import { useStore } from 'zustand';
import { nameIn, type Names } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SelectField } from '../../ui/field.tsx';
import { formatCount, formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { journalOf, type JournalEntry, type JournalOf } from '../../wire/office-shop.ts';
import { DataTable } from '../parts/data-table.tsx';
import { keptWords } from '../parts/kept-words.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { readEntry } from '../parts/read-entry.ts';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { useEntryWords } from './entry-words.ts';
import { askedEntry, type AskedEntry } from './place-link.ts';
import { createJournal } from './journal-store.ts';
import css from './journal-screen.module.css';
import { VerifyNote } from './verify-note.tsx';

export function JournalScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { deviceId } = useParams();
  const search = useSearch();
  const load = useCallback(() => api.call('GET', `/journal/${deviceId ?? ''}`, { schema: journalOf }), [api, deviceId]);
  const { value, refusal } = useRemote(load);
  const tillCode = value?.tillCode ?? '';
  return (
    <Screen title={t`Journal of till ${tillCode}`} sub={value?.name}>
      <RefusalNote refusal={refusal} />
      {value === null ? null : value.incarnations.length === 0 ? (
        <EmptyState title={t`This till has not sent anything yet.`} />
      ) : (
        <Lives key={`${value.deviceId} ${search}`} journal={value} asked={askedEntry(search)} />
      )}
    </Screen>
  );
}

/** A till that was set up anew, or whose data was lost, begins another journal; the old ones stay. */
function Lives({ journal, asked: wanted }: { readonly journal: JournalOf; readonly asked: AskedEntry | null }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const [shown, setShown] = useState(wanted?.incarnation ?? journal.incarnations[0]?.incarnation ?? '');
  const [asked, setAsked] = useState(0); // 0: not verified yet
  const life = journal.incarnations.find((one) => one.incarnation === shown);
  const lang = langOf(i18n.locale);
  if (life === undefined) return null;
  const stored = formatCount(life.seq, lang);
  const missing = formatCount(Math.max(0, life.announcedSeq - life.seq), lang);
  return (
    <>
      {journal.incarnations.length === 1 ? null : (
        <SelectField
          label={t`Journal`}
          value={shown}
          onChange={(event) => {
            setShown(event.currentTarget.value);
            setAsked(0);
          }}
        >
          {journal.incarnations.map((one) => (
            <option key={one.incarnation} value={one.incarnation}>
              {one.no} · {one.openedMs === null ? '' : formatDateTime({ ms: one.openedMs, lang, tz: store.tz })}
            </option>
          ))}
        </SelectField>
      )}
      <p className={css.facts}>
        <span>{t`${stored} entries stored`}</span>
        {life.announcedSeq > life.seq ? <Badge tone="warn">{t`${missing} announced and not here yet`}</Badge> : null}
        <span className={css.mono}>{life.hash.slice(0, 16)}</span>
        {life.state === 'frozen' ? <Badge tone="danger">{t`Frozen: something came that does not fit`}</Badge> : null}
      </p>
      <div>
        <Button icon={<ShieldCheck aria-hidden="true" />} onClick={() => setAsked(asked + 1)}>
          {t`Verify the chain`}
        </Button>
      </div>
      {asked === 0 ? null : <VerifyNote key={asked} deviceId={journal.deviceId} incarnation={shown} />}
      <Entries
        key={shown}
        chain={{ deviceId: journal.deviceId, incarnation: shown }}
        upTo={wanted?.incarnation === shown ? wanted.seq : null}
      />
    </>
  );
}

type EntriesProps = {
  readonly chain: { readonly deviceId: string; readonly incarnation: string };
  readonly upTo: number | null; // an entry that was asked for: it stands first, opened
};

function Entries({ chain: { deviceId, incarnation }, upTo }: EntriesProps) {
  const { t } = useLingui();
  const { api } = useOffice();
  const journal = useMemo(
    () => createJournal(api, { deviceId, incarnation }, upTo),
    [api, deviceId, incarnation, upTo],
  );
  const { entries, staff, more, busy, refusal, read } = useStore(journal);
  const [open, setOpen] = useState<number | null>(upTo);
  useEffect(() => {
    void journal.getState().read();
  }, [journal]);
  return (
    <Panel title={t`Entries, newest first`} flush>
      {upTo === null ? null : (
        <p className={css.foot}>
          <Link href={`/devices/${deviceId}`}>{t`Show the newest entries`}</Link>
        </p>
      )}
      <RefusalNote refusal={refusal} />
      <DataTable
        label={t`Entries, newest first`}
        heads={[
          { name: t`No.`, at: 'end' },
          { name: t`Time` },
          { name: t`What happened` },
          { name: t`Staff` },
          { name: t`Booked` },
          { name: t`Bytes`, unseen: true },
        ]}
      >
        {entries.map((entry) => (
          <EntryRows
            key={entry.seq}
            entry={entry}
            staff={staff}
            isOpen={open === entry.seq}
            onOpen={() => setOpen(open === entry.seq ? null : entry.seq)}
          />
        ))}
      </DataTable>
      {more ? (
        <div className={css.foot}>
          <Button disabled={busy} onClick={() => void read()}>{t`Older entries`}</Button>
        </div>
      ) : null}
    </Panel>
  );
}

type RowProps = {
  readonly entry: JournalEntry;
  readonly staff: Readonly<Record<string, Names>>;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
};

function EntryRows({ entry, staff, isOpen, onOpen }: RowProps) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const wordsOf = useEntryWords();
  const lang = langOf(i18n.locale);
  const read = readEntry(entry.bytes);
  const who = read?.staffId == null ? undefined : staff[read.staffId];
  const { seq } = entry;
  return (
    <>
      <tr>
        <td className={table.end}>{seq}</td>
        <td className={table.tight}>{read === null ? '–' : formatDateTime({ ms: read.wallMs, lang, tz: store.tz })}</td>
        <td>{read === null ? <Badge tone="warn">{t`Not readable here`}</Badge> : wordsOf(read)}</td>
        <td>{who === undefined ? '–' : nameIn(who, lang)}</td>
        <td>
          <Booked entry={entry} />
        </td>
        <td className={table.tight}>
          <Button kind="plain" aria-expanded={isOpen} aria-label={t`Bytes of entry ${seq}`} onClick={onOpen}>
            {t`Bytes`}
          </Button>
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={6}>
            <pre className={css.raw}>{entry.bytes}</pre>
            <p className={css.facts}>
              <span className={css.mono}>SHA-256 {entry.hash}</span>
            </p>
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Whether the entry is in the figures, and why not. */
function Booked({ entry: { status, code } }: { readonly entry: JournalEntry }) {
  const { t, i18n } = useLingui();
  if (status === 'applied') return <>{t`Yes`}</>;
  if (status === 'set_aside') return <Badge>{t`Not booked, by a person`}</Badge>;
  return (
    <>
      {status === 'parked' ? <Badge tone="warn">{t`Waits`}</Badge> : <Badge tone="danger">{t`Set aside`}</Badge>}
      {code === null ? null : <p className={css.why}>{keptWords(i18n, code)}</p>}
    </>
  );
}
