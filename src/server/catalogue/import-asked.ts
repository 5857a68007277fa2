/** What the person who runs `npm run import` asks for: file, store, columns by name, what to do with stock. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Lang } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { IMPORT_FIELDS, importField, type ImportField } from '../../wire/catalogue-file.ts';

export const USAGE = `npm run import -- FILE [--store CODE] [--map FIELD=COLUMN ...] [--tax PERCENT] [--count-stock]
                       [--dry-run] [--refused OUT.csv] [--lang zh|en]
  FIELD: ${IMPORT_FIELDS.join(' ')}`;

export type Asked = {
  readonly file: string;
  readonly store: string | null;
  readonly maps: readonly { readonly field: ImportField; readonly column: string }[];
  readonly taxBp: number | null;
  readonly countStock: boolean;
  readonly dryRun: boolean;
  readonly refused: string | null;
  readonly lang: Lang;
};

/** Reads the command line; a path is as the person sees it (npm tells where they stand). Refuses in words. */
export function readAsked(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<Asked, string> {
  const options = {
    store: { type: 'string' },
    map: { type: 'string', multiple: true },
    tax: { type: 'string' },
    'count-stock': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    refused: { type: 'string' },
    lang: { type: 'string' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return err(USAGE);
    const maps = (values.map ?? []).map((text) => ({
      field: text.split('=')[0] ?? '',
      column: text.slice(text.indexOf('=') + 1),
    }));
    const wrong = maps.find(({ field, column }) => !importField.safeParse(field).success || column === '');
    if (wrong !== undefined) return err(`--map ${wrong.field}: ${USAGE}`);
    const tax = values.tax === undefined ? null : Number(values.tax);
    if (tax !== null && !(tax >= 0 && tax <= 100)) return err(`--tax 0-100: ${USAGE}`);
    const said = values.lang ?? (/^zh/i.test(env['LC_ALL'] ?? env['LANG'] ?? '') ? 'zh' : 'en');
    return ok({
      file,
      store: values.store ?? null,
      maps: maps.map(({ field, column }) => ({ field: importField.parse(field), column })),
      taxBp: tax === null ? null : Math.round(tax * 100),
      countStock: values['count-stock'] === true,
      dryRun: values['dry-run'] === true,
      refused: values.refused === undefined ? null : resolve(env['INIT_CWD'] ?? '.', values.refused),
      lang: said === 'zh' ? 'zh' : 'en',
    });
  } catch (cause) {
    if (cause instanceof TypeError) return err(`${cause.message}\n${USAGE}`); // parseArgs: an option it does not know
    throw cause;
  }
}

/** The columns as the person says them: by header (any case) or by letter or number. */
export function fieldsFor(
  asked: Asked,
  headers: readonly string[],
  proposed: readonly (ImportField | null)[],
): Result<(ImportField | null)[], string> {
  const fields = [...proposed];
  const again = new Set<ImportField>();
  for (const { field, column } of asked.maps) {
    const at = columnAt(headers, column);
    if (at < 0) return err(`--map ${field}=${column}: ${headers.join(' | ')}`);
    if (!again.has(field))
      fields.forEach((other, i) => {
        if (other === field) fields[i] = null;
      });
    again.add(field);
    fields[at] = field;
  }
  return ok(fields);
}

function columnAt(headers: readonly string[], column: string): number {
  const exact = headers.indexOf(column);
  if (exact >= 0) return exact;
  const loose = headers.findIndex((header) => header.toLowerCase() === column.toLowerCase());
  if (loose >= 0) return loose;
  if (/^\d+$/.test(column)) return Number(column) <= headers.length ? Number(column) - 1 : -1;
  if (!/^[A-Z]{1,2}$/i.test(column)) return -1;
  const at = Array.from(column.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return at < headers.length ? at : -1;
}
