/** The rows that are shown, as a file a spreadsheet opens. Amounts are figures; no text runs as a formula. */
import { useLingui } from '@lingui/react/macro';
import { csvText } from '../../core/csv.ts';
import { decimalText } from '../../core/currency.ts';
import { nameIn, type Names } from '../../core/product.ts';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { ExceptionRow } from '../../wire/office-exceptions.ts';
import { useSigned } from '../parts/office-context.ts';
import { useExceptionWords, useScriptNames } from './exception-words.ts';

export function useSaveCsv(): (rows: readonly ExceptionRow[], name: string) => void {
  const { t, i18n } = useLingui();
  const { store, currency } = useSigned();
  const names = useScriptNames();
  const words = useExceptionWords();
  const lang = langOf(i18n.locale);
  const nameOf = (person: Names | null, none: string) => (person === null ? none : nameIn(person, lang));
  return (rows, name) => {
    const heads = [
      ...[t`Time`, t`Exception`, t`Details`, t`Amount`, t`Staff`, t`Approved by`, t`Till`, t`Journal`, t`Entry`],
    ];
    const cells = rows.map((row) => [
      formatDateTime({ ms: row.atMs, lang, tz: store.tz }),
      names[row.script],
      words(row),
      row.amountMinor === null ? '' : Number(decimalText(row.amountMinor, currency)),
      nameOf(row.staff, ''),
      nameOf(row.approver, t`none`),
      row.place?.tillCode ?? String(row.facts['till'] ?? ''),
      row.place?.incarnation ?? '',
      row.place?.seq ?? '',
    ]);
    save(csvText([heads, ...cells]), name);
  };
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
