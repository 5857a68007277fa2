/** Products from a file: choose it, say what its columns mean, see what would happen, run it. Survives a reload. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { ImportJob } from '../../wire/catalogue-file.ts';
import { asRefusal } from '../data/api.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import { ColumnsPanel } from './columns-panel.tsx';
import { FilePicker } from './file-picker.tsx';
import { createImport } from './import-store.ts';
import { ImportCountsRow, PreviewPanel, RefusedPanel } from './outcome-panels.tsx';
import css from './import-screen.module.css';

export function ImportScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange } = useSigned();
  const [store] = useState(() => createImport(api, (run, ms) => void setTimeout(run, ms)));
  const { phase, job, refusal, send, choose, run, forget } = useStore(store);
  useEffect(() => {
    void store.getState().open();
    return () => store.getState().stop();
  }, [store]);

  return (
    <Screen
      title={t`Import products`}
      sub={job?.fileName}
      actions={
        job === null || job.state === 'running' ? null : (
          <Button onClick={() => void forget()}>{t`Another file`}</Button>
        )
      }
    >
      <RefusalNote refusal={refusal ?? (job?.failure == null ? null : asRefusal(job.failure))} />
      {phase === 'none' || phase === 'sending' ? (
        <FilePicker isBusy={phase === 'sending'} mayChange={mayChange} onFile={send} />
      ) : null}
      {job === null ? null : <JobShown job={job} onChoose={choose} onRun={run} />}
    </Screen>
  );
}

type JobProps = {
  readonly job: ImportJob;
  readonly onChoose: (choice: NonNullable<ImportJob['choice']>) => Promise<void>;
  readonly onRun: () => Promise<void>;
};

function JobShown({ job, onChoose, onRun }: JobProps) {
  const { t, i18n } = useLingui();
  const { mayChange } = useSigned();
  const isReady = job.state === 'ready' && job.busy === null;
  const writes = (job.counts?.added ?? 0) + (job.counts?.changed ?? 0);
  const count = formatCount(writes, langOf(i18n.locale));
  return (
    <>
      {job.state === 'done' ? <Done job={job} /> : null}
      <Progress job={job} />
      {job.counts === null ? null : <ImportCountsRow counts={job.counts} isDone={job.state === 'done'} />}
      {isReady && mayChange ? (
        <div>
          <Button kind="primary" disabled={writes === 0} onClick={() => void onRun()}>
            {writes === 0 ? t`Nothing to write` : t`Write ${count} products`}
          </Button>
        </div>
      ) : null}
      {job.state === 'ready' ? <ColumnsPanel job={job} isLocked={!isReady || !mayChange} onChoose={onChoose} /> : null}
      <RefusedPanel job={job} />
      {job.state === 'ready' ? <PreviewPanel job={job} /> : null}
    </>
  );
}

function Done({ job }: { readonly job: ImportJob }) {
  const { t } = useLingui();
  const refused = job.counts?.refused ?? 0;
  return (
    <p role="status">
      {refused === 0
        ? t`Done. Every row of the file is in the shop, and tills were told.`
        : t`Done. Rows that were refused are below: download them, fix them and load that file.`}
    </p>
  );
}

function Progress({ job }: { readonly job: ImportJob }) {
  const { t, i18n } = useLingui();
  if (job.busy === null) return null;
  const { step, done, total } = job.busy;
  const words = { reading: t`Reading the file`, checking: t`Checking rows`, writing: t`Writing products` }[step];
  const lang = langOf(i18n.locale);
  const figures = total === 0 ? '' : ` ${formatCount(done, lang)} / ${formatCount(total, lang)}`;
  return (
    <Panel title={`${words}${figures}`}>
      <progress className={css.bar} aria-label={words} {...(total === 0 ? {} : { value: done, max: total })} />
    </Panel>
  );
}
