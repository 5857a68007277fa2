/** The rows that are shown, as a file a spreadsheet opens. Amounts are figures; no text runs as a formula. */
import { useLingui } from '@lingui/react/macro';
import { csvText } from '../../core/csv.ts';
import { decimalText } from '../../core/currency.ts';
import { saveFile } from '../../ui/save-file.ts';
import type { ExceptionRow } from '../../wire/office-exceptions.ts';
import { useSigned } from '../parts/office-context.ts';
import { useExceptionTexts } from './exception-words.ts';

export function useSaveCsv(): (rows: readonly ExceptionRow[], name: string) => void {
  const { t } = useLingui();
  const { currency } = useSigned();
  const textsOf = useExceptionTexts();
  return (rows, name) => {
    const heads = [
      ...[t`Time`, t`Exception`, t`Details`, t`Amount`, t`Staff`, t`Approved by`, t`Till`, t`Journal`, t`Entry`],
    ];
    const cells = rows.map((row) => {
      const { time, what, details, staff, approver } = textsOf(row);
      return [
        ...[time, what, details],
        row.amountMinor === null ? '' : Number(decimalText(row.amountMinor, currency)),
        ...[staff ?? '', approver],
        row.place?.tillCode ?? String(row.facts['till'] ?? ''),
        row.place?.incarnation ?? '',
        row.place?.seq ?? '',
      ];
    });
    saveFile([csvText([heads, ...cells])], { name, type: 'text/csv;charset=utf-8' });
  };
}
