/**
 * The refused rows as a CSV that Excel opens, to be mended and loaded again: the file's own header and cells, and at
 * the end two columns an import pays no heed to.
 *
 * Invariants: reading the file again gives the same cells (test: catalogue-refused.test.ts); no cell can run as a
 * formula; long numbers and leading zeros survive a spreadsheet that opens and saves the file.
 */
import type { Lang } from '../../core/product.ts';
import type { ImportField, RowProblem } from '../../wire/catalogue-file.ts';
import { proposeFields } from './column-names.ts';
import type { TableRow } from './file-table.ts';
import { problemText } from './refused-words.ts';

type RefusedCells = { readonly row: TableRow; readonly problems: readonly RowProblem[] };

const HEADERS: Readonly<Record<Lang, readonly [string, string]>> = {
  zh: ['原文件行', '拒绝原因'],
  en: ['Line in the file', 'Why refused'],
};

/** `fields`: what each column was taken for. */
type RefusedColumns = { readonly headers: readonly string[]; readonly fields: readonly (ImportField | null)[] };

/** The whole file's text, with the byte order mark Excel needs to see UTF-8. */
export function refusedCsv(columns: RefusedColumns, refused: readonly RefusedCells[], lang: Lang): string {
  const headers = reloadHeaders(columns);
  const ours = new Set(Object.values(HEADERS).flat());
  const kept = headers.flatMap((header, i) => (ours.has(header) ? [] : [i])); // of a file that is back once more
  const lines = [[...kept.map((i) => headers[i] ?? ''), ...HEADERS[lang]]];
  for (const { row, problems } of refused) {
    const cells = kept.map((i) => row.cells[i] ?? '');
    lines.push([...cells, String(row.line), problems.map((problem) => problemText(problem, lang)).join('; ')]);
  }
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** The file's headers; where a person chose another meaning than the name proposes, a name that proposes it. */
function reloadHeaders({ headers, fields }: RefusedColumns): readonly string[] {
  const proposed = proposeFields(headers);
  return headers.map((header, i) => {
    const field = fields[i] ?? null;
    if (field === proposed[i]) return header;
    return field ?? `not used: ${header}`;
  });
}

/**
 * A tab before digits makes a spreadsheet keep them all; an apostrophe makes a formula text. Reading takes both away.
 */
function csvCell(text: string): string {
  const digits = /^(?:0\d+|\d{12,})$/.test(text);
  const formula = /^[=+\-@\t]/.test(text);
  const safe = digits ? `\t${text}` : formula ? `'${text}` : text;
  return /[",\r\n\t;]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
