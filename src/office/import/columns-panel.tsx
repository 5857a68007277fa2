/** What each column of the file means: proposed by the server, changed here. Changing checks the file anew. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { InputField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { IMPORT_FIELDS, type ImportChoice, type ImportField, type ImportJob } from '../../wire/catalogue-file.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Note } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import { readTax, taxText } from '../products/product-form.ts';
import css from './import-screen.module.css';
import { useFieldWords, useNoteWords } from './import-words.ts';

type Props = {
  readonly job: ImportJob;
  readonly isLocked: boolean;
  readonly onChoose: (choice: ImportChoice) => Promise<void>;
};

export function ColumnsPanel({ job, isLocked, onChoose }: Props) {
  const { t } = useLingui();
  const fieldWords = useFieldWords();
  const noteWords = useNoteWords();
  const { choice, format } = job;
  if (choice === null) return null;
  const setField = (at: number, field: ImportField | null) =>
    void onChoose({ ...choice, fields: choice.fields.map((one, i) => (i === at ? field : one)) });
  const encoding = format?.encoding ?? format?.kind ?? '';
  return (
    <Panel title={t`Columns of the file`} tools={<span className={css.samples}>{encoding}</span>} flush>
      <DataTable
        label={t`Columns of the file`}
        heads={[{ name: t`Column` }, { name: t`Means` }, { name: t`For example` }]}
      >
        {job.columns.map((column, at) => {
          const header = column.header === '' ? String(at + 1) : column.header;
          return (
            <tr key={at}>
              <th scope="row">{header}</th>
              <td className={table.tight}>
                <select
                  className={css.select}
                  aria-label={t`Meaning of column ${header}`}
                  disabled={isLocked}
                  value={choice.fields[at] ?? ''}
                  onChange={(event) =>
                    setField(at, IMPORT_FIELDS.find((one) => one === event.currentTarget.value) ?? null)
                  }
                >
                  <option value="">{t`Not used`}</option>
                  {IMPORT_FIELDS.map((field) => (
                    <option key={field} value={field}>
                      {fieldWords[field]}
                    </option>
                  ))}
                </select>
              </td>
              <td className={css.samples}>{column.samples.join(' · ')}</td>
            </tr>
          );
        })}
      </DataTable>
      {job.notes.length === 0 ? null : (
        <div className={css.notes}>
          {job.notes.map((one) => (
            <Note key={one} tone={one === 'stock_needs_store' ? 'warn' : 'plain'}>
              {noteWords[one]}
            </Note>
          ))}
        </div>
      )}
      <Choices choice={choice} isLocked={isLocked} onChoose={onChoose} />
    </Panel>
  );
}

type ChoicesProps = Omit<Props, 'job'> & { readonly choice: ImportChoice };

function Choices({ choice, isLocked, onChoose }: ChoicesProps) {
  const { t, i18n } = useLingui();
  const { stores } = useSigned();
  const [tax, setTax] = useState(taxText(choice.taxBp));
  const taxBp = readTax(tax);
  const lang = langOf(i18n.locale);
  return (
    <div className={css.choices}>
      <SelectField
        label={t`Stock is of store`}
        disabled={isLocked}
        value={choice.storeId ?? ''}
        onChange={(event) =>
          void onChoose({ ...choice, storeId: event.currentTarget.value === '' ? null : event.currentTarget.value })
        }
      >
        <option value="">{t`None`}</option>
        {stores.map((store) => (
          <option key={store.storeId} value={store.storeId}>
            {nameIn(store.names, lang)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Stock of products the shop has`}
        disabled={isLocked}
        value={choice.stock}
        onChange={(event) =>
          void onChoose({ ...choice, stock: event.currentTarget.value === 'count' ? 'count' : 'opening_only' })
        }
      >
        <option value="opening_only">{t`Stays as it is`}</option>
        <option value="count">{t`Is set to the file's`}</option>
      </SelectField>
      <InputField
        label={t`Tax rate where the file has none (%)`}
        inputMode="decimal"
        readOnly={isLocked}
        value={tax}
        error={taxBp === null ? t`A rate is 0 to 100, with at most two decimals.` : null}
        onChange={(event) => setTax(event.currentTarget.value)}
        onBlur={() => {
          if (taxBp !== null && taxBp !== choice.taxBp) void onChoose({ ...choice, taxBp });
        }}
      />
    </div>
  );
}
