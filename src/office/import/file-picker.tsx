/** Where a file is dropped or chosen. */
import { Trans, useLingui } from '@lingui/react/macro';
import { FileUp } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { IMPORT_LIMIT_BYTES } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusalNote } from '../parts/note.tsx';
import css from './import-screen.module.css';

type Props = {
  readonly isBusy: boolean;
  readonly mayChange: boolean;
  readonly onFile: (file: Blob, name: string) => Promise<void>;
};

export function FilePicker({ isBusy, mayChange, onFile }: Props) {
  const { t } = useLingui();
  const [isOver, setOver] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const take = (file: File | undefined) => {
    if (file === undefined || isBusy || !mayChange) return;
    if (file.size > IMPORT_LIMIT_BYTES) setRefusal({ code: 'file_too_large' });
    else {
      setRefusal(null);
      void onFile(file, file.name);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={css.drop}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <FileUp aria-hidden="true" />
      <h2>{isBusy ? t`Sending the file` : t`Drop a file here`}</h2>
      <p>
        <Trans>
          CSV, TSV or XLSX with one product per row. Nothing is written before you have seen what would happen. Loading
          the same file twice changes nothing.
        </Trans>
      </p>
      <RefusalNote refusal={refusal} />
      <div>
        <input
          id="import-file"
          className={css.file}
          data-unseen=""
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          disabled={isBusy || !mayChange}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = ''; // the same file may be chosen again after it was fixed
          }}
        />
        <label htmlFor="import-file" className={css.pick}>
          {t`Choose a file`}
        </label>
      </div>
    </div>
  );
}
