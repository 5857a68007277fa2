/** Papers that wait for the printer: what of, why, and what to do. */
import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import type { PrintJob } from '../../client/print/print-queue.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter } from '../counter-context.tsx';
import css from './printer-part.module.css';
import { usePrinterTrouble } from './printer-words.ts';

export function PrintsSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { desk } = useCounter();
  const jobs = useStore(desk.state, (state) => state.jobs);
  return (
    <Sheet open onClose={onClose} title={t`Waiting to print`}>
      {jobs.length === 0 ? <p>{t`Everything is printed.`}</p> : null}
      <ul className={css.jobs}>
        {jobs.map((job) => (
          <Job key={job.jobId} job={job} />
        ))}
      </ul>
    </Sheet>
  );
}

function Job({ job }: { readonly job: PrintJob }) {
  const { t } = useLingui();
  const { desk } = useCounter();
  const troubleWords = usePrinterTrouble();
  const { label, jobId, trouble } = job;
  return (
    <li className={css.job}>
      <div className={css.words}>
        <strong>{label}</strong>
        <span>{trouble === null ? t`Waits for the paper before it.` : troubleWords(trouble)}</span>
      </div>
      <Button kind="primary" aria-label={t`Retry ${label}`} onClick={() => void desk.retry(jobId)}>
        {t`Retry`}
      </Button>
      <Button aria-label={t`Drop ${label}`} onClick={() => void desk.drop(jobId)}>
        {t`Drop`}
      </Button>
    </li>
  );
}
