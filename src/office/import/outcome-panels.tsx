/**
 * What an import would do or did: counts, the first rows as they would be stored, and every refused row with its
 * reason.
 */
import { useLingui } from '@lingui/react/macro';
import { shortGtin } from '../../core/gtin.ts';
import { nameIn } from '../../core/product.ts';
import { Badge } from '../../ui/chip.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { OFFICE_API } from '../../wire/office.ts';
import type { ImportCounts, ImportJob, RowProblem } from '../../wire/catalogue-file.ts';
import { DataTable } from '../parts/data-table.tsx';
import { useRefusalWords } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import css from './import-screen.module.css';
import { useOutcomeWords } from './import-words.ts';

type CountsProps = { readonly counts: ImportCounts; readonly isDone: boolean };

export function ImportCountsRow({ counts, isDone }: CountsProps) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const cells: readonly (readonly [string, number])[] = [
    [t`rows read`, counts.read],
    [isDone ? t`added` : t`would be added`, counts.added],
    [isDone ? t`changed` : t`would change`, counts.changed],
    [t`as they are`, counts.unchanged],
    [t`refused`, counts.refused],
  ];
  return (
    <div className={css.counts} role="status">
      {cells.map(([name, count], at) => (
        <p key={name} className={classNames(css.count, at === 4 && count > 0 && css.refused)}>
          <b>{formatCount(count, lang)}</b>
          <span>{name}</span>
        </p>
      ))}
    </div>
  );
}

export function RefusedPanel({ job }: { readonly job: ImportJob }) {
  const { t, i18n } = useLingui();
  const refused = job.counts?.refused ?? 0;
  if (refused === 0 || job.refused.length === 0) return null;
  const lang = langOf(i18n.locale);
  const shown = formatCount(job.refused.length, lang);
  const all = formatCount(refused, lang);
  return (
    <Panel
      title={job.refused.length < refused ? t`Refused rows: the first ${shown} of ${all}` : t`Refused rows: ${all}`}
      tools={
        <a className={css.download} href={`${OFFICE_API}/imports/${job.jobId}/refused.csv?lang=${lang}`} download>
          {t`Download refused.csv`}
        </a>
      }
      flush
    >
      <DataTable
        label={t`Refused rows: ${all}`}
        heads={[{ name: t`Line`, at: 'end' }, { name: t`Column` }, { name: t`Value` }, { name: t`Reason` }]}
      >
        {job.refused.flatMap((row) =>
          row.problems.map((problem, at) => (
            <tr key={`${row.line} ${at}`}>
              <td className={table.end}>{row.line}</td>
              <td>{problem.column}</td>
              <td className={table.mono}>{problem.value}</td>
              <td>
                <ProblemText problem={problem} />
              </td>
            </tr>
          )),
        )}
      </DataTable>
    </Panel>
  );
}

/** The reason, and what else is known: the line that has the same code, the product that owns it. */
function ProblemText({ problem }: { readonly problem: RowProblem }) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const { code, facts } = problem;
  const otherLine = facts?.['otherLine'];
  const other = facts?.['other'];
  return (
    <>
      {words({ code, ...(facts === undefined ? {} : { facts }) })}{' '}
      {otherLine === undefined ? null : t`It stands in line ${otherLine} too.`}
      {other === undefined ? null : t`Its product: ${other}.`}
    </>
  );
}

export function PreviewPanel({ job }: { readonly job: ImportJob }) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const outcomes = useOutcomeWords();
  const lang = langOf(i18n.locale);
  // With columns still to choose nothing is decided yet; the samples beside them show the cells.
  if (job.rows.length === 0 || job.failure !== null) return null;
  return (
    <Panel title={t`How the first rows are read`} flush>
      <DataTable
        label={t`How the first rows are read`}
        heads={[
          { name: t`Line`, at: 'end' },
          { name: t`Outcome` },
          { name: t`Name` },
          { name: t`Code` },
          { name: t`Barcode` },
          { name: t`Price`, at: 'end' },
        ]}
      >
        {job.rows.map((row) => (
          <tr key={row.line}>
            <td className={table.end}>{row.line}</td>
            <td>
              <Badge tone={row.what === 'refused' ? 'danger' : row.what === 'unchanged' ? 'plain' : 'good'}>
                {outcomes[row.what]}
              </Badge>
            </td>
            <td>{nameIn(row.names, lang)}</td>
            <td>{row.code}</td>
            <td>{row.gtins.map(shortGtin).join(', ')}</td>
            <td className={table.end}>
              {row.priceMinor === null ? '–' : <MoneyText amountMinor={row.priceMinor} currency={currency} />}
            </td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  );
}
