/** Takes in the file of a till that could not send: the file, its code, and what became of each entry. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatCount, formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import type { RescueLeft } from '../../wire/office-rescue.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RESCUE_SUFFIX } from '../../wire/rescue-file.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { carryIn, type Carried } from './carry-in.ts';
import css from './devices-screen.module.css';

export function RescueSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { api } = useOffice();
  const [file, setFile] = useState<File | null>(null);
  const [code, setCode] = useState('');
  const [done, setDone] = useState<number | null>(null); // entries handed over; null: nothing is under way
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [carried, setCarried] = useState<Carried | null>(null);
  const take = async () => {
    if (file === null || done !== null) return;
    setRefusal(null);
    setDone(0);
    const answer = await carryIn(api, { bytes: new Uint8Array(await file.arrayBuffer()), code }, setDone);
    setDone(null);
    if (answer.ok) setCarried(answer.value);
    else setRefusal(answer.error);
  };
  const isReady = file !== null && code.trim() !== '' && done === null;
  return (
    <Sheet
      open
      onClose={onClose}
      title={t`Take in a rescue file`}
      foot={
        carried === null ? (
          <>
            <Button onClick={onClose}>{t`Not now`}</Button>
            <Button kind="primary" disabled={!isReady} onClick={() => void take()}>{t`Take in`}</Button>
          </>
        ) : (
          <Button kind="primary" onClick={onClose}>{t`Done`}</Button>
        )
      }
    >
      <div className={css.steps}>
        <RefusalNote refusal={refusal} />
        {carried === null ? (
          <>
            <p>{t`A till that cannot reach the server saves its unsent entries to a file and shows a code for it.`}</p>
            <InputField
              label={t`File`}
              type="file"
              accept={RESCUE_SUFFIX}
              onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
            />
            <InputField
              label={t`Code of the file`}
              hint={t`24 characters, as the till showed them`}
              value={code}
              spellCheck={false}
              autoCapitalize="characters"
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <p role="status">
              {done === null ? '' : <Plural value={done} one="# entry handed over" other="# entries handed over" />}
            </p>
          </>
        ) : (
          <Outcome carried={carried} />
        )}
      </div>
    </Sheet>
  );
}

function Outcome({ carried }: { readonly carried: Carried }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const lang = langOf(i18n.locale);
  const { tillCode, taken, known, aside, left } = carried;
  const made = formatDateTime({ ms: carried.madeMs, lang, tz: store.tz });
  const entries = formatCount(carried.entries, lang);
  const whys: Readonly<Record<RescueLeft, string>> = {
    gap: t`an entry before them is missing`,
    unsigned: t`the till had lost its key, so they are not signed`,
    branched: t`they do not follow what the server has; they are kept beside the journal`,
  };
  return (
    <>
      <p>{t`Till ${tillCode}, ${made}, entries: ${entries}`}</p>
      <Note tone="good" role="status">
        <Plural value={taken} one="# entry was booked." other="# entries were booked." />{' '}
        <Plural value={known} one="# was here already." other="# were here already." />
      </Note>
      {aside === 0 ? null : (
        <Note tone="warn" action={<Link href="/inbox">{t`Kept aside`}</Link>}>
          <Plural value={aside} one="# entry waits for your decision." other="# entries wait for your decision." />
        </Note>
      )}
      {left.map(({ why, entries: count, missingSeq }) => (
        <Note key={`${why} ${String(missingSeq)}`} tone="danger">
          <Trans>
            Not taken in: {count}. Why: {whys[why]}
          </Trans>
          {missingSeq === null ? '. ' : ` (${String(missingSeq)}). `}
          {t`Keep the file and the till.`}
        </Note>
      ))}
    </>
  );
}
